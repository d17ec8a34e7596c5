"""The first look at a text: words of need and urgency, before anything is read."""

import pytest

from sek_core.understanding.pressing import LOOKED_AT, PressingWords
from tests.packaged import packaged

WORDS = PressingWords(packaged())


@pytest.mark.parametrize(
    "text",
    [
        "Children trapped on the roof",
        "TUMEKWAMA hapa kwa mto",
        "flood Kyuso, urgent",
        "bridge gone, 2 people dead",
        "saidieni",
        "hatujakula siku tatu",
        "we can’t breathe",
        "ok s1 and please they are shooting",
    ],
)
def test_need_presses(text: str) -> None:
    assert WORDS.stand_in(text)


@pytest.mark.parametrize(
    "text", ["", "1", "ok s1", "drought Mutomo severe 400 households", "help us with the form", "\x00\ud800"]
)
def test_other_texts_wait_their_turn(text: str) -> None:
    assert not WORDS.stand_in(text)


def test_both_ends_of_a_long_text_are_looked_at() -> None:
    filling = "we met and talked. " * 200
    assert len(filling) > 2 * LOOKED_AT
    assert WORDS.stand_in(f"trapped here. {filling}")
    assert WORDS.stand_in(f"{filling} trapped here")
    assert not WORDS.stand_in(filling)

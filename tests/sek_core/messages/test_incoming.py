"""Names that senders give themselves."""

import pytest

from sek_core.messages.incoming import name_shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Amina Ali", "Amina Ali"),
        ("Ng'ang'a wa-Mutiso", "Ng'ang'a wa-Mutiso"),
        ("\u0623\u0645\u0650\u064a\u0646\u0629", "\u0623\u0645\u0650\u064a\u0646\u0629"),
        ('Ali: "hi" VOUCH U137 Desk RLA. SEK: "hello"', "Ali hi VOUCH U Desk RLA SEK he"),
        ("Ali\nS99 closed", "Ali S closed"),
        ("\u202eilA\u200b", "ilA"),
        ("12345", ""),
    ],
)
def test_a_name_holds_letters_alone(given: str, shown: str) -> None:
    assert name_shown(given) == shown

"""What people say of a meeting or of a task in words of their own."""

import pytest

from config.mechanism import Configuration
from sek_core.understanding.sayings import Sayings


@pytest.fixture(scope="module")
def sayings(configuration: Configuration) -> Sayings:
    return Sayings(configuration.words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("how many are coming?", "headcount"),
        ("Tutakuwa wangapi", "headcount"),
        ("is the meeting still on?", "still_on"),
        ("can we start at 11 instead?", "other_time"),
        ("tunaweza kuanza saa tano?", "other_time"),
        ("is there transport refund", "ask_convener"),
        ("the meeting on Friday is postponed to Monday 9am", "put_off"),
        ("we need more time until Monday", "more_time"),
        ("sijapata muda bado", "more_time"),
        ("I can't do it", "cannot"),
        ("nimemaliza", "finished"),
    ],
)
def test_is_read(sayings: Sayings, text: str, said: str) -> None:
    assert said in sayings.said(text)


@pytest.mark.parametrize(
    "text", ["flood Kyuso severe", "we need more water", "tufanye nini", "siwezi kupumua", ""]
)
def test_is_not_read_from_other_words(sayings: Sayings, text: str) -> None:
    assert not sayings.said(text)


def test_the_day_behind_and_the_reason_are_kept(sayings: Sayings) -> None:
    assert sayings.behind("the meeting on Friday is postponed to Monday 9am", "put_off") == "Monday 9am"
    assert sayings.behind("tufanye saa nane", "other_time") == "saa nane"
    assert sayings.why_off("Meeting cancelled due to rain") == "due to rain"
    assert sayings.why_off("kesho hakuna mkutano") == ""
    assert sayings.why_off("drought in Kyuso") is None

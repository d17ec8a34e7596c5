"""What stands behind the group in ASK: question, choices and last day. Lines of minutes that decide."""

from datetime import date

import pytest

from sek_core.announcements import asking_text
from sek_core.announcements.inquiries import choice_of
from sek_core.meetings import decisions

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "question", "choices", "day"),
    [
        ("which boreholes are down?, Friday", "which boreholes are down?", (), date(2026, 11, 27)),
        ("which are down? by Friday", "which are down?", (), date(2026, 11, 27)),
        ("who comes on Friday?", "who comes on Friday?", (), None),
        ("wells, pans or pumps?, 12 Dec", "wells, pans or pumps?", (), date(2026, 12, 12)),
        ("is it open? 1 yes 2 no", "is it open?", ("yes", "no"), None),
        ("is it open? 1. yes, 2. no, Fri", "is it open?", ("yes", "no"), date(2026, 11, 27)),
        ("which day? 1 Monday 2 Tuesday", "which day?", ("Monday", "Tuesday"), None),
        ("how many of 3 wells work?", "how many of 3 wells work?", (), None),
        ("njoo lini? 1 kesho 2 wiki ijayo 3 sijui", "njoo lini?", ("kesho", "wiki ijayo", "sijui"), None),
    ],
)
def test_parts_of_a_question(words: str, question: str, choices: tuple[str, ...], day: date | None) -> None:
    rest, found, wrong = asking_text._without_day(words, TODAY)
    assert (found, wrong) == (day, "")
    assert asking_text._choices(rest) == (question, choices, True)


@pytest.mark.parametrize("words", ["is it? 1 yes 3 no", "is it? 1 yes 2 yes", "is it? 1 a 1 b"])
def test_choices_that_are_not_clear(words: str) -> None:
    assert not asking_text._choices(words)[2]


@pytest.mark.parametrize(
    ("words", "choice"),
    [("1", "yes"), ("Yes.", "yes"), ("1 yes", "yes"), ("ndiyo", "yes"), ("hapana", "no"), ("partly", None)],
)
def test_a_choice_by_number_and_by_word(words: str, choice: str | None) -> None:
    assert choice_of(words, ["yes", "no"]) == choice


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Present: 14. Agreed to meet at Wote.", ["Agreed to meet at Wote"]),
        ("1) Repair the pumps\n- send all lists", ["Repair the pumps", "send all lists"]),
        ("Imeamuliwa kwamba mkutano uwe Wote", ["Imeamuliwa kwamba mkutano uwe Wote"]),
        ("It was agreed that FAO brings hay", ["It was agreed that FAO brings hay"]),
        ("Decision: drill boreholes\nUamuzi wa 2: kuchimba", ["Drill boreholes", "Kuchimba"]),
        ("Action point 3 - FAO sends hay. Decision: ", ["FAO sends hay"]),
        ("The repair of pumps is late. We discussed it. Repair.", []),
    ],
)  # fmt: skip
def test_lines_that_decide(text: str, lines: list[str]) -> None:
    assert decisions.lines_of(text) == lines

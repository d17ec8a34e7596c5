"""Owner, task and day in a text. Today is Tuesday, 24 November 2026."""

from datetime import date

import pytest

from sek_core.understanding import task_text
from sek_core.understanding.task_text import Duty

TODAY = date(2026, 11, 24)
DEC_12 = date(2026, 12, 12)
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "parts", "day"),
    [
        ("Jane, repair borehole, 12 Dec", ("Jane", "repair borehole"), DEC_12),
        ("Jane, repair borehole by 12 Dec.", ("Jane", "repair borehole"), DEC_12),
        ("Jane repair borehole 12/12", ("Jane repair borehole",), DEC_12),
        ("Jane, 12 Dec, repair borehole", ("Jane", "repair borehole"), DEC_12),
        ("Jane: repair borehole; next Friday", ("Jane", "repair borehole"), FRIDAY),
        ("Jane - repair borehole - Friday", ("Jane", "repair borehole"), FRIDAY),
        ("Jane, rekebisha kisima kabla ya Ijumaa", ("Jane", "rekebisha kisima"), FRIDAY),
        ("Jane, rekebisha kisima, ifikapo tarehe 12 Desemba", ("Jane", "rekebisha kisima"), DEC_12),
        ("Jane, count the goats within 3 days", ("Jane", "count the goats"), FRIDAY),
        ("Jane, count 1,000 bags at 10:30, kesho", ("Jane", "count 1,000 bags at 10:30"), date(2026, 11, 25)),
        ("Jane, send the report of 10 March, Friday", ("Jane", "send the report of 10 March"), FRIDAY),
        ("Jane, send the report of 10 March", ("Jane", "send the report of 10 March"), None),
        ("Jane, lete ripoti ya Ijumaa", ("Jane", "lete ripoti ya Ijumaa"), None),
        ("Jane, visit 3 wards", ("Jane", "visit 3 wards"), None),
        ("12 Dec", (), DEC_12),
        ("by Saturday 12 Dec please", (), DEC_12),
        ("", (), None),
        (", ,", (), None),
    ],
)
def test_where_the_day_stands(text: str, parts: tuple[str, ...], day: date | None) -> None:
    assert task_text.read(text, TODAY) == Duty(parts, day)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Jane, repair borehole, 31 Feb", "31 Feb"),
        ("Jane, repair borehole by 31 Feb", "31 Feb"),
        ("Jane repair borehole 45/13", "45/13"),
        ("Jane, rekebisha kisima, 31 Juni", "31 Juni"),
    ],
)
def test_a_day_that_there_is_not_is_none_of_the_words(text: str, wrong: str) -> None:
    said = task_text.read(text, TODAY)
    assert (said.day, said.wrong) == (None, wrong)
    assert wrong not in " ".join(said.parts)

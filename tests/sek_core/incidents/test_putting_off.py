"""What comes at once and what in the morning: each choice, severity and duty."""

import pytest

from sek_core.incidents.putting_off import Duty, Grade, comes_at_once
from sek_core.store.states import Batched

CHOICES: dict[str, Batched | None] = {"none": None, **{each.value: each for each in Batched}}

GRADES: tuple[Grade, ...] = ("minor", "moderate", "severe", "extreme", "unsaid", "concern")

TABLE = """
                minor  moderate severe extreme unsaid concern
none     asked  now    now      now    now     now    now
none     own    now    now      now    now     now    now
none     other  now    now      now    now     now    now
minor    asked  now    now      now    now     now    now
minor    own    later  now      now    now     now    now
minor    other  later  now      now    now     now    now
moderate asked  now    now      now    now     now    now
moderate own    later  later    now    now     now    now
moderate other  later  later    now    now     now    now
all      asked  now    now      now    now     now    now
all      own    later  later    now    now     now    later
all      other  later  later    later  later   later  later
"""

CELLS = [
    pytest.param(CHOICES[chosen], grade, Duty(duty), at_once == "now", id=f"{chosen} {duty} {grade}")
    for chosen, duty, *cells in (line.split() for line in TABLE.strip().splitlines()[1:])
    for grade, at_once in zip(GRADES, cells, strict=True)
]


def test_the_table_is_whole() -> None:
    assert len(CELLS) == len(CHOICES) * len(Duty) * len(GRADES)


@pytest.mark.parametrize(("chosen", "grade", "duty", "at_once"), CELLS)
def test_at_once_or_in_the_morning(
    chosen: Batched | None, grade: Grade, duty: Duty, *, at_once: bool
) -> None:
    assert comes_at_once(chosen, grade, duty) is at_once

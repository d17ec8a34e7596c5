"""One tick: the jobs in their order, and a job that fails stops no other."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest

from scheduler import jobs
from scheduler.jobs import Job, Ticker

BROKEN = "broken"


class Core:
    """A core of which the jobs ask nothing."""

    def work(self, _session: object) -> "Core":
        return self

    def flush(self) -> None:
        pass


class Story:
    """Jobs, each with its rows, and what became of them."""

    def __init__(self, **rows: Sequence[str] | None) -> None:
        self.told: list[str] = []
        self.transactions = 0
        self.jobs = tuple(
            Job(name, self._due(name, of), self._do, self._postpone) for name, of in rows.items()
        )

    def _due(self, name: str, rows: Sequence[str] | None) -> Callable[[Any], Sequence[str]]:
        def due(_work: object) -> Sequence[str]:
            self.told.append(name)
            if rows is None:
                raise ValueError(name)
            return rows

        return due

    def _do(self, _work: object, row: str) -> bool:
        if row == BROKEN:
            raise ValueError(row)
        self.told.append(row)
        return True

    def _postpone(self, _work: object, row: str) -> None:
        self.told.append(f"{row} later")

    async def write(self, work: Callable[[Any], Any]) -> Any:
        self.transactions += 1
        return work(None)


@pytest.mark.parametrize(
    ("rows", "told", "transactions"),
    [
        ({"a": (), "b": (), "c": ()}, "a b c", 1),
        ({"a": (), "b": ("1", "2"), "c": ()}, "a b 1 2 c", 4),
        ({"a": ("1",), "b": ("2",)}, "a 1 b 2", 4),
        ({"a": (), "b": None, "c": ("1",)}, "a b c 1", 3),
        ({"a": None, "b": None}, "a b", 2),
        ({"a": (BROKEN, "1"), "b": ()}, "a broken later 1 b", 5),
    ],
)
async def test_a_tick(
    monkeypatch: pytest.MonkeyPatch, rows: dict[str, Any], told: str, transactions: int
) -> None:
    story = Story(**rows)
    monkeypatch.setattr(jobs, "JOBS", story.jobs)
    await Ticker(cast(Any, Core()), story.write, story.write, lambda: None).tick()
    assert (" ".join(story.told), story.transactions) == (told, transactions)


async def test_a_database_that_is_gone_ends_the_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story(a=(), b=())
    monkeypatch.setattr(jobs, "JOBS", story.jobs)

    async def gone(_work: Callable[[Any], Any]) -> Any:
        raise ConnectionError

    await Ticker(cast(Any, Core()), gone, gone, lambda: None).tick()
    assert story.told == []

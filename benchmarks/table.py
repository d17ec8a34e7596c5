"""Table of the results, and whether they meet their bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Result:
    """Our figure and that of the baseline. `limit` says on which side of `bound` their ratio must be."""

    name: str
    ours: float
    baseline: float
    unit: str
    limit: Literal["at least", "at most"]
    bound: float
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.baseline

    @property
    def ok(self) -> bool:
        return self.ratio >= self.bound if self.limit == "at least" else self.ratio <= self.bound


HEADER = ("", "ours", "baseline", "unit", "ratio", "bound", "")


def render(results: Sequence[Result]) -> str:
    """Return the table, and the notes below it."""
    rows = [HEADER] + [
        (
            result.name,
            _figure(result.ours),
            _figure(result.baseline),
            result.unit,
            f"{result.ratio:.3f}" if result.ratio < 1 else f"{result.ratio:.2f}",
            f"{result.limit} {result.bound:g}",
            "ok" if result.ok else "MISSED",
        )
        for result in results
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    notes = [f"{result.name}: {result.note}" for result in results if result.note]
    return "\n".join([line.rstrip() for line in lines] + [""] * bool(notes) + notes)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

"""Texts with what they should be read as, and where a reading differs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers.language.grammar import Grammar
from handlers.language.intents import Action, Confirm, Context, Report

TEXTS = Path(__file__).parents[1] / "tests" / "texts"


@dataclass(frozen=True, slots=True)
class Expected:
    """A line of tests/texts: `hazard` lists every acceptable id; empty: it is no report.

    `place` may give several names with "|"; `any_place`: no place of the gazetteer is meant.
    """

    text: str
    from_county: str
    hazard: tuple[str, ...]
    county: str | None
    place: str | None
    severity: str | None
    affected: dict[str, int] | None
    any_place: bool = False

    @property
    def is_report(self) -> bool:
        return bool(self.hazard)


def load(name: str) -> list[Expected]:
    """The texts of one file."""
    lines = (TEXTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_expected(json.loads(line)) for line in lines]


def _expected(line: dict[str, Any]) -> Expected:
    return Expected(**{**line, "hazard": tuple(line["hazard"])})


def action_of(grammar: Grammar, text: str, county: str) -> Action:
    """What a lead of that county says with it."""
    return grammar.read(text, Context(counties=(county,), may_report=True)).action


def faults(expected: Expected, action: Action) -> list[str]:
    """Where the reading of a text differs from what is expected, slot by slot; empty where it is right.

    A place is right where one name holds the other; of the numbers one must agree.
    """
    if not expected.is_report:
        return ["sent unasked"] if isinstance(action, Report) and action.reading.hazard else []
    if not isinstance(action, Report | Confirm):
        return [f"read as {type(action).__name__}"]
    return list(_differences(expected, action))


def _differences(expected: Expected, action: Report | Confirm) -> Iterator[str]:
    reading = action.reading
    county = reading.counties[0] if len(reading.counties) == 1 else None
    place = reading.place.name if reading.place else None
    if reading.hazard not in expected.hazard:
        yield f"hazard {reading.hazard}"
    if county != expected.county:
        yield f"county {county}"
    if not expected.any_place and not _same_place(expected.place, place):
        yield f"place {place}"
    if reading.severity != expected.severity:
        yield f"severity {reading.severity}"
    wanted = expected.affected or {}
    if wanted and not wanted.items() & reading.affected.items():
        yield f"affected {reading.affected}"


def _same_place(expected: str | None, place: str | None) -> bool:
    if expected is None or place is None:
        return expected == place
    return any(name.lower() in place.lower() or place.lower() in name.lower() for name in expected.split("|"))

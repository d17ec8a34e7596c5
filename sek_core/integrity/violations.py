"""Invariants and what breaks them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from sek_core.privacy.forgotten import Forgotten
from sek_core.roster.phone_numbers import is_e164

Value = ColumnElement[Any] | InstrumentedAttribute[Any]

IN_ONE_READ = 500
"""Number of rows that are read from the database at a time."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the invariants need beside the database. `files`: the folder of files, None if the database keeps
    them. `forgotten`: the list of those who were erased, None if there is none here. `with_numbers`: the
    channels whose addresses are telephone numbers.
    """

    now: datetime
    files: Path | None = None
    forgotten: Forgotten | None = None
    with_numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Violation:
    """One row that breaks an invariant: which row, what is wrong, and what an operator does."""

    invariant: str
    row: str
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.row} {self.what}. {self.do}"


Found = Iterator[tuple[str, str]]
"""Rows that break an invariant, with what is wrong."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One thing that must be true. `do`: what an operator does about a row that breaks it."""

    name: str
    do: str
    find: Callable[[Session, Circumstances], Found]

    def violations(self, session: Session, here: Circumstances) -> Iterator[Violation]:
        """Yield what breaks it."""
        for row, what in self.find(session, here):
            yield Violation(self.name, row, what, self.do)


def rule(
    name: str,
    row: Value,
    where: ColumnElement[bool],
    what: str,
    do: str,
    called: str = "",
    *,
    joined: Any = None,
) -> Invariant:
    """Return an invariant that one condition breaks. `row`: the column that names a row, behind `called`."""

    def find(session: Session, _here: Circumstances) -> Found:
        query = select(row).where(where)
        if joined is not None:
            query = query.select_from(joined)
        for (key,) in session.execute(query.order_by(row).execution_options(yield_per=IN_ONE_READ)):
            yield f"{called} {key}".strip(), what

    return Invariant(name, do, find)


def is_number(value: str) -> bool:
    """Return True for a telephone number, or for the name or short code of a sender."""
    return is_e164(value) or (bool(value) and not value.startswith("+"))

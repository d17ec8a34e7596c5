"""The history: who did what to what, when; the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, func, select

from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import History
from sek_core.views import keyset, words
from sek_core.views.visibility import is_coordinator, reads_words
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

PAGE = 50

WHAT = tuple(sorted(Event, key=str))


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows. Empty values do not limit it. `people`: ids, from a name that was asked for; None:
    everyone. `before`: the id behind which the page begins.
    """

    people: tuple[int, ...] | None = None
    about: str = ""
    what: str = ""
    since: date | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `person` is None for the program's own acts. `detail` is empty for who may not read words."""

    id: int
    at: datetime
    about: str
    what: str
    person: Person | None
    address: str
    detail: str


def may_read(work: UnitOfWork, reader: Person | None) -> bool:
    """Return True for coordinators, and for administrators, who see no words."""
    if reader is None:
        return False
    return is_coordinator(work, reader) or any(r.role == Role.ADMIN for r in work.people.roles(reader))


def condition(work: UnitOfWork, reader: Person, wanted: Filter) -> ColumnElement[bool]:
    """Return the condition of the lines that a filter shows to a reader."""
    parts: list[ColumnElement[bool]] = [words.of_events(work, reader)]
    if wanted.people is not None:
        parts.append(History.person_id.in_(wanted.people))
    if wanted.about:
        parts.append(History.about == wanted.about)
    if wanted.what:
        parts.append(History.what == wanted.what)
    if wanted.since is not None:
        begins = datetime.combine(wanted.since, time(), work.configuration.mechanism.zone)
        parts.append(History.id >= keyset.first_since(work.session, History, History.at, begins))
        parts.append(History.at >= begins)
    return and_(*parts)


def page(work: UnitOfWork, reader: Person, wanted: Filter, most: int = PAGE) -> tuple[list[Row], int | None]:
    """Return the lines of one page, newest first, and behind which id the next begins; None: the last."""
    query = select(History).where(condition(work, reader, wanted))
    if wanted.before:
        query = query.where(History.id < wanted.before)
    found = list(work.session.scalars(query.order_by(History.id.desc()).limit(most + 1)))
    more = found[most - 1].id if len(found) > most else None
    return _rows(work, reader, found[:most]), more


def count(work: UnitOfWork, reader: Person, wanted: Filter, most: int) -> int:
    """Return how many lines a filter shows, counted no further than `most`: the history is long."""
    some = select(History.id).where(condition(work, reader, wanted)).order_by(History.id.desc()).limit(most)
    return work.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _rows(work: UnitOfWork, reader: Person, found: Sequence[History]) -> list[Row]:
    reads = reads_words(work, reader)
    people = {one.id: one for one in work.people.many([row.person_id for row in found if row.person_id])}
    return [
        Row(
            row.id,
            row.at,
            row.about,
            row.what,
            people.get(row.person_id) if row.person_id else None,
            row.address if reads else "",
            words.without_keys(row.detail) if reads else "",
        )
        for row in found
    ]


EXPORTED = ("id", "at", "about", "what", "person", "address", "detail")
"""The columns of an export."""


def as_export(row: Row) -> dict[str, object]:
    """Return a line for an export."""
    person = row.person.name if row.person else ""
    return {
        "id": row.id, "at": row.at, "about": row.about, "what": row.what, "person": person,
        "address": row.address, "detail": row.detail,
    }  # fmt: skip

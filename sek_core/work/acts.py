"""What a person did last, as the audit trail tells it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from sek_core.roster.snapshot import Person
from sek_core.store.incidents import History
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

MOST = 500
"""Number of the newest events that are looked through: no index leads from a person to their acts."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `detail`: what the event says besides."""

    ref: str
    what: Event
    detail: str
    at: datetime


def last_of(
    work: UnitOfWork, person: Person, within: timedelta, besides: Collection[Event] = ()
) -> Act | None:
    """Return the last act of a person by a text or a button; None if it is longer ago than `within`."""
    work.flush()
    newest = select(History).order_by(History.id.desc()).limit(MOST)
    for row in work.session.scalars(newest):
        if row.at < work.now - within:
            return None
        if row.person_id == person.id and row.address and row.what not in besides:
            return Act(row.about, Event(row.what), row.detail, row.at)
    return None


def detail_before(work: UnitOfWork, ref: str, whats: Collection[Event]) -> str:
    """Return the detail of the last but one event of these kinds about a reference, or ""."""
    query = (
        select(History.detail)
        .where(History.about == ref, History.what.in_([what.value for what in whats]))
        .order_by(History.id.desc())
        .limit(2)
    )
    found = list(work.session.scalars(query))
    return found[1] if len(found) > 1 else ""


def is_recorded(work: UnitOfWork, ref: str, what: Event, since: datetime) -> bool:
    """Return True if there is such an event about a reference since a time."""
    work.flush()
    query = select(History.id).where(History.about == ref, History.what == what.value, History.at >= since)
    return work.session.scalar(query.limit(1)) is not None

"""What a person did last, as the audit trail tells it."""

from collections.abc import Collection, Mapping, Sequence
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


def together_with(work: UnitOfWork, person: Person, act: Act) -> list[Act]:
    """Return what the same text did of the same kind, the first first: PRESENT of a list is an act for each
    name.
    """
    query = select(History).where(
        History.about == act.ref, History.what == act.what.value, History.at == act.at,
        History.person_id == person.id,
    )  # fmt: skip
    found = work.session.scalars(query.order_by(History.id))
    return [Act(row.about, Event(row.what), row.detail, row.at) for row in found]


def written(work: UnitOfWork, person: Person, address: str, since: int) -> list[dict[str, str]]:
    """Return what a person's text did in this transaction, as the inbox keeps it. `since`: the number of
    events before it.
    """
    at, own = work.now.isoformat(), (person.id, address)
    mine = [e for e in work.audit_log.events[since:] if (e.person_id, e.address) == own]
    return [
        {"ref": e.about, "what": e.what.value, "detail": e.detail, "at": at}
        for e in mine
        if e.what not in CONSEQUENCES
    ]


def of_written(kept: Sequence[Mapping[str, str]]) -> list[Act]:
    """Return the acts that the inbox keeps of a text: the first one that counts in front. What only took an
    earlier version back does not count.
    """
    acts = [
        Act(each["ref"], Event(each["what"]), each["detail"], datetime.fromisoformat(each["at"]))
        for each in kept
    ]
    return sorted(acts, key=lambda act: act.what in TAKES_BACK)


CONSEQUENCES = (Event.OPENED, Event.SAME, Event.APART, Event.KEPT, Event.INVITED, Event.JOINED, Event.CHANGED)
"""Events that only go with another act."""

TAKES_BACK = (Event.RELEASED, Event.REOPENED, Event.BACK, Event.DROPPED)
"""Events that take another act back."""


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

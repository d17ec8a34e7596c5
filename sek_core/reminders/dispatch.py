"""Tells what is due of meetings and tasks, each thing once.

Whoever turns a row from waiting into sent, in the transaction that writes the messages, is the only one to
do so; so neither two clocks nor a restart tell anything twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from sek_core.reminders.schedule import BY_NIGHT
from sek_core.store.base import is_just
from sek_core.store.conditional import changed_one
from sek_core.store.meetings import Meeting, Reminder, Task
from sek_core.timing.quiet_hours import is_quiet
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

POSTPONED_BY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of reminder does. `tell` writes the messages for what it is about (a reference), where
    this is still as it was (`version`): False if not. `parties`:
    with whom a question may be opened.
    """

    tell: Callable[[UnitOfWork, str, int], bool]
    parties: Callable[[UnitOfWork, str], Sequence[str]] = lambda _work, _ref: ()


FIRST_BY_NIGHT = select(func.min(Reminder.due_at)).where(
    is_just(Reminder.status, "waiting"), Reminder.kind.in_(BY_NIGHT)
)
"""When the first is due of those that wait for nothing but the clock."""


def due(work: UnitOfWork, most: int = 20) -> list[int]:
    """The ids of what is to be told now; in quiet hours only what does not wait for the morning."""
    query = select(Reminder.id).where(is_just(Reminder.status, "waiting"), Reminder.due_at <= work.now)
    if is_quiet(work.configuration.mechanism, work.now):
        query = query.where(Reminder.kind.in_(BY_NIGHT))
    return list(work.session.scalars(query.order_by(Reminder.due_at, Reminder.id).limit(most)))


def tell(work: UnitOfWork, reminder_id: int, kinds: Mapping[str, Kind]) -> bool:
    """Tell one of these kinds; return False if another clock was quicker. What is stale is skipped, and shown
    as such.
    """
    row = work.session.get(Reminder, reminder_id, populate_existing=True)
    if row is None:
        return False
    kind = kinds.get(row.kind)
    # A turn holds its party before anything else: so does this.
    work.conversations.load(kind.parties(work, row.about) if kind else ())
    # Whoever changes a meeting holds it first and its rows then: so does this, and the two never cross.
    table = Meeting if row.about.startswith("M") else Task
    work.session.execute(select(table.ref).where(table.ref == row.about).with_for_update())
    perhaps_told = work.lost_at is not None and row.due_at <= work.lost_at
    if work.now >= row.stale_at or (perhaps_told and row.kind not in BY_NIGHT):
        return _skip(work, row)
    work.outbox.repeats = perhaps_told
    if not _change(work, row, "waiting", "sent"):
        return False
    if kind is None or not kind.tell(work, row.about, row.version):
        _change(work, row, "sent", "dropped")
    return True


def postpone(work: UnitOfWork, reminder_id: int) -> None:
    """Try this one later: it could not be told now, and must not hold up the others."""
    mine = update(Reminder).where(Reminder.id == reminder_id, Reminder.status == "waiting")
    changed_one(work.session, mine.values(due_at=work.now + POSTPONED_BY))


def _skip(work: UnitOfWork, row: Reminder) -> bool:
    if not _change(work, row, "waiting", "stale"):
        return False
    when = row.due_at.astimezone(work.configuration.mechanism.zone)
    work.audit_log.add(row.about, Event.REMINDER_SKIPPED, detail=f"{row.kind}, due {when:%Y-%m-%d %H:%M}")
    return True


def _change(work: UnitOfWork, row: Reminder, was: str, status: str) -> bool:
    mine = update(Reminder).where(Reminder.id == row.id, Reminder.status == was)
    return changed_one(work.session, mine.values(status=status, done_at=work.now))

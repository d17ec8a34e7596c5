"""Dispatch of due reminders of meetings and tasks, each sent once.

The transaction that writes the messages also changes the row from waiting to sent by a conditional update. So
neither two schedulers nor a restart send a reminder twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from sek_core.reminders.schedule import BY_NIGHT
from sek_core.store.base import is_just
from sek_core.store.meetings import Meeting, Reminder, Task
from sek_core.store.statements import changed_one
from sek_core.store.states import ReminderStatus
from sek_core.timing.quiet_hours import is_quiet
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

POSTPONED_BY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ReminderKind:
    """Behaviour of one kind of reminder. `tell` writes the messages about a reference and returns False if
    its `version` is superseded. `parties`: the parties with whom it may open a question.
    """

    tell: Callable[[UnitOfWork, str, int], bool]
    parties: Callable[[UnitOfWork, str], Sequence[str]] = lambda _work, _ref: ()


FIRST_BY_NIGHT = select(func.min(Reminder.due_at)).where(
    is_just(Reminder.status, ReminderStatus.WAITING), Reminder.kind.in_(BY_NIGHT)
)
"""When the first reminder is due that does not wait for the morning."""


def due(work: UnitOfWork, most: int = 20) -> list[int]:
    """Return the ids of the due reminders; in quiet hours only those that do not wait for the morning."""
    query = select(Reminder.id).where(
        is_just(Reminder.status, ReminderStatus.WAITING), Reminder.due_at <= work.now
    )
    if is_quiet(work.configuration.mechanism, work.now):
        query = query.where(Reminder.kind.in_(BY_NIGHT))
    return list(work.session.scalars(query.order_by(Reminder.due_at, Reminder.id).limit(most)))


def tell(work: UnitOfWork, reminder_id: int, kinds: Mapping[str, ReminderKind]) -> bool:
    """Send one reminder; return False if another process was quicker. Skip a stale reminder and record it."""
    row = work.session.get(Reminder, reminder_id, populate_existing=True)
    if row is None:
        return False
    kind = kinds.get(row.kind)
    # A turn locks its party before anything else, so this does too.
    work.conversations.load(kind.parties(work, row.about) if kind else ())
    # A change of a meeting locks the meeting first and then its rows. This takes the same order, so that the
    # two never deadlock.
    table = Meeting if row.about.startswith("M") else Task
    work.session.execute(select(table.ref).where(table.ref == row.about).with_for_update())
    perhaps_told = work.lost_at is not None and row.due_at <= work.lost_at
    if work.now >= row.stale_at or (perhaps_told and row.kind not in BY_NIGHT):
        return _skip(work, row)
    work.outbox.repeats = perhaps_told
    if not _change(work, row, ReminderStatus.WAITING, ReminderStatus.SENT):
        return False
    if kind is None or not kind.tell(work, row.about, row.version):
        _change(work, row, ReminderStatus.SENT, ReminderStatus.DROPPED)
    return True


def postpone(work: UnitOfWork, reminder_id: int) -> None:
    """Delay a reminder that could not be sent now, so that it does not block the others."""
    mine = update(Reminder).where(Reminder.id == reminder_id, Reminder.status == ReminderStatus.WAITING)
    changed_one(work.session, mine.values(due_at=work.now + POSTPONED_BY))


def _skip(work: UnitOfWork, row: Reminder) -> bool:
    if not _change(work, row, ReminderStatus.WAITING, ReminderStatus.STALE):
        return False
    when = row.due_at.astimezone(work.configuration.mechanism.zone)
    work.audit_log.add(row.about, Event.REMINDER_SKIPPED, detail=f"{row.kind}, due {when:%Y-%m-%d %H:%M}")
    return True


def _change(work: UnitOfWork, row: Reminder, was: ReminderStatus, status: ReminderStatus) -> bool:
    mine = update(Reminder).where(Reminder.id == row.id, Reminder.status == was)
    return changed_one(work.session, mine.values(status=status, done_at=work.now))

"""Schedule of reminders of a meeting or a task: rows that wait for their time.

A row belongs to one version of its meeting or task: a moved meeting gets rows of its own, and those of the
old time are dropped. `sek_core.reminders.dispatch` sends them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from sek_core.store.meetings import Reminder
from sek_core.store.states import ReminderStatus
from sek_core.work.unit_of_work import UnitOfWork

BY_NIGHT = ("invitation", "called off")
"""Kinds that do not wait for the morning. After a backup was restored they are sent again, marked as repeats,
if they may have been sent before.
"""


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder to schedule: sent from `due_at` on, but not from `stale_at` on."""

    kind: str
    due_at: datetime
    stale_at: datetime


def plan(work: UnitOfWork, about: str, version: int, rows: Sequence[Due]) -> None:
    """Schedule the reminders of this version, and drop those that waited for an older one."""
    drop(work, about)
    for row in rows:
        work.rows.add(
            Reminder,
            {
                "about": about,
                "version": version,
                "kind": row.kind,
                "due_at": row.due_at,
                "stale_at": row.stale_at,
                "status": ReminderStatus.WAITING,
                "done_at": None,
            },
        )


def drop(work: UnitOfWork, about: str) -> None:
    """Drop the waiting reminders of a meeting or task."""
    work.flush()
    waiting = update(Reminder).where(Reminder.about == about, Reminder.status == ReminderStatus.WAITING)
    work.session.execute(
        waiting.values(status=ReminderStatus.DROPPED, done_at=work.now).execution_options(
            synchronize_session=False
        )
    )

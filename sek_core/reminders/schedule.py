"""What is to be told of a meeting or a task, and when: rows that wait for their time.

A row is for one version of what it is about: a meeting that is moved gets rows of its own, and those of the
old time are dropped. `sek_core.reminders.dispatch` tells them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from sek_core.store.meetings import Reminder
from sek_core.work.unit_of_work import UnitOfWork

BY_NIGHT = ("invitation", "called off")
"""Kinds that do not wait for the morning, and are told once more, saying so, where they were perhaps told
before a backup was put back.
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A row to be: told from `due_at` on, and not any more from `stale_at` on."""

    kind: str
    due_at: datetime
    stale_at: datetime


def plan(work: UnitOfWork, about: str, version: int, rows: Sequence[Due]) -> None:
    """What is to be told of this version; what waited for an older one is told no more."""
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
                "status": "waiting",
                "done_at": None,
            },
        )


def drop(work: UnitOfWork, about: str) -> None:
    """Nothing more is told of it."""
    work.flush()
    waiting = update(Reminder).where(Reminder.about == about, Reminder.status == "waiting")
    work.session.execute(
        waiting.values(status="dropped", done_at=work.now).execution_options(synchronize_session=False)
    )

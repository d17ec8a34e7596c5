"""What is to be told of a meeting or a task, and when: rows that wait for their time.

A row is for one version of what it is about: a meeting that is moved gets rows of its own, and those of the
old time are dropped. `sek_core.reminding` tells them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import update

from sek_core.store.meetings import Reminder

if TYPE_CHECKING:
    from sek_core.work import Work


@dataclass(frozen=True, slots=True)
class Due:
    """A row to be: told from `due_at` on, and not any more from `stale_at` on."""

    kind: str
    due_at: datetime
    stale_at: datetime


def plan(work: "Work", about: str, version: int, rows: Sequence[Due]) -> None:
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


def drop(work: "Work", about: str) -> None:
    """Nothing more is told of it."""
    work.flush()
    waiting = update(Reminder).where(Reminder.about == about, Reminder.status == "waiting")
    work.session.execute(
        waiting.values(status="dropped", done_at=work.now).execution_options(synchronize_session=False)
    )

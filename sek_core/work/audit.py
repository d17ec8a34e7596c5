"""The audit trail: who did what, when, from which address.

It only grows: the database refuses to change or delete a row, except that the words and the address of one
may be erased (`sek_core.store.erasure`).
"""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from sek_core.store.incidents import History
from sek_core.store.rows import Rows
from sek_core.work.events import Event


def record(
    session: Session,
    at: datetime,
    what: Event,
    *,
    address: str,
    detail: str = "",
    person_id: int | None = None,
) -> None:
    """Record what an operator did outside of any dialogue; `address`: who, and at which machine."""
    row: dict[str, object] = {"at": at, "about": "", "what": what, "person_id": person_id}
    row |= {"address": address, "detail": detail}
    session.execute(insert(History).values(**row))


class AuditLog:
    """Records what happens in one transaction."""

    def __init__(self, rows: Rows, now: datetime) -> None:
        self._rows = rows
        self._now = now

    def add(
        self, about: str, what: Event, person_id: int | None = None, address: str = "", detail: str = ""
    ) -> None:
        """Record that `what` happened to `about`."""
        self._rows.add(
            History,
            {
                "at": self._now,
                "about": about,
                "what": what,
                "person_id": person_id,
                "address": address,
                "detail": detail,
            },
        )

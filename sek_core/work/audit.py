"""The audit trail: who did what, when, from which address.

It is append only: the database refuses to change or delete a row, but lets the words and the address of a row
be erased (`sek_core.store.erasure`).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert
from sqlalchemy.orm import Session

from sek_core.store.incidents import History
from sek_core.store.statements import Rows
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
    """Record an operator's act outside of any dialogue. `address` names the operator and the machine."""
    row: dict[str, object] = {"at": at, "about": "", "what": what, "person_id": person_id}
    row |= {"address": address, "detail": detail}
    session.execute(insert(History).values(**row))


class Recorded(NamedTuple):
    """One event of this transaction, as it was recorded."""

    about: str
    what: Event
    person_id: int | None
    address: str
    detail: str


_LOGS = "audit logs"
"""Name by which a session knows the recorders of its transaction."""


def recorded_in(session: Session) -> Iterator[Recorded]:
    """Yield what was recorded in the transaction of `session`."""
    logs: list[AuditLog] = session.info.get(_LOGS, [])
    for each in logs:
        yield from each.events


class AuditLog:
    """Recorder of the events of one transaction."""

    def __init__(self, session: Session, rows: Rows, now: datetime) -> None:
        self._rows = rows
        self._now = now
        self.events: list[Recorded] = []
        """What was recorded in this transaction so far."""
        session.info.setdefault(_LOGS, []).append(self)

    def add(
        self, about: str, what: Event, person_id: int | None = None, address: str = "", detail: str = ""
    ) -> None:
        """Record that `what` happened to `about`."""
        self.events.append(Recorded(about, what, person_id, address, detail))
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

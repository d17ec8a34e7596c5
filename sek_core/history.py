"""The audit trail: who did what, when, from which address.

It only grows: the database refuses to change or delete a row, except that the words and the address of one
may be erased (`sek_core.store.erasure`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert
from sqlalchemy.orm import Session

from sek_core.store.incidents import History
from sek_core.store.rows import Rows

if TYPE_CHECKING:
    from sek_core.incidents import AnyIncident


def record(
    session: Session, at: datetime, what: str, *, address: str, detail: str = "", person_id: int | None = None
) -> None:
    """Record what an operator did outside of any dialogue; `address`: who, and at which machine."""
    row: dict[str, object] = {"at": at, "about": "", "what": what, "person_id": person_id}
    row |= {"address": address, "detail": detail}
    session.execute(insert(History).values(**row))


def difference(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """ "severity: severe to extreme; households: 400 to 40": what differs, old and new."""
    names = [*before, *(name for name in after if name not in before)]
    return "; ".join(
        f"{name}: {_said(before.get(name))} to {_said(after.get(name))}"
        for name in names
        if before.get(name) != after.get(name)
    )


def facts(incident: "AnyIncident") -> dict[str, object]:
    """What of an incident people may change, by its name in the history."""
    return {
        "hazard": incident.hazard,
        "county": " / ".join(incident.counties),
        "place": incident.place,
        "severity": incident.severity,
        **incident.affected,
    }


def _said(value: object) -> str:
    return "nothing" if value in (None, "") else str(value)


class Chronicle:
    """Records what happens in one transaction."""

    def __init__(self, rows: Rows, now: datetime) -> None:
        self._rows = rows
        self._now = now

    def add(
        self, about: str, what: str, person_id: int | None = None, address: str = "", detail: str = ""
    ) -> None:
        """Record that `what` (a past participle: reported, taken, noted) happened to `about`."""
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

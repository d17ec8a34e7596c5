"""The audit trail: who did what, when, from which address. Append only."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from sek_core.store.incidents import History


class Chronicle:
    """Collects what happens in one transaction and writes it in one statement."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._pending: list[dict[str, Any]] = []

    def add(
        self, about: str, what: str, person_id: int | None = None, address: str = "", detail: str = ""
    ) -> None:
        """Record that `what` (a past participle: reported, taken, noted) happened to `about`."""
        self._pending.append(
            {
                "at": self._now,
                "about": about,
                "what": what,
                "person_id": person_id,
                "address": address,
                "detail": detail,
            }
        )

    def flush(self) -> None:
        """Write what was collected."""
        if self._pending:
            self._session.execute(insert(History), self._pending)
            self._pending = []

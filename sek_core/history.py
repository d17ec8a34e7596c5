"""The audit trail: who did what, when, from which address. Append only."""

from datetime import datetime

from sek_core.store.incidents import History
from sek_core.store.rows import Rows


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

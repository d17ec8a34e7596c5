"""Meetings and their invitees, without a convening."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sek_core.store.meetings import Invitation, Meeting

CONVENED = datetime(2026, 11, 20, 8, 30, 15, 123456, tzinfo=UTC)
STARTS = datetime(2026, 12, 3, 6, tzinfo=UTC)
"""Nine in the morning in Nairobi."""


def meeting(ref: str = "M12", **more: Any) -> Meeting:
    """Return M12 in Kitui, of the monthly series, with other fields in `more`."""
    usual: dict[str, Any] = {
        "county": "Kitui", "series": "monthly", "occurrence": None, "starts_at": STARTS, "venue": "County HQ",
        "status": "called", "version": 1, "why": "", "code": "", "token": f"token-of-{ref}",
        "convener_id": None, "created_at": CONVENED, "changed_at": CONVENED, "nudged_on": None,
    }  # fmt: skip
    return Meeting(ref=ref, **usual | more)


def moved(one: Meeting, starts_at: datetime, venue: str) -> Meeting:
    """Return the same meeting after a move."""
    return meeting(
        one.ref,
        starts_at=starts_at,
        venue=venue,
        version=one.version + 1,
        changed_at=one.changed_at + timedelta(hours=1),
    )


def invitation(ref: str, person_id: int, answer: str | None = None, note: str = "") -> Invitation:
    """Return a person's invitation, with their answer."""
    return Invitation(meeting_ref=ref, person_id=person_id, version=1, answer=answer, note=note)

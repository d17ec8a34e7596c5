"""What `sek meetings` prints: a JSON object a meeting, or a line for people."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from sek_core.store.meetings import Invitation, Meeting
from sek_core.store.people import Person

PAGE = 100
"""Meetings that are read at once, each with everybody who is invited."""


def meetings(session: Session, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """Every meeting, the earliest first; a time is local to the mechanism, a person the roster's name."""
    refs = session.execute(select(Meeting.ref).order_by(Meeting.starts_at, Meeting.ref)).scalars().all()
    for start in range(0, len(refs), PAGE):
        some = refs[start : start + PAGE]
        invited = _invited(session, some)
        rows = session.scalars(select(Meeting).where(Meeting.ref.in_(some)))
        for meeting in sorted(rows, key=lambda meeting: some.index(meeting.ref)):
            yield {
                "ref": meeting.ref,
                "county": meeting.county,
                "starts_at": meeting.starts_at.astimezone(zone).isoformat(timespec="seconds"),
                "status": meeting.status,
                "series": meeting.series or None,
                "venue": meeting.venue,
                "version": meeting.version,
                "invitations": invited.get(meeting.ref, []),
            }


def _invited(session: Session, refs: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    query = (
        select(Invitation.meeting_ref, Person.name, Invitation.answer, Invitation.note, Invitation.present)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.meeting_ref.in_(refs))
        .order_by(Invitation.meeting_ref, Person.name)
    )
    for ref, name, answer, note, present in session.execute(query):
        row = {"person": name, "answer": answer, "note": note or None, "present": present}
        found.setdefault(ref, []).append(row)
    return found

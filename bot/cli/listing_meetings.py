"""Output of `sek meetings`: a JSON object a meeting, or a line for people."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cli.wanted import ALL, Wanted
from sek_core.store.meetings import Invitation, Meeting
from sek_core.store.people import PersonRow
from sek_core.store.states import MeetingStatus

PAGE = 100
"""Number of meetings read at once, each with all its invitees."""


def meetings(session: Session, zone: ZoneInfo, wanted: Wanted = ALL) -> Iterator[dict[str, Any]]:
    """Yield the meetings that are wanted, the earliest first; a time is local to the mechanism, a person the
    roster's name.
    """
    query = select(Meeting.ref).order_by(Meeting.starts_at, Meeting.ref)
    if wanted.since is not None:
        query = query.where(Meeting.starts_at >= wanted.since)
    if wanted.about:
        query = query.where(Meeting.ref == wanted.about.upper())
    if wanted.is_open:
        query = query.where(Meeting.status != MeetingStatus.CANCELLED, Meeting.starts_at >= wanted.now)
    refs = session.execute(query).scalars().all()
    for start in range(0, len(refs), PAGE):
        some = refs[start : start + PAGE]
        invited = _invited(session, some)
        rows = session.scalars(select(Meeting).where(Meeting.ref.in_(some)))
        for meeting in sorted(rows, key=lambda meeting: some.index(meeting.ref)):
            yield {
                "ref": meeting.ref,
                "county": None if meeting.also_in else meeting.county,
                "counties": list(meeting.counties),
                "whom": meeting.whom or None,
                "starts_at": meeting.starts_at.astimezone(zone).isoformat(timespec="seconds"),
                "status": meeting.status,
                "series": meeting.series or None,
                "venue": meeting.venue,
                "version": meeting.version,
                "invitations": [row for told, row in invited.get(meeting.ref, []) if not told],
                "told": [row for told, row in invited.get(meeting.ref, []) if told],
            }


def _invited(session: Session, refs: Sequence[str]) -> dict[str, list[tuple[bool, dict[str, Any]]]]:
    """Return by meeting the people on its list, and whether they are only told of it."""
    found: dict[str, list[tuple[bool, dict[str, Any]]]] = {}
    said = (Invitation.answer, Invitation.note, Invitation.present)
    query = (
        select(Invitation.meeting_ref, Invitation.told, PersonRow.name, *said)
        .join(PersonRow, PersonRow.id == Invitation.person_id)
        .where(Invitation.meeting_ref.in_(refs))
        .order_by(Invitation.meeting_ref, PersonRow.name)
    )
    for ref, told, name, answer, note, present in session.execute(query):
        row = {"person": name, "answer": answer, "note": note or None, "present": present}
        found.setdefault(ref, []).append((told, row))
    return found

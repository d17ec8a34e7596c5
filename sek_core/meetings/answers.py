"""Answers to invitations: the invitations still open to an answer, and the answers kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, select, update

from sek_core.deliveries import transitions
from sek_core.meetings import register
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.meetings import COMING, Invitation, Meeting
from sek_core.store.statements import changed_one
from sek_core.store.states import MeetingStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

Result = Literal["done", "moved", "not_invited", "called_off", "over"]
"""moved: the answer is to a question about an earlier version of the meeting."""

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that can be answered: the person was asked, and the meeting is to come."""

    ref: str
    version: int
    starts_at: datetime
    answer: str | None
    asked_at: datetime


def open_to(work: UnitOfWork, person: Person) -> list[Invited]:
    """Return the invitations that a person may still answer, the last asked first."""
    work.flush()
    query = (
        select(Meeting.ref, Meeting.version, Meeting.starts_at, Invitation.answer, Invitation.asked_at)
        .join(Invitation, Invitation.meeting_ref == Meeting.ref)
        .where(*_coming(work, person), Invitation.asked_at.is_not(None))
        .order_by(Invitation.asked_at.desc(), Meeting.ref)
    )
    return [
        Invited(ref, version, starts_at, answer, asked_at)
        for ref, version, starts_at, answer, asked_at in work.session.execute(query)
        if asked_at is not None
    ]


def heard_of(work: UnitOfWork, person: Person) -> list[str]:
    """Return the coming meetings that a person was only told of, the soonest first: they may come."""
    work.flush()
    query = (
        select(Meeting.ref)
        .join(Invitation, Invitation.meeting_ref == Meeting.ref)
        .where(*_coming(work, person), Invitation.told.is_(True))
        .order_by(Meeting.starts_at, Meeting.ref)
    )
    return list(work.session.scalars(query))


def _coming(work: UnitOfWork, person: Person) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a person's invitations to coming meetings, as these are planned now."""
    return (
        Invitation.person_id == person.id,
        Invitation.version == Meeting.version,
        among(Meeting.status, *COMING),
        Meeting.starts_at > work.now,
    )


def unanswered(work: UnitOfWork, person: Person) -> list[Invited]:
    """Return the open invitations that the person has not answered yet."""
    return [each for each in open_to(work, person) if each.answer is None]


def invitation(work: UnitOfWork, ref: str, person: Person) -> Invitation | None:
    """Return a person's invitation as it stands now, or None."""
    work.flush()
    return work.session.get(Invitation, (ref, person.id), populate_existing=True)


def answer(
    work: UnitOfWork,
    meeting: Meeting,
    person: Person,
    said: str,
    note: str,
    address: str,
    version: int | None = None,
) -> Result:
    """Record a person's answer; the last one counts. `version`: the meeting's version in the question that
    they answer, if known.
    """
    if meeting.status == MeetingStatus.CANCELLED:
        return "called_off"
    mine = invitation(work, meeting.ref, person)
    if mine is None:
        return "not_invited"
    if work.now >= meeting.starts_at:
        return "over"
    if mine.version != meeting.version or version not in (None, meeting.version):
        return "moved"
    same = update(Invitation).where(
        Invitation.meeting_ref == meeting.ref,
        Invitation.person_id == person.id,
        Invitation.version == meeting.version,
    )
    if not changed_one(
        work.session, same.values(answer=said, note=note[:LONGEST_NOTE], answered_at=work.now)
    ):
        return "moved"
    work.session.refresh(mine)
    work.audit_log.add(meeting.ref, Event(f"answered {said}"), person.id, address, note)
    transitions.skip_superseded_messages(work, person.id, "reminder", meeting.ref)
    return "done"


def is_for(work: UnitOfWork, ref: str, person: Person) -> bool:
    """Return True if a person may know of a meeting: invited, or with a role in its county."""
    meeting = register.find(work, ref)
    if meeting is None:
        return False
    roles = work.people.roles(person)
    return invitation(work, ref, person) is not None or any(
        role.covers(county) for role in roles for county in meeting.counties
    )


def add_note(work: UnitOfWork, meeting: Meeting, person: Person, words: str, address: str) -> None:
    """Append words to the note beside a person's answer."""
    mine = invitation(work, meeting.ref, person)
    assert mine is not None
    note = f"{mine.note}; {words}" if mine.note else words
    same = update(Invitation).where(Invitation.meeting_ref == meeting.ref, Invitation.person_id == person.id)
    changed_one(work.session, same.values(note=note[:LONGEST_NOTE]))
    work.audit_log.add(meeting.ref, Event.NOTED, person.id, address, words)

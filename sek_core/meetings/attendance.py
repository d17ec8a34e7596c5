"""Attendance: by HERE on the day, typed or tapped, or by a convener's correction afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select, update

from sek_core.meetings import answers, headcount, occurrences, register
from sek_core.meetings.convening import new_row
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.incidents import History
from sek_core.store.meetings import COMING, Invitation, Meeting
from sek_core.store.statements import changed_one
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

Proof = Literal["word", "said", "corrected"]
"""word: the person gave the word of the room. said: they only said HERE. corrected: a convener said so."""


@dataclass(frozen=True, slots=True)
class AttendanceRate:
    """Number of meetings to which an organisation was invited, and of those to which it came."""

    organisation: str
    invited: int
    came: int


def now_on(work: UnitOfWork, person: Person) -> list[Meeting]:
    """Return the meetings for which a person's HERE counts now: those with an invitation, or if there are
    none, those of their counties.
    """
    here = work.configuration.meetings.here
    work.flush()
    query = select(Meeting).where(
        among(Meeting.status, *COMING),
        Meeting.starts_at <= work.now + here.before,
        Meeting.starts_at >= work.now - here.after,
    )
    found = work.session.scalars(query.order_by(Meeting.starts_at, Meeting.ref))
    on = [meeting for meeting in found if answers.is_for(work, meeting.ref, person)]
    invited = [meeting for meeting in on if answers.invitation(work, meeting.ref, person)]
    return invited or on


def counts_now(work: UnitOfWork, meeting: Meeting) -> bool:
    """Return True if HERE counts for the meeting now."""
    here = work.configuration.meetings.here
    return meeting.starts_at - here.before <= work.now <= meeting.starts_at + here.after


def is_word(meeting: Meeting, words: Iterable[str]) -> bool:
    """Return True if the word of the room is among these words."""
    return meeting.code.lower() in {word.lower() for word in words}


def record_presence(work: UnitOfWork, meeting: Meeting, person: Person, proof: Proof, address: str) -> bool:
    """Record that a person is present, invited or not; False if that was known."""
    _enter(work, meeting, person, person)
    first = Invitation.present.is_(None) | (Invitation.present.is_(False))
    known = first if proof != "word" else first | (Invitation.proof == "said")
    mine = update(Invitation).where(
        Invitation.meeting_ref == meeting.ref, Invitation.person_id == person.id, known
    )
    values = {"present": True, "present_at": work.now, "present_by_id": person.id, "proof": proof}
    if not changed_one(work.session, mine.values(**values)):
        return False
    work.audit_log.add(meeting.ref, Event.PRESENT, person.id, address, proof)
    return True


def correct(
    work: UnitOfWork, meeting: Meeting, people: Sequence[Person], present: bool, by: Person, address: str
) -> None:
    """Record a convener's correction: these people came, or did not."""
    for person in people:
        _enter(work, meeting, person, by)
        mine = update(Invitation).where(
            Invitation.meeting_ref == meeting.ref, Invitation.person_id == person.id
        )
        values = {"present": present, "present_at": work.now, "present_by_id": by.id, "proof": "corrected"}
        changed_one(work.session, mine.values(**values))
        what = Event.PRESENT if present else Event.ABSENT
        work.audit_log.add(meeting.ref, what, by.id, address, person.name)


def restore(
    work: UnitOfWork, meeting: Meeting, person: Person, was: bool | None, by: Person, address: str
) -> None:
    """Let what is known of a person's attendance be again what it was; None: nothing was."""
    mine = update(Invitation).where(Invitation.meeting_ref == meeting.ref, Invitation.person_id == person.id)
    known = {"present_at": work.now, "present_by_id": by.id, "proof": "corrected"}
    nothing = {"present_at": None, "present_by_id": None, "proof": ""}
    changed_one(work.session, mine.values(present=was, **(nothing if was is None else known)))
    what = Event.PRESENT if was else Event.ABSENT
    work.audit_log.add(meeting.ref, what, by.id, address, person.name)


def was_before(work: UnitOfWork, meeting: Meeting, name: str, at: datetime) -> bool | None:
    """Return what was said of the attendance of a person of this name before a time; None: nothing."""
    said = select(History.what).where(
        History.about == meeting.ref, History.detail == name, History.at < at,
        History.what.in_([Event.PRESENT.value, Event.ABSENT.value]),
    )  # fmt: skip
    last = work.session.scalar(said.order_by(History.id.desc()).limit(1))
    return None if last is None else last == Event.PRESENT.value


def _enter(work: UnitOfWork, meeting: Meeting, person: Person, by: Person) -> None:
    """Add a person without an invitation to the meeting's list."""
    if answers.invitation(work, meeting.ref, person) is not None:
        return
    register.locked(work, meeting.ref)  # another process may add them at this moment
    if answers.invitation(work, meeting.ref, person) is None:
        work.rows.add(Invitation, new_row(meeting.ref, person.id, by.id))
        work.flush()


def guests_by_presence(
    work: UnitOfWork, meeting: Meeting
) -> tuple[list[headcount.Guest], list[headcount.Guest]]:
    """Return the people who came, and those who did not although invited or having answered."""
    everybody = headcount.guests(work, meeting)
    there = [guest for guest in everybody if guest.present]
    return there, [guest for guest in everybody if not guest.present and guest.counts]


def quarter(day: date) -> tuple[date, date]:
    """Return the first day of the quarter of `day`, and of the next quarter."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)


def rates(
    work: UnitOfWork, counties: Sequence[str], begins: datetime, ends: datetime
) -> list[AttendanceRate]:
    """Return attendance by organisation at the meetings of these counties that began in this time and are
    over.
    """
    work.flush()
    held = select(Meeting.ref).where(
        register.in_counties(counties),
        among(Meeting.status, *COMING),
        Meeting.starts_at >= begins,
        Meeting.starts_at < min(ends, work.now - work.configuration.meetings.here.after),
    )
    columns = (Invitation.meeting_ref, Invitation.person_id, Invitation.present)
    counts = Invitation.told.is_(False) | Invitation.answer.is_not(None) | Invitation.present.is_(True)
    rows = work.session.execute(select(*columns).where(Invitation.meeting_ref.in_(held), counts))
    invited: dict[str, set[str]] = {}
    there: dict[str, set[str]] = {}
    for ref, person_id, present in rows:
        organisation = work.people.get(person_id).organisation
        if organisation:
            invited.setdefault(organisation, set()).add(ref)
            if present:
                there.setdefault(organisation, set()).add(ref)
    return [
        AttendanceRate(name, len(refs), len(there.get(name, ()))) for name, refs in sorted(invited.items())
    ]


def quarter_of(work: UnitOfWork, meeting: Meeting) -> tuple[datetime, datetime]:
    """Return the start of a meeting's quarter, and of the next quarter, in the mechanism's zone."""
    zone = work.configuration.mechanism.zone
    first, last = quarter(register.day(work, meeting))
    midnight = datetime.min.time()
    return occurrences.at(first, midnight, zone), occurrences.at(last, midnight, zone)

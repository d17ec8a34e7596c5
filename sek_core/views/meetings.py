"""Meetings as pages show them: the list, and one with headcount, agenda, attendance, minutes and tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from config.rights import Deed
from sek_core.meetings import agenda, answers, decisions, headcount, register, walk_ins
from sek_core.meetings.agenda import Agenda
from sek_core.meetings.headcount import Guest
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Invitation, Meeting, Minutes, Task, WalkIn
from sek_core.store.questions import Decision
from sek_core.store.states import MeetingStatus
from sek_core.work.unit_of_work import UnitOfWork

MOST = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One meeting in a list. `answers`: how many said yes, no, maybe, or nothing. `mine`: what the reader
    said.
    `asked`: whether the reader may still answer.
    """

    meeting: Meeting
    answers: Mapping[str, int]
    mine: str | None
    asked: bool
    has_minutes: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One meeting. `convenes`: the reader may move it and call it off. `present`: may say who came."""

    meeting: Meeting
    guests: Sequence[Guest]
    counts: Mapping[str, int]
    agenda: Agenda
    walk_ins: Sequence[WalkIn]
    versions: Sequence[tuple[Minutes, Person]]
    decisions: Sequence[Decision]
    tasks: Sequence[tuple[Task, Person]]
    begun: bool
    over: bool
    mine: str | None
    asked: bool
    convenes: bool
    present: bool
    writes: bool


def listed(work: UnitOfWork, reader: Person, *, past: bool) -> list[Listed]:
    """Return the meetings of a reader's counties, and those that they are invited to: the coming ones, the
    next first, or the past ones, the last first.
    """
    counties = work.people.counties(reader, work.configuration.mechanism.counties)
    invited = select(Invitation.meeting_ref).where(Invitation.person_id == reader.id)
    ended = work.now - work.configuration.meetings.lasts
    query = select(Meeting).where(or_(register.in_counties(counties), Meeting.ref.in_(invited)))
    if past:
        query = query.where(Meeting.starts_at < ended).order_by(Meeting.starts_at.desc(), Meeting.ref)
    else:
        query = query.where(Meeting.starts_at >= ended).order_by(Meeting.starts_at, Meeting.ref)
    found = list(work.session.scalars(query.limit(MOST)))
    refs = [meeting.ref for meeting in found]
    counts: dict[str, dict[str, int]] = {ref: {} for ref in refs}
    given = (
        select(Invitation.meeting_ref, Invitation.answer, func.count())
        .where(Invitation.meeting_ref.in_(refs))
        .where(or_(Invitation.told.is_(False), Invitation.answer.is_not(None)))
        .group_by(Invitation.meeting_ref, Invitation.answer)
    )
    for ref, answer, number in work.session.execute(given):
        counts[ref][answer or "silent"] = number
    own = select(Invitation.meeting_ref, Invitation.answer).where(
        Invitation.person_id == reader.id, Invitation.meeting_ref.in_(refs)
    )
    mine: dict[str, str | None] = dict(work.session.execute(own).all())
    open_ = {each.ref for each in answers.open_to(work, reader)}
    written = set(work.session.scalars(select(Minutes.meeting_ref).where(Minutes.meeting_ref.in_(refs))))
    return [
        Listed(each, counts[each.ref], mine.get(each.ref), each.ref in open_, each.ref in written)
        for each in found
    ]


def one(work: UnitOfWork, reader: Person, ref: str) -> Shown | None:
    """Return a meeting for a reader whom it concerns; None for others, as if there were none."""
    meeting = register.find(work, ref)
    if meeting is None or not answers.is_for(work, ref, reader):
        return None
    guests = headcount.guests(work, meeting)
    counts = dict.fromkeys(headcount.ANSWERED, 0)
    for guest in guests:
        if guest.counts:
            counts[guest.answer or "silent"] += 1
    own = next((guest for guest in guests if guest.person.id == reader.id), None)
    versions = select(Minutes).where(Minutes.meeting_ref == ref).order_by(Minutes.id.desc())
    tasks = select(Task).where(Task.meeting_ref == ref).order_by(Task.created_at)
    may = work.rights.may
    called_off = meeting.status == MeetingStatus.CANCELLED
    begun = work.now >= meeting.starts_at - work.configuration.meetings.here.before
    return Shown(
        meeting=meeting,
        guests=guests,
        counts=counts,
        agenda=agenda.agenda_of_meeting(work, meeting),
        walk_ins=walk_ins.of_meeting(work, meeting),
        versions=[(row, work.people.get(row.person_id)) for row in work.session.scalars(versions)],
        decisions=decisions.of_meeting(work, ref),
        tasks=[(task, work.people.get(task.owner_id)) for task in work.session.scalars(tasks)],
        begun=begun and not called_off,
        over=register.is_over(work, meeting),
        mine=own.answer if own is not None else None,
        asked=any(each.ref == ref for each in answers.open_to(work, reader)),
        convenes=not called_off and may(reader, Deed.MOVE, meeting.counties),
        present=begun and not called_off and may(reader, Deed.PRESENT, meeting.counties),
        writes=begun and not called_off and may(reader, Deed.MINUTES, meeting.counties),
    )

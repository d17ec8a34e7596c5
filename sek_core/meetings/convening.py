"""Convening: enter, move and call off a meeting, and add invitees, who are told by reminders."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from config.mechanism import Mechanism
from config.meetings import SeriesPlan
from sek_core.meetings import register
from sek_core.messages.plain_line import one_line
from sek_core.reminders import schedule
from sek_core.reminders.schedule import Due
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.meetings import COMING, Invitation, Meeting
from sek_core.store.statements import changed_one
from sek_core.store.states import MeetingStatus
from sek_core.timing.quiet_hours import first_not_quiet, last_not_quiet
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

HEADS = (Role.COUNTY_LEAD, Role.DEPUTY_COUNTY_LEAD, Role.COUNTY_POC)
"""Roles that get the headcount and are asked for the minutes, in this order."""

LONGEST_VENUE = 100

FURTHEST = timedelta(days=366)
"""Maximum time ahead of a meeting; a sender who names a later day has mistyped the year."""

MINUTES_STALE = timedelta(days=7)

SOON = 4
"""Divisor of the planned time from invitation to second question: the second question is left out if less
than that fraction of the time would lie between them.
"""


def new_clashes(
    work: UnitOfWork, counties: Sequence[str], starts_at: datetime, known: Sequence[str]
) -> list[str]:
    """Return the meetings that overlap with one that is to begin at `starts_at`, the new ones first; nothing
    if all of them are `known` to the convener. No other transaction can enter one before this one ends.
    """
    register.lock(work)
    refs = [each.ref for each in register.at_the_same_time(work, counties, starts_at)]
    return sorted(refs, key=lambda ref: ref in known) if set(refs) - set(known) else []


def convene(
    work: UnitOfWork,
    counties: Sequence[str],
    starts_at: datetime,
    venue: str,
    *,
    convener: Person | None = None,
    address: str = "",
    series: str = "",
    occurrence: date | None = None,
    why: str = "",
    whom: str = "",
) -> Meeting:
    """Enter a new meeting and plan its reminders."""
    meeting = register.enter(
        work,
        counties,
        starts_at,
        venue,
        convener=convener,
        series=series,
        occurrence=occurrence,
        why=why,
        whom=whom,
    )
    by = convener.id if convener else None
    work.audit_log.add(meeting.ref, Event.CONVENED, by, address, _detail(work, meeting))
    plan_reminders(work, meeting)
    return meeting


def move(
    work: UnitOfWork, meeting: Meeting, starts_at: datetime, venue: str, by: Person | None, address: str
) -> bool:
    """Move a meeting to another time or venue, and ask all invitees anew. False if it was changed or called
    off meanwhile.
    """
    changed = {"starts_at": starts_at, "venue": one_line(venue), "why": "", "nudged_on": None}
    if not _change(work, meeting, **changed):
        return False
    answers = update(Invitation).where(Invitation.meeting_ref == meeting.ref)
    work.session.execute(
        answers.values(answer=None, note="", answered_at=None).execution_options(synchronize_session=False)
    )
    work.audit_log.add(meeting.ref, Event.MOVED, by.id if by else None, address, _detail(work, meeting))
    plan_reminders(work, meeting)
    return True


def call_off(work: UnitOfWork, meeting: Meeting, why: str, by: Person | None, address: str) -> bool:
    """Call a meeting off; False if it was changed or called off meanwhile."""
    was_called = meeting.status == MeetingStatus.CALLED
    if not _change(work, meeting, status=MeetingStatus.CANCELLED, why=why):
        return False
    work.audit_log.add(meeting.ref, Event.CALLED_OFF, by.id if by else None, address, why)
    now = [Due("called off", work.now, meeting.starts_at)] if was_called else []
    schedule.plan(work, meeting.ref, meeting.version, now)
    return True


def heads(work: UnitOfWork, meeting: Meeting) -> list[Person]:
    """Return lead, deputy and PoCs of the counties, and the person who convened the meeting: that person
    comes first for several counties, and alone for a group.
    """
    people = [
        person
        for county in meeting.counties
        for role in HEADS
        for _, person in work.people.holders(role, county)
    ]
    if meeting.convener_id is None:
        return people
    convener = work.people.get(meeting.convener_id)
    if meeting.whom:
        return [convener]
    return [convener, *people] if meeting.also_in else [*people, convener]


def invite(
    work: UnitOfWork, meeting: Meeting, people: Sequence[Person], by: Person, address: str
) -> list[Person]:
    """Add invitees, and return those who were not invited before. They are asked with the others, or at once
    if the others have been asked.
    """
    work.flush()
    rows = select(Invitation.person_id, Invitation.told).where(Invitation.meeting_ref == meeting.ref)
    there = {row.person_id: row.told for row in work.session.execute(rows)}
    added = [person for person in people if there.get(person.id, True)]
    ask_by = work.now if meeting.status == MeetingStatus.CALLED else None
    for person in added:
        if person.id in there:  # so far a listener, who is only told
            mine = update(Invitation).where(
                Invitation.meeting_ref == meeting.ref, Invitation.person_id == person.id
            )
            values = {"told": False, "invited_by_id": by.id, "version": 0, "told_start": None}
            changed_one(work.session, mine.values(**values, ask_by=ask_by))
        else:
            work.rows.add(Invitation, new_row(meeting.ref, person.id, by.id, ask_by=ask_by))
        work.audit_log.add(meeting.ref, Event.INVITED, by.id, address, person.name)
    return added


def new_row(
    ref: str,
    person_id: int,
    invited_by_id: int | None = None,
    ask_by: datetime | None = None,
    told: bool = False,
) -> dict[str, object]:
    """Return the row of an invitation that has not been sent yet."""
    return {
        "meeting_ref": ref,
        "person_id": person_id,
        "invited_by_id": invited_by_id,
        "version": 0,
        "told_start": None,
        "asked_at": None,
        "ask_by": ask_by,
        "answer": None,
        "note": "",
        "answered_at": None,
        "present": None,
        "present_at": None,
        "present_by_id": None,
        "proof": "",
        "told": told,
    }


def _change(work: UnitOfWork, meeting: Meeting, **values: object) -> bool:
    """Compare and set: change the meeting and count its version up; False if it has changed meanwhile."""
    work.flush()
    mine = update(Meeting).where(
        Meeting.ref == meeting.ref, Meeting.version == meeting.version, among(Meeting.status, *COMING)
    )
    if not changed_one(work.session, mine.values(version=meeting.version + 1, changed_at=work.now, **values)):
        return False
    work.session.refresh(meeting)
    return True


def plan_reminders(work: UnitOfWork, meeting: Meeting) -> None:
    """Plan the reminders of this version. Leave out those that would come too late or too soon, except the
    invitation.
    """
    plan = work.configuration.meetings.plan_of(meeting.series)
    invited_at = work.now
    if meeting.status == MeetingStatus.PLANNED:
        invited_at = max(work.now, meeting.starts_at - plan.invitation)
    rows = [Due("invitation", invited_at, meeting.starts_at)]
    for row in _later(work.configuration.mechanism, meeting.starts_at, plan):
        too_soon = row.kind == "again" and row.due_at < invited_at + (plan.invitation - plan.again) / SOON
        if row.due_at > work.now and row.due_at < row.stale_at and not too_soon:
            rows.append(row)
    schedule.plan(work, meeting.ref, meeting.version, rows)


def _later(mechanism: Mechanism, starts_at: datetime, plan: SeriesPlan) -> list[Due]:
    """Return the reminders after the invitation, moved out of the quiet hours."""
    headcount = first_not_quiet(mechanism, starts_at - plan.headcount)
    come = first_not_quiet(mechanism, starts_at - plan.come)
    if come > starts_at - plan.come / 2:  # a meeting in the early morning: rather the evening before
        come = last_not_quiet(mechanism, starts_at - plan.come)
    minutes = first_not_quiet(mechanism, starts_at + plan.minutes)
    return [
        Due("again", first_not_quiet(mechanism, starts_at - plan.again), headcount),
        Due("headcount", headcount, starts_at),
        Due("come", come, starts_at),
        Due("minutes", minutes, minutes + MINUTES_STALE),
    ]


def _detail(work: UnitOfWork, meeting: Meeting) -> str:
    here = meeting.starts_at.astimezone(work.configuration.mechanism.zone)
    return f"{here:%Y-%m-%d %H:%M}, {meeting.venue}"

"""Register of meetings: find, lock and enter them."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from sek_core.messages.plain_line import one_line
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.incidents import Counter
from sek_core.store.meetings import COMING, Meeting
from sek_core.store.states import MeetingStatus
from sek_core.work.unit_of_work import UnitOfWork

LETTERS = "ABCDEFGHJKMNPRTUVWXYZ"
"""Letters of the word that is told in the room, without those easily mistaken for others."""

CODE = 6


def find(work: UnitOfWork, ref: str) -> Meeting | None:
    """Return a meeting by its reference, or None."""
    work.flush()
    return work.session.get(Meeting, ref, populate_existing=True)


def locked(work: UnitOfWork, ref: str) -> Meeting | None:
    """Lock and return a meeting: other changes wait until this transaction ends."""
    work.flush()
    return work.session.get(Meeting, ref, populate_existing=True, with_for_update=True)


def enter(
    work: UnitOfWork,
    counties: Sequence[str],
    starts_at: datetime,
    venue: str,
    *,
    convener: Person | None = None,
    series: str = "",
    occurrence: date | None = None,
    why: str = "",
    whom: str = "",
) -> Meeting:
    """Enter a new meeting. No recipient hears of it before its reminders are sent."""
    meeting = Meeting(
        ref=work.references.next("M"),
        county=counties[0],
        also_in="".join(f"\n{county}" for county in counties[1:]) + "\n" * (len(counties) > 1),
        whom=whom,
        series=series,
        occurrence=occurrence,
        starts_at=starts_at,
        venue=one_line(venue),
        status=MeetingStatus.PLANNED,
        version=1,
        why=why,
        code="".join(secrets.choice(LETTERS) for _ in range(CODE)),
        token=secrets.token_urlsafe(12),
        convener_id=convener.id if convener else None,
        created_at=work.now,
        changed_at=work.now,
    )
    work.session.add(meeting)
    work.flush()
    return meeting


def coming(work: UnitOfWork, counties: Collection[str], since: datetime | None = None) -> list[Meeting]:
    """Return the meetings of these counties that are not called off and not over, the next one first.
    `since`: the earliest start, instead of that of a meeting that may still last.
    """
    work.flush()
    begun = since or work.now - work.configuration.meetings.lasts
    query = (
        select(Meeting)
        .where(in_counties(counties), among(Meeting.status, *COMING), Meeting.starts_at >= begun)
        .order_by(Meeting.starts_at, Meeting.county, Meeting.ref)
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def lock(work: UnitOfWork) -> None:
    """Lock the register until this transaction ends: no other transaction can enter a meeting meanwhile."""
    work.session.execute(select(Counter.letter).where(Counter.letter == "M").with_for_update())


def in_counties(counties: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a meeting is of one of these counties."""
    further = (Meeting.also_in.contains(f"\n{county}\n", autoescape=True) for county in counties)
    return or_(Meeting.county.in_(counties), *further)


def at_the_same_time(
    work: UnitOfWork, counties: Collection[str], starts_at: datetime, besides: str = ""
) -> list[Meeting]:
    """Return the meetings of these counties that overlap with one that begins at `starts_at`."""
    work.flush()
    lasts = work.configuration.meetings.lasts
    query = select(Meeting).where(
        in_counties(counties),
        among(Meeting.status, *COMING),
        Meeting.starts_at > starts_at - lasts,
        Meeting.starts_at < starts_at + lasts,
        Meeting.ref != besides,
    )
    return list(work.session.scalars(query.order_by(Meeting.starts_at, Meeting.ref)))


def latest(
    work: UnitOfWork, counties: Collection[str], series: str, whom: str, before: datetime
) -> Meeting | None:
    """Return the last meeting of a series or group in these counties that began before `before`, or None."""
    query = (
        select(Meeting)
        .where(
            in_counties(counties),
            Meeting.series == series,
            Meeting.whom == whom,
            among(Meeting.status, *COMING),
            Meeting.starts_at < before,
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def is_over(work: UnitOfWork, meeting: Meeting) -> bool:
    """Return True if the meeting has ended, by its start and the usual length."""
    return work.now >= meeting.starts_at + work.configuration.meetings.lasts


def day(work: UnitOfWork, meeting: Meeting) -> date:
    """Return the day of a meeting's start in the mechanism's zone."""
    return meeting.starts_at.astimezone(work.configuration.mechanism.zone).date()

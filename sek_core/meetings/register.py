"""Register of meetings: find, lock and enter them."""

import secrets
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from sek_core.roster.snapshot import Person
from sek_core.store.base import among
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
    county: str,
    starts_at: datetime,
    venue: str,
    *,
    convener: Person | None = None,
    series: str = "",
    occurrence: date | None = None,
    why: str = "",
) -> Meeting:
    """Enter a new meeting. No recipient hears of it before its reminders are sent."""
    meeting = Meeting(
        ref=work.references.next("M"),
        county=county,
        series=series,
        occurrence=occurrence,
        starts_at=starts_at,
        venue=venue,
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
        .where(Meeting.county.in_(counties), among(Meeting.status, *COMING), Meeting.starts_at >= begun)
        .order_by(Meeting.starts_at, Meeting.county, Meeting.ref)
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def latest(work: UnitOfWork, county: str, series: str, before: datetime) -> Meeting | None:
    """Return the last meeting of a series in a county that began before `before`, or None."""
    query = (
        select(Meeting)
        .where(
            Meeting.county == county,
            Meeting.series == series,
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

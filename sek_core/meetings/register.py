"""The meetings themselves: found, held against two changes at once, entered."""

import secrets
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.meetings import COMING, Meeting
from sek_core.work.unit_of_work import UnitOfWork

LETTERS = "ABCDEFGHJKMNPRTUVWXYZ"
"""Of the word that is told in the room: none that is heard or read as another."""

CODE = 6


def find(work: UnitOfWork, ref: str) -> Meeting | None:
    """A meeting by its reference."""
    work.flush()
    return work.session.get(Meeting, ref, populate_existing=True)


def locked(work: UnitOfWork, ref: str) -> Meeting | None:
    """The same; whoever else wants to change it waits until this transaction ends."""
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
    """A new meeting. Nobody hears of it before its reminders do their work."""
    meeting = Meeting(
        ref=work.references.next("M"),
        county=county,
        series=series,
        occurrence=occurrence,
        starts_at=starts_at,
        venue=venue,
        status="planned",
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
    """Those of these counties that are not called off and not over, the next one first. `since`: also those
    that have begun since then.
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
    """The last meeting of this kind in a county that was held before."""
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
    """Whether it has ended, as far as its start tells."""
    return work.now >= meeting.starts_at + work.configuration.meetings.lasts


def day(work: UnitOfWork, meeting: Meeting) -> date:
    """The day of its start, as people there read the calendar."""
    return meeting.starts_at.astimezone(work.configuration.mechanism.zone).date()

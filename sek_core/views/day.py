"""One person's day: what waits for them, what they have, and their counties in numbers beside the week
before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from sek_core.meetings import answers
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN, Incident
from sek_core.store.meetings import Meeting, Task
from sek_core.store.states import IncidentStatus, TaskStatus
from sek_core.views import shocks
from sek_core.views.shocks import Filter, Row
from sek_core.views.visibility import in_counties, visible
from sek_core.work.unit_of_work import UnitOfWork

MOST = 8
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """A county's incidents of the last seven days, and of the seven before. `half`: the time within which
    half of those that were taken were taken; None if none was.
    """

    county: str
    opened: int
    opened_before: int
    closed: int
    closed_before: int
    half: timedelta | None
    half_before: timedelta | None


@dataclass(frozen=True, slots=True)
class Day:
    """What a person's page shows. `waiting` of `all_waiting`: incidents that nobody has."""

    waiting: Sequence[Row]
    all_waiting: int
    mine: Sequence[Row]
    tasks: Sequence[Task]
    invitations: Sequence[Meeting]
    weeks: Sequence[Week]
    since: date


def of(work: UnitOfWork, reader: Person) -> Day:
    """Return the day of a person."""
    waiting = _rows(work, reader, Filter(state="waiting")) + _rows(
        work, reader, Filter(CONCERN, state="waiting")
    )
    mine = _rows(work, reader, Filter(state="mine")) + _rows(work, reader, Filter(CONCERN, state="mine"))
    counties = work.people.counties(reader, work.configuration.mechanism.counties)
    total = sum(shocks.count(work, reader, Filter(kind, state="waiting")) for kind in (shocks.SHOCK, CONCERN))
    return Day(
        waiting=shocks.worst_first(waiting)[:MOST],
        all_waiting=total,
        mine=mine,
        tasks=_tasks(work, reader),
        invitations=_invitations(work, reader),
        weeks=[_week(work, reader, county) for county in counties],
        since=(work.now - WEEK).astimezone(work.configuration.mechanism.zone).date(),
    )


def _rows(work: UnitOfWork, reader: Person, wanted: Filter) -> list[Row]:
    return shocks.page(work, reader, wanted)[0]


def _tasks(work: UnitOfWork, reader: Person) -> list[Task]:
    query = (
        select(Task)
        .where(Task.owner_id == reader.id, Task.status == TaskStatus.OPEN)
        .order_by(Task.due_on.is_(None), Task.due_on, Task.created_at)
        .limit(25)
    )
    return list(work.session.scalars(query))


def _invitations(work: UnitOfWork, reader: Person) -> list[Meeting]:
    refs = [each.ref for each in answers.open_to(work, reader)]
    if not refs:
        return []
    query = select(Meeting).where(Meeting.ref.in_(refs)).order_by(Meeting.starts_at)
    return list(work.session.scalars(query))


def _week(work: UnitOfWork, reader: Person, county: str) -> Week:
    now = work.now
    opened, closed, half = _numbers(work, reader, county, now - WEEK, now)
    before = _numbers(work, reader, county, now - 2 * WEEK, now - WEEK)
    return Week(county, opened, before[0], closed, before[1], half, before[2])


def _numbers(
    work: UnitOfWork, reader: Person, county: str, since: datetime, until: datetime
) -> tuple[int, int, timedelta | None]:
    """Return how many incidents opened and closed, and the median time to take those that opened."""
    here = (visible(work, reader), in_counties([county]), Incident.kind == shocks.SHOCK)
    opened = select(Incident.opened_at, Incident.taken_at).where(
        *here, Incident.reported_at >= since, Incident.reported_at < until, Incident.opened_at.is_not(None)
    )
    rows = list(work.session.execute(opened))
    closed = select(func.count()).where(
        *here,
        Incident.status == IncidentStatus.CLOSED,
        Incident.reported_at >= since - timedelta(days=90),
        Incident.closed_at >= since,
        Incident.closed_at < until,
    )
    times = sorted(taken - begun for begun, taken in rows if begun is not None and taken is not None)
    half = times[len(times) // 2] if times else None
    return len(rows), work.session.scalar(closed) or 0, half

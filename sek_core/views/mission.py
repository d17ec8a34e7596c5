"""What readers of the Mission may read beside the people: minutes, and figures without sensitive shocks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from sek_core.store.incidents import Incident
from sek_core.store.meetings import Meeting, Minutes
from sek_core.store.states import IncidentStatus
from sek_core.views.shocks import SHOCK
from sek_core.views.visibility import in_counties
from sek_core.work.unit_of_work import UnitOfWork

MONTHS = 6
MOST = 50


@dataclass(frozen=True, slots=True)
class Month:
    """A county's shocks of one month, without sensitive ones. `half`: within what time half were taken."""

    county: str
    month: str
    opened: int
    closed: int
    half: timedelta | None


def figures(work: UnitOfWork) -> list[Month]:
    """Return the figures of the last months, the newest first, by county."""
    zone, counties = work.configuration.mechanism.zone, work.configuration.mechanism.counties
    first = work.now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    found = []
    for county in counties:
        query = select(Incident.reported_at, Incident.opened_at, Incident.taken_at, Incident.status).where(
            in_counties([county]),
            Incident.reported_at >= first,
            Incident.kind == SHOCK,
            Incident.sensitive.is_(False),
            Incident.opened_at.is_not(None),
        )
        months: dict[str, list[tuple[datetime | None, datetime | None, IncidentStatus]]] = {}
        for reported_at, opened_at, taken_at, status in work.session.execute(query):
            months.setdefault(f"{reported_at.astimezone(zone):%Y-%m}", []).append(
                (opened_at, taken_at, status)
            )
        for month, rows in months.items():
            times = sorted(taken - opened for opened, taken, _ in rows if opened and taken)
            closed = sum(status == IncidentStatus.CLOSED for *_, status in rows)
            half = times[len(times) // 2] if times else None
            found.append(Month(county, month, len(rows), closed, half))
    return sorted(found, key=lambda each: (each.month, each.county), reverse=True)


def minutes(work: UnitOfWork) -> list[tuple[Meeting, Minutes]]:
    """Return the last meetings that have minutes, each with the newest version."""
    query = (
        select(Meeting, Minutes)
        .join(Minutes, Minutes.meeting_ref == Meeting.ref)
        .where(Meeting.starts_at < work.now)
        .order_by(Meeting.starts_at.desc(), Meeting.ref, Minutes.id.desc())
        .limit(MOST)
    )
    newest: dict[str, tuple[Meeting, Minutes]] = {}
    for meeting, written in work.session.execute(query):
        newest.setdefault(meeting.ref, (meeting, written))
    return list(newest.values())

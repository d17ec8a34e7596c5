"""What messages cost: by county and day, and the month so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident
from sek_core.views import keyset
from sek_core.work.unit_of_work import UnitOfWork

DAYS = 30


@dataclass(frozen=True, slots=True)
class Spent:
    """What the messages of one county (or, empty, of none or several) cost on one day."""

    day: date
    county: str
    spent: Decimal
    messages: int
    segments: int


@dataclass(frozen=True, slots=True)
class Month:
    """What one county's messages cost in this month so far. `limit`: the budget of the month; None where
    there is none. `share`: of the budget, or without one of what all cost. `forecast`: what they
    will have cost at its end, at this rate. `county` is empty for those of none or several.
    """

    county: str
    spent: Decimal
    messages: int
    segments: int
    limit: Decimal | None
    share: float
    forecast: Decimal


def by_county_and_day(work: UnitOfWork, since: date, until: date) -> list[Spent]:
    """Return what was spent from one day to another, both included, of each county with messages."""
    zone = work.configuration.mechanism.zone
    begin = datetime.combine(since, time(), zone)
    end = datetime.combine(until + timedelta(days=1), time(), zone)
    first = keyset.first_since(work.session, Delivery, Delivery.created_at, begin)
    hour = _hour(work.session)
    query = (
        select(
            hour,
            func.coalesce(Incident.county, ""),
            func.sum(Delivery.cost),
            func.count(),
            func.sum(Delivery.segments),
        )
        .select_from(Delivery)
        .outerjoin(Incident, Incident.ref == Delivery.about)
        .where(
            Delivery.id >= first,
            Delivery.created_at >= begin,
            Delivery.created_at < end,
            Delivery.cost.is_not(None),
        )
        .group_by(hour, Incident.county)
    )
    sums: dict[tuple[date, str], tuple[Decimal, int, int]] = {}
    for written, county, spent, messages, segments in work.session.execute(query):
        at = datetime.fromisoformat(f"{written}:00:00").replace(tzinfo=UTC)
        key = at.astimezone(zone).date(), county
        before = sums.get(key, (Decimal(), 0, 0))
        sums[key] = before[0] + (spent or 0), before[1] + messages, before[2] + int(segments)
    return [Spent(day, county, *total) for (day, county), total in sorted(sums.items())]


def _hour(session: Session) -> ColumnElement[str]:
    """Return the hour in which a message was written, in UTC: "2026-11-24 07"."""
    if session.get_bind().dialect.name == "sqlite":
        return func.substr(cast(Delivery.created_at, String), 1, 13)
    return func.to_char(func.timezone("UTC", Delivery.created_at), "YYYY-MM-DD HH24")


def month(
    work: UnitOfWork, days: Sequence[Spent], limits: Mapping[str, Decimal] | None = None
) -> list[Month]:
    """Return the month so far, the county that spent most first; those of no county last. `limits`: budgets
    of a whole month by county.
    """
    now = work.now.astimezone(work.configuration.mechanism.zone)
    first = now.date().replace(day=1)
    passed = month_passed(now)
    sums: dict[str, tuple[Decimal, int, int]] = {
        county: (Decimal(), 0, 0) for county in work.configuration.mechanism.counties
    }
    for each in days:
        if each.day >= first:
            old = sums.get(each.county, (Decimal(), 0, 0))
            sums[each.county] = old[0] + each.spent, old[1] + each.messages, old[2] + each.segments
    whole = sum((spent for spent, _, _ in sums.values()), Decimal())
    found = []
    for county, (spent, messages, segments) in sums.items():
        limit = (limits or {}).get(county)
        of = limit or whole
        share = float(spent / of) if of else 0.0
        forecast = spent / Decimal(str(passed))
        found.append(Month(county, spent, messages, segments, limit, share, forecast))
    return sorted(found, key=lambda each: (not each.county, -each.spent))


def month_passed(now: datetime) -> float:
    """Return how much of the month has passed: 0 to 1, and never quite 0."""
    begin = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    later = (begin + timedelta(days=32)).replace(day=1)
    return max((now - begin) / (later - begin), 0.01)

"""What messages cost: by day, and the month so far of each county against its budget."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sek_core.deliveries import spending_figures
from sek_core.deliveries.spending_figures import Spent
from sek_core.store.states import Budget
from sek_core.work.unit_of_work import UnitOfWork

DAYS = 30
"""How many days the chart shows; a month's days are among them, or the last day of it is the 31st."""


@dataclass(frozen=True, slots=True)
class Month:
    """What one county's messages cost in this month so far. `limit`: the budgets of its days together; None
    for the messages of no county, or of several, whose `county` is empty. `share`: of the limit, or without
    one of what all cost. `forecast`: what they will have cost at its end, at this rate.
    """

    county: str
    spent: Decimal
    messages: int
    segments: int
    limit: Decimal | None
    share: float
    forecast: Decimal


def figures(work: UnitOfWork) -> Sequence[Spent]:
    """Return what was spent on each of the last days, of all and of each county."""
    mechanism = work.configuration.mechanism
    today = work.now.astimezone(mechanism.zone).date()
    since = min(today - timedelta(days=DAYS - 1), today.replace(day=1))
    return spending_figures.by_county_and_day(work.session, mechanism, since, today)


def by_day(some: Sequence[Spent]) -> dict[date, Decimal]:
    """Return what all messages of each day cost."""
    return {each.day: each.spent for each in some if each.budget is Budget.DAY}


def month(work: UnitOfWork, some: Sequence[Spent]) -> list[Month]:
    """Return the month so far, the county that spent most first; what is of no county last."""
    mechanism = work.configuration.mechanism
    now = work.now.astimezone(mechanism.zone)
    first, days = now.date().replace(day=1), calendar.monthrange(now.year, now.month)[1]
    mine = [each for each in some if each.budget is Budget.COUNTY and each.day >= first]
    whole = sum((each.spent for each in mine), Decimal())
    passed = Decimal(str(month_passed(now)))
    found = []
    for county in dict.fromkeys((*mechanism.counties, *(each.key for each in mine))):
        own = [each for each in mine if each.key == county]
        spent = sum((each.spent for each in own), Decimal())
        limit = mechanism.budgets.of_county(county) * days if county else None
        of = limit or whole
        messages, segments = sum(each.messages for each in own), sum(each.segments for each in own)
        share = float(spent / of) if of else 0.0
        found.append(Month(county, spent, messages, segments, limit, share, spent / passed))
    return sorted(found, key=lambda each: (not each.county, -each.spent))


def month_passed(now: datetime) -> float:
    """Return how much of the month has passed: 0 to 1, and never quite 0."""
    begin = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    later = (begin + timedelta(days=32)).replace(day=1)
    return max((now - begin) / (later - begin), 0.01)

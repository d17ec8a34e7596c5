"""Figures of spending: messages and money by county and day against the budgets, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.mechanism import Mechanism
from sek_core.deliveries.spending import OF_PEOPLE, UNIT, limit_of
from sek_core.store.base import is_just
from sek_core.store.deliveries import Delivery, Spending
from sek_core.store.states import Budget, DeliveryStatus


@dataclass(frozen=True, slots=True)
class Spent:
    """What one budget of one day was used for. `limit`: None where there is no sum: messages of no county.

    `key`: the county, or the address; empty for all messages of the day, and for those of no county.
    """

    day: date
    budget: Budget
    key: str
    spent: Decimal
    limit: Decimal | None
    messages: int
    segments: int

    @property
    def share(self) -> float:
        """Share of the sum that is spent: 0 to 1, or more."""
        return float(self.spent / self.limit) if self.limit else 0.0

    @property
    def used_up(self) -> bool:
        """Whether nothing that costs more than a shilling would still fit."""
        return self.limit is not None and self.spent + 1 > self.limit


@dataclass(frozen=True, slots=True)
class Waiting:
    """Number of messages that wait for the next day, of one county (or of none), by the budget."""

    county: str
    budget: Budget
    messages: int


def by_county_and_day(session: Session, mechanism: Mechanism, since: date, until: date) -> Sequence[Spent]:
    """Return what was spent from one day to another, both included: of each day first all messages, then
    those of each county of the mechanism, with or without messages, then those of no county.
    """
    query = select(Spending).where(
        Spending.day >= since, Spending.day <= until, Spending.budget.in_((Budget.DAY, Budget.COUNTY))
    )
    found = {(row.day, row.budget, row.key): row for row in session.scalars(query)}
    days = sorted({day for day, _, _ in found})
    counties = [(Budget.COUNTY, county) for county in mechanism.counties]
    known = {(budget, key) for _, budget, key in found}
    also = sorted(pair for pair in known if pair[0] is Budget.COUNTY and pair not in counties and pair[1])
    rows = [(Budget.DAY, ""), *counties, *also, (Budget.COUNTY, "")]
    return [
        _spent(mechanism, day, budget, key, found.get((day, budget, key)))
        for day in days
        for budget, key in rows
        if key or (day, budget, key) in found
    ]


def used_up_by_people(session: Session, mechanism: Mechanism, day: date) -> Sequence[Spent]:
    """Return the budgets of single recipients and senders that are used up on a day."""
    least = min(
        limit_of(mechanism, budget, "", known=known) for budget in OF_PEOPLE for known in (True, False)
    )
    query = select(Spending).where(
        Spending.day == day, Spending.budget.in_(OF_PEOPLE), Spending.key != "", Spending.spent + UNIT > least
    )
    rows = session.scalars(query.order_by(Spending.budget, Spending.key))
    shown = [_spent(mechanism, day, row.budget, row.key, row) for row in rows]
    return [each for each in shown if each.used_up]


def waiting(session: Session) -> Sequence[Waiting]:
    """Return how many messages wait for the next day because a budget is used up."""
    query = (
        select(Delivery.county, Delivery.held_by, func.count())
        .where(is_just(Delivery.status, DeliveryStatus.QUEUED), Delivery.held_by.is_not(None))
        .group_by(Delivery.county, Delivery.held_by)
    )
    rows = session.execute(query)
    found = [Waiting(county, by, count) for county, by, count in rows if by is not None]
    return sorted(found, key=lambda each: (each.county, each.budget))


def _spent(mechanism: Mechanism, day: date, budget: Budget, key: str, row: Spending | None) -> Spent:
    has_limit = budget is not Budget.COUNTY or bool(key)
    limit = Decimal(limit_of(mechanism, budget, key)) / UNIT if has_limit else None
    if row is None:
        return Spent(day, budget, key, Decimal(), limit, 0, 0)
    return Spent(day, budget, key, Decimal(row.spent) / UNIT, limit, row.messages, row.segments)

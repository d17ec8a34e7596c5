"""Budgets: how many of the program's own questions a person gets, and the record of them.

Outside of them are what people send, alerts, promises that are due, read-backs, answers, and what follows
from these at once.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from sek_core.store.asking import Asked
from sek_core.store.statements import inserted
from sek_core.work.unit_of_work import UnitOfWork


class Budget(StrEnum):
    """What one question uses up. Each has room for one question in its slot."""

    SHOCKS = "shocks"
    """Open shocks: one message a day."""
    OTHER_SHOCKS = "other shocks"
    """Those that a message does not name: one question a week."""
    REST = "rest"
    """Everything else, such as contacts and progress: one question a week."""


WEEKLY = frozenset({Budget.OTHER_SHOCKS, Budget.REST})


def slot_of(work: UnitOfWork, budget: Budget) -> str:
    """Return the present slot of a budget: the day (2026-11-28) or the week (2026-W48)."""
    day = today(work)
    if budget not in WEEKLY:
        return day.isoformat()
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def today(work: UnitOfWork) -> date:
    """Return the day in the time zone of the mechanism."""
    return work.now.astimezone(work.configuration.mechanism.zone).date()


def has_room(work: UnitOfWork, person_id: int, budgets: Collection[Budget]) -> bool:
    """Return True if the person was asked nothing yet in the present slot of each of these budgets."""
    slots = {budget.value: slot_of(work, budget) for budget in budgets}
    query = select(Asked.budget, Asked.slot).where(Asked.person_id == person_id)
    return not any(slots.get(row.budget) == row.slot for row in work.session.execute(query))


def last_asked(work: UnitOfWork, person_id: int, budget: Budget) -> datetime | None:
    """Return when the person was last asked a question of this budget."""
    query = select(Asked.at).where(Asked.person_id == person_id, Asked.budget == budget)
    return work.session.scalar(query.order_by(Asked.at.desc()).limit(1))


def fill(
    work: UnitOfWork, person_id: int, budgets: Sequence[Budget], kind: str, about: Collection[str] = ()
) -> bool:
    """Record a question in the present slots of all its budgets; False if one of them is full. The caller
    holds the lock of the person's conversation, so that no slot is filled in part.
    """
    if not has_room(work, person_id, budgets):
        return False
    row = {"person_id": person_id, "kind": kind, "about": " ".join(about), "at": work.now}
    return all(
        inserted(work.session, Asked, row | {"budget": budget.value, "slot": slot_of(work, budget)})
        for budget in budgets
    )


def next_time(work: UnitOfWork, wait: timedelta) -> datetime:
    """Return the hour of questions on the day on which the wait ends, from now on."""
    mechanism = work.configuration.mechanism
    day = (work.now + wait).astimezone(mechanism.zone).date()
    return datetime.combine(day, mechanism.questions_at, mechanism.zone)

"""Budgets that were used up, in the morning: for the operators and the secretariat."""

from datetime import date, timedelta

from sek_core.deliveries import spending, spending_figures
from sek_core.deliveries.spending import Account
from sek_core.messages.screens import Joined, Screen, Text
from sek_core.work.unit_of_work import UnitOfWork


def tell(work: UnitOfWork, day: date) -> None:
    """Send which budgets of yesterday and today are used up; nothing if none is."""
    mechanism = work.configuration.mechanism
    rows = spending_figures.by_county_and_day(work.session, mechanism, day - timedelta(days=1), day)
    lines = tuple(
        spending.line_of(
            work,
            Account(row.day, row.budget, row.key),
            spending.units(row.spent),
            spending.units(row.limit),
        )
        for row in rows
        if row.used_up and row.limit is not None
    )
    if not lines:
        return
    screen = Screen(Text("budget.used_up", {"lines": Joined(lines, "; ")}), max_segments=2)
    for person in spending.listeners(work):
        work.outbox.tell(person, screen, "digest")

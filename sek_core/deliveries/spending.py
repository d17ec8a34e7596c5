"""Spending: what messages cost, counted by day against the budgets of mechanism.yaml, in all processes.

A claim adds what its messages will cost to the rows of `spending`, and gets the sums back: one statement a
batch. It holds these rows until it commits, so of two processes only one spends the last shilling. What the
claim does not take after all is taken off again. An outcome takes off what was not sent, and puts right what
the provider charged otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Insert, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from config.mechanism import Mechanism
from sek_core.messages.channel import Accepted, Outcome, Refused
from sek_core.messages.kinds import Priority
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.deliveries import Delivery, Spending
from sek_core.store.statements import changed_one, insert_missing, table_of
from sek_core.store.states import Budget, DeliveryStatus
from sek_core.timing.quiet_hours import first_not_quiet
from sek_core.work.unit_of_work import UnitOfWork

UNIT = 10_000
"""Number of units in one shilling: sums are whole numbers of them."""

LISTENERS = (Role.ADMIN, Role.RLA)
"""Roles that are told when most of a budget is used up."""

OF_PEOPLE = (Budget.RECIPIENT, Budget.SENDER)
"""Budgets whose key is an address."""

AGAIN = timedelta(hours=1)
"""Time after which a message that waits for the next day is looked at again."""

KEPT = timedelta(days=7)
"""Time for which the sums of single addresses are kept."""

_SPENDING = table_of(Spending)
_OUT = table_of(Delivery)
_OF_OUTCOMES = select(
    _OUT.c.id,
    _OUT.c.channel,
    _OUT.c.address,
    _OUT.c.person_id,
    _OUT.c.kind,
    _OUT.c.county,
    _OUT.c.segments,
    _OUT.c.status,
    _OUT.c.changed_at,
).where(_OUT.c.id.in_(bindparam("ids", expanding=True)))


class Account(NamedTuple):
    """One budget of one day. `key`: the county, the address, or empty."""

    day: date
    budget: Budget
    key: str = ""


@dataclass(slots=True)
class _Sum:
    """What is added to an account."""

    spent: int = 0
    messages: int = 0
    segments: int = 0


def day_of(mechanism: Mechanism, at: datetime) -> date:
    """Return the day whose budgets a message of this time uses: the zone of the mechanism decides."""
    return at.astimezone(mechanism.zone).date()


def next_day(mechanism: Mechanism, at: datetime) -> datetime:
    """Return when the budgets begin anew after this time."""
    tomorrow = day_of(mechanism, at) + timedelta(days=1)
    return datetime.combine(tomorrow, datetime.min.time(), mechanism.zone)


def price_of(work: UnitOfWork, channel: str, address: str, segments: int) -> int:
    """Return what a message will cost, in units; only a channel that counts segments costs anything."""
    if channel != work.core.channels.counted.name:
        return 0
    return units(work.configuration.mechanism.price_of(address) * segments)


def units(amount: Decimal) -> int:
    """Return an amount of the currency in units."""
    return int((amount * UNIT).to_integral_value())


def limit_of(mechanism: Mechanism, budget: Budget, key: str, *, known: bool = True) -> int:
    """Return the sum of a budget for a day, in units. `known`: the sender is on the roster."""
    budgets = mechanism.budgets
    match budget:
        case Budget.DAY:
            return units(budgets.day)
        case Budget.COUNTY:
            return units(budgets.of_county(key))
        case Budget.RECIPIENT:
            return units(budgets.recipient)
        case Budget.SENDER:
            return units(budgets.sender if known else budgets.unknown_sender)


def charge(work: UnitOfWork, channel: str, due: Sequence[Any]) -> dict[int, Budget]:
    """Add what these deliveries, in the order of sending, will cost to the budgets of today. Return those
    that go beyond one, with that budget.

    Take off again, with `refund`, what does not leave. People are told when most of a budget is used up.
    """
    costly = _costly(work, channel, due)
    if not costly:
        return {}
    today = day_of(work.configuration.mechanism, work.now)
    stands = _add(work, _sums(today, costly, 1))
    left = {account: each.spent for account, each in stands.items()}
    for row, cost in costly:
        for account in _accounts(today, row):
            left[account] -= cost
    over: dict[int, Budget] = {}
    for row, cost in costly:
        accounts = _accounts(today, row)
        beyond = next((a for a in accounts if left[a] + cost > _limit(work, a, row)), None)
        if beyond is not None:
            over[row.id] = beyond.budget
        if beyond is None or row.priority <= Priority.URGENT:
            for account in accounts:
                left[account] += cost
    _alarm(work, today, costly, stands)
    if stands[Account(today, Budget.DAY)].messages <= len(costly):  # the first of the day
        _drop_old(work, today)
    return over


def leaves_anyway(row: Any) -> bool:
    """Return True for a message that leaves though a budget is used up: what is urgent, alerts, answers, and
    texts that a coordinator should read.
    """
    essential = row.kind in ("alert", "alarm", "answer") or row.about.startswith("U")
    return essential or row.priority <= Priority.URGENT


def looked_at_again(work: UnitOfWork, row: Any) -> datetime:
    """Return when (real time) a message that waits for the next day is looked at again: each hour, as a
    budget may be raised; on the next day, what is not for the night waits until its quiet hours end.
    """
    mechanism = work.configuration.mechanism
    begins = next_day(mechanism, work.now)
    at = work.now + AGAIN
    if at >= begins:
        at = first_not_quiet(mechanism, begins) if row.priority >= Priority.ROUTINE else begins
    return work.real_now + (at - work.now)


def refund(work: UnitOfWork, channel: str, rows: Sequence[Any]) -> None:
    """Take off what these deliveries would have cost: they do not leave now."""
    today = day_of(work.configuration.mechanism, work.now)
    _add(work, _sums(today, _costly(work, channel, rows), -1))


def settle(work: UnitOfWork, outcomes: Mapping[int, Outcome]) -> None:
    """Put right what claimed deliveries cost: nothing if they were refused, and what the provider says. Call
    it before their rows change.
    """
    known = [
        delivery_id
        for delivery_id, outcome in outcomes.items()
        if isinstance(outcome, Refused)
        or (isinstance(outcome, Accepted) and (outcome.cost is not None or outcome.segments is not None))
    ]
    if not known:
        return
    wrong: dict[Account, _Sum] = {}
    ahead = work.now - work.real_now
    for row in work.session.connection().execute(_OF_OUTCOMES, {"ids": known}):
        counted = price_of(work, row.channel, row.address, row.segments)
        if not counted:
            continue
        outcome = outcomes[row.id]
        change = _Sum()
        if isinstance(outcome, Refused):
            if row.status != DeliveryStatus.SENDING:
                continue
            change = _Sum(-counted, -1, -row.segments)
        elif isinstance(outcome, Accepted):
            segments = row.segments if outcome.segments is None else outcome.segments
            cost = outcome.cost
            paid = price_of(work, row.channel, row.address, segments) if cost is None else units(cost)
            change = _Sum(paid - counted, 0, segments - row.segments)
        if change != _Sum():
            day = day_of(work.configuration.mechanism, row.changed_at + ahead)
            for account in _accounts(day, row):
                _join(wrong.setdefault(account, _Sum()), change)
    _add(work, wrong)


def _costly(work: UnitOfWork, channel: str, rows: Iterable[Any]) -> list[tuple[Any, int]]:
    """Return the deliveries that cost something, with what they cost."""
    if channel != work.core.channels.counted.name:
        return []
    return [(row, cost) for row in rows if (cost := price_of(work, channel, row.address, row.segments))]


def _accounts(day: date, row: Any) -> list[Account]:
    """Return the budgets that a delivery uses, the widest first."""
    found = [Account(day, Budget.DAY), Account(day, Budget.COUNTY, row.county)]
    found.append(Account(day, Budget.RECIPIENT, row.address))
    if row.kind == "answer":
        found.append(Account(day, Budget.SENDER, row.address))
    return found


def _limit(work: UnitOfWork, account: Account, row: Any) -> float:
    if account.budget is Budget.COUNTY and not account.key:
        return float("inf")  # what is of no county counts for the day alone
    known = row.person_id is not None
    return limit_of(work.configuration.mechanism, account.budget, account.key, known=known)


def _sums(day: date, costly: Iterable[tuple[Any, int]], sign: int) -> dict[Account, _Sum]:
    found: dict[Account, _Sum] = {}
    for row, cost in costly:
        for account in _accounts(day, row):
            _join(found.setdefault(account, _Sum()), _Sum(sign * cost, sign, sign * row.segments))
    return found


def _join(total: _Sum, other: _Sum) -> None:
    total.spent += other.spent
    total.messages += other.messages
    total.segments += other.segments


class _Stand(NamedTuple):
    """What an account holds now."""

    spent: int
    messages: int
    alarmed_at: datetime | None


def _add(work: UnitOfWork, sums: Mapping[Account, _Sum]) -> dict[Account, _Stand]:
    """Add to the accounts, and return what they hold now. The row of the day is locked first, so that no two
    transactions wait for each other.
    """
    if not sums:
        return {}
    rows = [
        {"day": account.day, "budget": account.budget, "key": account.key, "spent": each.spent,
         "messages": each.messages, "segments": each.segments}
        for account, each in sorted(sums.items(), key=lambda pair: _place(pair[0]))
    ]  # fmt: skip
    connection = work.session.connection()
    found = connection.execute(_put(connection.dialect.name), rows)
    return {
        Account(row.day, row.budget, row.key): _Stand(row.spent, row.messages, row.alarmed_at)
        for row in found
    }


_ORDER = {budget: place for place, budget in enumerate(Budget)}


def _place(account: Account) -> tuple[int, date, str]:
    return _ORDER[account.budget], account.day, account.key


@cache
def _put(dialect: str) -> Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(_SPENDING)
    added = {name: _SPENDING.c[name] + statement.excluded[name] for name in ("spent", "messages", "segments")}
    put = statement.on_conflict_do_update(index_elements=["day", "budget", "key"], set_=added)
    told = ("day", "budget", "key", "spent", "messages", "alarmed_at")
    return put.returning(*(_SPENDING.c[name] for name in told))


def _alarm(
    work: UnitOfWork, today: date, costly: Sequence[tuple[Any, int]], stands: Mapping[Account, _Stand]
) -> None:
    """Tell people of the budgets that are nearly used up, once a day each; of all recipients, and of all
    senders, once together.
    """
    near: dict[Account, tuple[int, int, Any]] = {}
    share = work.configuration.mechanism.budgets.alarm_at
    for row, _ in costly:
        for account in _accounts(today, row):
            stand, limit = stands[account], _limit(work, account, row)
            if stand.alarmed_at is None and stand.spent >= share * limit:
                near[account] = (stand.spent, int(limit), row)
    lines = [
        line_of(work, account, spent, limit, row.person_id)
        for account, (spent, limit, row) in sorted(near.items(), key=lambda pair: _place(pair[0]))
        if _is_news(work, account)
    ]
    if not lines:
        return
    screen = Screen(Text("budget.near", {"lines": Joined(tuple(lines), ". ")}), max_segments=3)
    for person in listeners(work):
        work.outbox.tell(person, screen, "alarm")
    work.flush()


def listeners(work: UnitOfWork) -> list[Person]:
    """Return who hears of the budgets: the operators and the secretariat."""
    held = (person for role in LISTENERS for person in work.people.anywhere(role))
    return list({person.id: person for person in held}.values())


def _is_news(work: UnitOfWork, account: Account) -> bool:
    """Compare and set: note that people are told; False if they were, of this budget, on this day."""
    if not _mark(work, account):
        return False
    if account.budget not in OF_PEOPLE:
        return True
    together = account._replace(key="")
    row = {
        "day": together.day,
        "budget": together.budget,
        "key": "",
        "spent": 0,
        "messages": 0,
        "segments": 0,
    }
    insert_missing(work.session, Spending, [row])
    return _mark(work, together)


def _mark(work: UnitOfWork, account: Account) -> bool:
    mine = update(Spending).where(
        Spending.day == account.day,
        Spending.budget == account.budget,
        Spending.key == account.key,
        Spending.alarmed_at.is_(None),
    )
    return changed_one(work.session, mine.values(alarmed_at=work.now))


def line_of(work: UnitOfWork, account: Account, spent: int, limit: int, person_id: int | None = None) -> Text:
    """Return "SMS for Kitui today: KES 6,412 of 8,000 (80%)", with today or yesterday."""
    today = account.day == day_of(work.configuration.mechanism, work.now)
    args: dict[str, Arg] = {
        "spent": f"{work.configuration.mechanism.sms_currency} {spent / UNIT:,.0f}",
        "limit": f"{limit / UNIT:,.0f}",
        "share": str(int(100 * spent / limit)),
        "when": Text("budget.today" if today else "budget.yesterday"),
        "county": account.key,
        "who": work.people.get(person_id).name if person_id is not None else account.key,
    }
    return Text(f"budget.{account.budget}", args)


def _drop_old(work: UnitOfWork, today: date) -> None:
    """Remove the sums of single addresses after some days: they name numbers."""
    old = delete(Spending).where(Spending.day < today - KEPT, Spending.budget.in_(OF_PEOPLE))
    work.session.execute(old.execution_options(synchronize_session=False))

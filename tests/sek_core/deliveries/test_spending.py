"""What messages cost in a day: counted when they leave, put right by the provider, held against budgets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from config.sending import Budgets, Price
from sek_core.deliveries import claims, outcomes, spending, spending_figures
from sek_core.messages.channel import Accepted, NoAnswer, Outcome, Refused
from sek_core.messages.kinds import Kind
from sek_core.messages.screens import Screen, Text
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery, Spending
from sek_core.store.states import Budget
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER

WORDS = Screen(Text("tap.stale"))
PRICE = Decimal("0.80")


def with_budgets(configuration: Configuration, **changes: Any) -> Configuration:
    mechanism = configuration.mechanism.model_copy(update=changes)
    return replace(configuration, mechanism=mechanism)


@pytest.fixture
def sums() -> dict[str, Any]:
    """Return the sums of the budgets; a test may have its own."""
    return {}


@pytest.fixture
def core(
    configuration: Configuration, database: Database, clock: MovedClock, sums: dict[str, Any]
) -> Services:
    configuration = with_budgets(configuration, budgets=Budgets(**sums))
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
    return make_core(configuration, clock, CHANNELS)


@pytest.fixture
def work(core: Services, database: Database) -> Iterator[UnitOfWork]:
    with database.writing() as session:
        yield core.work(session)


def writes(work: UnitOfWork, role: str, kind: Kind, about: str = "", county: str = "Kitui") -> None:
    person = work.people.holders(role, county)[0][1]
    if kind == "answer":
        work.outbox.answer(work.people.reachable_at(person)[0], WORDS, "en", about)
    else:
        work.outbox.tell(person, WORDS, kind, about)
    work.flush()


def sends(work: UnitOfWork, outcome: Outcome | None = None) -> list[str]:
    """Claim what may leave, and let the provider answer so; return what it was about."""
    work.flush()
    mine = [one.id for one in claims.claim(work, "sms", 40).claimed]
    if outcome is not None:
        outcomes.record(work, dict.fromkeys(mine, outcome))
    return [work.session.get_one(Delivery, each, populate_existing=True).about for each in mine]


def spent(work: UnitOfWork, budget: Budget = Budget.DAY, key: str = "") -> Decimal:
    day = spending.day_of(work.configuration.mechanism, work.now)
    row = work.session.get(Spending, (day, budget, key), populate_existing=True)
    return Decimal(row.spent) / spending.UNIT if row is not None else Decimal()


def test_a_message_counts_for_the_day_its_county_its_recipient_and_an_answer_for_its_sender(
    work: UnitOfWork,
) -> None:
    writes(work, "clt_lead", "update")
    writes(work, "county_lead", "answer", county="Makueni")
    sends(work, Accepted("id"))
    assert spent(work) == 2 * PRICE
    assert spent(work, Budget.COUNTY, "Kitui") == spent(work, Budget.COUNTY, "Makueni") == PRICE
    assert spent(work, Budget.RECIPIENT, "+254300000004") == PRICE
    assert spent(work, Budget.SENDER, "+254300000004") == 0
    assert spent(work, Budget.SENDER, "+254300000003") == PRICE


def test_what_is_of_no_county_counts_for_the_day_alone(work: UnitOfWork) -> None:
    writes(work, "rla", "notice")
    sends(work, Accepted("id"))
    day = spending.day_of(work.configuration.mechanism, work.now)
    rows = spending_figures.by_county_and_day(work.session, work.configuration.mechanism, day, day)
    shown = [(row.budget, row.key, row.spent, row.messages) for row in rows]
    assert shown == [
        ("day", "", PRICE, 1),
        ("county", "Makueni", 0, 0),
        ("county", "Kitui", 0, 0),
        ("county", "Taita Taveta", 0, 0),
        ("county", "", PRICE, 1),
    ]
    assert rows[-1].limit is None and not rows[-1].used_up


@pytest.mark.parametrize(
    ("outcome", "cost"),
    [
        (Accepted("id"), "0.80"),
        (Accepted("id", segments=1, cost=Decimal("0.8")), "0.80"),
        (Accepted("id", segments=1, cost=Decimal("1.15")), "1.15"),
        (Accepted("id", segments=1, cost=Decimal(0)), "0"),
        (Accepted("id", segments=3), "2.40"),
        (Refused("InsufficientBalance (405)", ours=True), "0"),
        (Refused("InvalidPhoneNumber (403)", permanent=True), "0"),
        (NoAnswer("a timeout"), "0.80"),
    ],
)
def test_the_provider_has_the_last_word(work: UnitOfWork, outcome: Outcome, cost: str) -> None:
    writes(work, "clt_lead", "update")
    sends(work, outcome)
    assert spent(work) == spent(work, Budget.COUNTY, "Kitui") == Decimal(cost)


def test_the_price_is_that_of_the_longest_beginning(configuration: Configuration) -> None:
    rows = [("+254", "0.80"), ("+25473", "1.00"), ("+254735", "0.5")]
    prices = tuple(Price(numbers=begins, price=Decimal(price)) for begins, price in rows)
    mechanism = with_budgets(configuration, sms_prices=prices).mechanism
    numbers = ("+254700000000", "+254730000000", "+254735000000", "+255700000000")
    assert [str(mechanism.price_of(number)) for number in numbers] == ["0.80", "1.00", "0.5", "0.80"]


def test_a_day_begins_at_midnight_in_the_zone_of_the_mechanism(
    work: UnitOfWork, configuration: Configuration
) -> None:
    mechanism = configuration.mechanism
    late = datetime(2026, 11, 24, 20, 59, tzinfo=UTC)
    assert str(spending.day_of(mechanism, late)) == "2026-11-24"
    assert str(spending.day_of(mechanism, late + timedelta(minutes=1))) == "2026-11-25"
    assert spending.next_day(mechanism, late) == late + timedelta(minutes=1)


TIGHT = {"day": "1000", "county": "4", "recipient": "1000", "sender": "1000"}


@pytest.mark.parametrize("sums", [TIGHT])
@pytest.mark.parametrize(
    ("kind", "about", "leaves"),
    [
        ("alert", "C1", True),
        ("alarm", "", True),
        ("notice", "U5", True),
        ("update", "S1", False),
        ("notice", "", False),
        ("digest", "", False),
        ("reminder", "M1", False),
        ("invitation", "M1", False),
    ],
)
def test_what_leaves_though_the_sum_is_used_up(
    work: UnitOfWork, clock: MovedClock, kind: Kind, about: str, leaves: bool
) -> None:
    for _ in range(5):
        writes(work, "clt_lead", "update", "before")
        sends(work, Accepted("id"))
    assert spent(work, Budget.COUNTY, "Kitui") == 4
    writes(work, "clt_lead", kind, about)
    assert (about in sends(work)) == leaves
    assert spent(work, Budget.COUNTY, "Kitui") == (Decimal("4.8") if leaves else 4)
    [held] = [
        row.held_by for row in work.session.scalars(select(Delivery).order_by(Delivery.id.desc()).limit(1))
    ]
    assert held == (None if leaves else "county")


@pytest.mark.parametrize("sums", [TIGHT])
def test_what_is_held_leaves_on_the_next_day_and_at_once_where_the_sum_is_raised(
    work: UnitOfWork, clock: MovedClock, core: Services
) -> None:
    for kind in (*("update",) * 5, "notice", "digest"):
        writes(work, "clt_lead", kind, f"{kind}s")
        sends(work, Accepted("id"))
    [waits] = spending_figures.waiting(work.session)
    assert waits == spending_figures.Waiting("Kitui", Budget.COUNTY, 1), "the digest stands behind the notice"
    clock.forward(timedelta(hours=13, minutes=55))
    again = core.work(work.session)
    assert sends(again) == [], "23:59 in Nairobi"
    clock.forward(timedelta(minutes=1))
    assert sends(core.work(work.session), Accepted("id")) == ["notices"]
    assert spending_figures.waiting(work.session) == []
    assert sends(core.work(work.session), Accepted("id")) == ["digests"], "it was never held itself"


@pytest.mark.parametrize("sums", [TIGHT])
def test_a_digest_that_is_held_does_not_leave_in_the_night(
    work: UnitOfWork, clock: MovedClock, core: Services
) -> None:
    for kind in (*("update",) * 5, "digest"):
        writes(work, "clt_lead", kind, f"{kind}s")
        sends(work, Accepted("id"))
    clock.forward(timedelta(hours=13, minutes=30))
    assert sends(core.work(work.session)) == []
    clock.forward(timedelta(hours=5))
    assert sends(core.work(work.session)) == [], "4:34"
    clock.forward(timedelta(hours=3))
    assert sends(core.work(work.session)) == ["digests"]


@pytest.mark.parametrize("sums", [{**TIGHT, "county": "5"}])
def test_people_are_told_once_that_most_of_a_sum_is_used_up(work: UnitOfWork) -> None:
    for _ in range(12):
        writes(work, "clt_lead", "alert", "C1")
        sends(work, Accepted("id"))
    told = [row for row in work.session.scalars(select(Delivery)) if row.kind == "alarm"]
    assert [row.text.partition(".")[0] for row in told] == ["SMS for Kitui today: KES 4 of 5 (80%)"]
    assert work.people.get(told[0].person_id or 0).name == "RLA Secretariat"


@pytest.mark.parametrize("sums", [{**TIGHT, "recipient": "3"}])
def test_people_are_told_once_of_all_recipients(work: UnitOfWork) -> None:
    for role in ("clt_lead", "county_lead", "deputy_county_lead"):
        for _ in range(3):
            writes(work, role, "answer", "S1")
            sends(work, Accepted("id"))
    told = [row.text for row in work.session.scalars(select(Delivery)) if row.kind == "alarm"]
    assert [text for text in told if "SMS to" in text] == [text for text in told if "Kitui CLT Lead" in text]
    assert len([text for text in told if "SMS to" in text]) == 1


def test_a_claim_asks_once(work: UnitOfWork) -> None:
    """However many messages leave: one statement counts, and none reads what was sent before."""
    for role in ("clt_lead", "county_lead", "deputy_county_lead", "clt_member", "rla"):
        writes(work, role, "update")
    statements: list[str] = []
    connection = work.session.connection()

    def see(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", see)
    claimed = claims.claim(work, "sms", 40).claimed
    event.remove(connection, "before_cursor_execute", see)
    assert len(claimed) == 5
    assert sum("spending" in statement for statement in statements) == 2, (
        "the second drops old rows, once a day"
    )
    writes(work, "usaid", "update")
    statements.clear()
    event.listen(connection, "before_cursor_execute", see)
    claims.claim(work, "sms", 40)
    event.remove(connection, "before_cursor_execute", see)
    assert sum("spending" in statement for statement in statements) == 1


def test_sums_of_single_addresses_are_kept_for_a_week(
    work: UnitOfWork, clock: MovedClock, core: Services
) -> None:
    writes(work, "clt_lead", "update")
    sends(work, Accepted("id"))
    clock.forward(timedelta(days=8))
    later = core.work(work.session)
    writes(later, "clt_lead", "update")
    sends(later, Accepted("id"))
    rows = [(row.budget, row.day.day) for row in work.session.scalars(select(Spending))]
    assert sorted(rows) == [
        ("county", 2), ("county", 24), ("day", 2), ("day", 24), ("recipient", 2),
    ]  # fmt: skip

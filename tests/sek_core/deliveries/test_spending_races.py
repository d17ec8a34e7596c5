"""Several workers spend the last shilling of a day at the same moment, on a real PostgreSQL."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.wiring import make_core
from config.mechanism import Configuration
from config.sending import Budgets
from sek_core.deliveries import claims, outcomes, spending
from sek_core.messages.channel import Accepted, Refused
from sek_core.messages.screens import Screen, Text
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery, Spending
from sek_core.store.states import Budget
from sek_core.work.unit_of_work import Services
from tests.sek_core.racing import ROUNDS, together

PRICE = 8 * spending.UNIT // 10
WORDS = Screen(Text("tap.stale"))


@pytest.fixture
def tight(core: Services, configuration: Configuration) -> Services:
    """A core whose day may cost ten messages, and has money for all else."""
    budgets = Budgets(day=Decimal(8), county=Decimal(1000), recipient=Decimal(1000), alarm_at=1)
    mechanism = configuration.mechanism.model_copy(update={"budgets": budgets})
    return make_core(replace(configuration, mechanism=mechanism), core.clock, suffix=str)


def write(database: Database, core: Services, most: int) -> None:
    with database.writing() as session:
        work = core.work(session)
        people = [each for each in work.people.everybody() if work.people.reachable_at(each)][:most]
        for person in people:
            work.outbox.tell(person, WORDS, "notice", "last")
        work.flush()


def test_the_last_shilling_is_spent_once(shared: Database, tight: Services) -> None:
    write(shared, tight, 9)
    left: list[int] = []

    def claim() -> None:
        with shared.writing() as session:
            work = tight.work(session)
            mine = claims.claim(work, "sms", 3).claimed
        left.extend(one.id for one in mine)

    for _ in range(ROUNDS):
        together(claim, claim, claim)
    assert len(left) == len(set(left)) == 9
    write(shared, tight, 9)
    with shared.writing() as session:
        session.query(Delivery).filter_by(status="sending").update({"status": "accepted"})
    for _ in range(ROUNDS):
        together(claim, claim, claim)
    assert len(left) == len(set(left))
    with shared.reading() as session:
        [day] = session.query(Spending).filter_by(budget="day").all()
        rows = session.query(Delivery).all()
    gone = [row for row in rows if row.status != "queued"]
    assert sorted(row.id for row in gone) == sorted(left)
    assert sum(row.kind == "notice" for row in gone) == 10, "one shilling was left, three workers wanted it"
    assert [row.kind for row in gone if row.kind != "notice"] == ["alarm"], "one of them told the secretariat"
    assert (day.spent, day.messages) == (sum(row.segments for row in gone) * PRICE, 11)
    assert [row.held_by for row in rows if row.held_by] == [Budget.DAY] * 8


def test_what_is_refused_is_given_back_while_others_spend(shared: Database, tight: Services) -> None:
    write(shared, tight, 9)

    def work_on() -> None:
        for _ in range(ROUNDS):
            with shared.writing() as session:
                work = tight.work(session)
                mine = claims.claim(work, "sms", 2).claimed
            with shared.writing() as session:
                work = tight.work(session)
                answers = [Refused("busy"), Accepted("id")]
                outcomes.record(work, {one.id: answers[n % 2] for n, one in enumerate(mine)})
                work.flush()

    together(work_on, work_on, work_on)
    with shared.reading() as session:
        [day] = session.query(Spending).filter_by(budget="day").all()
        accepted = session.query(Delivery).filter_by(status="accepted").count()
    assert (day.spent, day.messages) == (accepted * PRICE, accepted)

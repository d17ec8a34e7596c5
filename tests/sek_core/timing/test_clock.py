"""Times set before the clock went back by an hour: each counts as past, and none comes too early."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from sek_core.deliveries import claims, rate_limits, recovery
from sek_core.deliveries.rate_limits import Candidate
from sek_core.store import leases
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.timing.clock import SKEW
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.conftest import MovedClock

HOUR = timedelta(hours=1)
LENGTH = timedelta(seconds=6)


@pytest.fixture
def core(configuration: Configuration, clock: MovedClock) -> Services:
    return make_core(configuration, clock, CHANNELS)


@pytest.fixture
def work(core: Services, database: Database) -> Iterator[UnitOfWork]:
    """Yield a transaction; begin another `Work` in it after the clock has moved."""
    with database.writing() as session:
        yield core.work(session)


def a_delivery(work: UnitOfWork, status: str, due_in: timedelta) -> None:
    now = work.real_now
    work.rows.add(Delivery, {
        "person_id": None, "channel": "sms", "address": "+254300000001", "kind": "alert", "about": "",
        "step": None, "priority": 0, "content": '{"body": "Flood"}', "text": "Flood", "wire": None,
        "segments": 1, "status": status, "due_at": now + due_in, "created_at": now, "changed_at": now,
        "attempts": 0, "repeated": False, "error": None,
    })  # fmt: skip
    work.flush()


def test_a_lease_of_a_dead_process_is_free(work: UnitOfWork, clock: MovedClock) -> None:
    assert leases.take(work.session, "poll", "dead", clock.real(), LENGTH)
    clock.forward(-SKEW)
    assert not leases.take(work.session, "poll", "two", clock.real(), LENGTH), "clocks may differ by so much"
    clock.forward(-HOUR)
    assert leases.take(work.session, "poll", "two", clock.real(), LENGTH)


def test_a_queued_message_leaves(work: UnitOfWork, core: Services, clock: MovedClock) -> None:
    a_delivery(work, "queued", timedelta(0))
    clock.forward(-HOUR)
    assert len(claims.claim(core.work(work.session), "sms", 10).claimed) == 1


def test_a_message_waits_for_its_next_try_as_ever(
    work: UnitOfWork, core: Services, clock: MovedClock
) -> None:
    a_delivery(work, "queued", HOUR)
    clock.forward(timedelta(minutes=59))
    assert claims.claim(core.work(work.session), "sms", 10).claimed == []


@pytest.mark.parametrize("status", ["sending", "unknown"])
def test_one_that_hangs_waits_once_more(
    work: UnitOfWork, core: Services, clock: MovedClock, status: str
) -> None:
    a_delivery(work, status, timedelta(minutes=1))
    clock.forward(-HOUR)
    again = core.work(work.session)
    [delivery_id] = recovery.overdue(again)
    assert recovery.recover(again, delivery_id)
    assert recovery.overdue(again) == []
    query = select(Delivery.status, Delivery.due_at).where(Delivery.id == delivery_id)
    wait = again.configuration.mechanism.unknown_wait
    assert work.session.execute(query).one() == ("unknown", again.real_now + wait)


def test_a_limit_holds_up_nobody(work: UnitOfWork, core: Services, clock: MovedClock) -> None:
    assert list(rate_limits.pass_through(work, "telegram", [Candidate(1, "1")]).leaves_at) == [1]
    clock.forward(-HOUR)
    assert list(
        rate_limits.pass_through(core.work(work.session), "telegram", [Candidate(2, "1")]).leaves_at
    ) == [2]


def test_a_chat_is_held_for_as_long_as_it_said_but_not_for_ever(
    work: UnitOfWork, core: Services, clock: MovedClock
) -> None:
    rate_limits.hold(work, "telegram", "1", 240)
    clock.forward(timedelta(seconds=239))
    assert (
        list(rate_limits.pass_through(core.work(work.session), "telegram", [Candidate(1, "1")]).leaves_at)
        == []
    )
    rate_limits.hold(core.work(work.session), "telegram", "1", 3600)
    clock.forward(rate_limits.LONGEST_HOLD + timedelta(seconds=2))  # what an urgent message might borrow
    assert list(
        rate_limits.pass_through(core.work(work.session), "telegram", [Candidate(1, "1")]).leaves_at
    ) == [1]

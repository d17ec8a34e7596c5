"""The order of sending: what is urgent, answers, alerts, news, and what can wait for a dialogue."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from sek_core.deliveries import claims, outcomes, transitions
from sek_core.messages.channel import Accepted
from sek_core.messages.kinds import Priority
from sek_core.messages.screens import Screen, Text
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.states import DeliveryStatus
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER

WORDS = Screen(Text("tap.stale"))


@pytest.fixture
def core(configuration: Configuration, database: Database, clock: MovedClock) -> Services:
    core = make_core(configuration, clock, CHANNELS)
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
    return core


@pytest.fixture
def work(core: Services, database: Database) -> Iterator[UnitOfWork]:
    with database.writing() as session:
        yield core.work(session)


def claimed(work: UnitOfWork, lowest: Priority = Priority.ROUTINE) -> list[str]:
    """Claim what may leave now; return what it is about."""
    work.flush()
    ids = [one.id for one in claims.claim(work, "sms", 40, lowest).claimed]
    return [work.session.get_one(Delivery, each, populate_existing=True).about for each in ids]


def left(work: UnitOfWork) -> list[str]:
    """Let all messages leave one after the other; return what they were about, in order."""
    found: list[str] = []
    while now := claimed(work):
        found += now
        sending = work.session.query(Delivery.id).filter_by(status="sending")
        outcomes.record(work, {row.id: Accepted(None) for row in sending})
    return found


def test_one_order_within_an_address(work: UnitOfWork) -> None:
    [clt] = work.people.holders("clt_lead", "Kitui")
    person, address = clt[1], work.people.reachable_at(clt[1])[0]
    work.outbox.tell(person, WORDS, "reminder", "M1")
    work.outbox.tell(person, WORDS, "update", "S2")
    work.outbox.tell(person, WORDS, "alert", "S3")
    work.outbox.tell(person, WORDS, "alert", "S4")
    work.outbox.answer(address, WORDS, "en", "LIST")
    work.flush()
    transitions.make_urgent(work, "S4")
    assert left(work) == ["S4", "LIST", "S3", "S2", "M1"]


def test_the_answer_goes_before_the_urgent_alert_of_its_own_turn(work: UnitOfWork) -> None:
    [clt] = work.people.holders("clt_lead", "Kitui")
    person, address = clt[1], work.people.reachable_at(clt[1])[0]
    work.outbox.tell(person, WORDS, "alert", "S1", urgent=True)
    work.outbox.answer(address, WORDS, "en", "what I said")
    assert left(work) == ["what I said", "S1"]


def test_an_urgent_message_leaves_while_another_is_leaving(work: UnitOfWork) -> None:
    [clt] = work.people.holders("clt_lead", "Kitui")
    for ref in ("S1", "S2"):
        work.outbox.tell(clt[1], WORDS, "alert", ref)
    assert claimed(work) == ["S1"]
    for ref in ("S3", "S4"):
        work.outbox.tell(clt[1], WORDS, "alert", ref, urgent=True)
    assert claimed(work) == ["S3"]
    assert claimed(work, Priority.URGENT) == [], "two urgent ones arrive in order"
    work.session.query(Delivery).filter_by(about="S3").update({"status": DeliveryStatus.ACCEPTED})
    assert claimed(work, Priority.URGENT) == ["S4"]
    assert claimed(work) == []


def test_routine_waits_for_a_dialogue_but_nothing_else_does(work: UnitOfWork, clock: MovedClock) -> None:
    [clt] = work.people.holders("clt_lead", "Kitui")
    party, later = f"p{clt[1].id}", (work.now + timedelta(hours=1)).isoformat()
    work.outbox.tell(clt[1], WORDS, "invitation", "M1")
    work.conversations.ask(party, Question("rsvp", "M1", "en", later), work.now)
    assert left(work) == ["M1"], "the question itself"
    work.outbox.tell(clt[1], WORDS, "digest", "D")
    work.outbox.tell(clt[1], WORDS, "alert", "S1")
    work.flush()
    work.session.query(Delivery).filter_by(about="D").update({"created_at": work.now + timedelta(seconds=1)})
    assert left(work) == ["S1"]
    clock.forward(claims.DIALOGUE)
    assert left(work.core.work(work.session)) == ["D"]

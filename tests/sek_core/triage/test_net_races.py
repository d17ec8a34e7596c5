"""Concurrent actions on a text that was not understood, on a real PostgreSQL."""

from datetime import timedelta

from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import Kept, KeptReader
from sek_core.store.incidents import Incident
from sek_core.triage import net, protection
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import ROUNDS, arrive, drain, together

LEAD, DEPUTY, RLA, STRANGER = "+254300000001", "+254300000002", "+254300000009", "+254300000098"
OFFICER = "+254300000008"


def forward(core: Services, by: timedelta) -> None:
    assert isinstance(core.clock, MovedClock)
    core.clock.forward(by)


def readers(shared: Database, ref: str) -> int:
    with shared.reading() as session:
        return session.query(KeptReader).filter_by(kept_ref=ref).count()


def test_two_clocks_send_a_text_to_one_coordinator(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, (LEAD, "the wazungu bridge thing is bad again"))
        drain(shared, core, 1)
        forward(core, timedelta(minutes=5))

        def tick() -> None:
            with shared.writing() as session:
                work = core.work(session)
                for lane in net.due(work):
                    net.pass_on(work, lane)
                work.flush()

        together(tick, tick)
        assert readers(shared, f"U{number}") == 1
        forward(core, timedelta(days=2))


def test_two_coordinators_press_one_and_one_incident_begins(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, (STRANGER, "watoto juu ya paa Kyuso, maji yanapanda"))
        drain(shared, core, 1)
        ref = f"U{number}"
        assert readers(shared, ref) >= 2
        arrive(shared, core, (DEPUTY, f"{ref} 1"), (RLA, f"{ref} 1"))
        drain(shared, core, 2)
        with shared.reading() as session:
            assert session.query(Incident).count() == number
            assert session.get_one(Kept, ref).status == "made"
        forward(core, timedelta(hours=2))


def test_the_sender_says_no_while_the_clock_passes_it_on(shared: Database, core: Services) -> None:
    """It went to one coordinator or to none; it is settled in both cases."""
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, (LEAD, "the wazungu bridge thing is bad again"))
        drain(shared, core, 1)
        forward(core, timedelta(minutes=5))
        arrive(shared, core, (LEAD, "2"))

        def tick() -> None:
            with shared.writing() as session:
                work = core.work(session)
                for lane in net.due(work):
                    net.pass_on(work, lane)
                work.flush()

        together(tick, lambda: drain(shared, core, 1))
        with shared.reading() as session:
            assert session.get_one(Kept, f"U{number}").status == "settled"
        assert readers(shared, f"U{number}") <= 1
        forward(core, timedelta(days=2))


def test_two_clocks_ask_one_more_focal_person(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, (STRANGER, f"a girl of {number + 3} was raped at Kyuso"))
        drain(shared, core, 1)
        forward(core, timedelta(minutes=20))

        def tick() -> None:
            with shared.writing() as session:
                work = core.work(session)
                for ref in protection.due(work):
                    protection.ask_next(work, ref)
                work.flush()

        together(tick, tick)
        with shared.reading() as session:
            told = session.query(Delivery).filter_by(about=f"U{number}", kind="alert").count()
        assert told == readers(shared, f"U{number}")
        forward(core, timedelta(days=2))


def test_a_sender_passes_words_on_twice_while_a_coordinator_joins_them(
    shared: Database, core: Services
) -> None:
    """They go to one person, or to the incident: never to both, and never twice."""
    arrive(shared, core, (LEAD, "flood Kyuso severe"))
    drain(shared, core, 1)
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, (OFFICER, "MEETING 3 Dec 9am County HQ"))
        drain(shared, core, 1)
        ref = f"U{number}"
        arrive(shared, core, (OFFICER, "1"), (OFFICER, "1"), (RLA, f"ASSIGN {ref} S1"))
        drain(shared, core, 3)
        with shared.reading() as session:
            kept = session.get_one(Kept, ref)
            assert readers(shared, ref) == (1 if kept.status == "settled" else 0)
            assert kept.status in ("settled", "assigned")
        forward(core, timedelta(hours=2))

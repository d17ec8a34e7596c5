"""Concurrent answers and clocks about offers, on a real PostgreSQL."""

from datetime import timedelta

from sek_core.offers import asking
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History
from sek_core.store.offers import Offer
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import DEPUTY, USAID, arrive, drain, together, ward

LEAD = "+254300000001"

ROUNDS = 6


def forward(core: Services, by: timedelta) -> None:
    assert isinstance(core.clock, MovedClock)
    core.clock.forward(by)


def tick(shared: Database, core: Services) -> None:
    with shared.writing() as session:
        work = core.work(session)
        for offer_id in asking.due(work):
            asking.act(work, offer_id)
        work.flush()


def offered(shared: Database, core: Services, number: int) -> str:
    """Report a drought, offer 2 bowsers for it; return its reference."""
    ref = f"S{number}"
    arrive(shared, core, (DEPUTY, f"drought {ward(core, number)} severe"))
    drain(shared, core, 1)
    arrive(shared, core, (LEAD, f"OFFER {ref} 2 bowsers"))
    drain(shared, core, 1)
    arrive(shared, core, (LEAD, "1"))
    drain(shared, core, 1)
    forward(core, timedelta(days=3, hours=1))
    return ref


def test_two_offers_in_one_second_are_both_made(shared: Database, core: Services) -> None:
    """A second yes of one giver makes no second offer."""
    for number in range(1, ROUNDS + 1):
        ref = f"S{number}"
        arrive(shared, core, (DEPUTY, f"drought {ward(core, number)} severe"))
        drain(shared, core, 1)
        arrive(shared, core, (LEAD, f"OFFER {ref} 2 bowsers"), (USAID, f"OFFER {ref} 50 tents"))
        drain(shared, core, 2)
        arrive(shared, core, (LEAD, "1"), (USAID, "1"), (LEAD, "1"))
        drain(shared, core, 3)
        with shared.reading() as session:
            made = session.query(Offer).filter_by(incident_ref=ref).order_by(Offer.what)
            assert [offer.what for offer in made] == ["2 bowsers", "50 tents"]
            assert session.query(History).filter_by(about=ref, what="offered").count() == 2
            told = session.query(Delivery).filter_by(about=ref, kind="update", address=DEPUTY)
            assert sum(" offers " in row.text for row in told) == 2


def test_two_clocks_ask_the_giver_once(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        ref = offered(shared, core, number)
        together(lambda: tick(shared, core), lambda: tick(shared, core))
        with shared.reading() as session:
            asked = session.query(Delivery).filter_by(about=ref, kind="reminder").count()
        assert asked == 1
        arrive(shared, core, (LEAD, f"{ref} 3"))
        drain(shared, core, 1)


def test_delivered_twice_counts_once(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        ref = offered(shared, core, number)
        tick(shared, core)
        arrive(shared, core, (LEAD, f"{ref} 1"), (LEAD, f"{ref} 1"))
        drain(shared, core, 3)
        together(lambda: tick(shared, core), lambda: tick(shared, core))
        with shared.reading() as session:
            assert session.query(Offer).filter_by(incident_ref=ref).one().status == "delivered"
            assert session.query(History).filter_by(about=ref, what="offer_delivered").count() == 1
            to_reporter = session.query(Delivery).filter_by(about=ref, kind="reminder", address=DEPUTY)
            assert to_reporter.count() == 1
        arrive(shared, core, (DEPUTY, f"{ref} 1"))
        drain(shared, core, 1)


def test_the_giver_answers_while_the_clock_takes_silence_for_late(shared: Database, core: Services) -> None:
    """It is delivered at the end, whichever was first."""
    for number in range(1, ROUNDS + 1):
        ref = offered(shared, core, number)
        tick(shared, core)
        forward(core, timedelta(days=1, minutes=1))
        arrive(shared, core, (LEAD, f"{ref} 1"))
        together(lambda: tick(shared, core), lambda: drain(shared, core, 1))
        with shared.reading() as session:
            assert session.query(Offer).filter_by(incident_ref=ref).one().status == "delivered"
        tick(shared, core)
        arrive(shared, core, (DEPUTY, f"{ref} 1"))
        drain(shared, core, 1)

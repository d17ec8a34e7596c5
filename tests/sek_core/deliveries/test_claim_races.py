"""Several workers claim deliveries."""

from sek_core.deliveries import claims, outcomes
from sek_core.messages.channel import Accepted
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.work.unit_of_work import Services
from tests.sek_core.racing import arrive, drain, together


def test_a_delivery_is_claimed_by_one_worker(shared: Database, core: Services) -> None:
    arrive(shared, core, *[("+254300000002", "drought Mutomo severe")] * 10)
    drain(shared, core, 2)
    claimed: list[int] = []
    addresses: list[list[str]] = []

    def claim() -> None:
        for _ in range(30):
            with shared.writing() as session:
                mine = claims.claim(core.work(session), "sms", 3).claimed
            claimed.extend(one.id for one in mine)
            addresses.append([one.address for one in mine])
            with shared.writing() as session:
                work = core.work(session)
                outcomes.record(work, {one.id: Accepted(f"id-{one.id}") for one in mine})
                work.flush()

    together(claim, claim, claim)
    assert len(claimed) == len(set(claimed))
    with shared.reading() as session:
        total = session.query(Delivery).count()
        assert len(claimed) == total
        assert session.query(Delivery).filter_by(status="accepted", attempts=1).count() == total
    assert all(len(batch) == len(set(batch)) for batch in addresses)

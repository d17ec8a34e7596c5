"""Several workers claim what waits for one address: it is bundled once, on a real PostgreSQL."""

from datetime import timedelta

from sek_core.deliveries import claims, outcomes
from sek_core.messages.channel import Accepted
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import arrive, drain, together, ward


def test_alerts_are_bundled_by_one_worker(shared: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    texts = [f"flood {ward(core, number)} moderate" for number in range(9)]
    arrive(shared, core, *[("+254300000002", text) for text in texts])
    drain(shared, core, 2)
    claimed: list[int] = []

    def claim() -> None:
        for _ in range(12):
            with shared.writing() as session:
                mine = claims.claim(core.work(session), "sms", 40).claimed
            claimed.extend(one.id for one in mine)
            with shared.writing() as session:
                work = core.work(session)
                outcomes.record(work, {one.id: Accepted(f"id-{one.id}") for one in mine})
                work.flush()

    together(claim, claim, claim)
    core.clock.forward(timedelta(minutes=5))
    together(claim, claim, claim)
    assert len(claimed) == len(set(claimed))
    with shared.reading() as session:
        alerts = session.query(Delivery).filter_by(kind="alert").all()
    bundled = [each for each in alerts if each.status == "bundled"]
    bundles = [each for each in alerts if not each.about]
    people = {each.person_id for each in bundled}
    assert people and sorted(each.person_id or 0 for each in bundles) == sorted(each or 0 for each in people)
    assert all(each.status in ("accepted", "bundled") for each in alerts)
    assert {each.bundle_id for each in bundled} == {each.id for each in bundles}

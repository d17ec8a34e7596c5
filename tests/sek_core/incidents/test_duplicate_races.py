"""Two reporters of the same event at the same moment, on a real PostgreSQL."""

import pytest
from sqlalchemy import select

from bot import turns
from sek_core.response import incomplete_reports
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import LIVE, Incident, ReportRow
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import arrive, drain, together, workers

LEAD, DEPUTY = "+254300000001", "+254300000002"
RLA_ID = 9
PLACES = ("Kyuso", "Mutomo", "Tseikuru", "Ngomeni", "Nguni", "Migwani", "Kanziko", "Mutha", "Athi", "Zombe")


@pytest.fixture(autouse=True)
def _each_worker_takes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "BATCH", 1)


@pytest.mark.parametrize("place", PLACES)
def test_two_reporters_in_the_same_second_meet(shared: Database, core: Services, place: str) -> None:
    arrive(shared, core, (LEAD, f"flood at {place} severe"), (DEPUTY, f"flood at {place} severe"))
    drain(shared, core, 2)
    with shared.reading() as session:
        first, second = session.scalars(select(Incident).order_by(Incident.reported_at, Incident.ref))
        assert (first.status, first.same_as) == ("open", None)
        assert (second.status, second.same_as) == ("held", first.ref)
        reported = select(InboxRow.sender).join(ReportRow, ReportRow.inbox_id == InboxRow.id)
        asked = session.scalars(reported.where(ReportRow.incident_ref == second.ref)).one()
    arrive(shared, core, (asked, "same"))
    drain(shared, core, 1)
    with shared.reading() as session:
        live = select(Incident.ref).where(Incident.status.in_(LIVE))
        assert session.scalars(live).all() == [first.ref]
        assert session.scalars(select(ReportRow.incident_ref)).all() == [first.ref] * 2


@pytest.mark.parametrize("place", PLACES)
def test_same_at_the_end_of_its_hold(shared: Database, core: Services, place: str) -> None:
    """Merged before any alert, or sent out and then merged: one is left, and all know of it."""
    arrive(shared, core, (LEAD, f"flood at {place} severe"))
    drain(shared, core, 1)
    arrive(shared, core, (DEPUTY, f"flood at {place} severe"))
    drain(shared, core, 1)
    assert isinstance(core.clock, MovedClock)
    core.clock.forward(core.configuration.mechanism.report_hold)

    def tick() -> None:
        with shared.writing() as session:
            work = core.work(session)
            for ref in incomplete_reports.held_too_long(work):
                incomplete_reports.end_hold(work, ref)
            work.flush()

    arrive(shared, core, (DEPUTY, "same"))
    together(tick, tick, lambda: workers(shared, core, 1)[0].run_batch())
    drain(shared, core, 1)
    with shared.reading() as session:
        first, second = session.scalars(select(Incident).order_by(Incident.reported_at, Incident.ref))
        assert (first.status, second.status, second.same_as) == ("open", "cancelled", first.ref)
        told = select(Delivery.kind, Delivery.about).where(Delivery.person_id == RLA_ID)
        heard = session.execute(told.order_by(Delivery.id)).all()
    assert heard in (
        [("alert", first.ref)],
        [("alert", first.ref), ("alert", second.ref), ("update", first.ref)],
    )

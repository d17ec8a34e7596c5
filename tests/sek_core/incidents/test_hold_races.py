"""The end of a hold, while its reporter answers."""

from sek_core.response import incomplete_reports
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History, Incident
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import ROUNDS, arrive, drain, together, ward, workers


def test_the_end_of_a_hold_is_reached_once(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, ("+254300000001", f"drought {ward(core, number)}"))
        drain(shared, core, 1)
        assert isinstance(core.clock, MovedClock)
        core.clock.forward(core.configuration.mechanism.report_hold)

        def tick() -> list[str]:
            with shared.writing() as session:
                work = core.work(session)
                opened = [
                    ref
                    for ref in incomplete_reports.held_too_long(work)
                    if incomplete_reports.end_hold(work, ref)
                ]
                work.flush()
                return opened

        arrive(shared, core, ("+254300000001", "3"))
        together(tick, tick, lambda: workers(shared, core, 1)[0].run_batch())
        drain(shared, core, 1)
        with shared.reading() as session:
            opened = session.query(History).filter_by(about=f"S{number}", what="opened").count()
            alerts = session.query(Delivery).filter_by(about=f"S{number}", kind="alert").count()
            incident = session.get(Incident, f"S{number}")
            assert incident is not None
            assert (incident.status, incident.severity) == ("open", "severe")
        assert opened == 1
        assert alerts == 4  # CLT lead, USAID, RLA, deputy
        core.clock.forward(core.configuration.mechanism.report_hold)

"""Two clocks ask a person once."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from scheduler import asking
from sek_core.asking.dispatch import Due
from sek_core.store.asking import Asked
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import CLT_LEAD, DEPUTY, arrive, drain, together, ward

CLOCKS = 4


def asks(database: Database, core: Services, who: Due) -> Callable[[], bool]:
    """Return one clock's try to ask."""

    def once() -> bool:
        with database.writing() as session:
            work = core.work(session)
            done = asking.ask(work, who)
            work.flush()
            return done

    return once


def test_of_several_clocks_one_asks(shared: Database, core: Services) -> None:
    arrive(shared, core, (DEPUTY, f"drought {ward(core, 1)} extreme, we need food"))
    drain(shared, core, 1)
    arrive(shared, core, (CLT_LEAD, "ok s1"))
    drain(shared, core, 1)
    clock = cast(MovedClock, core.clock)
    for day in range(1, 6):
        clock.forward(timedelta(days=1))
        with shared.reading() as session:
            found = asking.due(core.work(session))
        assert len(found) == 1
        done = together(*[asks(shared, core, found[0])] * CLOCKS)
        assert sorted(map(bool, done)) == [False] * (CLOCKS - 1) + [True]
        with shared.reading() as session:
            assert session.query(Asked).count() == day
            assert session.query(Delivery).filter_by(kind="nudge", about="S1").count() == day
            incident = session.get(Incident, "S1")
            assert incident is not None and incident.watch_at is not None
            assert incident.watch_at > clock.now()

"""Log lines of what happens to incidents, without anybody's words."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot import happenings
from config.mechanism import Configuration
from sek_core.store.database import Database
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER
from tests.scenarios.world import World


@pytest.fixture
def world(configuration: Configuration, sqlite_url: str, clock: MovedClock) -> Iterator[World]:
    database = Database(sqlite_url)
    database.committed = happenings.tell
    world = World(configuration, database, clock)
    world.enrols(ROSTER)
    yield world
    world.close()
    database.close()


def test_an_operator_sees_an_alert_go_its_way(world: World) -> None:
    with capture_logs() as logs:
        world["Patrick Mburu"].texts("flood Kyuso severe, my house is gone")
        for _ in range(4):
            world.passes("30m")
        world["Kitui CLT Lead"].texts("ok s1")
        world["Kitui CLT Lead"].texts("close s1 tents came")
    told = [each["event"] for each in logs if each.get("about") == "S1"]
    assert told[0] == "alert_sent"
    assert {"next_step_asked", "nobody_took_it", "taken", "closed"} <= set(told)
    assert told.index("nobody_took_it") < told.index("taken") < told.index("closed")
    assert {each["log_level"] for each in logs if each.get("about") == "S1"} == {"info"}
    for word in ("Kyuso", "house", "tents", "Patrick", "Lead", "+254"):
        assert word not in str(logs)


def test_what_was_rolled_back_is_not_logged(world: World) -> None:
    def record_and_fail(session: Session) -> None:
        world.program.core.work(session).audit_log.add("S9", next(iter(happenings.LINES)))
        raise ZeroDivisionError

    with capture_logs() as logs:
        with pytest.raises(ZeroDivisionError):
            world.program.threads._writing(record_and_fail)
        assert logs == []

"""Progress of an alarm, as a table; of two clocks that see it, one tells."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from sek_core.monitoring import alarms
from sek_core.monitoring.alarms import AlarmStep
from sek_core.monitoring.checks import HealthProblem
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.watch import Alarm
from tests.conftest import MovedClock, empty_database
from tests.scenarios.conftest import ROSTER
from tests.sek_core.racing import together

NOW = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
LATE = HealthProblem("inbox_late", NOW, 90.0)


def ago(**parts: float) -> datetime:
    return NOW - timedelta(**parts)


@pytest.mark.parametrize(
    ("wrong", "seen", "told", "gone", "what"),
    [
        (True, None, None, None, "seen"),
        (True, ago(seconds=59), None, None, None),
        (True, ago(seconds=60), None, None, "began"),
        (False, ago(seconds=59), None, None, "forgotten"),
        (True, ago(hours=4), ago(minutes=239), None, None),
        (True, ago(hours=5), ago(hours=4), None, "lasts"),
        (False, ago(hours=4), ago(hours=3), None, "left"),
        (False, ago(hours=4), ago(hours=3), ago(seconds=59), None),
        (False, ago(hours=4), ago(hours=3), ago(seconds=60), "over"),
        (True, ago(hours=4), ago(hours=3), ago(seconds=59), "back"),
        (True, ago(hours=4), ago(hours=3), ago(hours=2), "back"),  # no clock ran in between
        (False, None, None, None, None),
    ],
)
def test_what_comes_next(
    configuration: Configuration,
    wrong: bool,
    seen: datetime | None,
    told: datetime | None,
    gone: datetime | None,
    what: alarms.What | None,
) -> None:
    standing = {}
    if seen:
        alarm = Alarm(name="inbox_late", since=ago(hours=9), detail="", seen_at=seen)
        alarm.told_at, alarm.gone_at = told, gone
        standing = {"inbox_late": alarm}
    found = alarms.steps([LATE] if wrong else [], standing, NOW, configuration.mechanism.watch)
    since = ago(hours=9) if seen else NOW  # when it began stays when it began
    expected = [AlarmStep(what, "inbox_late", since, "", told, gone)] if what else []
    assert found == expected


def test_of_two_clocks_one_tells(migrated_postgres: Database, configuration: Configuration) -> None:
    database, clock = migrated_postgres, MovedClock(NOW)
    core = make_core(configuration, clock)  # type: ignore[arg-type]  # a clock that the test moves
    limits = configuration.mechanism.watch

    def look(health_problems: list[HealthProblem]) -> list[str]:
        with database.writing() as session:
            work = core.work(session)
            due = alarms.steps(health_problems, alarms.standing(session), clock.real(), limits)
        with database.writing() as session:
            work = core.work(session)
            done = alarms.apply_steps_and_notify(work, due, health_problems)
            work.flush()
        return [step.what for step in done]

    def told() -> int:
        with database.reading() as session:
            return session.query(Delivery).filter_by(kind="alarm").count()

    for _ in range(8):
        empty_database(database)
        with database.writing() as session:
            csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
        look([LATE])
        clock.forward(limits.grace)
        together(*[lambda: look([LATE])] * 3)
        assert told() == 1
        clock.forward(limits.repeat)
        together(*[lambda: look([LATE])] * 3)
        assert told() == 2
        look([])
        clock.forward(limits.grace)
        together(*[lambda: look([])] * 3)
        assert told() == 3
        assert look([]) == []

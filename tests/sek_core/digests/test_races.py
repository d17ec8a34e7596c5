"""Two clocks at the hour of a digest."""

from datetime import timedelta
from typing import cast

from bot.channels import CHANNELS
from sek_core.digests import schedule
from sek_core.response import departures
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER
from tests.sek_core.racing import CLT_LEAD, taken, together


def test_two_clocks_tell_a_digest_once_and_open_what_was_left_once(shared: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    for number in range(1, 4):
        taken(shared, core, number)
    with shared.writing() as session:
        assert schedule.due(core.work(session)) == []  # a new database: this Monday is done
        lines = "".join(line for line in ROSTER.splitlines(True) if CLT_LEAD not in line)
        csv_file.import_lines(session, csv_file.read(lines, "roster.csv", core.configuration, CHANNELS))
    core.clock.forward(timedelta(days=6))

    def tick() -> list[str]:
        done: list[str] = []
        for due, do in ((schedule.due, schedule.tell), (departures.due, departures.open_one)):
            with shared.writing() as session:
                names = due(core.work(session))
            for name in names:
                with shared.writing() as session:
                    work = core.work(session)
                    done += [name] if do(work, name) else []
                    work.flush()
        return done

    results = cast(list[list[str]], together(tick, tick, tick))
    assert sorted(name for done in results for name in done) == ["S1", "S2", "S3", "morning", "weekly"]
    with shared.reading() as session:
        told = [(row.person_id, row.text) for row in session.query(Delivery).filter_by(kind="digest")]
    assert len(told) == len(set(told))
    assert any("vacant" in text.lower() for _, text in told)

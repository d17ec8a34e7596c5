"""Two clocks at the hour of a digest."""

from datetime import timedelta
from typing import cast

from bot.channels import CHANNELS
from scheduler.jobs import JOBS
from sek_core.digests import schedule
from sek_core.response import duties
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Recipient
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER
from tests.sek_core.racing import CLT_LEAD, DEPUTY, arrive, drain, taken, together, ward

LEAD = "+254300000001"

ROUNDS = 5


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
        for job in JOBS:
            if job.name not in ("digest", "leave"):
                continue
            with shared.writing() as session:
                names = job.due(core.work(session))
            for name in names:
                with shared.reading() as session:
                    found = (job.read(core.work(session), name),) if job.read else ()
                with shared.writing() as session:
                    work = core.work(session)
                    done += [name] if job.do(work, name, *found) else []
                    work.flush()
        return done

    results = cast(list[list[str]], together(tick, tick, tick))
    assert sorted(name for done in results for name in done) == ["S1", "S2", "S3", "morning", "weekly"]
    with shared.reading() as session:
        told = [(row.person_id, row.text) for row in session.query(Delivery).filter_by(kind="digest")]
    assert len(told) == len(set(told))
    assert any("vacant" in text.lower() for _, text in told)


def test_news_in_the_second_of_the_digest_stands_in_it_or_in_the_next(
    shared: Database, core: Services
) -> None:
    def tick() -> None:
        with shared.writing() as session:
            names = schedule.due(core.work(session))
        for name in names:
            with shared.reading() as session:
                found = schedule.read(core.work(session), name)
            with shared.writing() as session:
                work = core.work(session)
                schedule.tell(work, name, found)
                work.flush()

    tick()
    arrive(shared, core, (LEAD, "QUIET minor"))
    drain(shared, core, 1)
    clock = cast(MovedClock, core.clock)
    clock.forward(timedelta(hours=21, minutes=26))  # 7:30
    tick()
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, (DEPUTY, f"flood {ward(core, number)} minor"))
        drain(shared, core, 1)
        clock.forward(timedelta(days=1))
        arrive(shared, core, (DEPUTY, f"ADD S{number} they need water"))
        together(lambda: drain(shared, core, 1), tick, tick)
        with shared.reading() as session:
            digests = session.query(Delivery).filter_by(kind="digest", address=LEAD).all()
            told_lines = [line for digest in digests for line in digest.text.splitlines()]
            lines = [line for line in told_lines if line.startswith(f"S{number} flood")]
            told = session.query(Recipient).filter_by(incident_ref=f"S{number}")
            waits = [row.person_id for row in told if row.waits_for]
        assert len(lines) == 1
        assert ("water" in lines[0]) != bool(waits)


def test_two_clocks_remind_of_a_duty_once(shared: Database, core: Services) -> None:
    arrive(shared, core, (CLT_LEAD, "DUTY Kitui CLT Member 26 Nov to 30 Nov"))
    drain(shared, core, 1)
    cast(MovedClock, core.clock).forward(timedelta(days=1, hours=7))  # Wednesday, 17:04

    def tick() -> list[bool]:
        with shared.writing() as session:
            found = duties.due(core.work(session))
        done: list[bool] = []
        for each in found:
            with shared.writing() as session:
                work = core.work(session)
                done.append(duties.remind(work, each))
                work.flush()
        return done

    results = cast(list[list[bool]], together(tick, tick, tick))
    assert [done for each in results for done in each].count(True) == 1

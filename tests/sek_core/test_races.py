"""What two could do at the same time, on a real PostgreSQL, with real threads."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.sms import receive
from bot.turns import Turns
from bot.wiring import make_core
from config.mechanism import Configuration
from handlers.grammar import Grammar
from sek_core import claims, deliveries, holding, inbox, roster
from sek_core.sending import Accepted
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import History, Incident
from sek_core.store.people import Person
from sek_core.work import Core
from tests.conftest import MovedClock, empty_database
from tests.scenarios.conftest import ROSTER

WARDS = (
    *("Ngomeni", "Kyuso", "Mumoni", "Tseikuru", "Nguutani", "Migwani"),
    *("Nguni", "Mutonguni", "Mutomo", "Mutha", "Ikutha", "Kanziko"),
)
"""A round at each: what happens at one place is the same event."""


@pytest.fixture
def shared(migrated_postgres: Database) -> Database:
    empty_database(migrated_postgres)
    return migrated_postgres


@pytest.fixture
def core(configuration: Configuration, shared: Database) -> Core:
    with shared.writing() as session:
        roster.import_lines(session, roster.read(ROSTER, "roster.csv", configuration))
    return make_core(configuration, MovedClock(datetime(2026, 11, 24, 7, 4, tzinfo=UTC)))


def together(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs at the same moment; returns their results, raises what they raise."""
    start = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)
    errors: list[BaseException] = []

    def run(index: int, job: Callable[[], object]) -> None:
        start.wait()
        try:
            results[index] = job()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def workers(database: Database, core: Core, count: int) -> list[Turns]:
    return [Turns(database, core, Grammar(core.configuration, core.reader)) for _ in range(count)]


def arrive(database: Database, core: Core, *texts: tuple[str, str]) -> None:
    with database.writing() as session:
        count = session.query(InboxRow).count()
        rows = [
            receive.sms({"id": f"t{count + i}", "from": sender, "text": text}, core.clock)
            for i, (sender, text) in enumerate(texts)
        ]
        inbox.store(session, rows)


def drain(database: Database, core: Core, count: int = 3) -> None:
    def work(turns: Turns) -> Callable[[], None]:
        def run() -> None:
            idle = 0
            while idle < 3:
                idle = idle + 1 if turns.run_batch() == 0 else 0

        return run

    together(*(work(turns) for turns in workers(database, core, count)))


def test_two_take_it_in_the_same_second(shared: Database, core: Core) -> None:
    for number, ward in enumerate(WARDS, start=1):
        arrive(shared, core, ("+254300000002", f"drought {ward} severe"))
        drain(shared, core, 1)
        arrive(shared, core, ("+254300000004", f"ok s{number}"), ("+254300000008", f"ok s{number}"))
        drain(shared, core, 2)
        with shared.reading() as session:
            answers = [
                row.text
                for row in session.query(Delivery).filter_by(about=f"S{number}", kind="answer")
                if "took" in row.text or "was taken" in row.text
            ]
            taken = session.query(History).filter_by(about=f"S{number}", what="taken").count()
        assert taken == 1
        assert sorted("You took" in answer for answer in answers) == [False, True]


def test_every_text_is_handled_once_and_in_the_order_of_its_sender(shared: Database, core: Core) -> None:
    senders = [f"+25430000000{digit}" for digit in (1, 2, 3)]
    texts = [
        (sender, f"flood Kyuso severe {number} households") for number in range(1, 21) for sender in senders
    ]
    arrive(shared, core, *texts)
    drain(shared, core, 4)
    with shared.reading() as session:
        assert session.query(InboxRow).filter_by(status="done").count() == len(texts)
        assert session.query(Incident).count() == len(texts)
        for reporter_id in (1, 2, 3):
            mine = session.query(Incident).filter_by(reporter_id=reporter_id).all()
            in_order = sorted(mine, key=lambda incident: int(incident.ref[1:]))
            assert [incident.affected["households"] for incident in in_order] == list(range(1, 21))


def test_a_delivery_is_claimed_by_one_worker(shared: Database, core: Core) -> None:
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
                deliveries.record(work, {one.id: Accepted(f"id-{one.id}") for one in mine})
                work.flush()

    together(claim, claim, claim)
    assert len(claimed) == len(set(claimed))
    with shared.reading() as session:
        total = session.query(Delivery).count()
        assert len(claimed) == total
        assert session.query(Delivery).filter_by(status="accepted", attempts=1).count() == total
    assert all(len(batch) == len(set(batch)) for batch in addresses)


def test_the_end_of_a_hold_is_reached_once(shared: Database, core: Core) -> None:
    for number, ward in enumerate(WARDS, start=1):
        arrive(shared, core, ("+254300000001", f"drought {ward}"))
        drain(shared, core, 1)
        assert isinstance(core.clock, MovedClock)
        core.clock.forward(core.configuration.mechanism.report_hold)

        def tick() -> list[str]:
            with shared.writing() as session:
                work = core.work(session)
                opened = [ref for ref in holding.held_too_long(work) if holding.end_hold(work, ref)]
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


def test_strangers_that_come_at_once_are_one_address_each(shared: Database, core: Core) -> None:
    arrive(shared, core, *[(f"+25430000009{i % 3}", f"hello {i}") for i in range(12)])
    drain(shared, core, 4)
    with shared.reading() as session:
        assert session.query(InboxRow).filter_by(status="done").count() == 12
        assert session.query(InboxRow).filter_by(status="failed").count() == 0


def test_two_vouch_for_one_text_in_the_same_second(shared: Database, core: Core) -> None:
    """One wins. The other hears who did it, and nobody is put on the roster for nothing."""
    for number in range(1, 13):
        stranger = f"+2543000008{number:02}"
        arrive(shared, core, (stranger, "flood Kibwezi severe"))
        drain(shared, core, 1)
        arrive(
            shared,
            core,
            ("+254300000009", f"VOUCH U{number} Jane {chr(96 + number)}, county PoC Makueni"),
            ("+254300000003", f"VOUCH U{number} John {chr(96 + number)}, county PoC Makueni"),
        )
        drain(shared, core, 2)
        with shared.reading() as session:
            assert session.query(InboxRow).filter(InboxRow.status != "done").count() == 0
            assert session.query(Incident).count() == number
            answers = session.query(Delivery).filter_by(about=f"U{number}", kind="answer").all()
            won = [row for row in answers if "is handled as theirs" in row.text or "sasa ni" in row.text]
            lost = [row for row in answers if f"U{number}: " in row.text]
            assert (len(won), len(lost)) == (1, 1)
            vouched = session.query(History).filter_by(about=f"U{number}", what="vouched").count()
            added = session.query(Person).filter(Person.name.like(f"% {chr(96 + number)}")).count()
        assert (vouched, added) == (1, 1)

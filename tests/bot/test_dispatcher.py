"""Sending of deliveries: slots, leases, and the effects of a slow gateway."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import dispatcher as module
from bot.channels import CHANNELS
from bot.dispatcher import Dispatcher
from bot.signals import Signals
from bot.sms import receive
from bot.threads import Threads
from bot.turns import Turns
from bot.wiring import make_core
from config.mechanism import Configuration
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from scheduler import reminders
from sek_core.inbox import queue
from sek_core.meetings import convening
from sek_core.messages.channel import Accepted, Outcome, Wire
from sek_core.messages.screens import Screen, Text
from sek_core.reminders import dispatch
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER


class SlowGateway:
    """A gateway that answers when the test tells it to."""

    def __init__(self) -> None:
        self.asked: list[Sequence[str]] = []
        self.answers = asyncio.Event()

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        self.asked.append(addresses)
        await self.answers.wait()
        return {address: Accepted(f"id-{address}") for address in addresses}

    bulk = 20

    async def close(self) -> None:
        self.answers.set()


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def core(configuration: Configuration, database: Database) -> Services:
    core = make_core(configuration, MovedClock())
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
        form = {"id": "1", "from": "+254300000002", "text": "drought Mutomo severe"}
        queue.store(session, [receive.sms(form, core.clock)])
    Turns(database, core, Grammar(configuration, core.reader, REGISTRY.verbs)).run_batch()
    return core


def statuses(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(row.status for row in session.query(Delivery))


async def test_what_finds_no_free_slot_in_time_goes_back_into_the_queue(
    core: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IN_FLIGHT", 1)
    monkeypatch.setattr(module, "RESERVED", 0)
    mechanism = core.configuration.mechanism.model_copy(update={"send_lease": timedelta(seconds=0.2)})
    monkeypatch.setitem(core.configuration.__dict__, "mechanism", mechanism)
    threads, gateway = Threads(database), SlowGateway()
    dispatcher = Dispatcher(threads, core, Signals(), {"sms": gateway})
    claimed = await dispatcher.send_due()
    assert claimed == 5  # three to act in one request, one informed, one receipt
    await asyncio.sleep(0.3)
    gateway.answers.set()
    await dispatcher.finish()
    assert len(gateway.asked) == 1
    assert statuses(database) == ["accepted"] * len(gateway.asked[0]) + ["queued"] * (
        5 - len(gateway.asked[0])
    )
    threads.close()


async def test_outcomes_that_cannot_be_written_are_kept_for_the_next_round(
    core: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, gateway = Threads(database), SlowGateway()
    gateway.answers.set()
    dispatcher = Dispatcher(threads, core, Signals(), {"sms": gateway})
    assert await dispatcher.send_due() == 5
    while dispatcher._sending:
        await asyncio.wait(dispatcher._sending)

    async def broken(_work: object) -> None:
        raise OperationalError("COMMIT", None, Exception("disk I/O error"))

    with monkeypatch.context() as patched:
        patched.setattr(threads, "write", broken)
        with pytest.raises(OperationalError):
            await dispatcher.send_due()
    assert statuses(database) == ["sending"] * 5
    await dispatcher.send_due()
    assert statuses(database) == ["accepted"] * 5
    threads.close()


async def test_an_outcome_that_the_database_refuses_costs_no_other(
    core: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, gateway = Threads(database), SlowGateway()
    gateway.answers.set()
    dispatcher = Dispatcher(threads, core, Signals(), {"sms": gateway})
    assert await dispatcher.send_due() == 5
    while dispatcher._sending:
        await asyncio.wait(dispatcher._sending)
    record = module.delivery_outcomes.record

    def refuses_the_first(work: UnitOfWork, outcomes: Mapping[int, Outcome]) -> None:
        if 1 in outcomes:
            raise ValueError("no column takes this")
        record(work, outcomes)

    monkeypatch.setattr(module.delivery_outcomes, "record", refuses_the_first)
    await dispatcher.send_due()
    assert statuses(database) == ["accepted"] * 4 + ["sending"]
    threads.close()


class WatchedGateway:
    """A gateway that answers after a moment. In the middle of request number `when`, it calls back; it then
    counts the messages that arrive before the first with other words.
    """

    def __init__(self, bulk: int, when: int, happens: Callable[[], Awaitable[None]]) -> None:
        self.bulk, self.when, self.happens = bulk, when, happens
        self.requests = 0
        self.between = 0
        self.happened = self.done = False

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        self.requests += 1
        self.done = self.done or "M1" not in text
        if self.happened and not self.done:
            self.between += len(addresses)
        if self.requests == self.when:
            await self.happens()
            self.happened = True
        await asyncio.sleep(0.005)
        return {address: Accepted(f"id-{address}") for address in addresses}

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""


@pytest.mark.parametrize("when", [1, 2, 7, 12, 20])
@pytest.mark.parametrize("bulk", [20, 1])  # the same words to many, or to each their own
async def test_an_alert_overtakes_a_long_row_of_invitations(
    configuration: Configuration, database: Database, bulk: int, when: int
) -> None:
    core = make_core(configuration, MovedClock())
    guests = [f"Guest {n},Partner,ip_focal,Kitui,+25430{n:07},{'sw' if n % 3 else 'en'}" for n in range(600)]
    rla = "RLA Secretariat,RLA,rla,,+254300009999,en"
    csv = "\n".join(["name,organisation,role,county,phone,language", rla, *guests])
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(csv, "roster.csv", configuration, CHANNELS))
        work = core.work(session)
        convening.convene(work, ["Kitui"], core.clock.now() + timedelta(days=3), "County HQ")
        work.flush()
        [invitation] = dispatch.due(work)
        assert reminders.tell(work, invitation)
        work.flush()
    threads, signals = Threads(database), Signals()

    def alert(session: Session) -> None:
        work = core.work(session)
        [person] = work.people.anywhere("rla")
        work.outbox.tell(person, Screen(Text("tap.stale")), "alert")
        work.flush()

    async def happens() -> None:
        await threads.write(alert)
        signals.outbox.fire()

    gateway = WatchedGateway(bulk, when, happens)
    dispatcher = Dispatcher(threads, core, signals, {"sms": gateway})
    running = asyncio.create_task(dispatcher.run())
    async with asyncio.timeout(20):
        while not gateway.done:
            await asyncio.sleep(0.005)
    dispatcher.stop()
    await running
    threads.close()
    assert gateway.between < 50


async def test_nothing_under_way_holds_up_an_urgent_message(
    configuration: Configuration, database: Database
) -> None:
    """All requests hang, one of them to the very number; the urgent message leaves all the same."""
    core, gateway = make_core(configuration, MovedClock()), SlowGateway()
    gateway.bulk = 1

    def queue_many(session: Session) -> None:
        work = core.work(session)
        for number in range(60):
            screen = Screen(Text("name", {"name": f"alert {number}"}))
            work.outbox.post("sms", f"+2543000000{number:02}", screen, "alert")
        work.flush()

    def queue_urgent(session: Session) -> None:
        work = core.work(session)
        work.outbox.post("sms", "+254300000000", Screen(Text("tap.stale")), "alert", urgent=True)
        work.flush()

    threads = Threads(database)
    dispatcher = Dispatcher(threads, core, Signals(), {"sms": gateway})
    await threads.write(queue_many)
    assert await dispatcher.send_due() == module.CLAIM
    await asyncio.sleep(0)
    assert len(gateway.asked) == module.IN_FLIGHT
    assert await dispatcher.send_due() == 0
    await threads.write(queue_urgent)
    assert await dispatcher.send_due() == 1
    await asyncio.sleep(0)
    assert gateway.asked[module.IN_FLIGHT :] == [["+254300000000"]]
    gateway.answers.set()
    await dispatcher.finish()
    threads.close()

"""The machine's clock jumps by an hour: nothing is sent twice, and nothing waits for the hour to pass."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from bot.channels import CHANNELS
from bot.server import EVERYTHING, ServedParts
from bot.sms import receive
from bot.sms.fake import SimulatedGateway
from bot.wiring import Program
from config.mechanism import Configuration
from config.settings import Settings
from sek_core.messages.channel import NoAnswer, Refused
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.timing.clock import SystemClock
from tests.host.station import CLT, LEAD, ROSTER

JUMPS = pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)], ids=["forward", "back"])
WATCH_SECONDS = 1.5
"""What an installation does every five: nothing else waits for it."""

SOON = WATCH_SECONDS + 5
NOW = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)


class Town:
    """All parts in one process, as in `sek run`; the test sets the clock of the machine."""

    def __init__(self, program: Program, gateway: SimulatedGateway, travel: time_machine.Traveller) -> None:
        self._program = program
        self._gateway = gateway
        self._travel = travel
        self._numbers = iter(range(1, 99))

    def jumps(self, by: timedelta) -> None:
        self._travel.move_to(datetime.now(UTC) + by, tick=True)

    async def texts(self, words: str) -> None:
        form = {"id": f"in-{next(self._numbers)}", "from": LEAD, "text": words}
        await self._program.intake.put(receive.sms(form, self._program.clock))

    def refuses(self, outcome: Refused | NoAnswer | None) -> None:
        self._gateway.mode = outcome

    def read_by(self, number: str) -> list[str]:
        return [sent.text for sent in self._gateway.sent if sent.number == number]

    def statuses(self) -> list[str]:
        with self._program.database.reading() as session:
            return list(session.scalars(select(Delivery.status).order_by(Delivery.id)))


async def until(condition: Callable[[], object], seconds: float = SOON) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.05)


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    traveller = time_machine.travel(NOW, tick=True)
    yield traveller.start()
    traveller.stop()


@pytest.fixture
async def town(
    configuration: Configuration,
    sqlite_url: str,
    travel: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Town]:
    monkeypatch.setattr("scheduler.jobs.WATCH_SECONDS", WATCH_SECONDS)
    mechanism = configuration.mechanism.model_copy(update={"report_hold": timedelta(seconds=6)})
    program = Program(
        Settings(_env_file=None),  # type: ignore[call-arg]  # mypy knows no `_env_file`
        replace(configuration, mechanism=mechanism),
        SystemClock(),
        Database(sqlite_url),
    )
    with program.database.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
    gateway = SimulatedGateway()
    program.__dict__["senders"] = {"sms": gateway, "telegram": program.telegram}
    async with _running(program):
        yield Town(program, gateway, travel)


@asynccontextmanager
async def _running(program: Program) -> AsyncIterator[None]:
    parts = ServedParts(program, EVERYTHING)
    await parts.start()
    yield
    await parts.stop()


@JUMPS
async def test_texts_are_answered_once_before_and_after(town: Town, jump: timedelta) -> None:
    await town.texts("STATUS S1")
    await until(lambda: len(town.read_by(LEAD)) == 1)
    town.jumps(jump)
    await town.texts("STATUS S2")
    await until(lambda: len(town.read_by(LEAD)) == 2)
    await asyncio.sleep(2 * WATCH_SECONDS)  # ticks, that might take something for due
    assert [text[:14] for text in town.read_by(LEAD)] == ["There is no S1", "There is no S2"]
    assert set(town.statuses()) == {"accepted"}


@JUMPS
async def test_half_a_report_goes_out(town: Town, jump: timedelta) -> None:
    """The clock has ticked by then: the scheduler must recover too."""
    await town.texts("DROUGHT MUTOMO")
    await until(lambda: town.read_by(LEAD))
    town.jumps(jump)
    await until(lambda: town.read_by(CLT))
    assert len(town.read_by(CLT)) == 1


@JUMPS
async def test_what_was_refused_is_tried_again(town: Town, jump: timedelta) -> None:
    town.refuses(Refused("busy"))
    await town.texts("STATUS S1")
    await until(lambda: town.statuses() == ["queued"])
    town.jumps(jump)
    town.refuses(None)
    await until(lambda: len(town.read_by(LEAD)) == 1)
    await until(lambda: town.statuses() == ["accepted"])

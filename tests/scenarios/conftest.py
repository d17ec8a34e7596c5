"""Phones in the hands of people: they text, they expect, and nothing unexpected may arrive."""

import asyncio
import itertools
from collections.abc import Iterator

import pytest

from bot.sms import receive
from bot.sms.fake import SimulatedGateway
from bot.wiring import Program
from config.durations import parse_duration
from config.mechanism import Configuration
from config.settings import Settings
from sek_core import roster
from sek_core.sending import Outcome
from sek_core.store.database import Database
from tests.conftest import MovedClock

ROSTER = """\
name,organisation,role,county,sectors,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,+254300000002,en
Martin Miriti,KCDMS,county_lead,Makueni,,+254300000003,sw
Kitui CLT Lead,USAID,clt_lead,Kitui,,+254300000004,en
Kitui CLT Member,USAID,clt_member,Kitui,livestock,+254300000005,en
Makueni CLT Lead,USAID,clt_lead,Makueni,,+254300000006,en
SEK Chair,USAID,chair,,,+254300000007,en
USAID Officer,USAID,usaid,,,+254300000008,en
RLA Secretariat,RLA,rla,,,+254300000009,en
"""


class Phone:
    """A telephone in somebody's hand."""

    def __init__(self, world: "World", number: str, name: str) -> None:
        self._world = world
        self.number = number
        self.name = name
        self.unread: list[str] = []

    def texts(self, text: str) -> None:
        """Send an SMS, and wait until the program has nothing left to do."""
        self.sends(text)
        self._world.settle()

    def sends(self, text: str) -> None:
        """Send an SMS and go on: the program has it, but has not looked at it."""
        self._world.receives({"id": self._world.next_id(), "from": self.number, "text": text})

    def expects(self, *parts: str) -> str:
        """The next message holds all of `parts`, without regard to case; returns it."""
        assert self.unread, f"{self.name} expected {parts}, and nothing came"
        message = self.unread.pop(0)
        for part in parts:
            assert part.lower() in message.lower(), f"{self.name} got: {message}\nwithout: {part}"
        return message

    def expects_nothing(self) -> None:
        """Nothing has come."""
        assert not self.unread, f"{self.name} got: {self.unread}"

    def ignores(self) -> None:
        """What came is not what the story is about."""
        assert self.unread, f"{self.name} was to ignore something, and nothing came"
        self.unread.clear()


class World:
    """The program with its phones and its clock, all in one thread, moved by the test alone."""

    def __init__(self, configuration: Configuration, database: Database, clock: MovedClock) -> None:
        settings = Settings(_env_file=None)
        self.clock = clock
        self.program = Program(settings, configuration, clock, database)  # type: ignore[arg-type]
        self.gateway = SimulatedGateway()
        self.program.__dict__["senders"] = {"sms": self.gateway}
        self._runner = asyncio.Runner()
        self._ids = itertools.count(1)
        self._read = 0
        self._phones: dict[str, Phone] = {}

    def enrols(self, csv: str) -> None:
        """Make this the roster; everybody on it gets a phone."""
        lines = roster.read(csv, "roster.csv", self.program.configuration)
        with self.program.database.writing() as session:
            roster.import_lines(session, lines)
        for line in lines:
            self.phone(line.phone, line.name)

    def phone(self, number: str, name: str = "a stranger") -> Phone:
        """The phone of this number."""
        return self._phones.setdefault(number, Phone(self, number, name))

    def __getitem__(self, name: str) -> Phone:
        """The phone of somebody on the roster."""
        return next(phone for phone in self._phones.values() if phone.name == name)

    def next_id(self) -> str:
        return f"in-{next(self._ids)}"

    def receives(self, form: dict[str, str]) -> None:
        """A webhook of the gateway brings a text."""
        self._runner.run(self.program.intake.put(receive.sms(form, self.clock)))

    def reports_delivery(self, provider_id: str, status: str, number: str = "") -> None:
        """A webhook of the gateway brings a delivery report."""
        form = {"id": provider_id, "status": status, "phoneNumber": number}
        self._runner.run(self.program.intake.put(receive.delivery(form, self.clock)))
        self.settle()

    def settle(self) -> None:
        """Let the program do everything that is to be done at this moment."""
        self._runner.run(self._settle())
        for sent in self.gateway.sent[self._read :]:
            self.phone(sent.number).unread.append(sent.text)
        self._read = len(self.gateway.sent)

    async def _settle(self) -> None:
        dispatcher = self.program.dispatcher
        while self.program.turns.run_batch() or await dispatcher.send_due():
            await dispatcher.finish()

    def passes(self, duration: str) -> None:
        """Time goes by; the clock ticks once at its end, and once more for what that set off."""
        self.clock.forward(parse_duration(duration))
        for _ in range(2):
            self._runner.run(self.program.clockwork.tick())
            self.settle()

    def fails(self, number: str, outcome: Outcome) -> None:
        """The gateway answers so for this number."""
        self.gateway.fail(number, outcome)

    def no_more(self) -> None:
        """Nobody got anything that the story did not tell of."""
        unexpected = {phone.name: phone.unread for phone in self._phones.values() if phone.unread}
        assert not unexpected

    def close(self) -> None:
        self._runner.close()
        self.program.threads.close()


@pytest.fixture
def world(configuration: Configuration, database: Database, clock: MovedClock) -> Iterator[World]:
    """A small mechanism, with everybody's phone; at the end nothing unexpected may have come."""
    world = World(configuration, database, clock)
    world.enrols(ROSTER)
    try:
        yield world
        world.no_more()
    finally:
        world.close()


@pytest.fixture
def lead(world: World) -> Phone:
    return world["Patrick Mburu"]


@pytest.fixture
def deputy(world: World) -> Phone:
    return world["Meshack Mulinge"]


@pytest.fixture
def makueni_lead(world: World) -> Phone:
    return world["Martin Miriti"]


@pytest.fixture
def clt(world: World) -> Phone:
    return world["Kitui CLT Lead"]


@pytest.fixture
def makueni_clt(world: World) -> Phone:
    return world["Makueni CLT Lead"]


@pytest.fixture
def chair(world: World) -> Phone:
    return world["SEK Chair"]


@pytest.fixture
def usaid(world: World) -> Phone:
    return world["USAID Officer"]


@pytest.fixture
def rla(world: World) -> Phone:
    return world["RLA Secretariat"]

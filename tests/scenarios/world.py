"""The program with its phones and its clock, all in one thread, moved by the test alone."""

import asyncio
import itertools
import re
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import func, select

from bot.adapter import Adapter
from bot.channels import ADAPTERS, APART, turned_on
from bot.sms import receive as sms
from bot.sms.fake import SimulatedGateway
from bot.telegram import receive as telegram
from bot.telegram.fake import FakeRequest, FakeTelegram
from bot.telegram.sender import TelegramSender
from bot.threads import AtOnce
from bot.wiring import GivenParts, Program, make_core
from config.durations import parse_duration
from config.mechanism import Configuration
from config.meetings import MeetingFile
from config.settings import Settings
from sek_core.meetings import waking
from sek_core.messages.channel import Channels, NoAnswer, Outcome, Refused
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Bucket, Delivery, Fact
from sek_core.store.incidents import Incident
from sek_core.timing.clock import SystemClock
from tests.conftest import Contents, MovedClock, changes_of, contents, fill
from tests.packaged import once, reader_of
from tests.plans import Plans
from tests.scenarios.phones import Chat, Message, Phone, read

Result = TypeVar("Result")

Besides = Phone | tuple[Phone, ...]

CHATS = 9_990_000_000_000
"""First Telegram id of the tests: no real id is as high."""

DIGEST = re.compile(
    r"\d+ open:|Closed since yesterday:|Zilizofungwa tangu jana:|Since yesterday:|Tangu jana:"
    r"|\d+ for your information:|\d+ kwa taarifa yako:|SEK Kitui \d|SEK, vacant|SEK \d"
)
"""Beginning of a digest."""

ROUTINE = re.compile(r" now\? |no news yet from|news was due")
"""Words of what the program asks and says of a shock that is long open."""

HEARS = ("Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")
"""Who hears of a shock in Kitui, in the roster of most stories."""

HELD = timedelta(seconds=8)
"""Maximum wait of a message for the limit of its chat."""

SHOWS = (
    "sendMessage", "editMessageText", "editMessageCaption",
    "sendPhoto", "sendVoice", "sendVideo", "sendAudio", "sendDocument",
)  # fmt: skip


class ObservedTelegram(FakeTelegram):
    """A Telegram that keeps what people see, in order: messages new and edited, and notes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, str, dict[str, Any]]] = []
        self._tapped: dict[str, int] = {}

    async def call(self, token: str, method: str, parameters: Any) -> tuple[int, dict[str, Any]]:
        status, answer = await super().call(token, method, parameters)
        if status == 200 and method in SHOWS:
            self.seen.append(("message", parameters["chat_id"], dict(answer["result"])))
        if status == 200 and method == "answerCallbackQuery" and parameters.get("text"):
            self.seen.append(("note", parameters["callback_query_id"], dict(parameters)))
        return status, answer


class World:
    """A program, a phone for each person, and the time."""

    def __init__(
        self,
        configuration: Configuration,
        database: Database,
        clock: MovedClock,
        channel: str = "sms",
        *,
        series: bool = False,
        meetings: MeetingFile | None = None,
        seats: bool = False,
        demonstration: bool = False,
        adapters: Sequence[Adapter] = ADAPTERS,
        suffix: Callable[[], str] = str,
        roles_wait: bool = True,
        forgotten_file: Path | None = None,
    ) -> None:
        """`series`: the series of the configuration, or of `meetings`, exist, and sleep until started.
        `suffix`: draws the digits behind the number of a kept text; nothing, so that stories can name one.
        `roles_wait`: False if roles by text start at once, which the mechanism may set.
        `forgotten_file`: the list of those whom the clock forgets.
        `seats`: people owe the seats that the configuration names, and are told of those that are vacant.
        """
        reader = reader_of(configuration, "ngrams")
        if meetings is not None:
            configuration = replace(configuration, meetings=meetings)
        configuration = _without(configuration, series, seats, roles_wait)
        settings = Settings(_env_file=None)  # type: ignore[call-arg]  # mypy knows no `_env_file`
        self.channel = channel
        self.clock = clock
        self.gateway = SimulatedGateway()
        self.telegram = ObservedTelegram()
        sender = TelegramSender(self.telegram.token, request=FakeRequest(self.telegram))
        registered = [*(adapter.channel for adapter in adapters), *APART]
        channels = Channels(registered, turned_on(settings, adapters))
        core = make_core(
            configuration, clock, channels, settings.public_url, reader, demonstration, suffix, forgotten_file
        )
        given = GivenParts(core, AtOnce(database), {"sms": self.gateway, "telegram": sender})
        self.program = Program(settings, configuration, cast(SystemClock, clock), database, given, adapters)
        self.plans = Plans(database)
        self._runner = asyncio.Runner()
        self._ids = itertools.count(1)
        self._read = 0
        self._phones: dict[str, Phone] = {}
        self._tapped: dict[str, str] = {}
        self._on_telegram = False
        self._changes = changes_of(database)

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Let the program do some work, and watch how the database is asked meanwhile."""
        with self.plans.watching():
            return self._runner.run(work)

    @property
    def here(self) -> str:
        """Text of the program for an address of the story's channel."""
        return "in this chat" if self.channel == "telegram" else "at this number"

    @property
    def by(self) -> str:
        """Text of the program for the story's channel."""
        return "Telegram" if self.channel == "telegram" else "SMS"

    def enrols(self, csv: str) -> None:
        """Make this the roster; each person gets a phone, or in its place a chat."""
        channels = self.program.core.channels
        lines = csv_file.read(self._chats(csv), "roster.csv", self.program.configuration, channels)
        _import(self.program.database, lines, self.clock.at)
        for line in lines:
            addresses = dict(line.addresses)
            for channel in ("sms", "telegram") if line.channel == "sms" else ("telegram", "sms"):
                if channel in addresses:
                    self._have(addresses[channel], line.name)

    def enrols_without(self, name: str) -> None:
        """Import the roster once more, without one person."""
        channels = self.program.core.channels
        with self.program.database.reading() as session:
            csv = csv_file.export(session, channels)
        kept = "\n".join(line for line in csv.splitlines() if not line.startswith(name)) + "\n"
        lines = csv_file.read(kept, "roster.csv", self.program.configuration, channels)
        _import(self.program.database, lines, self.clock.at)

    def starts_series(self) -> None:
        """Start the sleeping series, as an operator does."""
        with self.program.database.writing() as session:
            work = self.program.core.work(session)
            waking.wake_for_operator(work, work.configuration.mechanism.counties, "")
            work.flush()

    def _chats(self, csv: str) -> str:
        """Give people with a number a chat instead, in a story told on Telegram."""
        header, *lines = csv.splitlines()
        columns = header.split(",")
        if self.channel == "sms" or "telegram" in columns:
            return csv
        place = columns.index("phone")
        columns[place] = "telegram"
        cells = [line.split(",") for line in lines]
        for row in cells:
            row[place] = chat_of(row[place]) if row[place] else ""
        return "\n".join(",".join(row) for row in [columns, *cells]) + "\n"

    def _have(self, address: str, name: str) -> Phone:
        if address not in self._phones:
            is_chat = not address.startswith("+")
            self._phones[address] = Chat(self, address, name) if is_chat else Phone(self, address, name)
            if is_chat:
                self._on_telegram = True
                self.chat(address).hand.starts()  # who is on the roster has opened the chat once
                self.telegram.updates.confirm(10**12)
        return self._phones[address]

    def phone(self, number: str, name: str = "a stranger") -> Phone:
        """Return the phone of this number, or the chat that stands for it."""
        return self._have(self._address(number), name)

    def sms(self, number: str, name: str = "a newcomer") -> Phone:
        """Return the phone of this number, which has SMS alone in every story."""
        return self._have(number, name)

    def _address(self, number: str) -> str:
        return chat_of(number) if self.channel == "telegram" and number.startswith("+") else number

    def chat(self, address: str, name: str = "a stranger") -> Chat:
        """Return the chat of this Telegram id."""
        chat = self._have(address, name)
        assert isinstance(chat, Chat)
        return chat

    def __getitem__(self, name: str) -> Phone:
        """Return the phone of a person on the roster: the chat, if they have both and do not prefer SMS."""
        return next(phone for phone in self._phones.values() if phone.name == name)

    def next_id(self) -> str:
        return f"in-{next(self._ids)}"

    def receives(self, form: dict[str, str]) -> None:
        """Deliver a text by the gateway's webhook."""
        self.takes_in(sms.sms(form, self.clock))

    def opens(self, request: Coroutine[Any, Any, Result]) -> Result:
        """Let a browser ask for a page, and the program do what follows from it."""
        answer = self._run(request)
        self.settle()
        return answer

    def takes_in(self, row: dict[str, Any]) -> None:
        """A channel brings a row of the inbox."""
        self._run(self.program.intake.put(row))

    def arrives(self, update: dict[str, Any]) -> None:
        """Deliver an update of Telegram."""
        self._on_telegram = True
        if "callback_query" in update:
            query = update["callback_query"]
            self._tapped[query["id"]] = str(query["from"]["id"])
        self._run(self.program.intake.put(telegram.update(update, self.clock)))

    def reports_delivery(self, provider_id: str, status: str, number: str = "") -> None:
        """Deliver a delivery report by the gateway's webhook."""
        form = {"id": provider_id, "status": status, "phoneNumber": number}
        self._run(self.program.intake.put(sms.delivery(form, self.clock)))
        self.settle()

    def settle(self) -> None:
        """Let the program do all the work that is due now, and what a limit of Telegram's delays for some
        seconds.
        """
        self._run(self._settle())
        self._hand_out()

    def _hand_out(self) -> None:
        """Let the sent messages arrive."""
        for sent in self.gateway.sent[self._read :]:
            self._have(sent.number, "a stranger").gets(sent.text)
        self._read = len(self.gateway.sent)
        for what, where, shown in self.telegram.seen:
            if what == "note":
                self.chat(self._tapped[where]).toasts.append(shown["text"])
            elif int(where) > 0:
                self.chat(where).gets(read(shown))
        self.telegram.seen.clear()

    def looks(self, after: str = "0s") -> None:
        """Let time pass, and let the program look at its health; it sends, but handles no incoming
        message.
        """
        self.clock.forward(parse_duration(after))
        self._run(self._look())
        self._hand_out()

    async def _look(self) -> None:
        await self.program.health_watcher.look()
        while await self.program.dispatcher.send_due():
            await self.program.dispatcher.finish()

    async def _settle(self) -> None:
        dispatcher = self.program.dispatcher
        while True:
            while self.program.turns.run_batch() or await dispatcher.send_due():
                await dispatcher.finish()
            held = self._held_for()
            if held is None:
                return
            self.clock.ahead_really += held

    def _held_for(self) -> timedelta | None:
        """Return how long the limit of a chat, or of Telegram as a whole, holds back deliveries not yet
        tried.
        """
        if not self._on_telegram:
            return None
        real = self.clock.real()
        late, later = (
            func.min(Delivery.due_at).filter(*when)
            for when in ([Delivery.due_at <= real], [Delivery.due_at > real, Delivery.due_at <= real + HELD])
        )
        full = select(Bucket.full_at).where(Bucket.name == "telegram").scalar_subquery()
        untried = select(late, later, full).where(
            Delivery.channel == "telegram", Delivery.status == "queued", Delivery.attempts == 0
        )
        with self.plans.aside(), self.program.database.reading() as session:
            is_late, is_later, full_at = session.execute(untried).one()
        if is_late and full_at and full_at > real:
            return full_at - real
        return is_later - real if is_later else None

    def passes(self, duration: str) -> None:
        """Let time pass; the clock ticks once at its end, and once more for the effects, if there are any."""
        self.clock.forward(parse_duration(duration))
        for _ in range(2):
            before = self._changes.count
            self._run(self.program.ticker.tick())
            self.settle()
            if self._changes.count == before:
                return

    def fetches_files(self) -> None:
        """Let the program fetch the files that wait."""
        loop = self.program.file_loop
        assert loop is not None
        while self._run(loop.fetch_due()):
            pass

    def fails(self, number: str, outcome: Outcome) -> None:
        """Make the channel answer so for this address, or for the chat that stands for it."""
        number = self._address(number)
        if number.startswith("+"):
            self.gateway.fail(number, outcome)
        else:
            self._telegram_fails(int(number), outcome)

    def fails_for_all(self, outcome: Outcome) -> None:
        """Make the channels answer so for every address."""
        self.gateway.mode = outcome
        self._telegram_fails(None, outcome)

    def _telegram_fails(self, chat: int | None, outcome: Outcome) -> None:
        fail = partial(self.telegram.fail, chat=chat, times=999)
        match outcome:
            case Refused(permanent=True):
                fail(status=403, description="Forbidden: bot was blocked by the user")
            case Refused(ours=True):
                fail(status=401, description="Unauthorized")
            case Refused():
                fail(status=500, description="Internal Server Error")
            case NoAnswer():
                self.telegram.be_silent("hang", chat=chat, times=999)
            case _:
                raise ValueError(outcome)

    def heals(self, number: str | None = None) -> None:
        """Make the channels work again, for this number or for all."""
        number = self._address(number) if number else None
        if number is None or not number.startswith("+"):
            self.telegram.heal()
        if number is None:
            self.gateway.mode = None
        else:
            self.gateway.heal(number)

    def phones(self) -> list[Phone]:
        """Return the phones of all people."""
        return list(self._phones.values())

    def without_digests(self) -> None:
        """Discard the digests of past mornings and a Monday: the story is not about them."""
        for phone in self._phones.values():
            phone.unread = [message for message in phone.unread if not DIGEST.match(message)]

    def without_routine(self) -> None:
        """Discard the digests, the questions how shocks go on, and the word that promised news is late: the
        story is not about them.
        """
        self.without_digests()
        for phone in self._phones.values():
            phone.unread = [message for message in phone.unread if not ROUTINE.search(message)]

    def sets_aside(self) -> None:
        """Discard all messages: the story is not about them."""
        for phone in self._phones.values():
            phone.unread.clear()

    def everyone_expects(self, *parts: str, among: Sequence[str] = HEARS, besides: Besides = ()) -> None:
        """The next message of each of `among` holds all of `parts`; `besides`: who is left out."""
        for phone in self._each(among, besides):
            phone.expects(*parts)

    def everyone_ignores(self, *, among: Sequence[str] = HEARS, besides: Besides = ()) -> None:
        """Something came to each of `among`, and is not what the story is about."""
        for phone in self._each(among, besides):
            phone.ignores()

    def _each(self, names: Sequence[str], besides: Besides) -> list[Phone]:
        left_out = (besides,) if isinstance(besides, Phone) else besides
        return [phone for phone in map(self.__getitem__, names) if phone not in left_out]

    def no_more(self) -> None:
        """Check that no unexpected message came."""
        unexpected = {phone.name: phone.left_over() for phone in self._phones.values() if phone.left_over()}
        assert not unexpected, unexpected

    def incident(self, ref: str = "S1") -> Incident:
        """An incident as it is stored now."""
        with self.program.database.reading() as session:
            return session.get_one(Incident, ref)

    def group(self, chat_id: int) -> list[Message]:
        """Return the program's messages in a group."""
        return self.telegram.sent(chat_id)

    def close(self) -> None:
        self._runner.close()
        self.program.threads.close()


@once
def _without(configuration: Configuration, series: bool, seats: bool, roles_wait: bool) -> Configuration:
    """Return a configuration without series, seats or a wait for roles that the story is not about."""
    if not series:
        meetings = configuration.meetings.model_copy(update={"series": ()})
        configuration = replace(configuration, meetings=meetings)
    if not seats:
        mechanism = configuration.mechanism.model_copy(update={"seats": ()})
        configuration = replace(configuration, mechanism=mechanism)
    if not roles_wait:
        mechanism = configuration.mechanism.model_copy(update={"role_by_text_starts_after": timedelta(0)})
        configuration = replace(configuration, mechanism=mechanism)
    return configuration


def _import(database: Database, lines: list[csv_file.Line], at: datetime) -> None:
    """Import a roster. Cache the rows that it made in an empty database for the next story."""
    key = (database.is_sqlite, at, tuple(map(repr, lines)))
    with database.writing() as session:
        if session.scalar(select(Fact.name).limit(1)):
            csv_file.import_lines(session, lines, at)
        elif key in _imported:
            fill(session, _imported[key])
        else:
            csv_file.import_lines(session, lines)
            session.flush()
            _imported[key] = contents(session)


_imported: dict[tuple[bool, datetime, tuple[str, ...]], Contents] = {}


def chat_of(number: str) -> str:
    """Return the Telegram id that stands for a telephone number of the tests."""
    return str(CHATS + int(number[-8:]))

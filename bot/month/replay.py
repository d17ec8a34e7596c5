"""Replay of a month that the program might have had: it takes the texts of a file, and its clock ticks.

Nothing here writes rows of its own: what a visitor finds is what the program would have written. The gateway
is the simulated one, so nothing leaves the machine.
"""

import asyncio
import gc
import itertools
import random
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from bot.dispatcher import Dispatcher
from bot.intake import Intake
from bot.signals import Signals
from bot.sms import receive as sms
from bot.sms.channel import SMS
from bot.sms.fake import SimulatedGateway
from bot.threads import AtOnce
from bot.turns import Turns
from bot.wiring import Program
from config.demo_story import NAMED, Day, Event, Story
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from scheduler.jobs import Ticker
from scheduler.stored_times import first_after
from sek_core.meetings import occurrences
from sek_core.messages.channel import Refused
from sek_core.store.inbox import Conversation, Kept
from sek_core.store.incidents import Counter
from sek_core.store.people import AddressRow, PersonRow
from sek_core.work.conversations import question_of

ROUNDS = (time(7, 31), time(9, 1))
"""Times of each day at which the clock ticks, whatever the rows say: what falls on a time of the day
stands in no row.
"""

_CODE = re.compile(r"\b(?:YES|NDIYO) \d{4}\b")
"""A reply that proves who writes; only the reader of the message knows it."""

_UNREACHABLE = Refused("no such subscriber", permanent=True)


class MonthError(Exception):
    """The story cannot be told with this configuration or roster."""


class PastClock:
    """A clock that stands where the replay is."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the time of the replay, in place of the program's."""
        return self.at

    def real(self) -> datetime:
        """Return the same: in that month the clock had not been moved."""
        return self.at


class Replay:
    """One month, from the first day of the story until now."""

    def __init__(self, program: Program, story: Story, now: datetime) -> None:
        mechanism = program.configuration.mechanism
        self._zone: ZoneInfo = mechanism.zone
        self._country = mechanism.country
        self._story = story
        self._now = now
        self._clock = PastClock(_at(_day(now, self._zone, story.first_day), time(7, 0), self._zone))
        self._database = program.database
        drawn = random.Random(story.seed)
        core = replace(program.core, clock=self._clock, suffix=lambda: f"{drawn.randrange(100):02}")
        self._intake = Intake(AtOnce(self._database), Signals(), program.pressing)
        self._turns = Turns(self._database, core, Grammar(program.configuration, core.reader, REGISTRY.verbs))
        self._gateway = SimulatedGateway(mechanism.sms_price)
        senders = {**program.senders, SMS.channel.name: self._gateway}
        threads = AtOnce(self._database)
        self._dispatcher = Dispatcher(threads, core, Signals(), senders, paced=False)
        self._ticker = Ticker(core, threads.write, threads.read, self._note)
        self._acted = False
        self._days = {name: self._named_day(day) for name, day in story.days.items()}
        self._names = {name: f"{day.day} {day:%b}" for name, day in self._days.items()}
        self._ids = itertools.count(1)

    async def run(self) -> None:
        """Let the month happen."""
        events = deque(sorted(self._timed(), key=lambda each: each[0]))
        numbers = self._numbers()
        for event in self._story.events:
            who = event.sender or event.fails or event.heals
            if who not in numbers and not who.startswith("+"):
                raise MonthError(f"{who} is not on the roster")
        while True:
            at = min(self._next_tick(), self._now, events[0][0] if events else self._now)
            self._clock.at = at
            if events and events[0][0] == at:
                await self._happens(events.popleft()[1], numbers)
            else:
                self._acted = False
                await self._ticker.tick()
                if self._acted:
                    await self._settle()
                if at == self._now:
                    return

    def _note(self) -> None:
        self._acted = True

    def _timed(self) -> Iterator[tuple[datetime, Event]]:
        """Yield the events that lie before now, with their times."""
        for event in self._story.events:
            if event.ago is not None:
                yield self._now - event.ago, event
                continue
            assert event.at is not None and event.day is not None
            named = isinstance(event.day, str)
            day = self._days[str(event.day)] if named else _day(self._now, self._zone, int(event.day))
            yield _at(day, event.at, self._zone), event

    def _named_day(self, day: Day) -> date:
        found = _day(self._now, self._zone, day.ago)
        step = timedelta(days=-1 if day.working == "before" else 1)
        while day.working and not occurrences.is_working(found, self._country):
            found += step
        return found

    def _next_tick(self) -> datetime:
        """Return when something may be due next."""
        with self._database.reading() as session:
            stored = first_after(session, self._clock.at)
        here = self._clock.at.astimezone(self._zone)
        today, tomorrow = (
            [_at(here.date() + timedelta(days=days), hour, self._zone) for hour in ROUNDS] for days in (0, 1)
        )
        rounds = next(at for at in [*today, *tomorrow] if at > self._clock.at)
        return min(stored, rounds) if stored else rounds

    async def _happens(self, event: Event, numbers: Mapping[str, str]) -> None:
        if event.fails:
            self._gateway.fail(numbers[event.fails], _UNREACHABLE)
            return
        if event.heals:
            self._gateway.heal(numbers[event.heals])
            return
        number = numbers.get(event.sender, event.sender)
        if event.answers and self._question(number) != event.answers:
            return
        before = self._references()
        text = NAMED.sub(lambda found: self._names[found[1]], event.text)
        heard = len(self._gateway.sent)
        await self._text(number, text)
        for sent in self._gateway.sent[heard:]:
            if sent.number == number and (asked := _CODE.search(sent.text)):
                await self._text(number, asked[0])
        if event.named:
            made = set(self._references()) - set(before)
            if len(made) != 1:
                raise MonthError(f"{text!r} made {len(made)} references, and should make {event.named}")
            self._names[event.named] = made.pop()

    async def _text(self, number: str, text: str) -> None:
        form = {"id": f"month-{next(self._ids)}", "from": number, "text": text}
        await self._intake.put(sms.sms(form, self._clock))
        await self._settle()

    async def _settle(self) -> None:
        """Handle and send everything that waits."""
        while self._turns.run_batch() or await self._dispatcher.send_due():
            await self._dispatcher.finish()

    def _numbers(self) -> dict[str, str]:
        """Return the telephone number of each person on the roster."""
        with self._database.reading() as session:
            query = (
                select(PersonRow.name, AddressRow.value)
                .join(AddressRow, AddressRow.person_id == PersonRow.id)
                .where(AddressRow.channel == SMS.channel.name)
            )
            return {row.name: row.value for row in session.execute(query)}

    def _question(self, number: str) -> str:
        """Return the kind of the question that is open with the person of this number; empty if none is."""
        with self._database.reading() as session:
            owner = select(AddressRow.person_id).where(AddressRow.value == number).scalar_subquery()
            party = "p" + cast(owner, String)
            found = session.scalar(select(Conversation.question).where(Conversation.party == party))
        question = question_of(found) if found else None
        return question.kind if question and question.open_at(self._clock.at) else ""

    def _references(self) -> list[str]:
        with self._database.reading() as session:
            return [*_counted(session), *session.scalars(select(Kept.ref))]


def _counted(session: Session) -> Iterator[str]:
    """Yield every reference that was issued. Those of kept texts end in drawn digits: their rows say them."""
    for letter, last in session.execute(select(Counter.letter, Counter.value).where(Counter.letter != "U")):
        yield from (f"{letter}{number}" for number in range(1, last + 1))


def _day(now: datetime, zone: ZoneInfo, ago: int) -> date:
    return now.astimezone(zone).date() - timedelta(days=ago)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)


def replay(program: Program, story: Story) -> None:
    """Fill the database of a program that has not started with the story's month, which ends now."""
    gc.disable()  # a month makes a million objects in some seconds, and most of them go at once
    try:
        with program.database.unsynced():
            asyncio.run(Replay(program, story, program.clock.now()).run())
    finally:
        gc.enable()

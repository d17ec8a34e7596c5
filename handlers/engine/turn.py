"""Input and output of a dialogue that handles one message: turn, look-up, reply, and registry."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from config.rights import Deed
from handlers.engine.buttons import Pressed
from handlers.language.intents import Answer, Command, Intent, Report, Waits
from handlers.language.kinds import NOTHING_ASKED, Kind
from handlers.language.verbs import Verb
from sek_core.announcements import inquiries
from sek_core.inbox.queue import Said
from sek_core.incidents import queries
from sek_core.incidents.model import Source
from sek_core.meetings import register
from sek_core.messages.channel import Channel
from sek_core.messages.incoming import NOTHING, Parts
from sek_core.messages.screens import Attachment, Option, Screen, Text
from sek_core.roster.snapshot import Address, Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.tasks import tasks
from sek_core.triage import last_said
from sek_core.triage.last_said import Last
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Reply:
    """The one answer to a message. `language` is set only where it differs from the turn's. `brief`: after a
    pressed button, show the text beside the button and send no message. `attachments` go with the answer.
    `silent`: all is done, and nothing is said. `leads`: it goes before urgent alerts, as texts that are
    handled because of it may cause some.
    """

    screen: Screen
    about: str = ""
    language: str | None = None
    brief: bool = False
    attachments: tuple[Attachment, ...] = ()
    leads: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Registry:
    """The dialogues' handlers of command words and of kinds of questions.

    `commands`: by verb and letter of the reference beside it: S, C, M, T, U, Q; "" stands for no reference
    and for letters without a row of their own.
    """

    verbs: tuple[Verb, ...]
    commands: "Mapping[tuple[str, str], Callable[[Turn, Command], Reply | None]]"
    questions: "Mapping[str, Asks]"
    of_a_meeting: "Callable[[Turn, Command], Reply | None]"
    """Handler of a command word beside a meeting, where the word has no row for meetings."""
    of_a_task: "Callable[[Turn, Command], Reply | None]"
    of_a_question: "Callable[[Turn, Command], Reply | None]"
    """Handler of a command word beside a question that was asked of many."""

    def answer(self, turn: "Turn", command: Command) -> "Reply | None":
        """Answer a command word by the letter of its reference."""
        letter = (command.ref or "")[:1]
        row = self.commands.get((command.verb, letter))
        if row is not None:
            return row(turn, command)
        if letter == "M":
            return self.of_a_meeting(turn, command)
        if letter == "T":
            return self.of_a_task(turn, command)
        if letter == "Q":
            return self.of_a_question(turn, command)
        return self.commands[command.verb, ""](turn, command)

    def kind(self, question: Question | None) -> Kind:
        """Return the kind of a question; that of no question where none is open."""
        return self.questions[question.kind].kind if question else NOTHING_ASKED


@dataclass(frozen=True, slots=True)
class Asks:
    """What a dialogue does with a kind of question.

    `answered` takes the answer, and whether its sender has said that it is one; it may return a report, as
    which the words are taken then. `shown`: the question once more. `ended`: what CANCEL does to it.
    `options`, where its choices alone do not say them.
    """

    kind: Kind
    answered: "Answered"
    shown: "Callable[[Turn, Question], Text]"
    ended: "Callable[[Turn], Reply | None]"
    options: "Callable[[Question], tuple[Option, ...]] | None" = None


class Lookup:
    """Look references up for one turn. Functions of the core that change an incident refresh its object."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._found: dict[str, Incident] = {}
        self._last: Last | None = None
        self._latest: dict[tuple[int, timedelta], Incident | None] = {}

    def latest(self, person: Person, within: timedelta) -> Incident | None:
        """Return the incident that a person last reported within that time, if it is not over."""
        key = person.id, within
        if key not in self._latest:
            self._latest[key] = queries.latest_of(self._work, person, within)
        return self._latest[key]

    def incident(self, ref: str) -> Incident | None:
        """Return the incident or concern of that reference; None if there is none."""
        if ref[:1] not in ("S", "C"):
            return None
        found = self._found.get(ref) or queries.find(self._work, ref)
        if found is not None:
            self._found[ref] = found
        return found

    def exists(self, ref: str) -> bool:
        """Return whether there is such an incident, concern, meeting, task or question to many."""
        if ref.startswith("M"):
            return register.find(self._work, ref) is not None
        if ref.startswith("T"):
            return tasks.find(self._work, ref) is not None
        if ref.startswith("Q"):
            return inquiries.find(self._work, ref) is not None
        return self.incident(ref) is not None

    def last_said(self, person: Person) -> Last:
        """Return what was said last to the sender of the turn."""
        if self._last is None:
            self._last = last_said.find_last_message(self._work, person, self.incident)
        return self._last

    def waits_for(self, person: Person | None, ref: str) -> Waits:
        """Return the open or taken incident that a person reported: the one of this reference, or, without
        one, the only one.
        """
        own = queries.live_of(self._work, person) if person else []
        meant = [each for each in own if ref in ("", each.ref)]
        return Waits(meant[0].ref, meant[0].status == IncidentStatus.TAKEN) if len(meant) == 1 else Waits()

    def resolve_merged(self, ref: str) -> str:
        """Return the reference of the incident that one was joined to as the same event, or its own."""
        incident = self.incident(ref)
        while incident is not None and incident.status == IncidentStatus.CANCELLED and incident.same_as:
            ref = incident.same_as
            incident = self.incident(ref)
        return ref


@dataclass(frozen=True)
class Turn:
    """A message being handled. `person` is None for a sender who is not on the roster. `pressed` is the
    meaning of a pressed button.
    """

    work: UnitOfWork
    inbox_id: int
    text: str
    address: Address
    person: Person | None
    party: str
    question: Question | None
    intent: Intent
    language: str
    registry: Registry
    lookup: Lookup
    parts: Parts = NOTHING
    pressed: Pressed | None = None
    said_at: datetime | None = None
    """Time of arrival of a text that waited until its sender was vouched for; None if it came just now."""
    changed: Said | None = None
    """What a message said before its sender changed it; None if the message is new, or was not kept."""
    proven: bool = False
    """Whether a code has shown that the text is its sender's own."""

    @cached_property
    def sender(self) -> Person:
        """Sender on the roster. Raises ValueError if the sender is not on it."""
        if self.person is None:
            raise ValueError("a turn of an unknown sender has no person")
        return self.person

    def source(self, words: str) -> Source:
        """Return `words` as what the sender says of an incident, with this text as their source."""
        address, said_at = self.address.value, self.said_at
        return Source(self.sender, address, self.inbox_id, words, self.language, said_at, self.forwarded)

    @property
    def forwarded(self) -> str | None:
        """From whom the words were forwarded, empty if that is hidden; None if they are the sender's own.
        They may be those of an earlier text, which this one answers a question about.
        """
        if self.parts.forwarded is None and self.question and (self.kind.drafted or self.kind.confirms):
            return self.question.forwarded
        return self.parts.forwarded

    @property
    def channel(self) -> Channel:
        """The channel that the message came by, over which the answer goes."""
        return self.work.core.channels.of(self.address.channel)

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Counties that the sender's roles are for."""
        return tuple(self.work.people.counties(self.sender, self.work.configuration.mechanism.counties))

    def may(self, deed: Deed, counties: Collection[str] | None = None) -> bool:
        """Whether a right of the sender opens this in one of `counties`; None: anywhere."""
        return self.work.rights.may(self.sender, deed, counties)

    def incident(self, ref: str | None) -> Incident | None:
        """Return the incident of that reference, which is looked up once a turn."""
        return self.lookup.incident(ref or "")

    def asked(self, *kinds: Kind) -> Question | None:
        """Return the open question if it is of one of these kinds."""
        return self.question if self.kind in kinds else None

    @property
    def kind(self) -> Kind:
        """The kind of the open question."""
        return self.registry.kind(self.question)

    def ask(self, kind: Kind, about: str = "", **more: Any) -> None:
        """Leave a question open; a late answer to it counts for `question_open`. `more`: other fields
        of the `Question`.
        """
        until = self.work.now + self.work.configuration.mechanism.question_open
        more = {"forwarded": self.forwarded, **more}
        question = Question(kind.name, about, self.language, until.isoformat(), **more)
        self.work.conversations.ask(self.party, question, self.work.now)


Answered = Callable[[Turn, Answer, bool], Reply | Report | None]

"""Input and output of a dialogue that handles one message: the turn, the reply, and the registry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from handlers.engine.buttons import Pressed
from handlers.language.intents import Answer, Command, Intent, Report
from handlers.language.verbs import Verb
from sek_core.messages.incoming import NOTHING, Parts
from sek_core.messages.screens import Attachment, Screen, Text
from sek_core.roster.snapshot import Address, Person
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Reply:
    """The one answer to a message. `language` is set only where it differs from the turn's. `brief`: after a
    pressed button, show the text beside the button and send no message. `attachments` go with the answer.
    """

    screen: Screen
    about: str = ""
    language: str | None = None
    brief: bool = False
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """The dialogues' handlers of command words and of kinds of questions.

    `commands`: by verb and letter of the reference beside it: S, C, M, T, U; "" stands for no reference and
    for letters without a row of their own.
    """

    verbs: tuple[Verb, ...]
    commands: "Mapping[tuple[str, str], Callable[[Turn, Command], Reply | None]]"
    questions: "Mapping[str, Asks]"
    of_a_meeting: "Callable[[Turn, Command], Reply | None]"
    """Handler of a command word beside a meeting, where the word has no row for meetings."""
    of_a_task: "Callable[[Turn, Command], Reply | None]"

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
        return self.commands[command.verb, ""](turn, command)


@dataclass(frozen=True, slots=True)
class Asks:
    """A kind of question.

    `answered` takes the answer, and whether the sender has confirmed that it is one; it may return a report,
    and the words are then taken as that report. `shown` gives the text for showing the question again.
    `ended` is called on CANCEL.
    """

    kind: str
    answered: "Callable[[Turn, Answer, bool], Reply | Report | None]"
    shown: "Callable[[Turn, Question], Text]"
    ended: "Callable[[Turn], Reply | None]"


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
    parts: Parts = NOTHING
    pressed: Pressed | None = None
    said_at: datetime | None = None
    """Time of arrival of a text that waited until its sender was vouched for; None if it came just now."""

    @cached_property
    def sender(self) -> Person:
        """Sender on the roster. Raises ValueError if the sender is not on it."""
        if self.person is None:
            raise ValueError("a turn of an unknown sender has no person")
        return self.person

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Counties that the sender's roles are for."""
        return tuple(self.work.people.counties(self.sender, self.work.configuration.mechanism.counties))

    def ask(self, kind: str, about: str = "", **more: Any) -> None:
        """Leave a question open; a late answer counts for `question_open`. `more`: other fields of the
        `Question`.
        """
        until = self.work.now + self.work.configuration.mechanism.question_open
        question = Question(kind, about, self.language, until.isoformat(), **more)
        self.work.conversations.ask(self.party, question, self.work.now)

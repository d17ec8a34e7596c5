"""What a dialogue knows while it handles one message, and what it gives back."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from config.rights import Deed
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
    """The one answer to a message. `language` only where it is not the turn's. `brief`: where a
    button was pressed, a word beside it is enough, and no message follows. `attachments` go with it.
    """

    screen: Screen
    about: str = ""
    language: str | None = None
    brief: bool = False
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """What answers each command word and each kind of question. The dialogues hold the rows.

    `commands`: by the verb and the letter of the reference beside it, S, C, M, T, U; "" where there is none,
    and for letters that have no row of their own.
    """

    verbs: tuple[Verb, ...]
    commands: "Mapping[tuple[str, str], Callable[[Turn, Command], Reply | None]]"
    questions: "Mapping[str, Asks]"
    of_a_meeting: "Callable[[Turn, Command], Reply | None]"
    """What is said of a meeting with a word that has no row for meetings."""
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

    `answered` takes the answer, and whether its sender has said that it is one; it may return a report, as
    which the words are taken then. `shown`: the question once more. `ended`: what CANCEL does to it.
    """

    kind: str
    answered: "Callable[[Turn, Answer, bool], Reply | Report | None]"
    shown: "Callable[[Turn, Question], Text]"
    ended: "Callable[[Turn], Reply | None]"


@dataclass(frozen=True)
class Turn:
    """A message being handled. `person` is None for somebody who is not on the roster; `pressed` is
    what a pressed button says.
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
    """When it came, where that is not now: its sender was vouched for since."""

    @cached_property
    def sender(self) -> Person:
        """The person, where it is certain that there is one."""
        if self.person is None:
            raise ValueError("a turn of an unknown sender has no person")
        return self.person

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """The counties that the sender's roles are for."""
        return tuple(self.work.people.counties(self.sender, self.work.configuration.mechanism.counties))

    def may(self, deed: Deed, counties: Collection[str] | None = None) -> bool:
        """Whether a right of the sender opens this in one of `counties`; None: anywhere."""
        return self.work.rights.may(self.sender, deed, counties)

    def ask(self, kind: str, about: str = "", **more: Any) -> None:
        """Leave a question open; a late answer to it counts for `question_open`. `more`: other fields
        of the `Question`.
        """
        until = self.work.now + self.work.configuration.mechanism.question_open
        question = Question(kind, about, self.language, until.isoformat(), **more)
        self.work.conversations.ask(self.party, question, self.work.now)

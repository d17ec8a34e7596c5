"""What a dialogue knows while it handles one message, and what it gives back."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from handlers.buttons import Pressed
from handlers.intents import Intent
from sek_core.messages.incoming import NOTHING, Parts
from sek_core.messages.screens import Attachment, Screen
from sek_core.roster.snapshot import Address, Person
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import Work


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


@dataclass(frozen=True)
class Turn:
    """A message being handled. `person` is None for somebody who is not on the roster; `pressed` is
    what a pressed button says.
    """

    work: Work
    inbox_id: int
    text: str
    address: Address
    person: Person | None
    party: str
    question: Question | None
    intent: Intent
    language: str
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

    def ask(self, kind: str, about: str = "", **more: Any) -> None:
        """Leave a question open; a late answer to it counts for `question_open`. `more`: other fields
        of the `Question`.
        """
        until = self.work.now + self.work.configuration.mechanism.question_open
        question = Question(kind, about, self.language, until.isoformat(), **more)
        self.work.conversations.ask(self.party, question, self.work.now)

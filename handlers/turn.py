"""What a dialogue knows while it handles one message, and what it gives back."""

from dataclasses import dataclass
from functools import cached_property

from handlers.grammar import Intent
from sek_core.conversations import Question
from sek_core.directory import Address, Person
from sek_core.screens import Screen
from sek_core.work import Work


@dataclass(frozen=True, slots=True)
class Reply:
    """The one answer to a message. `language` only where it is not the turn's."""

    screen: Screen
    about: str = ""
    language: str | None = None


@dataclass(frozen=True)
class Turn:
    """A message being handled. `person` is None for somebody who is not on the roster."""

    work: Work
    inbox_id: int
    text: str
    address: Address
    person: Person | None
    party: str
    question: Question | None
    intent: Intent
    language: str

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

    def ask(
        self, kind: str, about: str = "", choices: tuple[str, ...] = (), left: int = 0, draft: str = ""
    ) -> None:
        """Leave a question open; a late answer to it counts for `question_open`."""
        until = self.work.now + self.work.configuration.mechanism.question_open
        self.work.conversations.ask(
            self.party, Question(kind, about, self.language, until.isoformat(), choices, left, draft)
        )

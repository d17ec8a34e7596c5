"""Dispatch of the program's own questions: never at night, never over another question, within a budget.

A table hands in the kinds of questions (`scheduler/asking.py`). Of two for one person, the first is asked.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sek_core.asking import budgets
from sek_core.asking.budgets import Budget
from sek_core.messages.kinds import Kind
from sek_core.messages.screens import Screen
from sek_core.roster.snapshot import Person
from sek_core.timing.quiet_hours import is_quiet
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Asking:
    """One question to one person. `question`: None where a command word answers it. `about`: the references
    that it asks about. `kind`: of the message.
    """

    screen: Screen
    question: Question | None
    about: tuple[str, ...] = ()
    kind: Kind = "nudge"


@dataclass(frozen=True, slots=True)
class Regular:
    """A kind of question that the program asks by itself.

    `budgets`: what one such question uses up. `people`: the ids of the people who may have to be asked now.
    `prepare`: the question to one of them, or None. `asked`: what to record with it.
    """

    name: str
    budgets: tuple[Budget, ...]
    people: Callable[[UnitOfWork], Sequence[int]]
    prepare: Callable[[UnitOfWork, Person], Asking | None]
    asked: Callable[[UnitOfWork, Person, Asking], None]


@dataclass(frozen=True, slots=True)
class Due:
    """A person who can be asked now, and what."""

    kind: str
    person_id: int


def due(work: UnitOfWork, kinds: Iterable[Regular]) -> list[Due]:
    """Return whom to ask what now: none before the hour of questions, none in quiet hours, and none with whom
    another question is open.
    """
    if not _is_time(work):
        return []
    found: dict[int, Due] = {}
    busy: set[str] | None = None
    for kind in kinds:
        for person_id in kind.people(work):
            busy = work.conversations.busy(work.now) if busy is None else busy
            full = person_id in found or f"p{person_id}" in busy
            if not full and budgets.has_room(work, person_id, kind.budgets):
                found[person_id] = Due(kind.name, person_id)
    return list(found.values())


def ask(work: UnitOfWork, kinds: Iterable[Regular], who: Due) -> bool:
    """Ask a person; False if another process was quicker, another question was opened, or nothing is left to
    ask.
    """
    kind = next(each for each in kinds if each.name == who.kind)
    party = f"p{who.person_id}"
    # Lock the party before anything else, as a turn does.
    work.conversations.load([party])
    person = work.people.get(who.person_id)
    if work.conversations.is_busy(party, work.now) or not work.people.roles(person):
        return False
    asking = kind.prepare(work, person)
    if asking is None or not budgets.fill(work, person.id, kind.budgets, kind.name, asking.about):
        return False
    asked = work.conversations.ask(party, asking.question, work.now) if asking.question else ""
    about = asking.about[0] if len(asking.about) == 1 else ""
    work.outbox.tell(person, replace(asking.screen, asked=asked), asking.kind, about)
    kind.asked(work, person, asking)
    return True


def postpone(_work: UnitOfWork, _who: Due) -> None:
    """Do nothing: the next tick tries again."""


def _is_time(work: UnitOfWork) -> bool:
    mechanism = work.configuration.mechanism
    here: datetime = work.now.astimezone(mechanism.zone)
    return here.time() >= mechanism.questions_at and not is_quiet(mechanism, work.now)

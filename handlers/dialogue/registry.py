"""All dialogues, and the rows that each of them holds: handlers of a word, and of a kind of question."""

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

from handlers.announcements import answering, ask, brief, info, tell, update
from handlers.dialogue import bare_ok, either, undo
from handlers.engine import proving, questions, second_text
from handlers.engine.turn import Asks, Registry, Reply, Turn
from handlers.incidents import (
    about_open,
    acknowledge,
    amend,
    concern,
    confirm,
    escalate,
    fewer_dead,
    follow,
    give,
    need,
    news,
    other_county,
    outside,
    promise,
    reopen,
    report,
    solved,
    watch,
)
from handlers.incidents.kinds import NOTE
from handlers.language.intents import Command
from handlers.language.verbs import ANSWERS
from handlers.meetings import attend, attendees, convene, decide, guest, minutes, overview, rsvp
from handlers.offers import offer, outcome, taking_back
from handlers.people import away, duty, morning, preferences, seats
from handlers.tasks import assign, duties, to_many
from handlers.triage import kept, mine, net, open_list, pass_on

DIALOGUES: tuple[ModuleType, ...] = (
    about_open, acknowledge, amend, answering, ask, assign, attend, attendees, away, bare_ok, brief,
    concern, confirm, convene, decide, duties, duty, either, escalate, fewer_dead, follow, give, guest,
    info, kept, mine, minutes, morning, need, net, news, offer, open_list, other_county, outcome, outside,
    overview, pass_on, preferences, promise, proving, reopen, report, rsvp, seats, second_text, solved,
    taking_back, tell, to_many, undo, update, watch,
)  # fmt: skip


def _noted(turn: Turn, words: str | None) -> Reply | None:
    """A note is asked for about an incident or about a task."""
    assert turn.question is not None
    return (
        duties.noted(turn, words)
        if turn.question.about.startswith("T")
        else follow.add_asked_note(turn, words)
    )


def _once(rows: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """Return the rows by key. Raises ValueError if two dialogues have the same key."""
    found: dict[Any, Any] = {}
    for key, row in rows:
        if key in found:
            raise ValueError(f"{key} stands in two dialogues")
        found[key] = row
    return found


def make(dialogues: tuple[ModuleType, ...] = DIALOGUES) -> Registry:
    """Return the registry of all dialogues."""
    commands: Mapping[tuple[str, str], Callable[[Turn, Command], Reply | None]] = _once(
        row for dialogue in dialogues for row in getattr(dialogue, "COMMANDS", {}).items()
    )
    asked = [each for dialogue in dialogues for each in getattr(dialogue, "QUESTIONS", ())]
    asked.append(Asks(NOTE, questions.of_words(_noted), questions.by_its_kind, questions.end_question))
    verbs = (*(verb for dialogue in dialogues for verb in getattr(dialogue, "WORDS", ())), *ANSWERS)
    return Registry(
        verbs,
        commands,
        _once((each.kind.name, each) for each in asked),
        overview.list_meeting_verbs,
        duties.handle_task_command,
        ask.handle_question_command,
    )


REGISTRY = make()

"""All dialogues, and the rows that each of them holds: what answers a word, and a kind of question."""

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

from handlers import (
    acknowledge,
    amend,
    asking,
    attend,
    away,
    concern,
    confirm,
    convene,
    duties,
    either,
    escalate,
    follow,
    give,
    info,
    kept,
    meetings,
    minutes,
    net,
    preferences,
    reopen,
    report,
    rsvp,
    task,
    tell,
)
from handlers.intents import Answer, Command
from handlers.turn import Asks, Registry, Reply, Turn

DIALOGUES: tuple[ModuleType, ...] = (
    acknowledge, amend, attend, away, concern, confirm, convene, duties, either, escalate, follow, give, info,
    kept, meetings, minutes, net, preferences, reopen, report, rsvp, task, tell,
)  # fmt: skip


def _noted(turn: Turn, action: Answer, _sure: bool) -> Reply | None:
    """A note is asked for about an incident or about a task."""
    assert turn.question is not None
    words = asking.words_of(action)
    return duties.noted(turn, words) if turn.question.about.startswith("T") else follow.noted(turn, words)


def _of_a_meeting(turn: Turn, command: Command) -> Reply | None:
    return meetings.other(turn, command)


def _once(rows: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """Return the rows by their keys; a key that two dialogues have is a mistake of theirs."""
    found: dict[Any, Any] = {}
    for key, row in rows:
        if key in found:
            raise ValueError(f"{key} stands in two dialogues")
        found[key] = row
    return found


def make() -> Registry:
    """Return what all dialogues answer."""
    commands: Mapping[tuple[str, str], Callable[[Turn, Command], Reply | None]] = _once(
        row for dialogue in DIALOGUES for row in getattr(dialogue, "COMMANDS", {}).items()
    )
    asked = [each for dialogue in DIALOGUES for each in getattr(dialogue, "QUESTIONS", ())]
    asked.append(Asks("note", _noted, asking.by_its_kind, asking.ended))
    return Registry(commands, _once((each.kind, each) for each in asked), _of_a_meeting, duties.about)


REGISTRY = make()

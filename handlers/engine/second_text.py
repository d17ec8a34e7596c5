"""A command that comes in two texts: "ITEM M1", and then the words; "MEETING tomorrow", then the time."""

import json

from handlers.engine import questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Command
from handlers.language.kinds import Kind

SECOND_TEXT = Kind("second_text", takes="words", weighed=True, tells="matter")
"""What is missing of a command: the words of an item or of an announcement, the day and time of a meeting."""


def wait(turn: Turn, reply: Reply, command: Command, between: str = " ") -> Reply:
    """Leave the command open, behind `reply`, which says what is missing: the next words complete it."""
    first = {"verb": command.verb, "ref": command.ref, "rest": command.rest, "between": between}
    turn.ask(SECOND_TEXT, command.ref or "", draft=json.dumps(first))
    return reply


def _completed(turn: Turn, words: str | None) -> Reply | None:
    """Answer the command with what was missing; None: it was left out."""
    question = turn.question
    assert question is not None
    if words is None:
        return questions.end_question(turn)
    turn.work.conversations.answered(turn.party)
    first = json.loads(question.draft)
    rest = f"{first['rest'].rstrip(' ,')}{first['between']}{words}" if first["rest"] else words
    return turn.registry.answer(turn, Command(first["verb"], first["ref"], rest))


QUESTIONS = (
    Asks(SECOND_TEXT, questions.of_words(_completed), questions.by_its_kind, questions.end_question),
)

"""Questions that read a text back before several people hear it: minutes, an outcome, a withdrawal."""

from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.language.kinds import Kind
from sek_core.messages.screens import Screen, Text


def ask(turn: Turn, kind: Kind, ref: str, question: Text, words: str = "") -> Reply:
    """Leave the question open whether `words` are to go out, or `ref` to be withdrawn."""
    turn.ask(kind, ref, choices=questions.YES_NO, draft=words)
    if words:
        question = Text("ask.read_back", {"question": question})
    return Reply(
        Screen(question, questions.options(kind, questions.YES_NO), quote=words, max_segments=2), ref
    )

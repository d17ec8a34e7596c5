"""CONCERN, ISSUE, NEED, GAP, IDEA: a matter for the CLT that is no shock."""

from config.rights import Deed
from handlers.engine import questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import report
from handlers.language.intents import Answer, Command, Say
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.incidents import concerns
from sek_core.incidents.model import Source
from sek_core.messages.screens import Screen, Text

CONCERN = Kind("concern", takes="words", tells="matter", weighed=True)
"""What is the concern?"""


def begin(turn: Turn, command: Command) -> Reply | None:
    """Raise a concern with the words behind the keyword; without any, ask for them."""
    if not turn.may(Deed.CONCERN):
        return refusals.not_for_them(turn, Deed.CONCERN)
    if not any(map(str.isalnum, command.rest)):
        turn.ask(CONCERN)
        return Reply(Screen(Text("ask.concern"), skippable=True))
    return _raise(turn, command.rest)


def answered(turn: Turn, action: Answer) -> Reply:
    """The words that were asked for; or none after all."""
    turn.work.conversations.answered(turn.party)
    if isinstance(action, Say):
        return _raise(turn, action.words)
    return Reply(Screen(Text("concern.dropped")))


def _raise(turn: Turn, words: str) -> Reply:
    source = Source(turn.sender, turn.address.value, turn.inbox_id, words, turn.language, turn.said_at)
    return report.alert_or_ask(turn, concerns.receive(turn.work, source), words)


QUESTIONS = (Asks(CONCERN, questions.of_any(answered), questions.by_its_kind, questions.end_question),)
WORDS = (
    Verb(
        "concern",
        ("CONCERN", "ISSUE", "NEED", "GAP", "IDEA"),
        ("HOJA", "HITAJI", "WAZO"),
        "text",
        "an issue, need, gap or idea for the CLT (C14): followed as a shock is, in days; the bare word asks "
        "for it",
        "{rights}",
        yields=True,
        own_report=True,
        listed=15,
        labels=True,
    ),
)
COMMANDS = {("concern", ""): begin}

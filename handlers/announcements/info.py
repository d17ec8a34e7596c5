"""INFO: county information for USAID and RLA. It needs no answer."""

from config.rights import Deed
from handlers.engine import questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import follow
from handlers.language.intents import Answer, Command, Say
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from handlers.language.words import reference_in
from sek_core.announcements import county_information
from sek_core.messages.screens import Joined, Screen, Text
from sek_core.understanding.tokens import words_of
from sek_core.wording import phrases

INFO = Kind("info", takes="words", tells="matter", weighed=True)
"""What is there to tell?"""


def info(turn: Turn, command: Command) -> Reply | None:
    """Pass on the words behind INFO; without any, ask for them. "INFO S127" asks for the status of S127."""
    ref = reference_in(command.rest)
    if ref and len(words_of(command.rest)) <= len(words_of(ref)) + 1 and turn.incident(ref):
        return follow.status(turn, Command("status", ref))
    if not turn.may(Deed.INFO):
        return refusals.not_for_them(turn, Deed.INFO)
    if not any(map(str.isalnum, command.rest)):
        turn.ask(INFO)
        return Reply(Screen(Text("ask.info"), skippable=True))
    return _pass_on(turn, command.rest)


def answered(turn: Turn, action: Answer) -> Reply:
    """The words that were asked for; or none after all."""
    turn.work.conversations.answered(turn.party)
    if isinstance(action, Say):
        return _pass_on(turn, action.words)
    return Reply(Screen(Text("info.dropped")))


def _pass_on(turn: Turn, words: str) -> Reply:
    counties, roles = county_information.inform(turn.work, turn.sender, turn.address.value, words)
    if not roles:
        refusals.keep(turn, "information without a recipient")
        return Reply(Screen(Text("info.no_recipient")))
    who = Joined(tuple(phrases.role_of(turn.work, role) for role in roles))
    return Reply(Screen(Text("info.done", {"county": " / ".join(counties), "audience": who})))


QUESTIONS = (Asks(INFO, questions.of_any(answered), questions.by_its_kind, questions.end_question),)
WORDS = (
    Verb(
        "info",
        ("INFO",),
        ("FAHAMISHA",),
        "text",
        "county information: USAID, RLA and the CLT lead read it, and need not answer; the bare word asks "
        "for it",
        "{rights}",
        yields=True,
        labels=True,
    ),
)
COMMANDS = {("info", ""): info}

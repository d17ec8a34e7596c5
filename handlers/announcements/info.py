"""INFO: county information for USAID and RLA. Nobody has to answer it."""

from config.rights import Deed
from handlers.engine import lookup, questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import follow
from handlers.language.intents import INFO, Answer, Choose, Command, Say, Skip
from handlers.language.references import reference_in
from handlers.language.verbs import Verb
from sek_core.announcements import county_information
from sek_core.messages.screens import Joined, Screen, Text
from sek_core.understanding.tokens import words_of
from sek_core.wording import phrases


def info(turn: Turn, command: Command) -> Reply | None:
    """Pass the words behind it on; without any they are asked for. "INFO S127" asks for its status."""
    ref = reference_in(command.rest)
    if (
        ref
        and len(words_of(command.rest)) <= len(words_of(ref)) + 1
        and lookup.incident_exists(turn.work, ref)
    ):
        return follow.status(turn, Command("status", ref))
    if not turn.may(Deed.INFO):
        return refusals.not_for_them(turn, Deed.INFO)
    if not any(map(str.isalnum, command.rest)):
        turn.ask(INFO)
        return Reply(Screen(Text("ask.info"), skippable=True))
    return _pass_on(turn, command.rest)


def answered(turn: Turn, action: Choose | Skip | Say) -> Reply:
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


def _answered(turn: Turn, action: Answer, _sure: bool) -> Reply | None:
    return answered(turn, action)


QUESTIONS = (Asks(INFO, _answered, questions.by_its_kind, questions.ended),)
WORDS = (
    Verb(
        "info",
        ("INFO",),
        ("FAHAMISHA",),
        "text",
        "county information: USAID, RLA and the CLT lead read it, and need not answer; the bare word asks "
        "for it",
        "everyone on the roster but observers",
        yields=True,
        labels=True,
    ),
)
COMMANDS = {("info", ""): info}

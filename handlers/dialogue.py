"""One turn of a dialogue: a message of somebody comes in, exactly one answer goes out.

The channels know nothing of what is said here, and nothing here knows a channel.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers import acknowledge, confirm, follow, preferences, report, triage
from handlers.grammar import (
    CONFIRM,
    Choose,
    Command,
    Confirm,
    Context,
    Courtesy,
    Denial,
    Grammar,
    Intent,
    Report,
    Say,
    Skip,
    Unclear,
)
from handlers.turn import Reply, Turn
from sek_core.conversations import Question, party_of
from sek_core.directory import Address, Person
from sek_core.people import People
from sek_core.screens import HazardName, Joined, Screen, Text
from sek_core.store.inbox import InboxRow
from sek_core.work import Work

NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
"""A telephone number, E.164: what a name or a short code is not, even with a plus before it."""

COMMANDS: dict[str, Callable[[Turn, Command], Reply]] = {
    "take": acknowledge.take,
    "release": acknowledge.release,
    "note": follow.note,
    "close": follow.close,
    "status": follow.status,
    "more": follow.more,
    "list": follow.listing,
    "language": preferences.language,
    "help": preferences.help_,
    "stop": preferences.stop,
    "start": preferences.start,
}
"""What answers each verb of handlers.vocabulary."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message as a channel parsed it. `answerable`: its sender is a person, not a machine."""

    inbox_id: int
    channel: str
    sender: str
    text: str
    answerable: bool = True


def inbound_of(row: InboxRow) -> Inbound:
    """The message of an inbox row."""
    return Inbound(row.id, row.channel, row.sender, row.text, bool(NUMBER.fullmatch(row.sender)))


def take_turn(work: Work, grammar: Grammar, inbound: Inbound) -> None:
    """Understand a message, do what it asks, and queue the one answer to it."""
    address = work.people.sender(inbound.channel, inbound.sender)
    if not inbound.answerable:
        triage.keep(work, inbound.inbox_id, address, "machine")
        return
    turn = _begin(work, grammar, inbound, address)
    reply = _reply(turn)
    if reply is not None:
        work.outbox.answer(address, reply.screen, reply.language or turn.language, reply.about)


def _begin(work: Work, grammar: Grammar, inbound: Inbound, address: Address) -> Turn:
    """Who speaks, what is open with them, what they say."""
    work.people.heard_from(address)
    person = address.person
    if person is not None and not work.people.roles(person):
        person = None
    party = party_of(address)
    question = work.conversations.question(party, work.now)
    mechanism = work.configuration.mechanism
    counties = tuple(work.people.counties(person, mechanism.counties)) if person else ()
    context = Context(
        counties=counties,
        may_report=person is not None and work.people.may_report(person),
        may_take=person is not None and work.people.may_take(person, counties),
        question=question,
        exists=lambda ref: follow.exists(work, ref),
    )
    intent = grammar.read(inbound.text, context)
    language = _language(work.people, intent, question, person) or mechanism.languages[0]
    if language not in mechanism.languages:
        language = mechanism.languages[0]
    return Turn(work, inbound.inbox_id, inbound.text, address, person, party, question, intent, language)


def _language(people: People, intent: Intent, question: Question | None, person: Person | None) -> str | None:
    """The language to answer in: that of the text, as far as its words tell.

    The words of an answer to a question often do not: "Kwa Mutisya" is a name in any language.
    """
    if question and isinstance(intent.action, Say):
        return question.language
    if question and isinstance(intent.action, Choose | Skip):
        return intent.language or question.language
    return intent.language or (people.language_of(person) if person else None)


def _reply(turn: Turn) -> Reply | None:
    action = turn.intent.action
    if isinstance(action, Command) and action.verb in ("stop", "start"):
        return COMMANDS[action.verb](turn, action)
    if turn.person is None:
        return triage.unknown_sender(turn)
    match action:
        case Command(verb):
            return COMMANDS[verb](turn, action)
        case Report():
            return report.begin(turn, action)
        case Confirm():
            return confirm.ask(turn, action)
        case Choose() | Skip() | Say():
            return _answered(turn, action)
        case Denial(hazards):
            names = Joined(tuple(HazardName(hazard) for hazard in dict.fromkeys(hazards)))
            return Reply(Screen(Text("denial", {"hazards": names})))
        case Courtesy():
            return Reply(Screen(Text("courtesy")))
        case Unclear():
            return triage.not_understood(turn)


def _answered(turn: Turn, action: Choose | Skip | Say) -> Reply:
    """An answer goes to the dialogue that asked."""
    assert turn.question is not None  # the grammar reads an answer only where a question is open
    if turn.question.kind == "outcome":
        assert isinstance(action, Say)  # a question for words takes nothing else
        return follow.outcome(turn, action.words)
    if turn.question.kind == CONFIRM:
        assert not isinstance(action, Say)  # its answers are yes, no, and 0
        return confirm.answered(turn, action)
    return report.go_on(turn, action)

"""Answers of a holder whose news did not come: done, still in work, cannot. Words are news themselves."""

import re
from dataclasses import dataclass

from handlers.engine import questions
from handlers.engine.disambiguation import nothing_to
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import acknowledge, follow, solved
from handlers.incidents.kinds import LATE, OUTCOME, UNTIL
from handlers.language.intents import Answer, Choose, Command, Report, Say
from sek_core.alerts import promise_dates, promises
from sek_core.alerts.promise_texts import ANSWERS
from sek_core.messages.screens import Screen, Text
from sek_core.response import following
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.work.conversations import Question

_DIGIT = re.compile(r"\s*([123])(?:[\s.,:;-]+|$)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer to "How does it stand?": one of the three, or "" for news, and the words with it."""

    answer: str
    words: str


def by_reference(turn: Turn, command: Command) -> Reply:
    """Handle "S1 1", "S1 2 Friday", "S1 3" of a holder whose news is late, or of a reporter who was asked
    whether it is solved; a note otherwise.
    """
    incident = turn.incident(command.ref)
    if incident is not None and (reply := solved.by_reference(turn, incident, command.rest)):
        return reply
    told = _read(turn, command.rest)
    if incident is None or not told.answer or not promises.is_late_with(turn.work, incident, turn.sender):
        return follow.note(turn, command)
    return _act(turn, incident, told)


def late_digit(turn: Turn) -> Reply | None:
    """Ask again how an incident stands, after a digit alone of a holder whose question has expired. Return
    None if no news of the sender is late.
    """
    if turn.person is None or not questions.is_stray_digit(turn, ANSWERS):
        return None
    ref = promises.late_of(turn.work, turn.person)
    if ref is None:
        return None
    turn.ask(LATE, ref, choices=ANSWERS)
    asked = turn.work.conversations.question(turn.party, turn.work.now)
    return questions.ask_to_be_sure(turn, asked) if asked else None


def _answered(turn: Turn, action: Answer, _sure: bool) -> Reply | Report:
    """Handle a digit, a digit with words, or words."""
    assert turn.question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(turn.question.about)
    if isinstance(action, Say) and action.reading.plea:
        return Report(action.reading, action.words)
    if incident is None:
        return nothing_to(turn, Command("note", turn.question.about))
    match action:
        case Choose(value, words):
            return _act(turn, incident, Told(value, words))
        case Say(words):
            return _act(turn, incident, _read(turn, words))
        case _:
            return Reply(Screen(Text("promise.dropped", {"ref": incident.ref})), incident.ref)


def _read(turn: Turn, words: str) -> Told:
    """Read a digit with what fits it: "2 Friday" and "1 water delivered", but not "2 bowsers on the way"."""
    match = _DIGIT.fullmatch(words)
    if match is None:
        return Told("", words)
    answer, rest = ANSWERS[int(match[1]) - 1], match[2].strip()
    fits = {
        "done": turn.work.core.reader.outcome(rest) in ("deed", "help"),
        "working": promise_dates.named_in(turn.work, rest) is not None,
        "cannot": False,
    }
    return Told(answer, rest) if not rest or fits[answer] else Told("", words)


def _act(turn: Turn, incident: Incident, told: Told) -> Reply:
    if incident.status != IncidentStatus.TAKEN or not promises.speaks_for_holder(
        turn.work, incident, turn.sender
    ):
        return Reply(Screen(Text("promise.not_yours", {"ref": incident.ref})), incident.ref)
    match told.answer:
        case "done" if told.words:
            return follow.close(turn, Command("close", incident.ref, told.words))
        case "done":
            turn.ask(OUTCOME, incident.ref)
            return Reply(Screen(Text("close.ask", {"ref": incident.ref})), incident.ref)
        case "cannot":
            return _give_back(turn, incident)
        case "working" if not told.words:
            turn.ask(UNTIL, incident.ref)
            return Reply(Screen(Text("promise.until", {"ref": incident.ref}), skippable=True), incident.ref)
        case _:
            return _still_in_work(turn, incident, told)


def _give_back(turn: Turn, incident: Incident) -> Reply:
    """Give the incident back to its route, for its holder or the cover."""
    holder = turn.work.people.get(incident.taken_by_id or turn.sender.id)
    following.release(turn.work, incident, holder, turn.address.value)
    return Reply(Screen(Text("release.done", {"ref": incident.ref})), incident.ref)


def _still_in_work(turn: Turn, incident: Incident, told: Told) -> Reply:
    """Move the promise to the time that is named; words without one are a note, which moves it too."""
    named = promise_dates.named_in(turn.work, told.words)
    if not told.answer and (named is None or named.due_at is None):
        return follow.note(turn, Command("note", incident.ref, told.words))
    if named is None or named.due_at is None:
        turn.ask(UNTIL, incident.ref)
        return Reply(Screen(Text("promise.until_again"), skippable=True), incident.ref)
    if not told.answer:
        following.note(turn.work, incident, turn.sender, turn.address.value, told.words)
    promises.move(turn.work, incident, named.due_at, turn.sender, noted=not told.answer)
    return acknowledge.moved(turn, incident)


def _until(turn: Turn, words: str | None) -> Reply:
    """Take the day that was asked for; other words are news."""
    assert turn.question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(turn.question.about)
    if incident is None:
        return nothing_to(turn, Command("note", turn.question.about))
    if words is None:
        return Reply(Screen(Text("promise.dropped", {"ref": incident.ref})), incident.ref)
    named = promise_dates.named_in(turn.work, words)
    short = len(words.split()) <= _FEW
    return _act(turn, incident, Told("working" if named or short else "", words))


_FEW = 3
"""Words of an answer that must be a day; a longer one without a day is news."""


def _stands(_turn: Turn, question: Question) -> Text:
    return Text("ask.promise", {"ref": question.about})


QUESTIONS = (
    Asks(LATE, _answered, _stands, questions.left_open),
    Asks(UNTIL, questions.of_words(_until), questions.by_its_kind, questions.end_question),
)
COMMANDS = {("note", "S"): by_reference, ("note", "C"): by_reference}

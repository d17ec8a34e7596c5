"""Answers to "Solved?" about what was closed: yes, partly, no, with words or without."""

import re

from handlers.engine import questions
from handlers.engine.disambiguation import nothing_to
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents.kinds import SOLVED
from handlers.language.intents import Answer, Choose, Command, Report, Say
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.response import confirming, following
from sek_core.response.confirming import Solved
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.understanding.tokens import Phrases, fold, words_of
from sek_core.wording import phrases
from sek_core.work.conversations import Question

FIRST_WORDS: dict[str, Solved] = {
    "1": "yes", "yes": "yes", "ndio": "yes", "ndiyo": "yes", "solved": "yes", "imetatuliwa": "yes",
    "2": "partly", "partly": "partly", "kiasi": "partly", "nusu": "partly",
    "3": "no", "no": "no", "hapana": "no", "la": "no", "bado": "no",
}  # fmt: skip
"""First words of an answer."""

_FIRST = re.compile(r"\s*([^\W_]+)[\s.,:;!-]*(.*)", re.DOTALL)


def by_reference(turn: Turn, incident: Incident, words: str) -> Reply | None:
    """Handle "S1 3 no water came" while the answer is awaited; None if it is no such answer."""
    awaited = incident.status == IncidentStatus.CLOSED and incident.confirm_until is not None
    if not awaited or not confirming.may_answer(turn.work, incident, turn.sender):
        return None
    solved, rest = _read(words)
    return _record(turn, incident, solved, rest) if solved else None


def say_no(turn: Turn, incident: Incident, words: str) -> Reply | None:
    """Handle "No, no water came" of a reporter after the closing; None if the sender is not asked."""
    if not confirming.may_answer(turn.work, incident, turn.sender):
        return None
    turn.work.conversations.answered(turn.party)
    return _record(turn, incident, "no", words)


def _answered(turn: Turn, action: Answer, _sure: bool) -> Reply | Report:
    assert turn.question is not None
    incident = turn.incident(turn.question.about)
    if isinstance(action, Say) and action.reading.plea:
        return Report(action.reading, action.words)
    said_before = turn.question.draft
    turn.work.conversations.answered(turn.party)
    if incident is None:
        return nothing_to(turn, Command("status", turn.question.about))
    match action:
        case Choose("yes" | "partly" | "no" as solved, words):
            return _record(turn, incident, solved, words or said_before)
        case Say(words):
            found, rest = _read(words)
            if found:
                return _record(turn, incident, found, rest or said_before)
            return _record(turn, incident, "no", words) if _denies(turn, words) else _ask_which(turn, words)
        case _:
            return Reply(Screen(Text("solved.left", {"ref": incident.ref})), incident.ref)


def _ask_which(turn: Turn, words: str) -> Reply:
    """Read words back that may mean either: "the blue one is there" must not take a closing back."""
    assert turn.question is not None
    ref = turn.question.about
    turn.ask(SOLVED, ref, choices=confirming.ANSWERS, draft=words)
    text = Text("ask.read_back", {"question": Text("ask.solved", {"ref": ref})})
    options = questions.options(SOLVED, confirming.ANSWERS)
    return Reply(Screen(text, options, quote=words, max_segments=2), ref)


def _denies(turn: Turn, words: str) -> bool:
    """Return True for words that deny it: "no help came", "haijatatuliwa"."""
    known = turn.work.configuration.words
    denials = Phrases(
        (phrase, phrase)
        for spoken in (known.unsolved, known.unmet)
        for listed in spoken.values()
        for phrase in listed
    )
    return bool(denials.find([word.form for word in words_of(words)]))


def _read(words: str) -> tuple[Solved | None, str]:
    """Return what the first word says, and the others."""
    match = _FIRST.fullmatch(words)
    solved = FIRST_WORDS.get(fold(match[1])) if match else None
    return (solved, match[2].strip()) if match and solved else (None, words)


def _record(turn: Turn, incident: Incident, solved: Solved, words: str) -> Reply:
    work = turn.work
    done = confirming.answer(work, incident, turn.sender, turn.address.value, solved, words)
    args: dict[str, Arg] = {"ref": incident.ref, "incident": wording.short(incident)}
    if done == "again":
        args["words"] = Text("solved.has_words") if words else phrases.EMPTY
        return Reply(Screen(_again(turn, incident, args), max_segments=2), incident.ref)
    key = {"done": "solved.thanks", "late": "solved.late", "forbidden": "reopen.forbidden"}[done]
    return Reply(Screen(Text(key, args)), incident.ref)


def _again(turn: Turn, incident: Incident, args: dict[str, Arg]) -> Text:
    """Return who has it again, and by when news is expected."""
    if incident.taken_by_id is None:
        return Text("reopen.done", args)
    holder = turn.work.people.get(incident.taken_by_id)
    args["who"] = wording.name_actor(turn.work, incident, holder)
    return Text("solved.again", args | following.promised(turn.work, incident))


def _shown(_turn: Turn, question: Question) -> Text:
    return Text("ask.solved", {"ref": question.about})


QUESTIONS = (Asks(SOLVED, _answered, _shown, questions.left_open),)

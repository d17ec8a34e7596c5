"""Answers to "Where?": a place of the gazetteer, or a name that its sender confirms once; also one that stood
in the report. The program tells
no recipient anything else as a place.
"""

import re
from dataclasses import replace

from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents.kinds import PLACE, PLACE_NAME
from handlers.language.intents import Choose, Say, Skip
from sek_core.incidents import known_places, queries, wording
from sek_core.incidents.model import AnyIncident
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.store.incidents import Incident
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import fold, forms_of
from sek_core.work.conversations import Question

LONGEST_NAME, CHARACTERS = 4, 40
"""Limits in words and letters of a name that the gazetteer lacks: "Kwa Mutisya dam"."""

AGAIN = "again"
"""Draft of a question that was asked a second time: its answer is taken or left out."""

_NAME = re.compile(r"[^\W\d_][\w' /.-]*")


def ask_about_unknown_place(turn: Turn, question: Question, incident: Incident, action: Say) -> Reply | None:
    """Ask about an answer that names no known place. Return None if it names one, or if no further question
    is due.
    """
    reading, words = action.reading, " ".join(action.words.split())
    if names_known_place(incident, reading) or reading.affected or reading.severity or "://" in words:
        return None  # a link to a map stands with the report, for those who can open it
    if question.kind == PLACE_NAME.name and fold(words) == fold(question.draft):
        return None  # the same name once more
    if _is_name(turn, words, reading):
        return _sure(turn, question, incident, words)
    if question.draft == AGAIN or question.kind == PLACE_NAME.name:
        return None
    turn.ask(PLACE, incident.ref, left=question.left, draft=AGAIN, suggestions=question.suggestions)
    screen = Screen(
        Text("ask.place_again", {"reason": _reason(turn, words), "summary": wording.summary(incident)}),
        skippable=True,
        max_segments=2,
        suggestions=questions.options_of_names(question.suggestions),
        hint=questions.hint(PLACE),
    )
    return Reply(screen, incident.ref)


def name_told(turn: Turn, incident: AnyIncident) -> str:
    """Return the name in a report of a place that the gazetteer lacks, or of the place that it sounds like;
    empty if there is none. Its sender only confirms it.
    """
    words = queries.first_text(turn.work, incident)
    reading = turn.work.core.reader.read(words, incident.counties)
    if reading.meant and reading.meant.county in incident.counties:
        return reading.meant.name
    name = " ".join(reading.spot.split())
    return name if len(name) <= CHARACTERS and _NAME.fullmatch(name) else ""


def question_about(turn: Turn, name: str) -> Text:
    """Return the question about a name: whether an unknown place is called so, or a known one is meant."""
    known = turn.work.core.reader.read(name, turn.counties).place
    return Text("ask.place_meant" if known else "ask.place_name", {"place": name})


def with_known_place(turn: Turn, incident: Incident, said: Say) -> Say:
    """Return an answer with the place that it names, if a sender of the county confirmed that before."""
    reading = known_places.locate(turn.work, said.words, said.reading, incident.counties)
    return replace(said, reading=reading)


def known_by_name(turn: Turn, incident: Incident, name: str) -> Say | None:
    """Return a confirmed name as the answer that names a known place; None if the gazetteer lacks it."""
    reading = turn.work.core.reader.read(name, incident.counties)
    return Say(name, reading) if names_known_place(incident, reading) else None


def names_known_place(incident: Incident, reading: Reading) -> bool:
    """Return True if the gazetteer has a place of this county by that name; a county is not a place."""
    place = reading.place
    if place is None or place.kind == "county":
        return False
    return place.county in incident.counties or len(incident.counties) != 1


def name_of(question: Question, action: Choose | Skip | Say) -> str | None:
    """The name that a sender has confirmed, or sent twice; None where there is none."""
    if question.kind != PLACE_NAME.name:
        return None
    if isinstance(action, Choose) and action.value == "yes":
        return question.draft
    same = isinstance(action, Say) and fold(" ".join(action.words.split())) == fold(question.draft)
    return question.draft if same else None


def ask_place_again(turn: Turn, question: Question, incident: Incident) -> Reply:
    """It is not called so: where then?"""
    known_places.unlearn(turn.work, incident, question.draft)
    turn.ask(PLACE, incident.ref, left=question.left, draft=AGAIN)
    return Reply(Screen(Text("ask.place"), skippable=True, hint=questions.hint(PLACE)), incident.ref)


def ask_about_name(turn: Turn, incident: AnyIncident, name: str, left: int, said: Arg) -> Reply:
    """Ask "Where?" by the name that stands in the report, behind what is understood so far."""
    turn.ask(PLACE_NAME, incident.ref, choices=questions.YES_NO, left=left, draft=name)
    text = Text("ask", {"said": said, "question": question_about(turn, name)})
    options = questions.options(PLACE_NAME, questions.YES_NO)
    hint = questions.hint(PLACE_NAME)
    return Reply(Screen(text, options, skippable=True, max_segments=None, hint=hint), incident.ref)


def as_place(question: Question) -> Question:
    """The question about a name, as the question for a place that it is part of."""
    return replace(question, kind=PLACE.name, draft="") if question.kind == PLACE_NAME.name else question


def _sure(turn: Turn, question: Question, incident: Incident, name: str) -> Reply:
    turn.ask(PLACE_NAME, incident.ref, choices=questions.YES_NO, left=question.left, draft=name)
    return Reply(
        Screen(
            question_about(turn, name),
            questions.options(PLACE_NAME, questions.YES_NO),
            skippable=True,
            max_segments=2,
        ),
        incident.ref,
    )


def _is_name(turn: Turn, words: str, reading: Reading) -> bool:
    """Return True if words may be the name of a place: few, without digit or question, and none of everyday
    talk.
    """
    if reading.hazard or reading.place or reading.outside or not _NAME.fullmatch(words):
        return False
    forms = forms_of(words)
    return (
        len(words) <= CHARACTERS
        and 0 < len(forms) <= LONGEST_NAME
        and max(map(len, forms)) > 2
        and not turn.work.core.talking.intersection(forms)
        and not turn.work.core.counties.intersection((fold(words),))
    )


def _reason(turn: Turn, words: str) -> Arg:
    """Return why the answer is no place: it is a county, or it is unknown."""
    if fold(words) in turn.work.core.counties:
        return Text("place.is_county", {"place": words})
    short = words if len(words) <= CHARACTERS else words[: CHARACTERS - 3].rstrip() + "..."
    return Text("place.unknown", {"place": short})

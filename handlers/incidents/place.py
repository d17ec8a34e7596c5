"""Answers to "Where?": a place of the gazetteer, or a name that its sender confirms once. The program tells
no recipient anything else as a place.
"""

import re
from dataclasses import replace

from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents.kinds import PLACE, PLACE_NAME
from handlers.language.intents import Choose, Say, Skip
from sek_core.incidents import wording
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
    turn.ask(PLACE, incident.ref, left=question.left, draft=AGAIN)
    return Reply(Screen(Text("ask.place"), skippable=True, hint=questions.hint(PLACE)), incident.ref)


def as_place(question: Question) -> Question:
    """The question about a name, as the question for a place that it is part of."""
    return replace(question, kind=PLACE.name, draft="")


def _sure(turn: Turn, question: Question, incident: Incident, name: str) -> Reply:
    turn.ask(PLACE_NAME, incident.ref, choices=questions.YES_NO, left=question.left, draft=name)
    text = Text("ask.place_name", {"place": name})
    return Reply(
        Screen(text, questions.options(PLACE_NAME, questions.YES_NO), skippable=True, max_segments=2),
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

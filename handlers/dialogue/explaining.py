"""What a text may be that the grammar alone does not explain: the dialogues that are asked, in their order.

A row of a table is one explanation. The first that knows the text answers it.
"""

from collections.abc import Callable, Iterable

from handlers.announcements import answering
from handlers.dialogue import forms
from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents import (
    about_open,
    amend,
    asking_after,
    corrected,
    news,
    note_parts,
    parts,
    promise,
    unnamed,
)
from handlers.language.intents import Action
from handlers.meetings import in_words as meeting_in_words
from handlers.offers import outcome
from handlers.people import away
from handlers.tasks import in_words as task_in_words
from handlers.triage import protect
from sek_core.understanding.reader import Reading

Explain = Callable[[Turn], Reply | None]
"""Answer a text that this dialogue knows; return None for any other."""

OfAction = Callable[[Turn, Action], Reply | None]

OfReading = Callable[[Turn, Reading], Reply | None]

BEFORE_ALL: tuple[OfAction, ...] = (
    answering.to_what_was_asked_last,
    unnamed.wish,
    outcome.not_yet,
    corrected.numbers,
    note_parts.join,
    parts.join,
    meeting_in_words.no_new_meeting,
    task_in_words.no_need,
)
"""Explanations that come before what the grammar read."""

ONLY_THE_HEADS: tuple[Explain, ...] = (
    forms.shown,
    news.of_change_alone,
    news.of_improvement,
    meeting_in_words.of_meeting,
    task_in_words.of_task,
    meeting_in_words.without_invitation,
    away.said_in_words,
    asking_after.about_own,
    amend.read_as_sequel_of_report,
    news.of_own_shock,
)
"""Explanations of a text that only the learned heads take for a report: it may be the sequel of one."""

MAY_BE_A_REPORT: tuple[OfReading, ...] = (
    lambda turn, _reading: news.of_improvement(turn),
    about_open.of_acting_person,
)

UNCLEAR: tuple[Explain, ...] = (
    protect.add_to_abuse_report,
    forms.shown,
    news.of_change_alone,
    meeting_in_words.of_meeting,
    task_in_words.of_task,
    away.said_in_words,
    asking_after.about_own,
    questions.repeat_after_late_digit,
    promise.late_digit,
    amend.read_as_sequel_of_report,
    news.of_own_shock,
    outcome.day_of_last,
    answering.own_words,
    meeting_in_words.without_invitation,
    lambda turn: about_open.of_acting_person(turn, Reading()),
    about_open.of_informed_person,
)
"""Explanations of a text that the grammar does not understand."""


def before_all(turn: Turn, action: Action) -> Reply | None:
    """Return the answer of the first dialogue that knows better than the grammar what a text is."""
    return _first(explain(turn, action) for explain in BEFORE_ALL)


def what_may_be_a_report(turn: Turn, reading: Reading) -> Reply | None:
    """Return the answer of the first dialogue that takes a doubtful report for something else."""
    heads = () if reading.hazard else ONLY_THE_HEADS
    return _first(explain(turn) for explain in heads) or _first(
        explain(turn, reading) for explain in MAY_BE_A_REPORT
    )


def what_is_unclear(turn: Turn) -> Reply | None:
    """Return the answer of the first dialogue that knows what an unclear text is."""
    return _first(explain(turn) for explain in UNCLEAR)


def _first(answers: Iterable[Reply | None]) -> Reply | None:
    return next((answer for answer in answers if answer is not None), None)

"""Reading of ASK whom, question?, 1 yes 2 no, Friday: the audience, the question, its choices and its end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from config.rights import Deed
from sek_core.announcements import announcing
from sek_core.announcements.announcing import Audience
from sek_core.roster.snapshot import Person
from sek_core.timing.quiet_hours import last_not_quiet
from sek_core.understanding import task_text
from sek_core.understanding.tokens import forms_of, plain
from sek_core.work.unit_of_work import UnitOfWork

Wrong = Literal["", "no_question", "no_such_day", "past", "far", "soon", "choices"]
"""What is wrong with a question: see the texts `inquiry.wrong...`."""

ENDS_AT = time(17)
"""Hour at which a question ends on its last day."""

USUALLY = timedelta(days=3)
"""Time for answers where the asker names no day."""

LEAST = timedelta(minutes=30)

FURTHEST = timedelta(days=92)

MOST_CHOICES = 9

ASKING = frozenset({
    "which", "what", "who", "whom", "whose", "where", "when", "why", "how", "is", "are", "was", "were", "do",
    "does", "did", "can", "could", "will", "would", "have", "has", "should", "may", "please",
    "je", "nani", "nini", "wapi", "lini", "gani", "ngapi", "wangapi", "mangapi", "kwa", "mbona", "vipi",
    "kuna", "mna", "una", "ni", "tafadhali",
})  # fmt: skip
"""Words with which a question without a question mark may begin."""

INTERROGATIVE = frozenset({
    "which", "what", "who", "where", "when", "why", "how", "je", "nani", "nini", "wapi", "lini", "gani",
    "ngapi", "wangapi", "mangapi", "vipi",
})  # fmt: skip
"""Words that make a question wherever they stand."""

_MARK = re.compile(r"(?<!\d),|,(?!\d)|[;:\n]|\s[-\u2013\u2014]\s")
"""Marks that end the naming, or stand before the last day."""

_NUMBERED = re.compile(r"(?:(?<=\s)|^)([1-9])[.):]?\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a text asks it. `head`: the words that name the audience. `wrong`: why it cannot be
    asked; `day`, `said`: the day in question, or the words that are no day.
    """

    audience: Audience
    head: str
    question: str
    choices: tuple[str, ...]
    ends_at: datetime
    wrong: Wrong = ""
    day: date | None = None
    said: str = ""


def names_audience(work: UnitOfWork, person: Person, text: str) -> bool:
    """Return True if the words behind ASK begin with a group whom the person may ask, and a comma. Of a
    person who may ask no one, True if they look like it, so that the answer can say who may.
    """
    if work.rights.counties(person, Deed.TELL):
        return head_of(work, person, plain(text)) is not None
    return "," in text and "?" in text and not work.core.reader.read(text, ()).hazard


def read(work: UnitOfWork, person: Person, text: str) -> Asked | None:
    """Read the words behind ASK; None if they name no audience first."""
    text = plain(text)
    found = head_of(work, person, text)
    if found is None:
        return None
    audience, head, rest = found
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    words, day, said = _without_day(rest, today)
    question, choices, in_order = _choices(words)
    asked = Asked(audience, head, question, choices, work.now, "", day, said)
    if not _is_question(question, choices, "?" in words):
        return replace(asked, wrong="no_question")
    if not in_order:
        return replace(asked, wrong="choices")
    return _with_end(work, asked, today)


def head_of(
    work: UnitOfWork, person: Person, text: str, deed: Deed = Deed.TELL
) -> tuple[Audience, str, str] | None:
    """Return the audience, its words and the rest: the longest beginning that names people and nothing else,
    up to a comma or colon, or the whole text.
    """
    found: tuple[Audience, str, str] | None = None
    for mark in (*_MARK.finditer(text), None):
        head = text[: mark.start()] if mark else text
        if len(forms_of(head)) > announcing.HEAD + 4:
            break
        audience = announcing.read(work, person, head, deed)
        if audience is None or audience.words:
            break
        found = audience, head.strip(), text[mark.end() :].strip() if mark else ""
    return found


def _without_day(words: str, today: date) -> tuple[str, date | None, str]:
    """Return the words without the last day, the day, and words that look like a day and are none.

    The day stands behind the last comma, or behind the question mark: "Who comes on Friday?" asks of Friday.
    """
    marks = list(_MARK.finditer(words))
    if marks:
        said = task_text.read(words[marks[-1].end() :], today)
        if (said.day or said.wrong) and not said.parts and "?" not in words[marks[-1].end() :]:
            return words[: marks[-1].start()].strip(), said.day, said.wrong
    before, mark, behind = words.rpartition("?")
    if mark and behind.strip() and not _NUMBERED.search(behind):
        said = task_text.read(behind, today)
        if (said.day or said.wrong) and not said.parts:
            return before + mark, said.day, said.wrong
    return words, None, ""


def _choices(words: str) -> tuple[str, tuple[str, ...], bool]:
    """Return the question, its numbered choices, and whether these are in order and different."""
    tail = words.rfind("?") + 1
    numbers = [match for match in _NUMBERED.finditer(words) if match.start() >= tail]
    first = next((index for index, match in enumerate(numbers) if match[1] == "1"), None)
    if first is None or len(numbers) - first < 2:
        return words.strip(" ,;"), (), True
    listed = numbers[first:]
    in_order = [int(match[1]) for match in listed] == list(range(1, len(listed) + 1))
    ends = [match.start() for match in listed[1:]] + [len(words)]
    labels = tuple(
        " ".join(words[match.end() : end].strip(" ,;.").split())
        for match, end in zip(listed, ends, strict=True)
    )
    distinct = len({label.lower() for label in labels}) == len(labels) <= MOST_CHOICES and all(labels)
    return words[: listed[0].start()].strip(" ,;"), labels, in_order and distinct


def _is_question(question: str, choices: Sequence[str], marked: bool) -> bool:
    forms = forms_of(question)
    if not forms:
        return False
    return marked or bool(choices) or forms[0] in ASKING or not INTERROGATIVE.isdisjoint(forms)


def _with_end(work: UnitOfWork, asked: Asked, today: date) -> Asked:
    """Return the question with its end, or with what is wrong with the day."""
    if asked.said:
        return replace(asked, wrong="no_such_day")
    day = asked.day or today + USUALLY
    if day < today:
        return replace(asked, wrong="past")
    if day - today > FURTHEST:
        return replace(asked, wrong="far")
    mechanism = work.configuration.mechanism
    ends_at = datetime.combine(day, ENDS_AT, mechanism.zone)
    if ends_at - work.now < LEAST and day == today:  # "today", late in the afternoon
        ends_at = last_not_quiet(mechanism, datetime.combine(day, time(23), mechanism.zone))
    if ends_at - work.now < LEAST:
        return replace(asked, wrong="soon")
    return replace(asked, ends_at=ends_at)

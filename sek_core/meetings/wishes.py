"""Reading of texts that convene or move a meeting: day, time, venue, county."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from config.meetings import ORDINALS, WEEKDAYS, Rule, parse_rule
from sek_core.meetings import occurrences
from sek_core.meetings.convening import FURTHEST, LONGEST_VENUE
from sek_core.understanding import dates, times
from sek_core.understanding.tokens import Phrases, forms_of, plain, words_of
from sek_core.work.unit_of_work import UnitOfWork

Problem = Literal["day", "time", "past", "far", "venue_long"]

_EDGES = " \t\n,;:.-/()"
_JOINS = (
    "at|in|on|for|the|to|from|next|this|county of|kwa|katika|kwenye|ya|tarehe|saa|hadi|ijayo|hii|kaunti ya"
)
_LEADING = re.compile(rf"^(?:(?:{_JOINS})(?:\s+|$))+", re.IGNORECASE)
_TRAILING = re.compile(rf"(?:\s+(?:{_JOINS}))+$", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:every|each|kila)\b", re.IGNORECASE)
_ZONE = re.compile(r"\b(?:EAT|E\.A\.T\.?|(?:local|nairobi|kenyan?) time)\b", re.IGNORECASE)
_SAME = re.compile(
    r"\b(?:(?:at |in )?(?:the )?same (?:time|hour|place|venue)|"
    r"(?:saa|muda|wakati|mahali|pahali) (?:ile ile|ileile|ule ule|uleule|pale pale|palepale))\b",
    re.IGNORECASE,
)
"""Words for what stays as it is."""
_OF_THE_MONTH = re.compile(r"^\s*(?:(?:of|ya|wa|the|in|every|each|kila)\s+)*(?:month|mwezi)\b", re.IGNORECASE)

SWAHILI_DAYS = dict(
    zip(
        ("jumatatu", "jumanne", "jumatano", "alhamisi", "ijumaa", "jumamosi", "jumapili"),
        WEEKDAYS,
        strict=True,
    )
)
SWAHILI_ORDINALS = {"kwanza": "first", "pili": "second", "tatu": "third", "nne": "fourth", "mwisho": "last"}
ORDINAL_DIGITS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}
FILLING = frozenset({"ya", "wa", "the", "of", "on", "day", "date", "tarehe", "month", "mwezi"})
NO_DAY = frozenset({*dates.UNITS, *WEEKDAYS, "months", "mwezi", "miezi"})
"""Words after a number that is no day of the month: every 2 weeks."""


IT = frozenset(
    {"it", "that", "this", "meeting", "the", "to", "mkutano", "kikao", "huo", "huu", "hiyo", "please", "be"}
)
"""Words that say only that the meeting is meant: "move it to Wednesday"."""


OFF = frozenset({"off", "none", "stop", "acha", "hapana", "simamisha"})
"""Words after EVERY that end the series."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a text says of a meeting; None for what it does not say. `counties`: those that it names.
    `unread`: words of a day or a time that were not understood. `no_day`: words of a day that there is not.
    `weekday`: one that is not that of the day.
    """

    day: date | None
    hour: time | None
    venue: str
    counties: tuple[str, ...]
    unread: str = ""
    no_day: str = ""
    weekday: str = ""


@dataclass(frozen=True, slots=True)
class Habit:
    """What a text says of a series: the rule, the time, the venue; or that it is `off` from now on."""

    rule: Rule | None
    hour: time | None
    venue: str
    counties: tuple[str, ...]
    off: bool = False


def read(work: UnitOfWork, words: str, counties: Sequence[str]) -> Wish:
    """Read "Kitui 3 Dec 9am County HQ"; `counties`: those that the sender may name."""
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    rest = _SAME.sub(" ", plain(words))
    timed = times.find(rest)
    rest = timed.rest if timed else rest
    dated = dates.find(rest, today)
    rest = dated.rest if dated else rest
    if timed is None and (timed := times.find_bare(rest)):
        rest = timed.rest
    typed = _ZONE.sub("", rest)
    named, rest = _county(typed, counties)
    hour = timed.time if timed else None
    venue = _venue(rest)
    no_day, unread = dates.no_such_day(rest), _unread(_venue(rest), rest if named else typed)
    weekday = dated.weekday if dated else ""
    venue = "" if no_day or unread else venue
    return Wish(dated.day if dated else None, hour, venue, named, unread, no_day, weekday)


def read_habit(work: UnitOfWork, words: str, counties: Sequence[str]) -> Habit | None:
    """Read "every first Thursday 9am County HQ"; None if the text is about one meeting."""
    rest = plain(words)
    every = _EVERY.search(rest)
    if every is None:
        return None
    in_front = rest[: every.start()]
    if OFF & set(forms_of(rest[every.end() :])[:1]):
        named, _ = _county(rest[: every.start()], counties)
        return Habit(None, None, "", named, off=True)
    rule, behind = _rule(rest[every.end() :])
    if rule is None and in_front.strip():  # "3 Dec 9am, for every member"
        return None
    rest = f"{in_front} {behind}"
    timed = times.find(rest) or times.find_bare(rest)
    named, rest = _county(timed.rest if timed else rest, counties)
    return Habit(rule, timed.time if timed else None, _venue(rest), named)


def problem(work: UnitOfWork, starts_at: datetime, venue: str) -> Problem | None:
    """Return why a meeting cannot be held then and there, or None."""
    if starts_at <= work.now:
        return "past"
    if starts_at - work.now > FURTHEST:
        return "far"
    return "venue_long" if len(venue) > LONGEST_VENUE else None


def moment(work: UnitOfWork, day: date, hour: time) -> datetime:
    """Return the moment of this day and hour in the mechanism's zone."""
    return occurrences.at(day, hour, work.configuration.mechanism.zone)


def _county(rest: str, counties: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Return the counties named at the beginning or end, apart from the venue ("Kitui, ..."), and the rest of
    the text.
    """
    rest = _LEADING.sub("", rest.strip(_EDGES))
    words = words_of(rest)
    found = Phrases((county, county) for county in counties).find([word.form for word in words])
    edges = [each for each in found if each.start == 0 or each.end == len(words)]
    if not edges:
        return (), rest
    each = edges[0]
    named = tuple(each.values)
    behind = rest[words[each.end - 1].end : words[each.end].start] if each.end < len(words) else ""
    end = each.end
    if behind.isspace() and words[end].form in ("county", "kaunti", "town"):
        after = rest[words[end].end :]
        if words[end].form == "town" or after[:1].isspace():
            # "Kitui County HQ" is the name of a place, but names the county as well.
            return named, rest
        end += 1  # "Kitui county, Town hall"
    without = f"{rest[: words[each.start].start]} {rest[words[end - 1].end :]}"
    return named, without


def _venue(rest: str) -> str:
    venue = " ".join(rest.split()).strip(_EDGES)
    if set(forms_of(venue)) <= IT:
        return ""
    return _TRAILING.sub("", _LEADING.sub("", venue)).strip(_EDGES)


def _unread(venue: str, typed: str) -> str:
    """Return the words as typed if some are of a day or a time that was not read; else nothing."""
    unread = dates.NEAR_A_DAY.intersection(forms_of(venue))
    return " ".join(typed.split()).strip(_EDGES) if unread else ""


def _rule(rest: str) -> tuple[Rule | None, str]:
    """Return the rule at the beginning of a text, or after one other word, in either language, and the text
    without it.
    """
    words = words_of(rest)
    said = [_said(word.form) for word in words]
    first = next((number for number, form in enumerate(said) if form not in FILLING), len(said))
    for start in (first, first + 1):
        for end in range(min(start + 3, len(said)), start, -1):
            rule = _parsed(said[start:end])
            if rule is None or (rule.day is not None and end < len(said) and said[end] in NO_DAY):
                continue
            before = rest[words[first].start : words[start].start]
            return rule, f"{before}{_OF_THE_MONTH.sub('', rest[words[end - 1].end :])}"
    return None, rest


def _said(form: str) -> str:
    """Return a word as a rule writes it: 1st and kwanza become first, 15th becomes 15."""
    form = ORDINAL_DIGITS.get(form, SWAHILI_ORDINALS.get(form, SWAHILI_DAYS.get(form, form)))
    return form[:-2] if form[:-2].isdigit() and form[-2:] in ("st", "nd", "rd", "th") else form


def _parsed(said: Sequence[str]) -> Rule | None:
    named = said[-2:] == ["working", "day"]
    part = list(said) if named else [form for form in said if form not in FILLING]
    if len(part) == 2 and part[0] in WEEKDAYS and part[1] in ORDINALS:  # "Alhamisi ya kwanza"
        part.reverse()
    try:
        return parse_rule(" ".join(part))
    except ValueError:
        return None

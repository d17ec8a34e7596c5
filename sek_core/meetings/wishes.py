"""What a text that convenes or moves a meeting says: where, when, in which county."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal

from config.meetings import ORDINALS, WEEKDAYS, Rule, parse_rule
from sek_core.meetings import occurrences
from sek_core.meetings.convening import FURTHEST, LONGEST_VENUE
from sek_core.reading import dates, times
from sek_core.words import Phrases, forms_of, plain, words_of

if TYPE_CHECKING:
    from sek_core.work import Work

Problem = Literal["day", "time", "past", "far", "venue_long"]

_EDGES = " \t\n,;:.-/()"
_LEADING = re.compile(r"^(?:(?:at|in|on|for|the|kwa|katika|ya|tarehe|kwenye)\s+)+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:\s+(?:at|in|on|the|from|kwa|katika|tarehe|saa))+$", re.IGNORECASE)
_EVERY = re.compile(r"^\s*(?:every|each|kila)\b", re.IGNORECASE)

SWAHILI_DAYS = dict(
    zip(
        ("jumatatu", "jumanne", "jumatano", "alhamisi", "ijumaa", "jumamosi", "jumapili"),
        WEEKDAYS,
        strict=True,
    )
)
SWAHILI_ORDINALS = {"kwanza": "first", "pili": "second", "tatu": "third", "nne": "fourth", "mwisho": "last"}
ORDINAL_DIGITS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a text says of a meeting; None where it does not say. `counties`: those that it names."""

    day: date | None
    hour: time | None
    venue: str
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """What a text says of a series: the rule, the time, the venue."""

    rule: Rule | None
    hour: time | None
    venue: str
    counties: tuple[str, ...]


def read(work: "Work", words: str, counties: Sequence[str]) -> Wish:
    """Read "Kitui 3 Dec 9am County HQ"; `counties` are those that its sender may name."""
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    rest = plain(words)
    timed = times.find(rest)
    rest = timed.rest if timed else rest
    dated = dates.find(rest, today)
    rest = dated.rest if dated else rest
    if timed is None and (timed := times.find_bare(rest)):
        rest = timed.rest
    named, rest = _county(rest, counties)
    hour = timed.time if timed else None
    return Wish(dated.day if dated else None, hour, _venue(rest), named)


def read_habit(work: "Work", words: str, counties: Sequence[str]) -> Habit | None:
    """Read "every first Thursday 9am County HQ"; None where it does not begin so."""
    if not _EVERY.match(words):
        return None
    rest = _EVERY.sub("", plain(words), count=1)
    timed = times.find(rest)
    rest = timed.rest if timed else rest
    rule, rest = _rule(rest)
    if timed is None and (timed := times.find_bare(rest)):
        rest = timed.rest
    named, rest = _county(rest, counties)
    return Habit(rule, timed.time if timed else None, _venue(rest), named)


def problem(work: "Work", starts_at: datetime, venue: str) -> Problem | None:
    """What keeps a meeting from being held then and there."""
    if starts_at <= work.now:
        return "past"
    if starts_at - work.now > FURTHEST:
        return "far"
    return "venue_long" if len(venue) > LONGEST_VENUE else None


def moment(work: "Work", day: date, hour: time) -> datetime:
    """When that is."""
    return occurrences.at(day, hour, work.configuration.mechanism.zone)


def _county(rest: str, counties: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """A county that is named in front or at the end, apart from the venue: "Kitui, ..."."""
    words = words_of(rest)
    found = Phrases((county, county) for county in counties).find([word.form for word in words])
    edges = [each for each in found if each.start == 0 or each.end == len(words)]
    if not edges:
        return (), rest
    each = edges[0]
    named = tuple(each.values)
    behind = rest[words[each.end - 1].end : words[each.end].start] if each.end < len(words) else ""
    if behind.isspace() and words[each.end].form in ("county", "kaunti", "town"):
        # "Kitui County HQ" is the name of a place, and says the county all the same.
        return named, rest
    without = f"{rest[: words[each.start].start]} {rest[words[each.end - 1].end :]}"
    return named, without


def _venue(rest: str) -> str:
    venue = " ".join(rest.split()).strip(_EDGES)
    return _TRAILING.sub("", _LEADING.sub("", venue)).strip(_EDGES)


def _rule(rest: str) -> tuple[Rule | None, str]:
    """The day of a month at its beginning, in words of either language, and the rest."""
    said = [
        ORDINAL_DIGITS.get(form, SWAHILI_ORDINALS.get(form, SWAHILI_DAYS.get(form, form)))
        for form in forms_of(rest)
    ]
    words = words_of(plain(rest))
    for length, start in ((2, 0), (3, 0), (3, 1), (2, 1)):
        part = [form for form in said[start : start + length] if form not in ("ya", "wa", "the", "day")]
        if "working" in part:
            part = [form for form in part if form != "working"] + ["working", "day"]
        if len(part) >= 2 and part[0] in WEEKDAYS and part[1] in ORDINALS:  # "Alhamisi ya kwanza"
            part = [part[1], part[0]]
        try:
            rule = parse_rule(" ".join(part))
        except ValueError:
            continue
        last = min(start + length, len(words)) - 1
        behind = plain(rest)[words[last].end :]
        if rule.weekday is None and rule.day is None and behind.strip().lower().startswith("day"):
            behind = behind.strip()[3:]
        return rule, behind
    return None, rest

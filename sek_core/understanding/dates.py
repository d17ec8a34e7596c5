"""Days as people write them: 12 Dec, 12/12, 12 Desemba 2026, Friday, Ijumaa, kesho, 3 days.

Only a few forms, parsed strictly: the program reads back an understood day with its weekday, and asks for any
other. The day stands before the month. A day without a year is the next one of that date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sek_core.understanding.tokens import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari", "feb february februari", "mar march mac machi", "apr april aprili",
            "may mei", "jun june juni", "jul july julai", "aug august ago agosti",
            "sep sept september septemba", "oct october okt oktoba", "nov november novemba",
            "dec december des desemba",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday jumatatu", "tue tues tuesday jumanne", "wed wednesday jumatano",
            "thu thur thurs thursday alhamisi", "fri friday ijumaa", "sat saturday jumamosi",
            "sun sunday jumapili",
        )
    )
    for name in names.split()
}  # fmt: skip

NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "a one moja", "two mbili", "three tatu", "four nne", "five tano", "six sita", "seven saba",
            "eight nane", "nine tisa", "ten kumi",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

UNITS = {"day": 1, "days": 1, "siku": 1, "week": 7, "weeks": 7, "wiki": 7}

_WORD = re.compile(r"\d{1,8}|[^\W\d_]+(?:'[^\W\d_]+)*|[/.-]")
_ORDINAL = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that a text names, and the text's other words as typed."""

    day: date
    rest: str


def find(text: str, today: date) -> Dated | None:
    """Return the first day that `text` names, if any; a written date wins over a weekday."""
    found = [(fold(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
    words = [word for word, _, _ in found]
    for read in (_iso, _numeric, _named, _month_first, _in_days, _relative, _weekday, _day_alone):
        for start in range(len(words)):
            day, used = read(words[start:], today) or (None, 0)
            if day is not None:
                before, after = text[: found[start][1]], text[found[start + used - 1][2] :]
                return Dated(day, _without_weekday(before, after))
    return None


def _without_weekday(before: str, after: str) -> str:
    """Return the words around a date without the weekday beside it, which belongs to the date."""
    words = f"{before} {after}".split()
    return " ".join(word for word in words if fold(word.strip(",.")) not in WEEKDAYS)


Read = tuple[date, int] | None


def _iso(words: Sequence[str], today: date) -> Read:
    """Read 2026-12-12."""
    if len(words) >= 5 and len(words[0]) == 4 and words[1] == words[3] == "-":
        return _made(words[0], words[2], words[4], 5)
    return None


def _numeric(words: Sequence[str], today: date) -> Read:
    """Read 12/12, 12/12/2026, 12.12.26."""
    if len(words) < 3 or words[1] not in "/.-" or not (words[0].isdigit() and words[2].isdigit()):
        return None
    if len(words) >= 5 and words[3] == words[1] and words[4].isdigit():
        return _made(words[4], words[2], words[0], 5)
    return _next(int(words[0]), int(words[2]), today, 3)


def _named(words: Sequence[str], today: date) -> Read:
    """Read 12 Dec, 12th of December 2026."""
    if not words[0].isdigit():
        return None
    used = 1
    while used < len(words) and words[used] in _ORDINAL | {"of", "-", "/", "ya"}:
        used += 1
    if used >= len(words) or words[used] not in MONTHS:
        return None
    return _with_year(int(words[0]), MONTHS[words[used]], words, used + 1, today)


def _month_first(words: Sequence[str], today: date) -> Read:
    """Read December 12, Dec 12th 2026."""
    if len(words) < 2 or words[0] not in MONTHS or not words[1].isdigit():
        return None
    used = 3 if len(words) > 2 and words[2] in _ORDINAL else 2
    return _with_year(int(words[1]), MONTHS[words[0]], words, used, today)


def _in_days(words: Sequence[str], today: date) -> Read:
    """Read 3 days, two weeks, siku 3, wiki moja."""
    if len(words) < 2:
        return None
    for unit, number in ((words[1], words[0]), (words[0], words[1])):
        count = int(number) if number.isdigit() else NUMBERS.get(number, 0)
        if unit in UNITS and 0 < count <= 400:
            return today + timedelta(days=count * UNITS[unit]), 2
    return None


def _relative(words: Sequence[str], today: date) -> Read:
    """Read today, tomorrow, leo, kesho, kesho kutwa."""
    if words[0] in ("today", "tonight", "leo"):
        return today, 1
    if list(words[:2]) == ["kesho", "kutwa"]:
        return today + timedelta(days=2), 2
    return (today + timedelta(days=1), 1) if words[0] in ("tomorrow", "kesho") else None


def _weekday(words: Sequence[str], today: date) -> Read:
    """Read Friday: the next one; if today is Friday, the day a week from now."""
    if words[0] not in WEEKDAYS:
        return None
    return today + timedelta(days=(WEEKDAYS[words[0]] - today.weekday() - 1) % 7 + 1), 1


def _day_alone(words: Sequence[str], today: date) -> Read:
    """Read the 12th, tarehe 12."""
    if len(words) > 1 and words[0].isdigit() and words[1] in _ORDINAL:
        day = int(words[0])
    elif len(words) > 1 and words[0] == "tarehe" and words[1].isdigit():
        day = int(words[1])
    else:
        return None
    month = today.month if day >= today.day else today.month % 12 + 1
    return _next(day, month, today, 2)


def _with_year(day: int, month: int, words: Sequence[str], used: int, today: date) -> Read:
    if used < len(words) and words[used].isdigit() and len(words[used]) == 4:
        return _made(words[used], str(month), str(day), used + 1)
    return _next(day, month, today, used)


def _next(day: int, month: int, today: date, used: int) -> Read:
    for year in (today.year, today.year + 1):
        made = _made(str(year), str(month), str(day), used)
        if made and made[0] >= today:
            return made
    return None


def _made(year: str, month: str, day: str, used: int) -> Read:
    if not (year.isdigit() and month.isdigit() and day.isdigit()):
        return None
    whole = int(year) + 2000 if len(year) == 2 else int(year)
    try:
        return date(whole, int(month), int(day)), used
    except (ValueError, OverflowError):
        return None

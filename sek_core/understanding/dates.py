"""Days as people write them: 12 Dec, 12/12, 12 Desemba 2026, Friday, Ijumaa, keshokutwa, 3 days, 7 to 9 Dec.

Only a few forms, parsed strictly: the program reads back an understood day with its weekday, and asks for any
other. The day stands before the month. A day without a year is the next one of that date, or the one that was
in the last three months: "1 Nov" in the same November is over, and no day of the next year.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise

from sek_core.understanding.tokens import READ_WORDS, fold

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

ORDER = {"kwanza": 1, "pili": 2} | {name: number for name, number in NUMBERS.items() if number > 2}
"""Names of months by their number: mwezi wa kwanza."""

UNITS = {"day": 1, "days": 1, "siku": 1, "week": 7, "weeks": 7, "wiki": 7}

LONGEST = 16
"""Maximum length of a day or of several, in words and marks: "Dec 12th 2026 to Tue 15th of December 2026"."""

_WORD = re.compile(r"\d{1,8}|[^\W\d_]+(?:'[^\W\d_]+)*|[/.-]")
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_TO = frozenset({"-", "to", "till", "until", "through", "hadi", "mpaka", "and", "na"})
_UP_TO = _TO - {"and", "na"}
_YEARS = range(2000, 2100)
_FROM_NOW = (("from", "now"), ("zijazo",), ("zinazokuja",), ("kuanzia", "sasa"), ("kutoka", "sasa"))
_ENDS = (
    ("end", "of", "the"), ("end", "of", "this"), ("end", "of"), ("mwisho", "wa"), ("mwishoni", "mwa"),
)  # fmt: skip

NEAR_A_DAY = frozenset({
    *WEEKDAYS, "today", "tomorrow", "yesterday", "leo", "kesho", "kutwa", "keshokutwa",
    "jana", "juzi", "day", "days", "week", "weeks", "wiki", "month", "months", "mwezi", "miezi", "next",
    "ijayo", "lijalo",
    "later", "earlier", "sooner", "soon", "sometime", "hour", "hours", "minutes", "saa", "masaa", "dakika",
    "am", "pm", "hrs", "asubuhi", "mchana", "alasiri", "jioni", "usiku", "kasoro", "kasorobo", "robo",
    "baadaye", "mapema", "karibuni", "morning", "afternoon", "evening", "tonight",
})  # fmt: skip
"""Words of days and times. What is left of them beside a day was not read, and is never a place or a name."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that a text names, and the text's other words as typed. `last`: the last day of several ("7 to 9
    Dec"). `weekday`: a weekday beside the date which is not its own.
    """

    day: date
    rest: str
    last: date | None = None
    weekday: str = ""

    @property
    def until(self) -> date:
        """The last day that is named."""
        return self.last or self.day


_NAMING = frozenset({
    "/", ".", "-", "fortnight", "month", "week", "wiki", "mwezi", "tarehe",
    "today", "tonight", "leo", "tomorrow", "kesho", "keshokutwa",
    *_ORDINAL, *MONTHS, *WEEKDAYS, *UNITS,
})  # fmt: skip
"""Words of which every way to name a day has one."""


def _words(text: str) -> list[tuple[str, int, int]]:
    """Return the words and marks of a text with their places, as far as it is read."""
    found = islice(_WORD.finditer(text), READ_WORDS)
    return [(fold(match[0]), match.start(), match.end()) for match in found]


def _starts(words: Sequence[str]) -> list[int]:
    """Return the places where a day may begin: a word of `_NAMING` is near."""
    naming = [place for place, word in enumerate(words) if word in _NAMING]
    near = {place for name in naming for place in range(max(name - LONGEST + 1, 0), name + 1)}
    return sorted(near)


def find(text: str, today: date) -> Dated | None:
    """Return the first day that `text` names, if any; a written date wins over a weekday."""
    found = _words(text)
    words = [word for word, _, _ in found]
    starts = _starts(words)
    for start in starts:
        near = words[start : start + LONGEST]
        if several := _several(near, today) or _several_named(near, today):
            first, last, used = several
            before, after = text[: found[start][1]], text[found[start + used - 1][2] :]
            return Dated(first, _without_weekday(before, after), last)
    for read in _READERS:
        for start in starts:
            day, used = read(words[start : start + LONGEST], today) or (None, 0)
            if day is not None:
                before, after = text[: found[start][1]], text[found[start + used - 1][2] :]
                beside = _weekday_beside(words, start, start + used)
                wrong = beside if beside and WEEKDAYS[beside] != day.weekday() else ""
                return Dated(day, _without_weekday(before, after), weekday=wrong)
    return None


def no_such_day(text: str) -> str:
    """Return words of a text that look like a day but are none: "31 Nov"; empty if there are none."""
    found = _words(text)
    for (one, start, _), (other, _, end) in pairwise(found):
        if (one.isdigit() and other in MONTHS) or (one in MONTHS and other.isdigit()):
            return text[start:end]
    return ""


def _weekday_beside(words: Sequence[str], start: int, end: int) -> str:
    """Return the weekday right before or right behind a date."""
    for position in (start - 1, end):
        if 0 <= position < len(words) and words[position] in WEEKDAYS:
            return words[position]
    return ""


def _several(words: Sequence[str], today: date) -> tuple[date, date, int] | None:
    """Read 7 to 9 Dec, 3-5 Dec, 3 Dec to 5 Dec, Dec 7-9."""
    first, used = _one_of_several(words, today)
    if not used or used >= len(words) or words[used] not in _TO:
        return None
    rest = words[used + 1 :]
    month_first = words[0] in MONTHS
    if month_first and first is not None and rest and rest[0].isdigit() and rest[1:2] not in ([":"],):
        last = _next(int(rest[0]), first.month, first, used + 2)
    else:
        skipped = 1 if rest[:1] and rest[0] in WEEKDAYS else 0
        last = _named(rest[skipped:], today) if rest[skipped:] else None
        if last is not None:
            last = (last[0], used + 1 + skipped + last[1])
    if last is None:
        return None
    if first is None:
        made = _next(int(words[0]), last[0].month, today, 0)
        first = made[0] if made else None
    return (first, *last) if first is not None and first <= last[0] else None


def _several_named(words: Sequence[str], today: date) -> tuple[date, date, int] | None:
    """Read tomorrow to Friday, Monday - Wednesday, leo hadi Ijumaa, wiki ijayo Jumatatu hadi Ijumaa."""
    first = _of_a_week(words, today) or _relative(words, today) or _weekday(words, today)
    if first is None or len(words) < first[1] + 2 or words[first[1]] not in _UP_TO:
        return None
    rest = words[first[1] + 1 :]
    last = _of_a_week(rest, today) or _relative(rest, today) or _weekday(rest, first[0])
    if last is None or last[0] < first[0]:
        return None
    return first[0], last[0], first[1] + 1 + last[1]


def _one_of_several(words: Sequence[str], today: date) -> tuple[date | None, int]:
    """Return the first of several days, and its number of words; the day is None if its month comes later."""
    if made := _named(words, today) or _month_first(words, today):
        return made
    if not words[0].isdigit() or len(words[0]) > 2:
        return None, 0
    return None, 2 if len(words) > 1 and words[1] in _ORDINAL else 1


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
    if words[1] == "-":
        return None  # "3-5": days or hours, no month
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


def _numbered_month(words: Sequence[str], today: date) -> Read:
    """Read tarehe 15 mwezi wa 1, 15 mwezi wa kwanza."""
    used = 1 if words[0] == "tarehe" else 0
    if len(words) < used + 3 or not words[used].isdigit() or words[used + 1] != "mwezi":
        return None
    behind = words[used + 2 :]
    start = 1 if behind[0] == "wa" else 0
    if len(behind) <= start:
        return None
    month, more = _number_of_month(behind[start:])
    return _with_year(int(words[used]), month, words, used + 2 + start + more, today) if month else None


def _number_of_month(words: Sequence[str]) -> tuple[int, int]:
    """Return the number of a month and its number of words: 1, kwanza, kumi na mbili."""
    if words[0].isdigit():
        return (int(words[0]), 1) if 1 <= int(words[0]) <= 12 else (0, 0)
    if list(words[:2]) == ["kumi", "na"] and len(words) > 2 and words[2] in ("moja", "mbili"):
        return 10 + NUMBERS[words[2]], 3
    return (ORDER[words[0]], 1) if words[0] in ORDER else (0, 0)


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
            more = next((len(each) for each in _FROM_NOW if tuple(words[2 : 2 + len(each)]) == each), 0)
            return today + timedelta(days=count * UNITS[unit]), 2 + more
    return None


def _end_of(words: Sequence[str], today: date) -> Read:
    """Read a fortnight, end of the month, mwisho wa mwezi, end of the week (its Friday), mwisho wa wiki."""
    if words[0] == "fortnight":
        return today + timedelta(days=14), 1
    for end in _ENDS:
        unit = words[len(end)] if len(words) > len(end) and tuple(words[: len(end)]) == end else ""
        if unit in ("month", "mwezi"):
            following = today.replace(day=1) + timedelta(days=32)
            last = following.replace(day=1) - timedelta(days=1)
        elif unit in ("week", "wiki"):
            last = today + timedelta(days=(WEEKDAYS["friday"] - today.weekday()) % 7)
        else:
            continue
        used = len(end) + 1
        return last, used + (words[used : used + 1] in (["hii"], ["huu"]))
    return None


_RELATIVE = frozenset(
    {"today", "tonight", "leo", "the", "day", "tomorrow", "kesho", "keshokutwa"}
)  # fmt: skip
"""Words with which `_relative` begins."""


def _relative(words: Sequence[str], today: date) -> Read:
    """Read today, tomorrow, leo, kesho, kesho kutwa."""
    if words[0] not in _RELATIVE:
        return None
    if words[0] in ("today", "tonight", "leo"):
        return today, 1
    for phrase in (
        ("the", "day", "after", "tomorrow"),
        ("day", "after", "tomorrow"),
        ("kesho", "kutwa"),
        ("keshokutwa",),
    ):
        if tuple(words[: len(phrase)]) == phrase:
            return today + timedelta(days=2), len(phrase)
    return (today + timedelta(days=1), 1) if words[0] in ("tomorrow", "kesho") else None


_WEEKS = tuple(
    (ahead, (*phrase, *between), (*between, *phrase))
    for ahead, phrases in (
        (7, (("next", "week"), ("wiki", "ijayo"))),
        (0, (("this", "week"), ("wiki", "hii"))),
    )
    for phrase in phrases
    for between in ((), ("on",), ("ya",), ("of",))
)
"""How far a week is ahead, and the words that name it, in front of a weekday and behind it."""

_BESIDE_A_WEEKDAY = frozenset({"next", "this", "wiki", "on", "ya", "of"})


def _of_a_week(words: Sequence[str], today: date) -> Read:
    """Read next week Tuesday, Tuesday next week, wiki ijayo Jumanne, Jumanne wiki ijayo, this week Friday."""
    is_weekday = words[0] in WEEKDAYS
    if words[1:2] and words[1] in _BESIDE_A_WEEKDAY if is_weekday else words[0] in ("next", "this", "wiki"):
        for ahead, behind, front in _WEEKS:
            both = len(behind) + 1
            if tuple(words[: both - 1]) == behind and len(words) >= both and words[both - 1] in WEEKDAYS:
                return _in_week(today, ahead, words[both - 1]), both
            if is_weekday and tuple(words[1:both]) == front:
                return _in_week(today, ahead, words[0]), both
    return None


def _in_week(today: date, ahead: int, weekday: str) -> date:
    return today + timedelta(days=ahead + WEEKDAYS[weekday] - today.weekday())


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
    if used < len(words) and len(words[used]) == 4 and words[used].isdigit() and int(words[used]) in _YEARS:
        return _made(words[used], str(month), str(day), used + 1)
    return _next(day, month, today, used)


_JUST_PAST = timedelta(days=90)


def _next(day: int, month: int, today: date, used: int) -> Read:
    for year in (today.year - 1, today.year, today.year + 1):
        made = _made(str(year), str(month), str(day), used)
        if made and made[0] >= today - _JUST_PAST:
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


_READERS = (
    _iso, _numeric, _numbered_month, _named, _month_first, _of_a_week, _in_days, _end_of, _relative, _weekday,
    _day_alone,
)  # fmt: skip

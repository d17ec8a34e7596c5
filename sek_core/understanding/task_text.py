"""Texts that assign a task: owner, task and due day, with or without commas. `sek_core.tasks.assigning` finds
the person whom the first words mean.
"""

import re
from dataclasses import dataclass
from datetime import date

from sek_core.understanding import dates
from sek_core.understanding.tokens import fold, plain

_APART = re.compile(r"(?<!\d),|,(?!\d)|[;\n]|:\s|\s[-\u2013\u2014]\s")
"""Marks that separate owner, task and day: not those of 1,000 and 10:30."""

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[/.-]")

_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?")

AROUND = frozenset({
    "by", "on", "before", "until", "till", "within", "in", "at", "latest", "due", "next", "this", "for", "a",
    "the", "please", "kabla", "ifikapo", "kufikia", "mwisho", "hadi", "mpaka", "siku", "tarehe", "katika",
    "tafadhali",
})  # fmt: skip
"""Words that may stand around a day and belong to it."""

OF = frozenset({"of", "since", "from", "ya", "wa", "la", "za", "cha", "vya", "tangu", "kutoka"})
"""Words behind which a day says which, not when: "the report of 10 March"."""

LONGEST_DAY = 7
"""Maximum number of words of a day: "by next Friday 12th of December 2026"."""


@dataclass(frozen=True, slots=True)
class Duty:
    """The parts of a task's text. `parts`: the parts between commas, without the day. `wrong`: words that
    look like a day but are none: "31 Feb".
    """

    parts: tuple[str, ...]
    day: date | None = None
    wrong: str = ""


def read(text: str, today: date) -> Duty:
    """Find the day, and return it with the rest as typed. The last day counts that stands by itself or at the
    end.
    """
    parts = [part for part in (each.strip(" .!,") for each in _APART.split(plain(text))) if part]
    for index in reversed(range(len(parts))):
        day, wrong = _a_day(parts[index], today)
        if day or wrong:
            return Duty((*parts[:index], *parts[index + 1 :]), day, wrong)
    if not parts:
        return Duty(())
    rest, day, wrong = _at_the_end(parts[-1], today)
    return Duty((*parts[:-1], rest) if rest else tuple(parts[:-1]), day, wrong)


def _at_the_end(part: str, today: date) -> tuple[str, date | None, str]:
    words = part.split()
    for start in range(max(1, len(words) - LONGEST_DAY), len(words)):
        day, wrong = _a_day(" ".join(words[start:]), today)
        if (day or wrong) and fold(words[start - 1]) not in OF:
            return " ".join(words[:start]), day, wrong
    return part, None, ""


def _a_day(words: str, today: date) -> tuple[date | None, str]:
    """Return the day that these words name, if they say nothing else; or the words, if there is no such
    day.
    """
    said = re.sub(r"\bkabla ya\b", "kabla", words, flags=re.IGNORECASE)
    found = dates.find(said, today)
    if found is not None:
        over = {fold(match[0]) for match in _TOKEN.finditer(found.rest)} - {"."}
        if over <= AROUND and found.weekday:
            return None, words  # "Monday 3 Dec", which is a Thursday
        return (found.until, "") if over <= AROUND else (None, "")
    tokens = [fold(match[0]) for match in _TOKEN.finditer(said)]
    dated = any(token in dates.MONTHS for token in tokens) and any(token.isdigit() for token in tokens)
    if not dated and not _DATE.search(said):
        return None, ""
    known = all(token.isdigit() or token in _IN_A_DATE for token in tokens)
    return None, " ".join(word for word in words.split() if fold(word) not in AROUND) if known else ""


_IN_A_DATE = {*dates.MONTHS, *dates.WEEKDAYS, *AROUND, "st", "nd", "rd", "th", "of", "/", ".", "-"}

"""Reading of "Anne 7 Dec to 13 Dec", the words behind DUTY. Strict: any other text is none."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sek_core.understanding import dates
from sek_core.understanding.tokens import fold, forms_of, plain

MOST_WORDS = 5
"""Maximum number of words in a name."""

LONGEST = timedelta(days=31)

FAR = timedelta(days=183)
"""A day that lies further ahead than this, and was named without a year, is meant to be the last one."""

_TO = re.compile(
    r"\s(?:to|until|till|hadi|mpaka|[-\u2013\u2014])\s|(?<=\d)\s*[-\u2013\u2014]\s*(?=\d)", re.IGNORECASE
)

_BEFORE_A_DAY = frozenset({"from", "kuanzia", "starting", "on", "since", "tangu", "tarehe", "wiki", "week"})
"""Words between a name and a day."""

_DAY_ALONE = re.compile(r"(?<!\S)(\d{1,2})(?:st|nd|rd|th)?$", re.IGNORECASE)

_DAY_AND_MONTH = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+|ya\s+)?([^\W\d_]+)(?:\s+\d{4})?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DutyText:
    """What a text says of a duty: for whom, in the words of its sender, and its first and last day."""

    name: str
    since: date
    until: date

    @property
    def too_long(self) -> bool:
        """True if it is for longer than a month."""
        return self.until - self.since > LONGEST


def read(words: str, today: date) -> DutyText | None:
    """Return the name and the days, which are all that stands there; None for any other words."""
    text = " ".join(plain(words).strip(" .!").split())
    for match in reversed(list(_TO.finditer(text))):
        read = _read(text[: match.start()], text[match.end() :], today)
        if read is not None:
            return read
    return None


def _read(left: str, right: str, today: date) -> DutyText | None:
    """Read the words before and behind the "to"."""
    left, right = left.strip(), right.strip()
    month = _DAY_AND_MONTH.match(right)
    if month and fold(month[1]) in dates.MONTHS and _DAY_ALONE.search(left):
        left = f"{left} {month[1]}"  # "7 to 13 Dec"
    first = _last_day_in(left, today)
    if first is None:
        return None
    name, since = first
    last = dates.find(right, since)
    if last is None or last.rest.strip(" ,.") or not _is_a_name(name):
        return None
    until = last.day
    if since - today > FAR and not _has_year(left):
        since, until = _year_before(since), until if _has_year(right) else _year_before(until)
    return DutyText(name, since, until)


def _last_day_in(left: str, today: date) -> tuple[str, date] | None:
    """Return the words before the day that ends the text, and the day."""
    words = left.split()
    for start in range(max(1, len(words) - 4), len(words)):
        found = dates.find(" ".join(words[start:]), today)
        if found is not None and not found.rest.strip(" ,."):
            name = words[:start]
            while name and fold(name[-1].strip(",")) in {*_BEFORE_A_DAY, *dates.WEEKDAYS}:
                name.pop()
            return " ".join(name).strip(" ,:"), found.day
    return None


def _is_a_name(name: str) -> bool:
    forms = forms_of(name)
    return 0 < len(forms) <= MOST_WORDS and not any(map(str.isdigit, name))


def _has_year(words: str) -> bool:
    return re.search(r"\d{4}|\d+[/.]\d+[/.]\d{2}\b", words) is not None


def _year_before(day: date) -> date:
    """Return the same day a year before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)

"""Times of day as people write them: 9am, 9:00, 0900hrs, noon, at 2, saa tatu asubuhi, saa 3 na nusu.

Swahili counts the hours from sunrise: saa moja asubuhi is seven in the morning. The program reads an
understood time back before it acts.
"""

import re
from dataclasses import dataclass
from datetime import time

from sek_core.understanding.dates import NUMBERS
from sek_core.understanding.tokens import plain

HOURS = NUMBERS | {"kumi na moja": 11, "kumi na mbili": 12}

_SAA = "|".join(sorted(HOURS, key=len, reverse=True))
_PART = "asubuhi|alfajiri|mchana|alasiri|jioni|usiku"

_SWAHILI = re.compile(
    rf"\b(?:(?P<early>{_PART})\s+)?saa\s+(?:(?P<digits>\d\d?)(?:[:.](?P<minutes>\d\d))?|(?P<words>{_SAA}))"
    rf"(?:\s+(?P<more>na\s+nusu|na\s+robo|kasoro\s*robo|kasorobo|kasoro\s+(?:dakika\s+)?\d+|u\s?nusu|na\s+dakika\s+\d+|na\s+(?:\d\d?)(?!\d)|kamili))?"
    rf"(?:\s+(?:ya\s+|za\s+)?(?P<part>{_PART}))?\b",
    re.IGNORECASE,
)
_HALVES = re.compile(
    r"\b(?:(?:at|from)\s+)?(?P<hour>\d\d?)(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b\.?",
    re.IGNORECASE,
)
_OF_THE_DAY = re.compile(
    r"\b(?P<time>\d\d?(?:[:.][0-5]\d)?)(?:\s*o'?\s?clock)?\s+in\s+the\s+(?P<part>morning|afternoon|evening)\b",
    re.IGNORECASE,
)
"""The half of the day in words: "2 in the afternoon"."""
_COLON = re.compile(
    r"\b(?:(?:at|from)\s+)?(?P<hour>\d\d?):(?P<minute>[0-5]\d)(?:\s*(?:hrs|hours|h)\b)?", re.IGNORECASE
)
_HRS = re.compile(
    r"\b(?:(?:at|from)\s+)?(?P<hour>\d\d?)[:.]?(?P<minute>[0-5]\d)\s*(?:hrs|hours|h)\b", re.IGNORECASE
)
_TO = r"(?:-|\u2013|to|till|until|hadi|mpaka)"
_HALVES_TO = re.compile(
    rf"\b(?:(?:at|from)\s+)?(?P<hour>\d\d?)(?:[:.](?P<minute>[0-5]\d))?\s*{_TO}\s*"
    r"(?P<end>\d\d?)(?:[:.][0-5]\d)?\s*(?P<half>[ap])\.?\s?m\b\.?",
    re.IGNORECASE,
)
_HRS_TO = re.compile(
    rf"\b(?:(?:at|from)\s+)?(?P<hour>\d\d?)[:.]?(?P<minute>[0-5]\d)\s*{_TO}\s*"
    r"\d\d?[:.]?[0-5]\d\s*(?:hrs|hours|h)\b",
    re.IGNORECASE,
)
_NOON = re.compile(r"\b(?:(?:at|from)\s+)?(?:12\s+)?(?:noon|midday)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b(?:(?:at|from)\s+)?(?P<hour>\d\d?)\s*o'?\s?clock\b", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:at|from)\s+(?P<hour>\d\d?)(?:\.(?P<minute>[0-5]\d))?\b(?!\s*(?:st|nd|rd|th)\b)", re.IGNORECASE
)
_UNTIL = re.compile(r"\s*(?:-|\u2013|to\b|till\b|until\b|hadi\b|mpaka\b)\s*", re.IGNORECASE)
_DOT = re.compile(r"\b(?P<hour>\d\d?)\.(?P<minute>[0-5]\d)\b")

EARLIEST = 7
"""Earliest hour of a bare time: "at 2" is in the afternoon, because no meeting starts before seven."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A time that a text names, and the text without it."""

    time: time
    rest: str


def find(text: str) -> Timed | None:
    """Return an unmistakable time, such as 9am, 14:00 or saa tatu asubuhi. Call it before the search for a
    day. Of "9am to 11am" the first counts.
    """
    text = _OF_THE_DAY.sub(_as_half, plain(text))
    for pattern, read in _CERTAIN:
        if (match := pattern.search(text)) and (hour := read(match)) is not None:
            return Timed(hour, _without(text, match))
    return None


def _as_half(match: re.Match[str]) -> str:
    return f"{match['time']}{'a' if match['part'].lower() == 'morning' else 'p'}m"


def find_bare(text: str) -> Timed | None:
    """Return a bare time such as "at 2" or "10.30". Call it once the day is removed, of which it may be a
    part.
    """
    text = plain(text)
    for pattern in (_AT, _DOT):
        match = pattern.search(text)
        if match and (hour := _plain(match)) is not None:
            return Timed(_by_day(hour), _without(text, match))
    return None


def _swahili(match: re.Match[str]) -> time | None:
    words = " ".join((match["words"] or "").lower().split())
    number = int(match["digits"]) if match["digits"] else HOURS[words]
    if not 1 <= number <= 12:
        return None
    minute = int(match["minutes"] or 0) + _minutes(match["more"] or "")
    hour = _hour(number, (match["part"] or match["early"] or "").lower())
    return _made(hour * 60 + minute)


def _minutes(more: str) -> int:
    words = more.lower()
    if "nusu" in words:
        return 30
    less = -1 if "kasoro" in words else 1
    if "rob" in words:
        return less * 15
    digits = re.search(r"\d+", words)
    return less * int(digits[0]) if digits else 0


def _hour(number: int, part: str) -> int:
    """Return the hour of a Swahili time: saa 1 is seven o'clock, in the morning or the evening; without a
    word beside it, by day.
    """
    by_day = number % 12 + 6  # saa 12 asubuhi is six, saa 1 is seven, saa 11 is five in the afternoon
    if part == "usiku":
        return (number + 18) % 24
    if number == 12 and part != "asubuhi" and part != "alfajiri":
        return 18
    if part in ("alfajiri", "asubuhi") and number >= 9:  # saa kumi na moja alfajiri: five in the morning
        return (number + 6) % 12
    return by_day


def _halves(match: re.Match[str]) -> time | None:
    hour = int(match["hour"])
    if not 1 <= hour <= 12:
        return None
    afternoon = 12 if match["half"].lower() == "p" else 0
    return time(hour % 12 + afternoon, int(match["minute"] or 0))


def _halves_to(match: re.Match[str]) -> time | None:
    """Return the first hour of "9-11am", which has the half of the day that comes before the end: 10-2pm."""
    hour, end = int(match["hour"]), int(match["end"])
    if not (1 <= hour <= 12 and 1 <= end <= 12):
        return None
    half = 12 if match["half"].lower() == "p" else 0
    begins, ends = hour % 12 + half, end % 12 + half
    if begins > ends:
        begins = (begins + 12) % 24
    return time(begins, int(match["minute"] or 0))


def _plain(match: re.Match[str]) -> time | None:
    hour = int(match["hour"])
    return time(hour, int(match.groupdict().get("minute") or 0)) if hour < 24 else None


def _colon(match: re.Match[str]) -> time | None:
    """Return the time of an h:mm form: 2:30 is in the afternoon, 02:30 at night."""
    hour = _plain(match)
    return _by_day(hour) if hour and len(match["hour"]) == 1 else hour


def _clock(match: re.Match[str]) -> time | None:
    hour = _plain(match)
    return _by_day(hour) if hour else None


def _noon(_match: re.Match[str]) -> time:
    return time(12)


def _by_day(hour: time) -> time:
    return hour.replace(hour=hour.hour + 12) if hour.hour < EARLIEST else hour


def _made(minutes: int) -> time | None:
    return time(minutes // 60 % 24, minutes % 60) if minutes >= 0 else None


_CERTAIN = (
    (_SWAHILI, _swahili),
    (_HALVES_TO, _halves_to),
    (_HALVES, _halves),
    (_HRS_TO, _plain),
    (_HRS, _plain),
    (_COLON, _colon),
    (_NOON, _noon),
    (_CLOCK, _clock),
)


def _without(text: str, match: re.Match[str]) -> str:
    """Return the text without the time, and without the end time behind it."""
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    if until := _UNTIL.match(after):
        for pattern, _ in _CERTAIN:
            if end := pattern.match(after, until.end()):
                after = after[end.end() :]
                break
    return f"{before} {after.lstrip()}".strip()

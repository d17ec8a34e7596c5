"""The time by which a holder promises news, as words tell it: "by Friday", "tomorrow 2pm", "in 3 hours"."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sek_core.timing.quiet_hours import first_not_quiet
from sek_core.understanding import dates, times
from sek_core.understanding.tokens import fold
from sek_core.work.unit_of_work import UnitOfWork

CLOSE_OF_WORK, END_OF_DAY = time(17), time(23, 59)
"""The hour of a day that is named without one; and of today, once that hour has passed."""

FARTHEST = timedelta(days=180)
"""A day further ahead is one that has passed: "20 Nov", said on 28 November, is next year's."""

_SAID = "|".join(sorted(dates.NUMBERS, key=len, reverse=True))
_HOURS = re.compile(
    rf"\b(?:in|within|after|baada\s+ya|ndani\s+ya)\s+(?:the\s+next\s+)?"
    rf"(?:(?P<number>\d{{1,2}}|an|{_SAID})\s*(?:hours?|hrs?|h)|(?:ma)?saa\s+(?P<saa>\d{{1,2}}|{_SAID}))\b"
)
_UNTIL = re.compile(r"\b(?:by|until|till|kufikia|hadi|mpaka)\b")
_GONE = re.compile(
    r"\b(?:by|until|till|kufikia|hadi|mpaka)\s+(?:the\s+)?(?:yesterday|jana|juzi|last\s+\w+)\b"
)
"""A day before today, which `dates` does not read: it looks ahead."""

_TONIGHT = re.compile(r"\b(?:tonight|this evening|usiku huu|jioni hii|usiku wa leo)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """The time that words name. `due_at` is None if it has passed."""

    due_at: datetime | None


def named_in(work: UnitOfWork, words: str) -> Named | None:
    """Return the time that these words name, or None if they name none."""
    said = fold(words)
    if hours := _HOURS.search(said):
        number = hours["number"] or hours["saa"]
        return Named(work.now + timedelta(hours=int(number) if number.isdigit() else _number(number)))
    zone = work.configuration.mechanism.zone
    today = work.now.astimezone(zone).date()
    if _TONIGHT.search(said):
        return _checked(work, datetime.combine(today, END_OF_DAY, zone))
    if _GONE.search(said):
        return Named(None)
    hour = times.find(words)
    day = dates.find(hour.rest if hour else words, today)
    if day is None:
        return _later_today(work, hour, said, today)
    bare = hour or times.find_bare(day.rest)
    return _checked(work, datetime.combine(day.day, _hour(work, day.day, bare), zone))


def _later_today(work: UnitOfWork, hour: times.Timed | None, said: str, today: date) -> Named | None:
    """Return the time that "by 1pm" names. Without such a word an hour may be that of anything."""
    if hour is None or not _UNTIL.search(said):
        return None
    due_at = datetime.combine(today, hour.time, work.configuration.mechanism.zone)
    return Named(due_at) if due_at > work.now else None


def default_of(work: UnitOfWork, span: timedelta, at_night: bool) -> datetime:
    """Return the end of a span that begins now; in the morning after quiet hours unless `at_night`."""
    due_at = work.now + span
    return due_at if at_night else first_not_quiet(work.configuration.mechanism, due_at)


def _number(word: str) -> int:
    return 1 if word == "an" else dates.NUMBERS[word]


def _hour(work: UnitOfWork, day: date, said: times.Timed | None) -> time:
    if said is not None:
        return said.time
    here = work.now.astimezone(work.configuration.mechanism.zone)
    return END_OF_DAY if day == here.date() and here.time() >= CLOSE_OF_WORK else CLOSE_OF_WORK


def _checked(work: UnitOfWork, due_at: datetime) -> Named:
    return Named(due_at if work.now < due_at <= work.now + FARTHEST else None)

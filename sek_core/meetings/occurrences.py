"""Days of a series: pure calendar arithmetic, and the public holidays of the country."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from config.meetings import Holiday, Rule

SATURDAY = 5

WEEKEND = "weekend"
"""Reason why a meeting is not on the day of its rule, if it is no holiday."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A meeting that a rule gives. `day`: by the rule. `held`: the day on which it is held, None if it is
    skipped. `why` these differ: the name of the holiday, `WEEKEND`, or empty.
    """

    day: date
    held: date | None
    why: str = ""


def occurrences(
    rule: Rule, months: Sequence[int], holiday: Holiday, country: str, first: date, last: date
) -> Iterator[Occurrence]:
    """Return the occurrences whose day by the rule lies from `first` to `last`, both included."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        if month in months:
            day = day_of(rule, year, month, country)
            if first <= day <= last:
                yield shift_for_holidays(day, rule, holiday, country)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def day_of(rule: Rule, year: int, month: int, country: str) -> date:
    """Return the day of a month that a rule gives."""
    length = monthrange(year, month)[1]
    if rule.day is not None:
        return date(year, month, min(rule.day, length))
    days = [date(year, month, number) for number in range(1, length + 1)]
    if rule.weekday is None:
        days = [day for day in days if is_working(day, country)]
    else:
        days = [day for day in days if day.weekday() == rule.weekday]
    return days[rule.nth]


def shift_for_holidays(day: date, rule: Rule, holiday: Holiday, country: str) -> Occurrence:
    """Return the occurrence for a rule's day, after holidays and weekends. A rule that names a weekday keeps
    it at a weekend.
    """
    name = public_holiday(day, country)
    means_it = rule.weekday is not None
    why = name or (WEEKEND if day.weekday() >= SATURDAY and not means_it else "")
    if not why or holiday == "stay":
        return Occurrence(day, day)
    if holiday == "skip":
        return Occurrence(day, None, why)
    step = timedelta(days=1 if holiday == "next working day" else -1)
    moved = day + step
    while not is_working(moved, country):
        moved += step
    return Occurrence(day, moved, why)


def is_working(day: date, country: str) -> bool:
    """Return True if the day is neither at a weekend nor a public holiday."""
    return day.weekday() < SATURDAY and not public_holiday(day, country)


def public_holiday(day: date, country: str) -> str:
    """Return the name of the day's public holiday, or empty. Lunar holidays are known as far as they have
    been computed.
    """
    return _holidays(country, day.year).get(day, "")


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> dict[date, str]:
    import holidays  # slow to import, and only meetings need it

    try:
        return dict(holidays.country_holidays(country, years=year))
    except NotImplementedError:  # a country that the library does not know
        return {}


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return the moment at which a clock in this zone shows this time on this day."""
    return datetime.combine(day, hour, zone)

"""On which days a series meets, in Kenya."""

from datetime import date

import pytest

from config.meetings import MONTHS, Holiday, parse_rule
from sek_core.meetings.occurrences import (
    WEEKEND,
    Occurrence,
    day_of,
    occurrences,
    public_holiday,
    shift_for_holidays,
)

KENYA = "KE"


@pytest.mark.parametrize(
    ("rule", "year", "month", "day"),
    [
        ("first thursday", 2026, 12, 3),
        ("first thursday", 2026, 10, 1),
        ("first thursday", 2027, 1, 7),
        ("second wednesday", 2026, 12, 9),
        ("fourth friday", 2026, 12, 25),
        ("last friday", 2026, 12, 25),
        ("last monday", 2026, 11, 30),
        ("last thursday", 2027, 2, 25),
        ("first working day", 2027, 1, 4),  # the first is a holiday, a Friday
        ("first working day", 2026, 6, 2),  # Madaraka Day
        ("last working day", 2026, 12, 31),
        ("last working day", 2027, 1, 29),
        ("last working day", 2027, 10, 29),
        ("second working day", 2026, 5, 5),  # Labour Day is a Friday
        ("15", 2026, 12, 15),
        ("1", 2027, 1, 1),
        ("31", 2026, 11, 30),
        ("31", 2027, 2, 28),
        ("31", 2028, 2, 29),
        ("29", 2027, 2, 28),
        ("29", 2028, 2, 29),
        ("29", 2100, 2, 28),
        ("30", 2026, 12, 30),
    ],
)
def test_the_day_of_a_month(rule: str, year: int, month: int, day: int) -> None:
    assert day_of(parse_rule(rule), year, month, KENYA) == date(year, month, day)


@pytest.mark.parametrize("rule", ["fifth monday", "0", "32", "thursday", "every thursday", "", "first", "-1"])
def test_no_rules(rule: str) -> None:
    with pytest.raises(ValueError, match="is no day of a month"):
        parse_rule(rule)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "New Year"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2027, 3, 26), "Good Friday"),
        (date(2027, 3, 29), "Easter Monday"),
        (date(2026, 5, 1), "Labo"),
        (date(2026, 6, 1), "Madaraka Day"),
        (date(2026, 10, 20), "Mashujaa Day"),
        (date(2026, 12, 12), "Jamhuri Day"),
        (date(2027, 12, 13), "Jamhuri Day"),  # the twelfth is a Sunday
        (date(2026, 12, 25), "Christmas"),
        (date(2026, 12, 26), "Boxing Day"),
    ],
)
def test_public_holidays(day: date, name: str) -> None:
    assert name in public_holiday(day, KENYA)


def test_other_days_and_other_countries_have_none() -> None:
    assert public_holiday(date(2026, 12, 3), KENYA) == ""
    assert public_holiday(date(2027, 4, 2), KENYA) == ""
    assert public_holiday(date(2026, 12, 25), "ZZ") == ""


@pytest.mark.parametrize(
    ("rule", "day", "holiday", "moved"),
    [
        ("25", date(2026, 12, 25), "next working day", date(2026, 12, 28)),  # Christmas, a Friday
        ("25", date(2026, 12, 25), "previous working day", date(2026, 12, 24)),
        ("last friday", date(2026, 12, 25), "stay", date(2026, 12, 25)),
        ("last friday", date(2026, 12, 25), "skip", None),
        ("12", date(2027, 12, 12), "next working day", date(2027, 12, 14)),  # a Sunday, observed on Monday
        ("12", date(2027, 12, 12), "previous working day", date(2027, 12, 10)),
        ("1", date(2027, 1, 1), "next working day", date(2027, 1, 4)),
        ("1", date(2027, 1, 1), "previous working day", date(2026, 12, 31)),  # into the year before
        ("first friday", date(2026, 4, 3), "next working day", date(2026, 4, 7)),  # over Easter
        ("first friday", date(2026, 4, 3), "previous working day", date(2026, 4, 2)),
        ("last friday", date(2027, 3, 26), "next working day", date(2027, 3, 30)),
        ("1", date(2026, 5, 1), "next working day", date(2026, 5, 4)),
        ("first monday", date(2026, 6, 1), "next working day", date(2026, 6, 2)),
        ("31", date(2028, 12, 31), "next working day", date(2029, 1, 2)),  # a Sunday, then New Year's Day
    ],
)
def test_a_holiday(rule: str, day: date, holiday: Holiday, moved: date | None) -> None:
    found = shift_for_holidays(day, parse_rule(rule), holiday, KENYA)
    assert (found.day, found.held) == (day, moved)
    assert bool(found.why) == (holiday != "stay")


@pytest.mark.parametrize(
    ("rule", "day", "moved", "why"),
    [
        ("15", date(2026, 11, 15), date(2026, 11, 16), WEEKEND),
        ("15", date(2026, 8, 15), date(2026, 8, 17), WEEKEND),
        ("third saturday", date(2026, 11, 21), date(2026, 11, 21), ""),  # a rule that says so means it
        ("second saturday", date(2026, 12, 12), date(2026, 12, 14), "Jamhuri Day"),
    ],
)
def test_a_weekend(rule: str, day: date, moved: date, why: str) -> None:
    assert shift_for_holidays(day, parse_rule(rule), "next working day", KENYA) == Occurrence(day, moved, why)


def days(rule: str, months: tuple[int, ...], first: date, last: date) -> list[str]:
    found = occurrences(parse_rule(rule), months, "next working day", KENYA, first, last)
    return [f"{each.held:%Y-%m-%d}" for each in found if each.held]


def test_a_month_after_the_other_over_the_end_of_the_year() -> None:
    assert days("first thursday", MONTHS, date(2026, 11, 24), date(2027, 3, 4)) == [
        "2026-12-03",
        "2027-01-07",
        "2027-02-04",
        "2027-03-04",
    ]


def test_quarterly() -> None:
    assert days("second wednesday", (3, 6, 9, 12), date(2026, 9, 10), date(2027, 9, 8)) == [
        "2026-12-09",
        "2027-03-10",
        "2027-06-09",
        "2027-09-08",
    ]


def test_both_ends_count_and_nothing_lies_outside() -> None:
    assert days("15", MONTHS, date(2026, 12, 15), date(2027, 1, 15)) == ["2026-12-15", "2027-01-15"]
    assert days("15", MONTHS, date(2026, 12, 16), date(2027, 1, 14)) == []
    assert days("15", MONTHS, date(2027, 1, 14), date(2026, 12, 16)) == []

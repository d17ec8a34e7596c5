"""Reading of texts that convene a meeting; today is Tuesday 24 November 2026."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from config.mechanism import Configuration
from sek_core.meetings import wishes

COUNTIES = ("Kitui", "Makueni")
DEC3 = date(2026, 12, 3)


@pytest.fixture
def work(configuration: Configuration) -> Any:
    """Return as much of a transaction as reading needs."""
    return SimpleNamespace(configuration=configuration, now=datetime(2026, 11, 24, 7, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "3 Dec 9am County HQ",
        "9am 3 Dec County HQ",
        "County HQ 3 Dec 9am",
        "County HQ, 9am, 3 Dec",
        "at County HQ on 3 Dec at 9am",
        "Thu 3 Dec 2026 9am - 11am County HQ",
        "3/12 9.00 County HQ",
        "3.12.2026 0900hrs County HQ",
        "3-12-2026 9:00 County HQ",
        "2026-12-03 09:00, County HQ",
        "Dec 3rd 9 a.m., in the County HQ",
        "9am on the 3rd at County HQ",
        "tarehe 3 Desemba saa tatu asubuhi, County HQ",
        "3 Desemba saa tatu kamili County HQ",
        "County HQ tarehe 3 Desemba saa tatu",
        "3 Dec saa tatu County HQ",
        "9am tarehe 3/12 katika County HQ",
    ],
)
def test_the_same_meeting_in_many_forms(work: Any, text: str) -> None:
    wish = wishes.read(work, text, COUNTIES)
    assert (wish.day, f"{wish.hour:%H:%M}", wish.venue, wish.counties) == (DEC3, "09:00", "County HQ", ())


@pytest.mark.parametrize(
    ("text", "hour", "venue"),
    [
        ("3 Dec 9am Hall 3", "09:00", "Hall 3"),
        ("Hall 3, 3 Dec, 10.30", "10:30", "Hall 3"),
        ("3.12.2026 9.30 Hall 3", "09:30", "Hall 3"),
        ("3/12 9.30 Room 12B", "09:30", "Room 12B"),
        ("Room 12B 3 Dec 9am", "09:00", "Room 12B"),
        ("3 Dec 9am, 12th floor", "09:00", "12th floor"),
        ("3 Dec at 10 at Town hall, 2nd floor", "10:00", "Town hall, 2nd floor"),
        ("Hall 3.15 on 3 Dec 9am", "09:00", "Hall 3.15"),
        ("3 Dec 12 noon May Hotel", "12:00", "May Hotel"),
        ("3 Dec saa tatu na nusu ukumbi wa kaunti", "09:30", "ukumbi wa kaunti"),
        ("3 Dec 9am www.meet.example/ab12", "09:00", "www.meet.example/ab12"),
        ("3 Dec 10 o'clock St. Mary's", "10:00", "St. Mary's"),
        ("3 Dec 9am", "09:00", ""),
        ("to 3 Dec 9am", "09:00", ""),
        ("to 3 Dec 10am to Town hall", "10:00", "Town hall"),
        ("hadi 3 Desemba saa nne ukumbi wa kaunti", "10:00", "ukumbi wa kaunti"),
    ],
)
def test_a_venue_keeps_its_digits(work: Any, text: str, hour: str, venue: str) -> None:
    wish = wishes.read(work, text, COUNTIES)
    assert (wish.day, f"{wish.hour:%H:%M}", wish.venue) == (DEC3, hour, venue)


@pytest.mark.parametrize(
    ("text", "day", "venue"),
    [
        ("tomorrow 9am HQ", date(2026, 11, 25), "HQ"),
        ("kesho asubuhi saa tatu ukumbi", date(2026, 11, 25), "ukumbi"),
        ("Hall 3 kesho saa 3", date(2026, 11, 25), "Hall 3"),
        ("kesho kutwa saa 3 asubuhi Mwingi", date(2026, 11, 26), "Mwingi"),
        ("next Friday 9am HQ", date(2026, 11, 27), "HQ"),
        ("HQ next Friday 9am", date(2026, 11, 27), "HQ"),
        ("Ijumaa ijayo saa tatu HQ", date(2026, 11, 27), "HQ"),
    ],
)
def test_days_that_are_counted_from_today(work: Any, text: str, day: date, venue: str) -> None:
    wish = wishes.read(work, text, COUNTIES)
    assert (wish.day, f"{wish.hour:%H:%M}", wish.venue) == (day, "09:00", venue)


@pytest.mark.parametrize(
    ("text", "counties", "venue"),
    [
        ("Kitui, 3 Dec 9am", ("Kitui",), ""),
        ("3 Dec 9am Makueni", ("Makueni",), ""),
        ("Kitui 3 Dec 9am Hall 3", ("Kitui",), "Hall 3"),
        ("3 Dec 9am Kitui County HQ", ("Kitui",), "Kitui County HQ"),
        ("3 Dec 9am Kitui town", ("Kitui",), "Kitui town"),
        ("Makueni county, 3 Dec 9am Wote", ("Makueni",), "Wote"),
        ("kaunti ya Makueni 3 Dec saa tatu Wote", ("Makueni",), "Wote"),
        ("in Kitui on 3 Dec at 9am in the Town hall", ("Kitui",), "Town hall"),
        ("Embu, 3 Dec 9am", (), "Embu"),
    ],
)
def test_a_county_beside_the_venue(work: Any, text: str, counties: tuple[str, ...], venue: str) -> None:
    wish = wishes.read(work, text, COUNTIES)
    assert (wish.day, f"{wish.hour:%H:%M}") == (DEC3, "09:00")
    assert (wish.counties, wish.venue) == (counties, venue)


@pytest.mark.parametrize(
    ("text", "day", "hour", "venue"),
    [
        ("3 Dec", DEC3, None, ""),
        ("to 3 Dec", DEC3, None, ""),
        ("hadi 3 Desemba", DEC3, None, ""),
        ("to Town hall", None, None, "Town hall"),
        ("9am", None, "09:00", ""),
        ("County HQ", None, None, "County HQ"),
        ("31 Feb 9am HQ", None, "09:00", ""),
        ("3 Dec Room 12B", DEC3, None, "Room 12B"),
        ("", None, None, ""),
    ],
)
def test_what_is_not_said_is_not_guessed(
    work: Any, text: str, day: date | None, hour: str | None, venue: str
) -> None:
    wish = wishes.read(work, text, COUNTIES)
    assert (wish.day, wish.hour and f"{wish.hour:%H:%M}", wish.venue) == (day, hour, venue)


@pytest.mark.parametrize(
    ("text", "rule", "hour", "venue"),
    [
        ("every first Thursday 9am County HQ", "first thursday", "09:00", "County HQ"),
        ("EVERY second Friday 10am County HQ", "second friday", "10:00", "County HQ"),
        ("every 1st Thursday of the month, 9am", "first thursday", "09:00", ""),
        ("every month on the first Thursday 9am HQ", "first thursday", "09:00", "HQ"),
        ("9am every third Monday Room 12B", "third monday", "09:00", "Room 12B"),
        ("each third Monday at 2 Room 12B", "third monday", "14:00", "Room 12B"),
        ("every last Friday 2.30pm Hall 3, County HQ", "last friday", "14:30", "Hall 3, County HQ"),
        ("every last working day 10am Hall 3", "last working day", "10:00", "Hall 3"),
        ("every 15th 9am Hall 3", "15", "09:00", "Hall 3"),
        ("every 15 Hall 3 9am", "15", "09:00", "Hall 3"),
        ("kila Alhamisi ya kwanza saa tatu asubuhi ukumbi", "first thursday", "09:00", "ukumbi"),
        ("kila Alhamisi ya kwanza ya mwezi saa tatu", "first thursday", "09:00", ""),
        ("kila Ijumaa ya mwisho saa nne Hall 3", "last friday", "10:00", "Hall 3"),
        ("kila tarehe 15 saa tatu", "15", "09:00", ""),
        ("kila mwezi tarehe 15 saa tatu na nusu HQ", "15", "09:30", "HQ"),
        ("every first Thursday", "first thursday", None, ""),
    ],
)
def test_a_habit(work: Any, text: str, rule: str, hour: str | None, venue: str) -> None:
    habit = wishes.read_habit(work, text, COUNTIES)
    assert habit is not None
    assert habit.rule is not None
    assert habit.rule.written == rule
    assert (habit.hour and f"{habit.hour:%H:%M}", habit.venue) == (hour, venue)


@pytest.mark.parametrize("text", ["every Makueni first Thursday 9am", "Makueni, every first Thursday 9am"])
def test_a_habit_of_a_county(work: Any, text: str) -> None:
    habit = wishes.read_habit(work, text, COUNTIES)
    assert habit is not None
    assert (habit.counties, habit.venue) == (("Makueni",), "")


@pytest.mark.parametrize(
    "text",
    [
        "every Thursday 9am",
        "every fifth Monday 9am",
        "every 32 9am",
        "every 2 weeks Friday 9am",
        "every day 9am",
        "every month 9am",
    ],
)
def test_a_habit_that_is_no_day_of_the_month(work: Any, text: str) -> None:
    habit = wishes.read_habit(work, text, COUNTIES)
    assert habit is not None
    assert habit.rule is None


@pytest.mark.parametrize("text", ["3 Dec 9am County HQ", "3 Dec 9am County HQ, for every partner"])
def test_one_meeting_is_no_habit(work: Any, text: str) -> None:
    assert wishes.read_habit(work, text, COUNTIES) is None

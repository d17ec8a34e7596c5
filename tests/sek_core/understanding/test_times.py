"""Times of the day as people write them, in English, in Swahili, in both."""

import pytest

from sek_core.understanding import times


@pytest.mark.parametrize(
    ("text", "hour", "rest"),
    [
        ("9am", "09:00", ""),
        ("9 AM", "09:00", ""),
        ("9.30am", "09:30", ""),
        ("9:30 a.m. County HQ", "09:30", "County HQ"),
        ("2.30pm", "14:30", ""),
        ("12am", "00:00", ""),
        ("12pm", "12:00", ""),
        ("noon", "12:00", ""),
        ("at 12 noon, Hall 3", "12:00", ", Hall 3"),
        ("midday", "12:00", ""),
        ("9:00", "09:00", ""),
        ("13:00", "13:00", ""),
        ("2:30", "14:30", ""),
        ("02:30", "02:30", ""),
        ("0900hrs", "09:00", ""),
        ("0900 hrs", "09:00", ""),
        ("900hrs", "09:00", ""),
        ("09.00hrs", "09:00", ""),
        ("at 1900hrs", "19:00", ""),
        ("14:30 hours", "14:30", ""),
        ("1400h", "14:00", ""),
        ("10 o'clock", "10:00", ""),
        ("at 2 o\u2019clock", "14:00", ""),
        ("from 9am to 11am HQ", "09:00", "HQ"),
        ("9am-11am", "09:00", ""),
        ("9:00 - 12:00 HQ", "09:00", "HQ"),
        ("saa tatu hadi saa sita", "09:00", ""),
        ("9am to Hall 3", "09:00", "to Hall 3"),
        ("saa tatu", "09:00", ""),
        ("Saa Tatu asubuhi", "09:00", ""),
        ("saa tatu ya asubuhi", "09:00", ""),
        ("asubuhi saa tatu", "09:00", ""),
        ("saa tatu kamili", "09:00", ""),
        ("saa tatu kamili asubuhi", "09:00", ""),
        ("saa tatu na nusu", "09:30", ""),
        ("saa tatu na nusu asubuhi, ukumbi", "09:30", ", ukumbi"),
        ("saa tatu unusu", "09:30", ""),
        ("saa nne na robo asubuhi", "10:15", ""),
        ("saa nne kasoro robo", "09:45", ""),
        ("saa tatu kasorobo asubuhi", "08:45", ""),
        ("saa nne kasorobo", "09:45", ""),
        ("saa nne kasoro dakika 20", "09:40", ""),
        ("9-11am County HQ", "09:00", "County HQ"),
        ("10-2pm", "10:00", ""),
        ("2 to 4pm", "14:00", ""),
        ("9.30 - 11am", "09:30", ""),
        ("0900-1100hrs HQ", "09:00", "HQ"),
        ("0900 to 1100 hrs", "09:00", ""),
        ("saa nne na dakika 20", "10:20", ""),
        ("saa 3 asubuhi", "09:00", ""),
        ("saa 3:30 asubuhi", "09:30", ""),
        ("saa 3.30", "09:30", ""),
        ("saa sita", "12:00", ""),
        ("saa sita usiku", "00:00", ""),
        ("saa saba usiku", "01:00", ""),
        ("saa nane mchana", "14:00", ""),
        ("saa kumi jioni", "16:00", ""),
        ("saa kumi na moja", "17:00", ""),
        ("jioni saa kumi na moja", "17:00", ""),
        ("saa kumi na moja alfajiri", "05:00", ""),
        ("saa kumi na mbili asubuhi", "06:00", ""),
        ("saa kumi na mbili", "18:00", ""),
        ("saa moja usiku", "19:00", ""),
        ("saa 2 usiku", "20:00", ""),
    ],
)
def test_times_that_cannot_be_anything_else(text: str, hour: str, rest: str) -> None:
    found = times.find(text)
    assert found is not None
    assert (f"{found.time:%H:%M}", found.rest) == (hour, rest)


@pytest.mark.parametrize(
    ("text", "hour", "rest"),
    [
        ("at 10", "10:00", ""),
        ("at 2 Town hall", "14:00", "Town hall"),
        ("at 6", "18:00", ""),
        ("at 7", "07:00", ""),
        ("at 9.30", "09:30", ""),
        ("9.30", "09:30", ""),
        ("from 10", "10:00", ""),
    ],
)
def test_times_that_count_once_the_day_is_taken_out(text: str, hour: str, rest: str) -> None:
    assert times.find(text) is None
    found = times.find_bare(text)
    assert found is not None
    assert (f"{found.time:%H:%M}", found.rest) == (hour, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hall 3",
        "Room 12B",
        "3/12",
        "10",
        "1230",
        "25:00",
        "24:00",
        "9:60",
        "13pm",
        "0am",
        "saa 13",
        "at 25",
        "at 3rd street",
        "10-12",
        "saa ngapi",
        "saa",
    ],
)
def test_no_times(text: str) -> None:
    assert times.find(text) is None
    assert times.find_bare(text) is None

"""Days as people write them; today is Tuesday 24 November 2026."""

from datetime import date

import pytest

from sek_core.understanding import dates

TODAY = date(2026, 11, 24)
D12 = date(2026, 12, 12)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("until 12 Dec, Jane covers", D12, "until , Jane covers"),
        ("hadi 12 Desemba, Jane", D12, "hadi , Jane"),
        ("12/12", D12, ""),
        ("12.12.26", D12, ""),
        ("12/12/2026", D12, ""),
        ("2026-12-12", D12, ""),
        ("12th of December 2026", D12, ""),
        ("Dec 12", D12, ""),
        ("December 12th, Jane", D12, ", Jane"),
        ("Sat 12 Dec Jane", D12, "Jane"),
        ("Jumamosi 12 Desemba", D12, ""),
        ("the 12th", D12, "the"),
        ("tarehe 30", date(2026, 11, 30), ""),
        ("Friday", date(2026, 11, 27), ""),
        ("Ijumaa, Jane", date(2026, 11, 27), ", Jane"),
        ("Tuesday", date(2026, 12, 1), ""),
        ("leo", TODAY, ""),
        ("kesho", date(2026, 11, 25), ""),
        ("kesho kutwa", date(2026, 11, 26), ""),
        ("3 days", date(2026, 11, 27), ""),
        ("siku tatu", date(2026, 11, 27), ""),
        ("wiki moja", date(2026, 12, 1), ""),
        ("two weeks", date(2026, 12, 8), ""),
        ("wiki mbili zijazo", date(2026, 12, 8), ""),
        ("3 days from now", date(2026, 11, 27), ""),
        ("in a fortnight", date(2026, 12, 8), "in a"),
        ("end of the month", date(2026, 11, 30), ""),
        ("mwisho wa mwezi huu", date(2026, 11, 30), ""),
        ("by end of this week", date(2026, 11, 27), "by"),
        ("1 Feb", date(2027, 2, 1), ""),
        ("24 Nov", TODAY, ""),
        ("23 Nov", date(2026, 11, 23), ""),
        ("27 Aug", date(2026, 8, 27), ""),
        ("20 Aug", date(2027, 8, 20), ""),
        ("23 Nov 2026", date(2026, 11, 23), ""),
        ("3/4", date(2027, 4, 3), ""),
        ("29 Feb", None, ""),
        ("31 Nov", None, ""),
        ("12/13", None, ""),
        ("May I go", None, ""),
        ("a car", None, ""),
        ("12", None, ""),
        ("", None, ""),
        ("99999999999999999999/12/2026", None, ""),
    ],
)
def test_days(text: str, day: date | None, rest: str) -> None:
    found = dates.find(text, TODAY)
    if day is None:
        assert found is None
    else:
        assert found is not None
        assert (found.day, found.rest) == (day, rest)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("day after tomorrow", date(2026, 11, 26), ""),
        ("the day after tomorrow, Jane", date(2026, 11, 26), ", Jane"),
        ("keshokutwa saa nane", date(2026, 11, 26), "saa nane"),
        ("tarehe 15 mwezi wa 1", date(2027, 1, 15), ""),
        ("15 mwezi wa kwanza", date(2027, 1, 15), ""),
        ("tarehe 3 mwezi wa kumi na mbili", date(2026, 12, 3), ""),
        ("tarehe 3 mwezi 12 2027", date(2027, 12, 3), ""),
        ("next week Tuesday", date(2026, 12, 1), ""),
        ("Friday next week", date(2026, 12, 4), ""),
        ("Jumanne wiki ijayo", date(2026, 12, 1), ""),
        ("wiki ijayo Ijumaa", date(2026, 12, 4), ""),
        ("3 Dec 0900", date(2026, 12, 3), "0900"),
    ],
)
def test_more_days(text: str, day: date, rest: str) -> None:
    found = dates.find(text, TODAY)
    assert found is not None
    assert (found.day, found.rest.strip(), found.last) == (day, rest, None)


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("7 to 9 Dec", 7, 9, ""),
        ("until 3-5 Dec", 3, 5, "until"),
        ("3 Dec to 5 Dec, Jane", 3, 5, ", Jane"),
        ("3 - 5 December", 3, 5, ""),
        ("Dec 7-9", 7, 9, ""),
        ("7th to 9th Dec", 7, 9, ""),
        ("7 hadi 9 Desemba", 7, 9, ""),
        ("3 Desemba mpaka 5 Desemba", 3, 5, ""),
        ("Mon 7 Dec to Wed 9 Dec", 7, 9, ""),
    ],
)
def test_several_days(text: str, first: int, last: int, rest: str) -> None:
    found = dates.find(text, TODAY)
    assert found is not None
    assert (found.day, found.last) == (date(2026, 12, first), date(2026, 12, last))
    assert found.until == date(2026, 12, last)
    assert found.rest.strip() == rest


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("tomorrow to Friday", 1, 3, ""),
        ("leo hadi Ijumaa, Jane", 0, 3, ", Jane"),
        ("Monday - Wednesday", 6, 8, ""),
        ("from Friday till Monday", 3, 6, "from"),
        ("next week Monday to Friday", 6, 10, ""),
        ("kesho mpaka keshokutwa", 1, 2, ""),
    ],
)
def test_several_days_by_name(text: str, first: int, last: int, rest: str) -> None:
    tuesday = date(2026, 11, 24)
    found = dates.find(text, tuesday)
    assert found is not None
    assert ((found.day - tuesday).days, (found.until - tuesday).days) == (first, last)
    assert found.rest.strip() == rest


@pytest.mark.parametrize("text", ["3-5", "until 9-11", "9 to 3"])
def test_two_numbers_alone_are_no_day(text: str) -> None:
    assert dates.find(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Monday 3 Dec", "monday"),
        ("3 Dec Monday", "monday"),
        ("Jumatatu 3 Desemba", "jumatatu"),
        ("Thursday 3 Dec", ""),
        ("Alhamisi 3 Desemba", ""),
        ("3 Dec", ""),
    ],
)
def test_a_weekday_that_is_not_that_of_the_date(text: str, weekday: str) -> None:
    found = dates.find(text, TODAY)
    assert found is not None
    assert (found.day, found.weekday) == (date(2026, 12, 3), weekday)


def test_a_day_that_is_none() -> None:
    assert dates.no_such_day("on 31 Nov at HQ") == "31 Nov"
    assert dates.no_such_day("Feb 30") == "Feb 30"
    assert dates.no_such_day("Room 12") == ""

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
        ("1 Feb", date(2027, 2, 1), ""),
        ("24 Nov", TODAY, ""),
        ("23 Nov", date(2027, 11, 23), ""),
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

"""Figures of the weeks, against an example counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sek_core.digests.statistics import (
    CountyFigures,
    Happened,
    Open,
    Records,
    Week,
    figures_of_counties,
    median_of,
)

MONDAYS = [date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)]
STARTS = tuple(datetime(each.year, each.month, each.day, tzinfo=UTC) for each in MONDAYS)
"""Two weeks; the second one, from the 16th, is told."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


HAPPENED = (
    # S1, Kitui: opened and taken in the week before, closed in this one after 5 days.
    Happened(at(12, 10), "S1", "opened"),
    Happened(at(12, 11), "S1", "taken", 1),
    Happened(at(12, 12), "S1", "offered", 6),
    Happened(at(17, 9), "S1", "offer_delivered", 6),
    Happened(at(17, 10), "S1", "closed", 1),
    # S2, Kitui: climbed twice, taken after 40 minutes, given on, closed after 3 hours.
    Happened(at(16, 0), "S2", "opened"),
    Happened(at(16, 0, 15), "S2", "escalated"),
    Happened(at(16, 0, 30), "S2", "escalated"),
    Happened(at(16, 0, 40), "S2", "taken", 2),
    Happened(at(16, 0, 50), "S2", "offered", 6),
    Happened(at(16, 1), "S2", "given", 2),
    Happened(at(16, 2), "S2", "offered", 7),
    Happened(at(16, 3), "S2", "closed", 3),
    # S3, Kitui or Makueni: given by the chair after 10 minutes; a person had sent ESCALATE before.
    Happened(at(18, 9), "S3", "opened"),
    Happened(at(18, 9, 5), "S3", "escalated", 4),
    Happened(at(18, 9, 10), "S3", "given", 5),
    # S4, Makueni: no holder.
    Happened(at(20, 9), "S4", "opened"),
    Happened(at(20, 13), "S4", "escalated"),
    Happened(at(20, 17), "S4", "exhausted"),
    # S5 was found to be S4: it is not counted.
    Happened(at(20, 10), "S5", "opened"),
)

RECORDS = Records(
    starts=STARTS,
    happened=HAPPENED,
    counties={"S1": ("Kitui",), "S2": ("Kitui",), "S3": ("Kitui", "Makueni"), "S4": ("Makueni",)},
    firsts=HAPPENED,
    open=(
        Open("S3", ("Kitui", "Makueni"), taken=True, affected={"people": 42, "women": 12}),
        Open("S4", ("Makueni",), taken=False, affected={"people": 8, "households": 3}),
    ),
)


def test_those_affected_are_added_up_over_different_incidents() -> None:
    assert figures_of_counties(RECORDS, ["Makueni"]).affected == {"people": 50, "women": 12, "households": 3}
    assert figures_of_counties(RECORDS, ["Kitui"]).affected == {"people": 42, "women": 12}


@pytest.mark.parametrize(
    ("counties", "figures"),
    [
        (
            ["Kitui"],
            CountyFigures(
                weeks=(Week(MONDAYS[0], 1, 1, 0), Week(MONDAYS[1], 2, 2, 2)),
                to_take=timedelta(minutes=25),  # 40 and 10
                to_close=timedelta(days=2, hours=13, minutes=30),  # 5 days and 3 hours
                silent=2,
                exhausted=0,
                open=RECORDS.open[:1],
                offered=2,
                delivered=1,
                to_offer=timedelta(minutes=50),  # S1 had its first offer in the week before
                to_deliver=timedelta(days=4, hours=23),
            ),
        ),
        (
            ["Makueni"],
            CountyFigures(
                weeks=(Week(MONDAYS[0], 0, 0, 0), Week(MONDAYS[1], 2, 1, 0)),
                to_take=timedelta(minutes=10),
                to_close=None,
                silent=2,
                exhausted=1,
                open=RECORDS.open,
            ),
        ),
        (
            ["Kitui", "Makueni"],
            CountyFigures(
                weeks=(Week(MONDAYS[0], 1, 1, 0), Week(MONDAYS[1], 3, 2, 2)),
                to_take=timedelta(minutes=25),
                to_close=timedelta(days=2, hours=13, minutes=30),
                silent=4,
                exhausted=1,
                open=RECORDS.open,
                offered=2,
                delivered=1,
                to_offer=timedelta(minutes=50),
                to_deliver=timedelta(days=4, hours=23),
            ),
        ),
    ],
)
def test_counted_by_hand(counties: list[str], figures: CountyFigures) -> None:
    assert figures_of_counties(RECORDS, counties) == figures


def test_where_nothing_was_there_is_nothing_to_tell() -> None:
    assert not figures_of_counties(RECORDS, ["Taita Taveta"]).anything
    assert figures_of_counties(RECORDS, ["Makueni"]).anything


@pytest.mark.parametrize(
    ("minutes", "middle"),
    [
        ([], None),
        ([7], 7),
        ([30, 10], 20),
        ([1, 500, 3], 3),
        ([4, 2, 1, 1000], 3),
        ([5, 5, 5, 5], 5),
        ([0, 1], 0.5),
    ],
)
def test_median(minutes: list[float], middle: float | None) -> None:
    expected = None if middle is None else timedelta(minutes=middle)
    assert median_of(timedelta(minutes=each) for each in minutes) == expected

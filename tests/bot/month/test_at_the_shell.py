"""What an operator sees of the month at the shell: the state at a glance, and lists of what is wanted."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bot.cli import listing, listing_meetings, status, tables
from bot.cli.wanted import ALL, Wanted
from config.mechanism import Configuration
from config.settings import Settings
from sek_core.store.database import Database
from tests.conftest import MovedClock

ZONE = ZoneInfo("Africa/Nairobi")
NOW = MovedClock().now()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.reading() as session:
        yield session


@pytest.fixture
def said(session: Session, configuration: Configuration) -> list[str]:
    """The lines of `sek status`, with one space between words."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    return [" ".join(line.split()) for line in status.report(session, settings, configuration, NOW)]


@pytest.mark.parametrize(
    "line",
    [
        "SEK, 24 Nov 2026 10:04 (Africa/Nairobi)",
        "Makueni 1 1 4 2 1 3 19 d",
        "Kitui 0 0 2 0 1 1 7 d",
        "all 1 3 7 3 3 5 19 d",
        "S12 fall_armyworm Wundanyi, Taita Taveta minor 1 d 3",
        "Makueni CLT Lead 3 S4 S10 S13",
        "texts to be handled 0",
        "texts for a coordinator (sek triage) 1 1 d",
        "messages to be sent 0",
        "worker never",
        "sms 90 s ago a text came",
        "no message failed within the hour",
    ],
)
def test_the_status_says(said: list[str], line: str) -> None:
    assert [each for each in said if each.startswith(line)], "\n".join(said)


def test_the_status_names_what_today_cost(said: list[str]) -> None:
    assert said[-1].startswith("cost today: KES ")


def incidents(session: Session, wanted: Wanted) -> list[str]:
    return [row["ref"] for row in listing.incidents(session, wanted)]


def deliveries(session: Session, wanted: Wanted) -> set[str]:
    return {f"{row['status']} {row['about']}" for row in listing.deliveries(session, wanted)}


def meetings(session: Session, wanted: Wanted) -> list[str]:
    return [row["ref"] for row in listing_meetings.meetings(session, ZONE, wanted)]


@pytest.mark.parametrize(
    ("of", "wanted", "found"),
    [
        (incidents, Wanted(is_open=True, since=NOW - timedelta(days=2)), ["S12", "S13", "S14", "S15"]),
        (incidents, Wanted(about="s4"), ["S4"]),
        (deliveries, Wanted(failed=True), {"failed S6"}),
        (deliveries, Wanted(about="s15"), {"accepted S15"}),
        (deliveries, Wanted(is_open=True), set()),
        (meetings, Wanted(is_open=True, now=NOW), ["M2"]),
        (meetings, Wanted(about="m1"), ["M1"]),
        (meetings, Wanted(since=NOW), ["M2"]),
    ],
)
def test_a_list_holds_what_is_wanted(session: Session, of: Any, wanted: Wanted, found: Any) -> None:
    assert of(session, wanted) == found


@pytest.mark.parametrize(
    ("lines", "heading", "part"),
    [
        (lambda s: tables.incidents(s, ZONE, NOW, ALL), tables.INCIDENTS, "S4 05 Nov 2026 04:35 19 d taken"),
        (lambda s: tables.deliveries(s, ZONE, ALL), tables.DELIVERIES, "[no such subscriber] S6 SEVERE"),
        (lambda s: tables.meetings(s, ZONE, ALL), tables.MEETINGS, "called Kitui County HQ 5 1 1 0 5"),
    ],
)
def test_a_list_for_people_has_a_heading_and_times(
    session: Session, lines: Any, heading: tuple[str, ...], part: str
) -> None:
    first, *others = (" ".join(line.split()) for line in lines(session))
    assert first == " ".join(heading)
    assert [line for line in others if part in line]

"""Lists for people at the shell: a heading, and columns as wide as their contents."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.cli import listing, listing_meetings
from bot.cli.wanted import Wanted
from bot.shown import shown
from sek_core.store.deliveries import Delivery

PAGE = 500
"""Number of rows that decide together how wide a column is."""

INCIDENTS = ("REF", "REPORTED", "AGE", "STATUS", "SEVERITY", "HAZARD", "PLACE", "COUNTY", "WITH")
DELIVERIES = ("CREATED", "STATUS", "BY", "TO", "KIND", "ABOUT", "TRIES", "COST", "TEXT")
MEETINGS = ("REF", "STARTS", "STATUS", "COUNTY", "VENUE", "YES", "NO", "MAYBE", "SILENT", "CAME")


def incidents(session: Session, zone: ZoneInfo, now: datetime, wanted: Wanted) -> Iterator[str]:
    """Yield a heading and a line for each incident, in the order of their reports."""

    def rows() -> Iterator[Sequence[str]]:
        for reported_at, row in listing.dated_incidents(session, wanted):
            yield (
                row["ref"],
                time_of(reported_at, zone),
                age(now - reported_at),
                row["status"],
                row["severity"] or "",
                row["hazard"] or "concern",
                row["place"] or "",
                row["county"],
                _holder(row),
            )

    return lines(INCIDENTS, rows())


def _holder(row: dict[str, object]) -> str:
    """Return who has an incident, or which step of its tracks is asked."""
    tracks = cast(list[dict[str, object]], row["tracks"])
    holders = dict.fromkeys(str(each["acknowledged_by"]) for each in tracks if each["acknowledged_by"])
    if holders:
        return ", ".join(holders)
    steps = [f"{each['audience']} step {each['step']}" for each in tracks if each["step"]]
    return f"asked: {', '.join(steps)}" if row["status"] == "open" and steps else ""


def deliveries(session: Session, zone: ZoneInfo, wanted: Wanted) -> Iterator[str]:
    """Yield a heading and a line for each delivery, the oldest first."""

    def rows() -> Iterator[Sequence[str]]:
        for delivery, row in listing.dated_deliveries(session, wanted):
            yield (
                time_of(delivery.created_at, zone),
                row["status"],
                row["channel"],
                row["person"] or row["address"],
                row["kind"],
                row["about"] or "",
                str(row["attempts"]),
                "" if row["cost"] is None else f"{row['cost']:.2f}",
                f"[{_why(delivery)}] {row['text']}" if delivery.error else row["text"],
            )

    return lines(DELIVERIES, rows())


def _why(delivery: Delivery) -> str:
    return delivery.error or ""


def meetings(session: Session, zone: ZoneInfo, wanted: Wanted) -> Iterator[str]:
    """Yield a heading and a line for each meeting, the earliest first."""

    def rows() -> Iterator[Sequence[str]]:
        for row in listing_meetings.meetings(session, zone, wanted):
            answers = [each["answer"] for each in row["invitations"]]
            counts = (str(answers.count(each)) for each in ("yes", "no", "maybe", None))
            came = sum(bool(each["present"]) for each in [*row["invitations"], *row["told"]])
            yield (
                row["ref"],
                time_of(datetime.fromisoformat(row["starts_at"]), zone),
                row["status"],
                " / ".join(row["counties"]),
                row["venue"] or "",
                *counts,
                str(came),
            )

    return lines(MEETINGS, rows())


def lines(heading: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Yield the heading and each row with its columns below each other; nothing without a row."""
    first = [list(heading)]
    while page := list(islice(rows, PAGE)):
        cells = [*first, *([shown(str(cell)) for cell in row] for row in page)]
        first = []
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def time_of(at: datetime, zone: ZoneInfo) -> str:
    """Return a time as an operator reads it."""
    return f"{at.astimezone(zone):%d %b %Y %H:%M}"


def age(duration: timedelta) -> str:
    """Return how long ago something was: 40 s, 12 min, 3 h, 5 d."""
    seconds = max(int(duration.total_seconds()), 0)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size or (unit == "d" and seconds >= size):
            return f"{seconds // size} {unit}"
    return f"{seconds} s"

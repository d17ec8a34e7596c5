"""Which rows of a list an operator wants."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

OpenOnly = Annotated[bool, typer.Option("--open", help="Only what is not over.")]
Since = Annotated[
    str, typer.Option("--since", help='Only from this time on: 3d, 12h, 2026-11-24, "2026-11-24 21:30".')
]
About = Annotated[str, typer.Option("--about", help="Only about this reference, such as S127.")]
Failed = Annotated[bool, typer.Option("--failed", help="Only what did not arrive, or may not have.")]

_AGO = re.compile(r"(\d{1,5})([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is listed: all, or what meets each of these. `now`: the time that decides what is over."""

    since: datetime | None = None
    about: str = ""
    is_open: bool = False
    failed: bool = False
    now: datetime | None = None


ALL = Wanted()


def time_of(written: str, zone: "ZoneInfo", now: datetime) -> datetime | None:
    """Return the time that --since names, None if it is empty; end the command if it names none."""
    from bot.cli import common

    if not written:
        return None
    if ago := _AGO.fullmatch(written.strip()):
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError:
        common.fail(f"--since: {written!r} is no time: write it like 3d, 12h or 2026-11-24 21:30")
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)

"""Durations and hours as people write them in configuration: 30s, 15m, 4h, 7d; 20:00-07:00; 07:30."""

import re
from datetime import time, timedelta
from typing import Annotated

from pydantic import BeforeValidator

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_HOURS = re.compile(r"(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)")
_TIME = re.compile(r"(\d\d?):(\d\d)")
_WRITTEN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")


def parse_duration(written: object) -> timedelta:
    """Parse `30s`, `15m`, `4h` or `7d`; raise ValueError that says the right form."""
    if isinstance(written, timedelta):
        return written
    match = _WRITTEN.fullmatch(str(written).strip())
    if not match:
        raise ValueError(f"{written!r} is no duration: write it like 30s, 15m, 4h or 7d")
    try:
        return timedelta(**{_UNITS[match[2]]: float(match[1])})
    except OverflowError as error:
        raise ValueError(f"{written!r} is longer than any calendar") from error


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]


def parse_hours(written: object) -> tuple[time, time]:
    """Parse `20:00-07:00`; raise ValueError that says the right form."""
    if isinstance(written, tuple):
        return written
    parts = _HOURS.fullmatch(str(written).strip())
    try:
        if parts is None:
            raise ValueError
        begins, ends = (
            time(int(hour), int(minute)) for hour, minute in (parts.group(1, 2), parts.group(3, 4))
        )
    except ValueError:
        raise ValueError(f'{written!r} are no hours: write them like "20:00-07:00"') from None
    return begins, ends


Hours = Annotated[tuple[time, time], BeforeValidator(parse_hours)]
"""A span from one time of day to another, perhaps over midnight; two equal times mean never."""


def parse_time(written: object) -> time:
    """Parse `07:30`; raise ValueError that says the right form."""
    if isinstance(written, time):
        return written
    # Without quotes YAML reads 7:30 as a number, 450.
    match = _TIME.fullmatch(str(written).strip())
    try:
        if match is None:
            raise ValueError
        return time(int(match[1]), int(match[2]))
    except ValueError:
        raise ValueError(f'{written!r} is no time of the day: write it like "07:30"') from None


TimeOfDay = Annotated[time, BeforeValidator(parse_time)]

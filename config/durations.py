"""Durations as people write them in configuration: 30s, 15m, 4h, 7d."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_WRITTEN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")


def parse_duration(written: object) -> timedelta:
    """Read `30s`, `15m`, `4h` or `7d`; raises ValueError that says what would be right."""
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

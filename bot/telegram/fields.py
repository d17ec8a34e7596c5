"""Reading of untrusted JSON: a value has the expected type, or counts as missing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from sek_core.inbox.queue import storable

Fields = Mapping[str, Any]

_DEEPEST = 32
"""Maximum depth: Telegram's own objects nest about ten levels, and deeper ones would overrun the stack."""

_LARGEST = 2**63 - 1
"""Largest integer: Telegram's ids have 52 bits at most, and our columns 64."""


def stored(value: Any, depth: int = 0) -> Any:
    """Return `value`, read from JSON, as a database can keep it: without characters that PostgreSQL stores in
    no text, numbers that JSON does not know (NaN), and levels too deep.
    """
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, float):
        return value if isfinite(value) else None
    if depth == _DEEPEST:
        return None
    if isinstance(value, dict):
        return {storable(str(name)): stored(field, depth + 1) for name, field in value.items()}
    if isinstance(value, list):
        return [stored(item, depth + 1) for item in value]
    return value


def record(value: Any) -> Fields:
    """Return an object's fields; none if `value` is no object."""
    return value if isinstance(value, dict) else {}


def records(value: Any) -> Sequence[Fields]:
    """Return the objects in a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def words(value: Any, most: int) -> str:
    """Return a text of up to `most` characters; empty if `value` is none."""
    return value[:most] if isinstance(value, str) else ""


def whole(value: Any) -> int | None:
    """Return a whole number of up to 64 bits, or None."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return value
    return None


def number_within(value: Any, limit: float) -> float | None:
    """Return a number from -`limit` to `limit`, or None."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= limit:
        return float(value)
    return None


def moment(value: Any) -> datetime | None:
    """Return the time (aware, UTC) of Unix seconds, or None."""
    seconds = whole(value)
    if not seconds or seconds < 0:
        return None  # 0 stands for a message that can no longer be read
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None

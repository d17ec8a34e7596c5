"""Reads JSON that anybody may have written: a value has the type that is asked for, or is not there."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from bot.arrivals import storable

Fields = Mapping[str, Any]

_DEEPEST = 32
"""Levels that are kept: Telegram's own nest about ten, and what is deeper overruns the stack."""

_LARGEST = 2**63 - 1
"""Telegram's ids have 52 bits at most, and its columns here 64."""


def stored(value: Any, depth: int = 0) -> Any:
    """`value`, read from JSON, as a database can keep it: the same but for characters that
    PostgreSQL stores in no text, numbers that JSON does not know (NaN), and levels too deep.
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
    """An object's fields; none where `value` is no object."""
    return value if isinstance(value, dict) else {}


def records(value: Any) -> Sequence[Fields]:
    """The objects in a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def words(value: Any, most: int) -> str:
    """A text of up to `most` characters; empty where `value` is none."""
    return value[:most] if isinstance(value, str) else ""


def whole(value: Any) -> int | None:
    """A whole number of up to 64 bits."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return value
    return None


def number_within(value: Any, limit: float) -> float | None:
    """A number from -`limit` to `limit`."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= limit:
        return float(value)
    return None


def moment(value: Any) -> datetime | None:
    """The time (aware, UTC) of Unix seconds."""
    seconds = whole(value)
    if not seconds or seconds < 0:
        return None  # 0 stands for a message that cannot be read any more
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None

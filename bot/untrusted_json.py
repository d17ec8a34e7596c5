"""Reading of JSON that anybody may have written: deep nesting and huge numbers are no reason to fail.

Python's own reader raises for both, although they are JSON. What is nested too deep is read as null, and an
integer that is larger than any id as a float.
"""

import json
from typing import Any

DEEPEST = 40
"""Levels that are read. Telegram's own objects nest about ten."""

_LONGEST_INTEGER = 20
"""Digits of the largest 64-bit integer, and its sign."""


def read_any_json(body: bytes | str) -> Any:
    """Return the value of a JSON text. Raises ValueError if it is none."""
    text = body if isinstance(body, str) else body.decode("utf-8")
    try:
        return json.loads(text, parse_int=_integer)
    except RecursionError:
        return json.loads(_shallow(text), parse_int=_integer)


def _integer(written: str) -> int | float:
    return int(written) if len(written) <= _LONGEST_INTEGER else float(written)


def _shallow(text: str) -> str:
    """Return a JSON text with null in the place of what is nested too deep."""
    kept: list[str] = []
    depth = begin = position = 0
    while position < len(text):
        character = text[position]
        if character == '"':
            position = _end_of_string(text, position)
            continue
        if character in "[{":
            depth += 1
            if depth == DEEPEST + 1:
                kept += (text[begin:position], "null")
        elif character in "]}":
            depth -= 1
            if depth == DEEPEST:
                begin = position + 1
        position += 1
    return "".join(kept) + text[begin:] if depth <= DEEPEST else ""


def _end_of_string(text: str, begin: int) -> int:
    position = begin + 1
    while position < len(text) and text[position] != '"':
        position += 2 if text[position] == "\\" else 1
    return position + 1

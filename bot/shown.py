"""Words from outside on a terminal or in a log: nothing in them acts, everything in them is seen."""

import json
import re
import unicodedata

_TOKEN = re.compile(r"(/(?:calendar|files|console/in)/)[A-Za-z0-9_-]{8,}")
_LETTERS = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def shown(text: str) -> str:
    """Return a text in which control characters, line ends and changes of direction are written as escapes.

    A terminal would obey them: clear the screen, ring, or show a line of the sender's making as one of ours.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_harmless(character) else _escape(character) for character in text)


def _is_harmless(character: str) -> bool:
    # Cc: control. Cf: format, such as a change of direction. Cs: half a character. Zl, Zp: ends of lines.
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp") or character == "\u200d"


def _escape(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def without_tokens(text: str) -> str:
    """Return a text whose private links to calendars and files open nothing."""
    return _TOKEN.sub(r"\1***", text) if "/" in text else text


def shown_json(written: str) -> str:
    """Return JSON in which every character that `shown` escapes is escaped as JSON does: it says the same."""
    if written.isascii() and written.isprintable():
        return written
    return "".join(c if c == "\n" or _is_harmless(c) else _as_json_escapes(c) for c in written)


def _as_json_escapes(character: str) -> str:
    return json.dumps(character)[1:-1]

"""Words from outside as one plain line, before they become part of a message of the program."""

import unicodedata

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of control characters, changes of direction, halves of characters, and ends of lines."""


def one_line(text: str) -> str:
    """Return a text as one line with single spaces, without characters that are not seen."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN).split())

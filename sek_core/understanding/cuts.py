"""Signs that a text is a part of a longer one: phones and networks cut long texts. Pure functions."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from sek_core.understanding.tokens import forms_of

Cut = Literal["", "maybe", "surely"]

SIZES = ((151, 160), (67, 70))
"""Lengths at which an SMS ends: of a part and alone, in plain letters and in others; a space at the end may
be lost.
"""

LONG = 110
"""Length from which a text without an end may have been cut."""

_NUMBERED = re.compile(
    r"^\s*[(\[]?\s*(?:part\s*)?([1-9])\s*(?:/|of)\s*([2-9])\s*[)\]]?[\s:.-]*", re.IGNORECASE
)
_NUMBERED_END = re.compile(r"\s*[(\[]?\s*([1-9])\s*/\s*([2-9])\s*[)\]]?\s*$")
_GOES_ON = re.compile(r"\s*(?:\.{2,}|\u2026|[,;)-])")
_BROKEN_OFF = re.compile(r"(?:\.{2,}|\u2026|[,;:(-]|/)\s*$")
_ENDS = re.compile(r"[.!?)\"']\s*$")


@dataclass(frozen=True, slots=True)
class Part:
    """What a text shows of being a part: `cut`: more follows; `goes_on`: it follows another; `number`: which
    part it says it is, 0 where it does not say; `words`: the text without that number.
    """

    words: str
    cut: Cut
    goes_on: bool
    number: int

    def follows(self, other: "Part") -> bool:
        """Return True if this shows that it goes on where `other` ends."""
        if self.number and other.number:
            return self.number == other.number + 1
        return self.goes_on or (other.cut != "" and self.number != 1)


def part_of(text: str, unfinished: Collection[str]) -> Part:
    """Return what a text shows of being a part of a longer one. `unfinished`: words after which a text goes
    on.
    """
    numbered = _NUMBERED.match(text) or _NUMBERED_END.search(text)
    number = int(numbered[1]) if numbered and int(numbered[1]) <= int(numbered[2]) else 0
    words = (text[: numbered.start()] + text[numbered.end() :]).strip() if numbered and number else text
    goes_on = number > 1 or bool(_GOES_ON.match(words))
    last = number > 0 and numbered is not None and numbered[1] == numbered[2]
    cut: Cut = "" if last else "surely" if number else _cut(words, unfinished)
    return Part(words, cut, goes_on, number)


def _cut(text: str, unfinished: Collection[str]) -> Cut:
    forms = forms_of(text)
    if len(forms) < 3:
        return ""
    if _BROKEN_OFF.search(text) or is_of_size(text):
        return "surely"
    if _ENDS.search(text):
        return ""
    if forms[-1] in unfinished:
        return "surely"
    return "maybe" if len(text.strip()) >= LONG else ""


def is_of_size(text: str) -> bool:
    """Return True if a text is as long as an SMS can be: it may be broken off inside a word."""
    plain = text.isascii()
    least, most = SIZES[0] if plain else SIZES[1]
    return least <= len(text) <= most


def joined(first: str, second: str) -> tuple[str, str]:
    """Return both parts as one text, with a space between them and without."""
    head, tail = first.rstrip(" .\u2026"), second.lstrip(" .\u2026")
    return f"{head} {tail}", f"{head}{tail}"

"""References in texts: S127, s 127, #s127, S-127, with letter O for zero; 127s beside a verb."""

import re
from collections.abc import Callable, Sequence

from sek_core.understanding.tokens import Word, plain, words_of

REFERENCE = re.compile(r"([scmtu])(?=o*[0-9])([0-9o]{1,9})")
_DIGITS = re.compile(r"(?=o*[0-9])[0-9o]{1,9}")
_REVERSED = re.compile(r"([0-9]{1,9})([scmtu])")


def leading(words: Sequence[Word], text: str) -> tuple[str, int] | None:
    """Return a reference at the beginning (`S127`, `s 127`, `#s127`, `S-127`, O for zero), and its number of
    words.
    """
    if words and (match := REFERENCE.fullmatch(words[0].form)):
        return _written(match[1], match[2]), 1
    if (
        len(words) > 1
        and words[0].form in ("s", "c", "m", "t", "u")
        and _DIGITS.fullmatch(words[1].form)
        and text[words[0].end : words[1].start].strip() in ("", "-", "#")
    ):
        return _written(words[0].form, words[1].form), 2
    return None


def reference_in(text: str) -> str | None:
    """Return the reference with which a text begins, or None."""
    text = plain(text)
    found = leading(words_of(text), text)
    return found[0] if found else None


def reversed_(words: Sequence[Word], exists: Callable[[str], bool]) -> tuple[str, int] | None:
    """Return the reference `127s` beside a verb, if it exists, and its number of words."""
    match = _REVERSED.fullmatch(words[0].form) if words else None
    if match and exists(ref := _written(match[2], match[1])):
        return ref, 1
    return None


def _written(letter: str, digits: str) -> str:
    return f"{letter.upper()}{int(digits.replace('o', '0'))}"

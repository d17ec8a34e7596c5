"""Features of a text: its n-grams of bytes and of words, as stable numbers.

Training and reading use this same function; a change here needs new weights.
"""

import re
from binascii import crc32
from itertools import pairwise

from sek_core.understanding.tokens import fold, plain

FEATURES = 1
"""Version of the features. Weights of another version are refused."""

SIZES = range(3, 7)
"""Sizes of n-grams, in bytes. A letter beyond ASCII has several."""

EDGE = 1000
"""Number of letters that are looked at, from the beginning and again from the end of a long text."""

_DIGITS = re.compile(r"\d+")
_DRAWN_OUT = re.compile(r"(.)\1\1+")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]|_+")
_WORD = b"\x01"


def features_of(text: str) -> set[int]:
    """Return the features of a text: at most some 10,000, however long it is."""
    if len(text) > 2 * EDGE:
        text = f"{text[:EDGE]} {text[-EDGE:]}"
    folded = _DRAWN_OUT.sub(r"\1\1", _DIGITS.sub("0", fold(plain(text))))
    words = [word.encode("utf-8", "replace") for word in _WORDS.findall(folded)]
    line = b" " + b" ".join(words) + b" "
    end = len(line) + 1
    grams = {line[start : start + size] for size in SIZES for start in range(end - size)}
    grams.update([_WORD + word for word in words])
    grams.update([_WORD + first + b" " + second for first, second in pairwise(words)])
    return set(map(crc32, grams))

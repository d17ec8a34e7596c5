"""Length of a text in SMS segments, and folding of a text to keep it short.

Source: 3GPP TS 23.038 (GSM 03.38), section 6.2.1 for the alphabet and its extension table, and 3GPP TS
23.040, section 9.2.3.24 for the size of a part of a longer message.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ALPHABET = frozenset(
    "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5"
    "\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9"
    " !\"#\u00a4%&'()*+,-./0123456789:;<=>?"
    "\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7"
    "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0"
)
"""The default alphabet, one septet a character, in the order of the table."""

_EXTENSION = frozenset("^{}\\[~]|\u20ac")
"""Characters of two septets. The table's form feed is left out: it is a page break, not a character."""

_GSM = _ALPHABET | _EXTENSION

_SINGLE_GSM, _PART_GSM = 160, 153
_SINGLE_UCS2, _PART_UCS2 = 70, 67

_STAND_INS = {
    **dict.fromkeys("`\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201a\u201b\u2032", "'"),
    **dict.fromkeys("\u2039\u203a", "'"),
    **dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\u301d\u301e\u301f", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212", "-"),
    **dict.fromkeys("\t\v\f", " "),
    **dict.fromkeys("\u2028\u2029", "\n"),
    "\u2022": "*",
    "\u00b7": ".",
    "\u00d7": "x",
    "\u2044": "/",
    **dict(zip("\u0110\u0111\u00d0\u00f0\u0189\u0256\u018a\u0257", "DdDdDdDd", strict=True)),
    **dict(zip("\u0126\u0127\u0131\u0141\u0142\u0181\u0253\u0186\u0254", "HhiLlBbOo", strict=True)),
    **dict(zip("\u0190\u025b\u0194\u0263\u0198\u0199\u01b3\u01b4", "EeGgKkYy", strict=True)),
    "\u014a": "Ng",
    "\u014b": "ng",
    "\u0152": "OE",
    "\u0153": "oe",
    "\u00de": "Th",
    "\u00fe": "th",
}
"""Replacements for characters that Kenyan phones send and that Unicode's decompositions do not map to the
alphabet.
"""


def count(text: str) -> int:
    """Return the number of segments that `text` is billed as: 1 for an empty one.

    GSM-7 holds 160 septets, or 153 in each part of a longer message; a character of the extension table takes
    two, never split over parts. Any other text is UCS-2: 70 code units, or 67 a part.
    """
    if not is_gsm(text):
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        return 1 if units <= _SINGLE_UCS2 else -(-units // _PART_UCS2)
    extended = sum(map(text.count, _EXTENSION))
    if len(text) + extended <= _SINGLE_GSM:
        return 1
    if not extended:
        return -(-len(text) // _PART_GSM)
    return _packed((2 if character in _EXTENSION else 1 for character in text), _PART_GSM)


def is_gsm(text: str) -> bool:
    """Return True if every character of `text` is in the GSM-7 alphabet or its extension table."""
    return _GSM.issuperset(text)


def fold(text: str) -> str:
    """Return `text` in GSM-7: one character outside it would more than halve the capacity of a segment.

    Accents, curly quotes, dashes and odd spaces become their plain forms, digits of any script 0 to 9.
    Characters without a plain form (emoji, control and zero-width characters, other scripts) are left out.
    """
    if is_gsm(text):
        return text
    return "".join(map(_folded, text))


def folds_whole(text: str) -> bool:
    """Return True if `fold` keeps every letter and digit of `text`, perhaps in a plainer form."""
    return all(_folded(character).strip() for character in set(text) if character.isalnum())


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character in _GSM:
        return character
    if character in _STAND_INS:
        return _STAND_INS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    # One character at a time: normalising a whole text is quadratic in a run of combining marks.
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part if part in _GSM else _STAND_INS.get(part, "") for part in parts)


def _packed(widths: Iterable[int], room: int) -> int:
    segments, used = 1, 0
    for width in widths:
        if used + width > room:
            segments, used = segments + 1, 0
        used += width
    return segments

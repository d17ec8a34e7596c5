"""Lists of places, each with its number: "Sofia 14, Birikani 9"."""

import re

from sek_core.understanding.numbers import Number
from sek_core.understanding.tagged import Tagged

APART = 5
"""Maximum number of words between the numbers of a list: "Sofia 14 hh na Birikani 9 hh"."""

_LISTED = re.compile(r"[,;/\n]")


def is_listed(tagged: Tagged, one: Number, other: Number) -> bool:
    """Return True if two numbers stand in one list: "Sofia 14 hh na Birikani 9 hh"."""
    gap = range(one.end - 1, other.start)
    return (
        len(gap) <= APART
        and tagged.sentences[one.start] == tagged.sentences[other.start]
        and any(p in tagged.joining or _LISTED.search(tagged.between(p, p + 1)) for p in gap)
    )


def follows_name(tagged: Tagged, number: Number) -> bool:
    """Return True if a name stands right before a number: of a known place, or a word that nothing
    explains.
    """
    position = number.start - 1
    if position < 0 or not tagged.forms[position].isalpha():
        return False
    return position in tagged.named or position not in tagged.explained

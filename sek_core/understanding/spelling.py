"""Misspelt words: the known word that is meant, if exactly one is near.

The index holds every known word under itself with one letter left out (a long word: two), so that a look-up
costs the same however many words are known (the method of SymSpell). rapidfuzz then measures the few words
that share such a remainder.
"""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA, JaroWinkler

SHORTEST, LONG = 5, 8
"""Length in letters from which one change is forgiven, and two."""

_VOWELS = re.compile("[aeiou]")

SIMILAR = 0.9
"""Minimum likeness (Jaro-Winkler, 0 to 1) of words with two changes: elefants, not kuzalisha for
kuharisha.
"""

LONGEST = 24
"""Maximum length in letters. Longer strings are no words, and expensive to look up."""


class Speller:
    """Known words by their possible misspellings. Built once; threads may share it."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._near: dict[str, list[str]] = {}
        self._consonants: dict[str, list[str]] = {}
        for word in sorted(self._known):
            if SHORTEST <= len(word) <= LONGEST:
                for rest in _rests(word, _forgiven(word)):
                    self._near.setdefault(rest, []).append(word)
                self._consonants.setdefault(_consonants(word), []).append(word)

    def correct(self, form: str) -> str | None:
        """Return the known word that an unknown folded word means; None if that is not clear.

        A known word is never changed into another.
        """
        if not SHORTEST - 1 <= len(form) <= LONGEST or form in self._known:
            return None
        if len(form) > 3 and _consonants(form) == form and form in self._consonants:
            return max(self._consonants[form], key=lambda word: JaroWinkler.similarity(form, word))
        found: dict[str, tuple[int, float]] = {}
        for rest in _rests(form, _forgiven(form)):
            for word in self._near.get(rest, ()):
                if word not in found:
                    forgiven = _forgiven(max(form, word, key=len))
                    distance = OSA.distance(form, word, score_cutoff=forgiven)
                    # People mostly get the first letter right; in a short word it must be right.
                    similar = JaroWinkler.similarity(form, word)
                    if (
                        distance <= forgiven
                        and (distance < 2 or similar >= SIMILAR)
                        and (form[0] == word[0] or len(word) > SHORTEST)
                    ):
                        found[word] = (distance, -similar)
        if not found:
            return None
        ranked = sorted(found, key=found.__getitem__)
        tie = len(ranked) > 1 and found[ranked[0]] == found[ranked[1]]
        return None if tie else ranked[0]


def _forgiven(word: str) -> int:
    return 2 if len(word) >= LONG else 1


def _consonants(word: str) -> str:
    """Return a word without its vowels, which people leave out: "drght"."""
    return _VOWELS.sub("", word)


def _rests(word: str, most: int) -> Iterator[str]:
    """Yield the word, and the word without one letter, or two."""
    yield word
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    yield from once
    if most > 1:
        yield from {rest[:i] + rest[i + 1 :] for rest in once for i in range(len(rest))} - once

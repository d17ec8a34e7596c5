"""Names of places that people confirmed: which of them may be known from then on, and where a text has one.

The names themselves are in the database, so the caller hands them in by their keys.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from config.mechanism import Configuration
from sek_core.understanding.spots import CONSONANTS, KWA, SHORTEST, VOWELS, everyday_words, sound_of
from sek_core.understanding.tagged import Tagged
from sek_core.understanding.tagger import Tagger
from sek_core.understanding.tokens import forms_of, plain

LONGEST, LETTERS = 6, 4
"""Limits of a name that may be known: the most words, the fewest letters."""

READ = 150
"""Number of words, from its first, in which a text is searched: the look-up has up to six keys for each."""

_REPEATED = re.compile(r"([a-z])\1+")
_sound = lru_cache(maxsize=4096)(sound_of)


def key_of(name: str) -> str:
    """Return the key of a name: names that sound the same have one. Empty if it is too long or too short."""
    forms = forms_of(name)
    return _key(forms) if len(forms) <= LONGEST else ""


def keys_of(text: str) -> set[str]:
    """Return the keys of everything in a text that may be a name."""
    return {key for _, _, key in _windows(forms_of(text)[:READ])}


class ConfirmedNames:
    """Finder of confirmed names. Built once; threads may share it."""

    def __init__(self, tagger: Tagger, configuration: Configuration) -> None:
        words = configuration.words
        kinds = (phrase for phrases in words.spot_kinds.values() for phrase in phrases)
        ordinary = (word for some in words.ordinary.values() for word in some)
        self._tagger = tagger
        self._everyday = everyday_words(configuration).union(*map(forms_of, kinds))
        self._ordinary = frozenset[str]().union(*map(forms_of, ordinary))

    def may_be_known(self, name: str) -> bool:
        """Return True if a name may be taken for this place in other texts: it has four letters, is not of
        everyday words alone, and is no person's ("Mzee Mutua").
        """
        tagged = self._tagger.tag(plain(name))
        person = any(seen.start == 0 for seen in tagged.of("title"))
        return bool(key_of(name)) and not person and bool(self._free(tagged))

    def find(self, text: str, known: Mapping[str, Collection[str]]) -> str:
        """Return the key of the longest known name in a text, the first of several; empty if it has none.

        `known`: the words (folded) of each name by its key.
        """
        tagged = self._tagger.tag(plain(text))
        free = self._free(tagged)
        fitting = [
            (start - end, start, key)
            for start, end, key in _windows(tagged.forms[:READ])
            if key in known
            and tagged.clauses[start] == tagged.clauses[end - 1]
            and not _is_person(tagged, start)
            and all(tagged.forms[at] in known[key] or at in free for at in range(start, end))
        ]
        return min(fitting)[2] if fitting else ""

    def _free(self, tagged: Tagged) -> set[int]:
        """Return the positions of words that mean nothing else. One that was only corrected to a known word
        is free, unless both sound the same. The name of a person is free where it names a place: "Kwa
        Mutua", "Mutua Primary".
        """
        taken = tagged.covered(*(kind for kind in tagged.seen if kind != "ordinal")) | tagged.joining
        taken -= {at for at, word in tagged.corrected.items() if _sound(word) != _sound(tagged.forms[at])}
        naming = {at + 1 for at, form in enumerate(tagged.forms) if form == KWA}
        naming |= {at for seen in tagged.of("spot_kind") for at in (seen.start - 1, seen.end)}
        return {
            at
            for at, form in enumerate(tagged.forms)
            if at not in taken
            and len(form) >= SHORTEST
            and form not in self._everyday
            and (at in naming or form not in self._ordinary)
        }


def _windows(forms: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield every few words in a row that have a key: start, end (exclusive), key."""
    for start in range(len(forms)):
        for end in range(start + 1, min(start + LONGEST, len(forms)) + 1):
            if key := _key(forms[start:end]):
                yield start, end, key


def _key(forms: Sequence[str]) -> str:
    """Return the sound of a name; of one with few consonants its letters, as other words sound like it.

    Digits stay: Block 4 is not Block 5. Spaces do not count.
    """
    letters = "".join(forms)
    if sum(map(str.isalpha, letters)) < LETTERS:
        return ""
    sounds = (form if any(map(str.isdigit, form)) else _sound(form) for form in forms)
    sound = _REPEATED.sub(r"\1", "".join(sounds))
    return sound if len(VOWELS.sub("", sound)) >= CONSONANTS else letters


def _is_person(tagged: Tagged, start: int) -> bool:
    """Return True for "Mzee Mutua", and for the second name in "Chief Peter Mutua"."""
    titles = tagged.ending("title")
    if start in titles:
        return True
    pair = (start - 1, start)
    return start - 1 in titles and all(tagged.text[tagged.words[at].start].isupper() for at in pair)

"""Spots: names of places that the gazetteer lacks, in the reporter's words ("Kwa Mutua", "Mbuvo Primary").

A spot is only ever offered: its sender confirms it before anybody is told of it as a place.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from config.gazetteer import Place
from config.mechanism import Configuration
from sek_core.understanding.place_names import choose, names_of
from sek_core.understanding.tagged import Tagged
from sek_core.understanding.tokens import fold, forms_of

LONGEST, SHORTEST = 3, 3
"""Limits of a name: in words, and in letters of its words."""

SURE = 2
"""Points from which a word is offered as a place."""

ALIKE = 0.85
"""Minimum likeness (Jaro-Winkler, 0 to 1) of two names that sound the same."""

CONSONANTS = 3
"""Minimum number of consonants of a name that is found by its sound."""

KWA = "kwa"

_SOUNDS = (
    (re.compile(r"[^a-z]"), ""),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|c(?!h)|q"), "k"),
    (re.compile(r"[rl]"), "l"),
    (re.compile(r"[uo]"), "o"),
    (re.compile(r"[iey]"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_VOWELS = re.compile(r"[aeiou]")


class Spot(NamedTuple):
    """A name in words `start` to `end` (exclusive), and its points."""

    start: int
    end: int
    points: int


def sound_of(name: str) -> str:
    """Return what names that sound the same have in common: Mutito and Mutitu, Mutomo and Mutomoo."""
    sound = fold(name)
    for pattern, instead in _SOUNDS:
        sound = pattern.sub(instead, sound)
    return sound


class Spots:
    """Finder of names that the gazetteer lacks. Built once.

    `everyday`: words that are no names of places.
    """

    def __init__(self, places: Iterable[Place], everyday: Collection[str]) -> None:
        self._everyday = everyday
        self._by_sound: dict[str, list[Place]] = {}
        for place in places:
            if place.kind == "county":
                continue
            for name in names_of(place):
                skeleton = _VOWELS.sub("", sound_of(name))
                if len(skeleton) >= CONSONANTS:
                    self._by_sound.setdefault(skeleton, []).append(place)

    def find(self, tagged: Tagged) -> str:
        """Return the likeliest name of a place in a text, as typed; empty if it has none."""
        spots = list(self._candidates(tagged))
        if not spots:
            return ""
        best = max(spots, key=lambda spot: (spot.points, -spot.start))
        return tagged.typed(best.start, best.end) if best.points >= SURE else ""

    def meant(self, name: str, counties: Collection[str]) -> Place | None:
        """Return the one place of these counties that sounds like a name: Sultan Hamud for "Sltan Hamd"."""
        skeleton = _VOWELS.sub("", sound_of(name))
        places = [place for place in self._by_sound.get(skeleton, ()) if place.county in counties]
        alike = [
            place
            for place in places
            if any(JaroWinkler.similarity(fold(name), fold(other)) >= ALIKE for other in names_of(place))
        ]
        return choose(alike, tuple(counties)) if len({place.name for place in alike}) == 1 else None

    def _candidates(self, tagged: Tagged) -> Iterator[Spot]:
        free = self._free(tagged)
        kinds, cues = tagged.of("spot_kind"), tagged.ending("before_place")
        behind = {seen.start: seen.end for seen in kinds if seen.mark.language == "en"}
        before = {seen.end for seen in kinds if seen.mark.language == "sw"} | set(cues)
        titles = tagged.ending("title")
        loud = tagged.text.isupper()
        start = 0
        while start < len(tagged.forms):
            if start not in free:
                start += 1
                continue
            end = start + 1
            while end in free and end - start < LONGEST and self._together(tagged, start, end, loud):
                end += 1
            begin = start
            if start > 0 and tagged.forms[start - 1] == KWA and tagged.between(start - 1, start).isspace():
                begin = start - 1
            points = _points(tagged, begin, start, end, before, behind, loud)
            if start not in titles and not (begin == start and begin - 1 in titles):
                yield Spot(begin, behind[end] if _kind_behind(tagged, end, behind) else end, points)
            start = end

    def _together(self, tagged: Tagged, start: int, end: int, loud: bool) -> bool:
        """Return True if the next word belongs to the name: both are capitalised, as "Taita Ranch"."""
        if not tagged.between(end - 1, end).isspace() or loud:
            return False
        return _is_capital(tagged, start) and _is_capital(tagged, end)

    def _free(self, tagged: Tagged) -> set[int]:
        """Return the positions of words that nothing explains."""
        known = tagged.covered(*(kind for kind in tagged.seen if kind != "ordinal")) | tagged.joining
        return {
            position
            for position, form in enumerate(tagged.forms)
            if position not in known
            and len(form) >= SHORTEST
            and form.replace("'", "").isalpha()
            and form not in self._everyday
        }


def _points(
    tagged: Tagged,
    begin: int,
    start: int,
    end: int,
    before: Collection[int],
    behind: Collection[int],
    loud: bool,
) -> int:
    """Return how much speaks for a name of a place: words for places beside it, a capital, a line of its
    own.
    """
    capital = _is_capital(tagged, start) and not loud
    first = start == 0 or tagged.sentences[start - 1] != tagged.sentences[start]
    last = end == len(tagged.forms) or tagged.sentences[end] != tagged.sentences[start]
    kind = _kind_behind(tagged, end, behind)
    typed_at = tagged.words[begin].start
    cue = begin in before or start in before or "@" in tagged.text[max(0, typed_at - 2) : typed_at]
    points = 0
    points += 2 * kind
    points += 2 if cue and (capital or loud or begin < start) else cue
    points += 2 if capital and not first else 0
    points += 1 if first and last else 0
    points += 1 if begin < start and capital else 0
    return points


def _kind_behind(tagged: Tagged, end: int, behind: Collection[int]) -> bool:
    """Return True if a word for the kind of place stands right behind a name: "Mbuvo Primary"."""
    return end in behind and tagged.between(end - 1, end).isspace()


def _is_capital(tagged: Tagged, position: int) -> bool:
    return tagged.text[tagged.words[position].start].isupper()


def spots_of(configuration: Configuration) -> Spots:
    """Return the finder for a configuration."""
    words = configuration.words
    lists = (words.no_places, words.courtesy, words.no_spots)
    phrases = (phrase for spoken in lists for phrases in spoken.values() for phrase in phrases)
    everyday = {form for phrase in phrases for form in forms_of(phrase)}
    return Spots(configuration.places, everyday | configuration.lookalikes)

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
from sek_core.understanding.stems import is_verb
from sek_core.understanding.tagged import Tagged
from sek_core.understanding.tokens import fold, forms_of

LONGEST, SHORTEST = 3, 3
"""Limits of a name: in words, and in letters of its words."""

SURE = 2
"""Points from which a word is offered as a place."""

ALIKE = 0.82
"""Minimum likeness (Jaro-Winkler, 0 to 1) of two names that sound the same."""

CONSONANTS = 3
"""Minimum number of consonants of a name that is found by its sound."""

SHORT_FORM = 4
"""Maximum length, in letters, of an abbreviation: KWS."""

FEW = 8
"""Maximum length, in words, of a text whose one unknown word may be the place: "nzige nzeluni"."""

KWA = "kwa"

_SOUNDS = (
    (re.compile(r"[^a-z]"), ""),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"ck|c(?!h)|q"), "k"),
    (re.compile(r"[rl]"), "l"),
    (re.compile(r"[uo]"), "o"),
    (re.compile(r"[iey]"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
VOWELS = re.compile(r"[aeiou]")


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
                skeleton = VOWELS.sub("", sound_of(name))
                if len(skeleton) >= CONSONANTS:
                    self._by_sound.setdefault(skeleton, []).append(place)

    def find(self, tagged: Tagged, counties: Collection[str]) -> str:
        """Return the likeliest name of a place in a text, as typed; empty if it has none."""
        spots = list(self._candidates(tagged, counties))
        if not spots:
            return ""
        best = max(spots, key=lambda spot: (spot.points, -spot.start))
        if best.points >= SURE:
            return tagged.typed(best.start, best.end)
        alone = [spot for spot in spots if _is_namelike(tagged.forms[spot.start])]
        few = len(tagged.forms) <= FEW and len(alone) == 1
        return tagged.typed(alone[0].start, alone[0].end) if few else ""

    def heard(self, tagged: Tagged, counties: Collection[str]) -> Place | None:
        """Return the place whose name was heard as other words: "key bwezi", "salt an hamud"."""
        free = self._free(tagged, counties)
        for length in (3, 2):
            for start in range(len(tagged.forms) - length + 1):
                window = range(start, start + length)
                if free.isdisjoint(window) or len({tagged.clauses[position] for position in window}) > 1:
                    continue
                place = self.meant("".join(tagged.forms[start : start + length]), counties, heard=True)
                if place:
                    return place
        return None

    def meant(self, name: str, counties: Collection[str], heard: bool = False) -> Place | None:
        """Return the one place of these counties that sounds like a name: Sultan Hamud for "Sltan Hamd".

        `heard`: the name may have other vowels, as in "salt an hamud".
        """
        sound = sound_of(name)
        alike = [
            place
            for place in self._by_sound.get(VOWELS.sub("", sound), ())
            if place.county in counties
            and any(_sounds_like(name, sound, other, heard) for other in names_of(place))
        ]
        return choose(alike, tuple(counties)) if len({place.name for place in alike}) == 1 else None

    def _candidates(self, tagged: Tagged, counties: Collection[str]) -> Iterator[Spot]:
        free = self._free(tagged, counties)
        kinds, cues = tagged.of("spot_kind"), tagged.ending("before_place")
        behind = {seen.start: seen.end for seen in kinds if seen.mark.language == "en"}
        strong = {seen.end for seen in (*kinds, *cues.values()) if seen.mark.language == "sw"}
        before = strong | set(cues)
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
            points = _points(tagged, begin, start, end, before, strong, behind)
            if start not in titles and not (begin == start and begin - 1 in titles):
                yield Spot(begin, behind[end] if _kind_behind(tagged, end, behind) else end, points)
            start = end

    def _together(self, tagged: Tagged, start: int, end: int, loud: bool) -> bool:
        """Return True if the next word belongs to the name: both are capitalised, as "Taita Ranch"."""
        if not tagged.between(end - 1, end).isspace() or loud:
            return False
        return _is_capital(tagged, start) and _is_capital(tagged, end)

    def _free(self, tagged: Tagged, counties: Collection[str]) -> set[int]:
        """Return the positions of words that nothing explains."""
        known = tagged.covered(*(kind for kind in tagged.seen if kind != "ordinal")) | tagged.joining
        known |= {
            position
            for name in tagged.names
            if any(place.county in counties for place in name.places)
            for position in range(name.start, name.end)
        }
        cues = {*tagged.ending("before_place"), *(seen.end for seen in tagged.of("spot_kind"))}
        known -= {
            position
            for position in tagged.corrected
            if _is_capital(tagged, position) or position in cues or position + 1 == len(tagged.forms)
        }
        return {
            position
            for position, form in enumerate(tagged.forms)
            if position not in known
            and len(form) >= SHORTEST
            and form.replace("'", "").isalpha()
            and form not in self._everyday
            and not form.endswith("'s")
        }


def _points(
    tagged: Tagged,
    begin: int,
    start: int,
    end: int,
    before: Collection[int],
    strong: Collection[int],
    behind: Collection[int],
) -> int:
    """Return how much speaks for a name of a place: words for places beside it, a capital, a line of its
    own.
    """
    loud = tagged.text.isupper()
    capital = _is_capital(tagged, start) and not loud
    named = capital or _is_namelike(tagged.forms[start])
    first = start == 0 or tagged.sentences[start - 1] != tagged.sentences[start]
    last = end == len(tagged.forms) or tagged.clauses[end] != tagged.clauses[start]
    typed_at = tagged.words[begin].start
    at = "@" in tagged.text[max(0, typed_at - 2) : typed_at]
    cued = at or begin in before or start in before
    firm = at or begin in strong or start in strong
    if capital and _is_short_form(tagged, start, end) and not _kind_behind(tagged, end, behind):
        return 0
    points = 2 if _kind_behind(tagged, end, behind) and named else 0
    if cued and named:
        points += 2 if capital or firm or begin < start or last else 1
    points += 2 if capital and not first else 0
    points += 2 if first and last and named and len(tagged.forms) > end - start else 0
    return points + (begin < start and named)


def _is_namelike(form: str) -> bool:
    """Return True if a word without a capital may be a Bantu name: it ends in a vowel and is no verb."""
    return len(form) > SHORTEST and form[-1] in "aeiou" and not is_verb(form)


def _is_short_form(tagged: Tagged, start: int, end: int) -> bool:
    """Return True for KWS, PRC, and a word in capitals for emphasis at the end of a sentence."""
    return end == start + 1 and tagged.typed(start, end).isupper() and len(tagged.forms[start]) <= SHORT_FORM


def _sounds_like(name: str, sound: str, other: str, heard: bool) -> bool:
    """Return True if a name sounds like another, or is it without vowels: "Sltan Hamd"."""
    if sound_of(other) == sound:
        return True
    consonants = len(VOWELS.sub("", sound))
    loose = _lacks_letters(fold(name), fold(other)) or (heard and consonants > CONSONANTS + 1)
    return loose and JaroWinkler.similarity(fold(name), fold(other)) >= ALIKE


def _lacks_letters(name: str, other: str) -> bool:
    """Return True if a name is the other one without some letters: Kaningo is not Kanyangi."""
    letters = iter(other)
    return all(letter in letters for letter in name)


def _kind_behind(tagged: Tagged, end: int, behind: Collection[int]) -> bool:
    """Return True if a word for the kind of place stands right behind a name: "Mbuvo Primary"."""
    return end in behind and tagged.between(end - 1, end).isspace()


def _is_capital(tagged: Tagged, position: int) -> bool:
    return tagged.text[tagged.words[position].start].isupper()


def everyday_words(configuration: Configuration) -> frozenset[str]:
    """Return the words that are no names of places."""
    words = configuration.words
    lists = (words.no_places, words.courtesy, words.no_spots)
    phrases = (phrase for spoken in lists for phrases in spoken.values() for phrase in phrases)
    everyday = {form for phrase in phrases for form in forms_of(phrase)}
    return frozenset(everyday | configuration.lookalikes)


def spots_of(configuration: Configuration) -> Spots:
    """Return the finder for a configuration."""
    return Spots(configuration.places, everyday_words(configuration))

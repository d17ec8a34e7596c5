"""The county and the place that a text is about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import cast

from config.gazetteer import Place
from sek_core.understanding.place_names import choose
from sek_core.understanding.spots import Spots, sound_of
from sek_core.understanding.tagged import Named, Seen, Tagged


@dataclass(frozen=True, slots=True)
class Where:
    """Result of a search for places.

    `counties`: the county that the text is about, or several if that is not clear. `outside`: the only named
    place is in a county that the mechanism does not serve. `used`: the names that decided this. `passed`:
    names that are common words here ("watu wote"). `elsewhere`: names of counties that the mechanism does not
    serve. `spot`: the name of a place that the gazetteer lacks, as typed. `meant`: the place that sounds
    like it.
    """

    counties: tuple[str, ...]
    place: Place | None = None
    outside: Place | None = None
    used: tuple[Named, ...] = ()
    passed: tuple[Named, ...] = ()
    elsewhere: tuple[Named, ...] = ()
    spot: str = ""
    meant: Place | None = None


class Finder:
    """Finder of the place that a text means. `served`: the counties of the mechanism."""

    def __init__(self, served: Sequence[str], common: frozenset[str], spots: Spots) -> None:
        self._served = tuple(served)
        self._common = common
        self._spots = spots

    def find(self, tagged: Tagged, home: Sequence[str]) -> Where:
        """Find the place, for a sender whose counties are `home`.

        A named county outweighs the sender's own. A name that several counties have is in the sender's own.
        If that is none or several of them, the county stays open. It also stays open if only another county
        has the name: (that county, the sender's own).
        """
        meant = [
            name
            for name in tagged.names
            if self._surely(name, tagged) and not _is_person(name, tagged) and not _is_far(name, tagged)
        ]
        counties = [name for name in meant if _county(name, tagged) in self._served]
        named = tuple(dict.fromkeys(cast(str, _county(name, tagged)) for name in counties))
        near = named or tuple(home)
        smaller = [(name, _of_kind(name, tagged)) for name in meant if name not in counties]
        past = {tagged.clauses[seen.start] for seen in tagged.of("past")}
        plain = [pair for pair in smaller if not _is_less_likely(pair[0], tagged, past)]
        where = self._choose(plain, near, tuple(counties), tagged)
        if where.place is None:
            where = self._choose(smaller, near, tuple(counties), tagged)
        if where.place is None:
            # A common word is a name if the text has no better one and nothing explains it.
            rest = [
                name
                for name in tagged.names
                if name not in meant
                and not _is_far(name, tagged)
                and not _is_person(name, tagged)
                and self._alone(name, tagged)
            ]
            last = self._choose([(name, name.places) for name in rest], near, tuple(counties), tagged)
            if last.place and last.place.county in near:
                where = last
        passed = tuple(name for name in tagged.names if name not in where.used)
        outside = None if where.place or named else _outside(smaller)
        elsewhere = tuple(
            name for name in meant if (county := _county(name, tagged)) and county not in self._served
        )
        told = where.place is not None and not self._is_aside(where, tagged)
        spot = "" if told else self._spots.find(tagged, near)
        sounds = self._spots.meant(spot, where.counties) if spot else None
        if not told and not sounds:
            sounds = self._spots.heard(tagged, where.counties)
        if spot and not told and where.place:
            where = replace(where, place=None, used=tuple(counties))
        return Where(where.counties, where.place, outside, where.used, passed, elsewhere, spot, sounds)

    def _is_aside(self, where: Where, tagged: Tagged) -> bool:
        """Return True if a place is only the seat of an officer, or where people were taken: "Chief Kalawa",
        "admitted Mutomo", "Makueni Referral".
        """
        name = where.used[-1]
        return (
            name.start in tagged.ending("title")
            or name.start in tagged.ending("taken")
            or name.end in tagged.starting("clinic")
        )

    def _choose(
        self,
        names: Sequence[tuple[Named, Sequence[Place]]],
        near: tuple[str, ...],
        used: tuple[Named, ...],
        tagged: Tagged,
    ) -> Where:
        here = [
            (name, place)
            for name, places in names
            if (place := choose(places, near, tagged.forms[name.start : name.end]))
        ]
        if here:
            # "Kitui South Ikutha": the smaller of the two
            name, place = min(here, key=lambda pair: pair[1].kind == "constituency")
            places = next(places for other, places in names if other is name)
            shared = _among(places, near)
            return Where(shared, place, used=(*used, name))
        for name, places in names:
            if any(position in tagged.corrected for position in range(name.start, name.end)):
                continue  # another county's name only if it is spelled right
            known = _among(places, self._served)
            if known:
                counties = tuple(dict.fromkeys((*known, *near)))
                return Where(counties, choose(places, known), used=(*used, name))
        return Where(near, used=used)

    def _surely(self, name: Named, tagged: Tagged) -> bool:
        """Return True if a name that is also a common word ("wote": all), or may be a misspelt one, is
        written as the place.
        """
        misspelt = name.end - name.start == 1 and name.start in tagged.corrected
        if not misspelt and " ".join(tagged.forms[name.start : name.end]) not in self._common:
            return True
        if _behind_preposition(name, tagged) or any(_kinds_beside(name, tagged)):
            return True
        if name.start in tagged.covered("hazard", "faint"):
            return False  # "leo Simba ameua mbuzi"
        typed = tagged.typed(name.start, name.end)
        return name.start > 0 and typed[0].isupper() and not tagged.text.isupper()

    def _alone(self, name: Named, tagged: Tagged) -> bool:
        """Return True if no neighbouring word explains a common word: "flood wote", "njaa mui 300 HH"."""
        explained = tagged.covered("hazard", "faint", "severity", "urgent", "affected")
        if any(position in explained for position in range(name.start, name.end)):
            return False
        free = tagged.covered("hazard", "faint", "severity", "urgent")
        plain = tagged.covered("common") - tagged.joining  # "Mwingi kuna ukame", not "mwingi wa"
        left, right = name.start - 1, name.end
        beside_left = left < 0 or left in free or tagged.sentences[left] != tagged.sentences[name.start]
        beside_right = (
            right >= len(tagged.forms)
            or right in free
            or right in plain
            or right in tagged.covered("thing")
            or tagged.clauses[right] != tagged.clauses[name.start]
            or tagged.forms[right][0].isdigit()
        )
        return beside_left and beside_right and len(tagged.forms) > 1


def _is_misspelt(name: Named, tagged: Tagged) -> bool:
    return any(position in tagged.corrected for position in range(name.start, name.end))


def _is_far(name: Named, tagged: Tagged) -> bool:
    """Return True if a word is one letter from the name but sounds otherwise: Kalivu is not Kaliku."""
    return name.end - name.start == 1 and any(
        sound_of(tagged.forms[position]) != sound_of(tagged.corrected[position])
        for position in range(name.start, name.end)
        if position in tagged.corrected
    )


def _is_person(name: Named, tagged: Tagged) -> bool:
    """Return True if the name is a person's: "Mzee Mutitu", and "Chief Mutua", who is not from Mutha."""
    title = name.start in tagged.ending("title")
    return title and (_is_misspelt(name, tagged) or name.start not in tagged.ending("office"))


def _is_less_likely(name: Named, tagged: Tagged, past: Collection[int]) -> bool:
    """Return True if a name counts only without a better one: misspelt, an officer's seat ("Chief Kalawa"),
    or in a clause about last year.
    """
    return (
        _is_misspelt(name, tagged)
        or name.start in tagged.ending("title")
        or tagged.clauses[name.start] in past
    )


def _outside(names: Sequence[tuple[Named, Sequence[Place]]]) -> Place | None:
    """Return a county to which this mechanism cannot route. Its smaller places may be hamlets of a served
    county.
    """
    return next((place for _, places in names for place in places if place.kind == "county"), None)


def _among(places: Sequence[Place], counties: Sequence[str]) -> tuple[str, ...]:
    """Return those counties that have one of the places, in their order."""
    having = {place.county for place in places}
    return tuple(county for county in counties if county in having)


def _behind_preposition(name: Named, tagged: Tagged) -> bool:
    return name.start in tagged.ending("before_place")


def _county(name: Named, tagged: Tagged) -> str | None:
    """Return the county that a name means, unless the words beside it mean a smaller place."""
    return next((place.county for place in _of_kind(name, tagged) if place.kind == "county"), None)


def _kinds_beside(name: Named, tagged: Tagged) -> tuple[Seen | None, Seen | None]:
    """Return the words for a kind of place behind a name and before it: "Wote town", "kata ya Mui"."""
    return tagged.starting("place_kind").get(name.end), tagged.ending("place_kind").get(name.start)


def _of_kind(name: Named, tagged: Tagged) -> Sequence[Place]:
    """Return the places of a name that are of the kind beside it: "Kitui town", "kata ya Mui"."""
    for seen in _kinds_beside(name, tagged):
        fitting = [place for place in name.places if seen and place.kind == seen.mark.value]
        if fitting:
            return fitting
    return name.places

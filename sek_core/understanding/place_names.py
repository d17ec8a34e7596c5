"""Names of the gazetteer's places as people use them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from config.gazetteer import Place
from sek_core.understanding.tokens import forms_of

_RANK = {"town": 0, "ward": 1, "constituency": 2, "county": 3}


def names_of(place: Place) -> Iterator[str]:
    """Yield every name of a place; a ward of two names has each of them too."""
    for name in (place.name, *place.aliases):
        yield name
        parts = name.split("/")
        if len(parts) > 1:
            yield from parts


class Nesting:
    """Nesting of places: towns in wards in constituencies, by their names in a county."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._above: dict[tuple[str, str], set[str]] = {}
        self._around: dict[tuple[str, str], set[str]] = {}
        for place in places:
            if place.kind == "county":
                continue
            names = (place.name, place.ward, place.constituency)
            chain = list(dict.fromkeys(name.casefold() for name in names if name))
            for index, name in enumerate(chain):
                self._above.setdefault((place.county, name), set()).update(chain[index + 1 :])
                self._around.setdefault((place.county, name), set()).update(chain)

    def around(self, county: str, name: str) -> set[str]:
        """Return the place itself, the places in it and those around it, as names in lower case."""
        return self._around.get((county, name.casefold()), set()) | {name.casefold()}

    def inside(self, county: str, inner: str, outer: str) -> bool:
        """Return True if a place is the other one, or lies in it."""
        name, around = inner.casefold(), outer.casefold()
        return name == around or around in self._above.get((county, name), ())


def choose(places: Iterable[Place], counties: Sequence[str], typed: Sequence[str] = ()) -> Place | None:
    """Return the smallest of the places of one name in one of `counties`: a town before its ward.

    A ward and a town of the same name are the same place to their residents. A place that has the `typed`
    name (folded words) wins over one that has it only as an alias.
    """
    here = [place for place in places if place.county in counties]
    if len(here) < 2:
        return here[0] if here else None
    return min(here, key=lambda place: (not _is_called(place, typed), _RANK[place.kind]))


def _is_called(place: Place, typed: Sequence[str]) -> bool:
    return tuple(typed) in _called(place.name)


@lru_cache(maxsize=4096)
def _called(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(forms_of(part) for part in (name, *name.split("/")))

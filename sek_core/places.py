"""The places of the gazetteer by the names that people give them."""

from collections.abc import Iterable, Iterator, Sequence

from config.gazetteer import Place

_RANK = {"town": 0, "ward": 1, "constituency": 2, "county": 3}


def names_of(place: Place) -> Iterator[str]:
    """Every name that stands for this place: a ward of two names goes by each of them too."""
    for name in (place.name, *place.aliases):
        yield name
        parts = name.split("/")
        if len(parts) > 1:
            yield from parts


def choose(places: Iterable[Place], counties: Sequence[str]) -> Place | None:
    """The nearest of the places of one name that lie in one of `counties`: a town before its ward.

    A ward and a town of the same name are the same place to those who live there.
    """
    here = [place for place in places if place.county in counties]
    return min(here, key=lambda place: _RANK[place.kind], default=None)

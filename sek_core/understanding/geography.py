"""Shared locations: the county by its boundary, the ward by the nearest centre.

Ward boundaries are only indicative and would often be wrong, so the ward is always "near".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from config.boundaries import Boundary, Ring
from config.gazetteer import Place
from sek_core.messages.incoming import Point

NEAREST_KM = 60.0
"""Distance beyond which, even in the largest ward, a centre says nothing about a position."""

_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Located:
    """County and ward of a position. `county` is None outside the country; `ward` is None if no centre is
    near.
    """

    county: str | None
    ward: Place | None


class Geography:
    """Locator of shared positions. Built once; threads may share it."""

    def __init__(self, boundaries: Sequence[Boundary], places: Sequence[Place]) -> None:
        self._boundaries = [(boundary, _box(boundary)) for boundary in boundaries]
        self._wards: dict[str, list[Place]] = {}
        for place in places:
            if place.kind == "ward" and place.lat is not None and place.lon is not None:
                self._wards.setdefault(place.county, []).append(place)

    def locate(self, point: Point) -> Located:
        """Return the county and the nearest ward of a point."""
        county = self._county(point)
        wards = self._wards.get(county, []) if county else []
        distances = [(_km(point, ward), number) for number, ward in enumerate(wards)]
        nearest, number = min(distances, default=(NEAREST_KM, 0))
        return Located(county, wards[number] if nearest < NEAREST_KM else None)

    def _county(self, point: Point) -> str | None:
        x, y = point.longitude, point.latitude
        for boundary, (west, south, east, north) in self._boundaries:
            if west <= x <= east and south <= y <= north and _inside(boundary, x, y):
                return boundary.county
        return None


def _box(boundary: Boundary) -> tuple[float, float, float, float]:
    points = [point for polygon in boundary.polygons for point in polygon[0]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _inside(boundary: Boundary, x: float, y: float) -> bool:
    """Return True if the point lies in a polygon of the county and in none of its holes (ray crossing)."""
    return any(sum(_crossings(ring, x, y) for ring in polygon) % 2 for polygon in boundary.polygons)


def _crossings(ring: Ring, x: float, y: float) -> int:
    return sum(
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in pairwise(ring)
    )


def _km(point: Point, place: Place) -> float:
    """Return the distance in km on a flat map around the point: near the equator, and for short distances,
    that is enough.
    """
    assert place.lat is not None and place.lon is not None
    east = (place.lon - point.longitude) * cos(radians(point.latitude))
    return _KM_PER_DEGREE * hypot(east, place.lat - point.latitude)

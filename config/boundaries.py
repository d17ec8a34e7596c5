"""County boundaries, which locate a shared position in a county."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.faults import Fault, FaultsError

Ring = tuple[tuple[float, float], ...]
"""Points (longitude, latitude) in degrees (WGS 84). The last point equals the first."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """One county: its polygons, each an outer ring and the holes in it."""

    county: str
    polygons: tuple[tuple[Ring, ...], ...]


def load_boundaries(path: Path) -> tuple[Boundary, ...]:
    """Read a GeoJSON file of (Multi)Polygons whose property `name` is a county of the gazetteer.

    Raise FaultsError.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return tuple(_boundary(feature) for feature in features)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise FaultsError([Fault(path.name, 0, f"is no GeoJSON of counties: {error!r}")]) from error


def _boundary(feature: dict[str, Any]) -> Boundary:
    geometry = feature["geometry"]
    coordinates = geometry["coordinates"]
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[geometry["type"]]
    return Boundary(
        str(feature["properties"]["name"]),
        tuple(
            tuple(tuple((float(point[0]), float(point[1])) for point in ring) for ring in polygon)
            for polygon in polygons
        ),
    )

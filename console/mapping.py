"""The drawing of the wards: where each of them lies in it; and places of shocks as GeoJSON has them.

`bin/draw_wards.py` draws it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from console.view import View

DECIMALS = 4
"""Digits behind the point: some ten metres."""

MARGIN = 2

RING = 350
"""Width of the view, in units of the drawing, at which the ring of a number has its usual size."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One ward of the drawing: the point for its number, its box; `is_poor`: its outline is only roughly
    right. `is_round`: only its middle is known.
    """

    code: str
    x: int
    y: int
    box: tuple[int, int, int, int]
    is_poor: bool
    is_round: bool


@dataclass(frozen=True, slots=True)
class Shapes:
    """The wards by code, and the outlines of counties: their ids, and where their names stand."""

    wards: Mapping[str, Shape]
    edges: Mapping[str, str]
    named: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Box:
    """What the map shows of the drawing. `scale`: of the numbers, so that they are as large in each view."""

    x: int
    y: int
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Size of the rings of numbers against their usual one."""
        return round(max(self.width, self.height / 2) / RING, 3)


@cache
def shapes() -> Shapes:
    """Return where the wards lie in the drawing."""
    read = json.loads((files("console") / "wards.json").read_text(encoding="utf-8"))
    poor = set(read["poor"])
    wards = {
        code: Shape(code, x, y, (left, top, right, bottom), code in poor, code in read["without"])
        for code, (x, y, left, top, right, bottom) in read["wards"].items()
    }
    named = {county: (at[0], at[1]) for county, at in read["named"].items()}
    return Shapes(wards, read["edges"], named)


def box_of(some: Sequence[Shape]) -> Box | None:
    """Return the part of the drawing that holds these wards; None if there are none."""
    if not some:
        return None
    left, top = min(each.box[0] for each in some), min(each.box[1] for each in some)
    right, bottom = max(each.box[2] for each in some), max(each.box[3] for each in some)
    margin = max(MARGIN, (right - left) // 20)
    return Box(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)


def feature(view: View, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return a row of an export as a feature; None if it has no place."""
    point = row.get("point")
    if point is None:
        return None
    longitude, latitude, precision = point
    at = [round(longitude, DECIMALS), round(latitude, DECIMALS)]
    names = ("ref", "hazard", "severity", "county", "place", "ward_code", "status", "reports")
    said = {name: row[name] for name in names} | {"reported_at": view.iso(row["reported_at"])}
    return {
        "type": "Feature",
        "id": row["ref"],
        "geometry": {"type": "Point", "coordinates": at},
        "properties": {**said, "precision": precision},
    }

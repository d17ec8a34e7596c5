"""Places of shocks as GeoJSON has them."""

from collections.abc import Mapping
from typing import Any

from console.view import View

DECIMALS = 4
"""Digits behind the point: some ten metres."""


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

"""The gazetteer: counties, constituencies, wards, and towns of the mechanism."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from config.faults import Fault, FaultsError

PlaceKind = Literal["county", "constituency", "ward", "town"]

COLUMNS = (
    "kind",
    "name",
    "aliases",
    "county",
    "county_code",
    "constituency",
    "ward",
    "ward_code",
    "lat",
    "lon",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One row of gazetteer.csv. `lat`, `lon` in degrees (WGS 84), if known."""

    kind: PlaceKind
    name: str
    aliases: tuple[str, ...]
    county: str
    constituency: str
    ward: str
    ward_code: str
    lat: float | None
    lon: float | None


def load_gazetteer(path: Path) -> tuple[Place, ...]:
    """Read the gazetteer; raise FaultsError with the line of every bad row."""
    faults: list[Fault] = []
    places: list[Place] = []
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FaultsError([Fault(path.name, 0, "is not UTF-8: save it as CSV UTF-8")]) from error
    with io.StringIO(text, newline="") as file:
        rows = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise FaultsError([Fault(path.name, 1, f"a column is missing: {', '.join(missing)}")])
        for row in rows:
            if None in row:
                faults.append(
                    Fault(path.name, rows.line_num, "has more fields than the header; quote commas")
                )
                continue
            try:
                places.append(_place(row))
            except ValueError as error:
                faults.append(Fault(path.name, rows.line_num, str(error)))
    if faults:
        raise FaultsError(faults)
    return tuple(places)


def _place(row: dict[str, str]) -> Place:
    kind = row["kind"]
    if kind not in get_args(PlaceKind):
        raise ValueError(f"kind {kind!r} should be one of {', '.join(get_args(PlaceKind))}")
    if not row["name"] or not row["county"]:
        raise ValueError("name and county are needed")
    return Place(
        kind=cast(PlaceKind, kind),
        name=row["name"],
        aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
        county=row["county"],
        constituency=row["constituency"],
        ward=row["ward"],
        ward_code=row["ward_code"],
        lat=_degrees(row["lat"], 90),
        lon=_degrees(row["lon"], 180),
    )


def _degrees(written: str, most: int) -> float | None:
    if not written:
        return None
    degrees = float(written)
    if not -most <= degrees <= most:
        raise ValueError(f"{written} is outside -{most}..{most} degrees")
    return degrees

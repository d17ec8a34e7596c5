"""Draw the wards of the map of the pages: `console/static/wards.svg`, and where each of them lies.

Run by hand when the outlines change, with the file of outlines and, for wards without one, the gazetteer:

    python bin/draw_wards.py wards.geojson config/gazetteer.csv

Lines are cut to whole units of the drawing, so that neighbours keep a common border. A ward's county and
constituency come from the gazetteer, never from its outline.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import cos, radians
from pathlib import Path
from typing import Any

WIDTH = 500
ROUND = 7
"""Radius of the circle of a ward without an outline."""

NAMED = {"Kitui": [40, 60], "Makueni": [0, 640], "Taita Taveta": [20, 950]}
"""Where the names of the counties stand, in units of the drawing: beside them."""

THIN = 'vector-effect="non-scaling-stroke"'

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">\n'
    "<!-- Wards (c) Omare and Omare 2017, Kenya County Assembly Boundaries, through geoBoundaries "
    "(KEN ADM3), CC BY 4.0, simplified. Indicative, no official boundaries.{without} -->\n<defs>\n"
)

Dot = tuple[int, int]
Edge = tuple[Dot, Dot]

console = Path(__file__).parent.parent / "console"


def main(outlines: Path, gazetteer: Path) -> None:
    """Write the drawing and the places of its parts."""
    shapes = json.loads(outlines.read_text(encoding="utf-8"))["features"]
    with gazetteer.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "ward"]
    counties = {shape["properties"]["county"] for shape in shapes}
    wards = {row["ward_code"]: row for row in rows if row["county"] in counties}
    points = [point for shape in shapes for ring in _rings(shape) for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)

    def dot(point: Sequence[float]) -> Dot:
        return round((point[0] - west) * narrow * scale), round((north - point[1]) * scale)

    drawn: dict[str, list[list[Dot]]] = {}
    poor = []
    for shape in shapes:
        code = shape["properties"]["ward_code"]
        drawn[code] = [_without_repeats(dot(point) for point in ring) for ring in _rings(shape)]
        if shape["properties"]["quality"] == "poor":
            poor.append(code)
    without = sorted(set(wards) - set(drawn))
    parts = [f'<path id="w{code}" {THIN} d="{_path(rings)}"/>' for code, rings in sorted(drawn.items())]
    boxes: dict[str, list[int]] = {code: _box(dots for dots in rings) for code, rings in drawn.items()}
    for code in without:
        x, y = dot((float(wards[code]["lon"]), float(wards[code]["lat"])))
        parts.append(f'<circle id="w{code}" {THIN} cx="{x}" cy="{y}" r="{ROUND}"/>')
        boxes[code] = [x - ROUND, y - ROUND, x + ROUND, y + ROUND]
        poor.append(code)
    of_county: dict[str, list[list[list[Dot]]]] = defaultdict(list)
    for code, rings in drawn.items():
        of_county[wards[code]["county"]].append(rings)
    edges = {county: f"c{place}" for place, county in enumerate(sorted(of_county))}
    parts += [
        f'<path id="{edges[name]}" {THIN} d="{_outline(of_county[name])}"/>' for name in sorted(of_county)
    ]
    said = "".join(f" {wards[code]['name']} ({code}): the middle alone is known." for code in without)
    height = round((north - south) * scale)
    head = HEAD.format(width=WIDTH, height=height, without=said)
    (console / "static" / "wards.svg").write_text(
        head + "\n".join(parts) + "\n</defs></svg>\n", encoding="utf-8"
    )
    places = {
        "size": [WIDTH, height],
        "poor": sorted(poor),
        "without": without,
        "edges": edges,
        "named": {county: NAMED.get(county, [0, 0]) for county in edges},
        "wards": {code: [*_middle(drawn.get(code, []), box), *box] for code, box in sorted(boxes.items())},
    }
    (console / "wards.json").write_text(json.dumps(places, ensure_ascii=False) + "\n", encoding="utf-8")


def _rings(shape: Any) -> list[list[list[float]]]:
    geometry = shape["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def _without_repeats(dots: Iterable[Dot]) -> list[Dot]:
    found: list[Dot] = []
    for each in dots:
        if not found or found[-1] != each:
            found.append(each)
    return found[:-1] if len(found) > 1 and found[0] == found[-1] else found


def _path(rings: Iterable[Sequence[Dot]]) -> str:
    return "".join(_ring(ring) for ring in rings if len(ring) > 2)


def _ring(ring: Sequence[Dot]) -> str:
    (x, y), *rest = ring
    steps = []
    for to_x, to_y in rest:
        steps.append(f"{to_x - x}{'' if to_y - y < 0 else ' '}{to_y - y}")
        x, y = to_x, to_y
    joined = steps[0]
    for step in steps[1:]:
        joined += step if step.startswith("-") else f" {step}"
    return f"M{ring[0][0]} {ring[0][1]}l{joined}z"


def _outline(wards: Iterable[Sequence[Sequence[Dot]]]) -> str:
    """Return the outer lines of wards: a line that two of them share is inside."""
    edges: set[Edge] = set()
    for rings in wards:
        for ring in rings:
            for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
                if (other, one) in edges:
                    edges.remove((other, one))
                elif (one, other) in edges:
                    edges.remove((one, other))
                else:
                    edges.add((one, other))
    return _path(_chains(edges))


def _chains(edges: set[Edge]) -> list[list[Dot]]:
    """Return the rings that edges make, without the slivers between outlines that do not quite meet."""
    onward: dict[Dot, list[Dot]] = defaultdict(list)
    for one, other in edges:
        onward[one].append(other)
    found = []
    while onward:
        begin = at = min(onward)
        ring = [at]
        while onward.get(at):
            after = onward[at].pop()
            if not onward[at]:
                del onward[at]
            if after == begin:
                break
            ring.append(after)
            at = after
        else:
            onward.pop(at, None)
        found.append(ring)
    return [ring for ring in found if abs(_area(ring)) > 60]


def _area(ring: Sequence[Dot]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs) / 2


def _box(rings: Iterable[Sequence[Dot]]) -> list[int]:
    dots = [each for ring in rings for each in ring]
    xs, ys = [x for x, _ in dots], [y for _, y in dots]
    return [min(xs), min(ys), max(xs), max(ys)]


def _middle(rings: Sequence[Sequence[Dot]], box: Sequence[int]) -> list[int]:
    """Return a point for the number of a ward: inside it, on the widest stretch at half its height."""
    x0, y0, x1, y1 = box
    if not rings:
        return [(x0 + x1) // 2, (y0 + y1) // 2]
    best = (0.0, (x0 + x1) / 2, (y0 + y1) / 2)
    for share in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = y0 + (y1 - y0) * share + 0.5
        crossed = sorted(
            x + (y - at) / (next_at - at) * (next_x - x)
            for ring in rings
            for (x, at), (next_x, next_at) in zip(ring, [*ring[1:], ring[0]], strict=True)
            if (at > y) != (next_at > y)
        )
        for left, right in zip(crossed[::2], crossed[1::2], strict=False):
            if right - left > best[0] * 1.1:
                best = (right - left, (left + right) / 2, y)
    return [round(best[1]), round(best[2])]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

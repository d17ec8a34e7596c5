"""The map: wards by number of shocks, of the same filter as the list, and a table with the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response

from config.gazetteer import Place
from console import mapping
from console.mapping import Shape
from console.pages import shocks
from console.view import View
from sek_core.views import shocks as views
from sek_core.views.shocks import Filter, InWard

STEPS = 5
"""Steps of the colours."""


@dataclass(frozen=True, slots=True)
class Row:
    """One ward of the table. `step`: its colour, 1 to 5."""

    ward: Place
    counted: InWard
    step: int
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Level:
    """One part that the map can show: all counties, a county, a constituency."""

    name: str
    query: str
    here: bool


def show(view: View) -> Response | None:
    """Show the shocks of a filter by ward."""
    wanted, wrong = shocks.filter_of(view, views.SHOCK)
    wards = _wards(view)
    constituency = view.asked("constituency")
    if constituency and constituency not in {ward.constituency for ward in wards.values()}:
        wrong.append("constituency")
    if wrong:
        return view.page("no_filter.html", 400, wrong=wrong, address=view.request.url.path)
    if constituency:
        inside = next(ward for ward in wards.values() if ward.constituency == constituency)
        wanted = replace(wanted, county=inside.county)
    counted = views.by_ward(view.work, view.reader, replace(wanted, before=None))
    shapes = mapping.shapes()
    top = max((each.total for each in counted if each.code), default=0)
    size = max(1, -(-top // STEPS))
    rows = [
        Row(wards[each.code], each, min(STEPS, -(-each.total // size)), shapes.wards.get(each.code))
        for each in counted
        if each.code in wards and (not constituency or wards[each.code].constituency == constituency)
    ]
    shown = _shown(view, wards, wanted, constituency)
    # A circle lies on the outlines of others.
    drawn = sorted((shapes.wards[code] for code in shown if code in shapes.wards), key=lambda s: s.is_round)
    elsewhere = sum(each.total for each in counted if each.code not in wards)
    return view.page(
        "map.html",
        wanted=wanted,
        constituency=constituency,
        heading=shocks.heading(view, wanted) + (f", {constituency}" if constituency else ""),
        rows=rows,
        total=sum(row.counted.total for row in rows) + elsewhere,
        without=elsewhere,
        box=mapping.box_of(drawn),
        drawn=[(each, next((row for row in rows if row.shape == each), None)) for each in drawn],
        edges=shapes.edges,
        named=shapes.named if not (wanted.county or constituency) else {},
        levels=_levels(view, wards, wanted, constituency),
        legend=_legend(view, size),
        states=views.STATES,
        levels_of=views.LEVELS,
        counties=shocks.counties_of(view),
        hazards=sorted(view.work.configuration.hazards, key=view.hazard),
        kind=views.SHOCK,
        level={"minor": 1, "moderate": 2, "severe": 3, "extreme": 4},
        points=view.query(format="geojson", constituency=""),
    )


def _wards(view: View) -> Mapping[str, Place]:
    """Return the wards of the mechanism by code."""
    counties = view.work.configuration.mechanism.counties
    return {code: ward for code, ward in view.work.core.wards.items() if ward.county in counties}


def _shown(view: View, wards: Mapping[str, Place], wanted: Filter, constituency: str) -> list[str]:
    """Return the codes of the wards that the map shows."""
    if constituency:
        return [code for code, ward in wards.items() if ward.constituency == constituency]
    counties = [wanted.county] if wanted.county else shocks.counties_of(view)
    return [code for code, ward in wards.items() if ward.county in counties]


def _levels(view: View, wards: Mapping[str, Place], wanted: Filter, constituency: str) -> Sequence[Level]:
    """Return the other parts that the map can show: the counties, and the constituencies of the one shown."""
    nowhere: dict[str, Any] = {"county": "", "constituency": "", "ward": ""}
    all_of_them = Level(view.t("map.all"), view.query(**nowhere), not wanted.county)
    found = [all_of_them]
    for county in shocks.counties_of(view):
        here = county == wanted.county and not constituency
        found.append(Level(county, view.query(**(nowhere | {"county": county})), here))
    if wanted.county:
        there = dict.fromkeys(ward.constituency for ward in wards.values() if ward.county == wanted.county)
        for name in sorted(there):
            query = view.query(**(nowhere | {"constituency": name}))
            found.append(Level(name, query, name == constituency))
    return found


def _legend(view: View, size: int) -> Sequence[tuple[str, str]]:
    """Return the colours with what they mean: none, 1, 2, ... or 1 to 3, 4 to 6, ..."""
    found = [("", view.t("map.none"))]
    for step in range(1, STEPS + 1):
        first, last = (step - 1) * size + 1, step * size
        said = (
            view.t("map.or_more", n=first)
            if step == STEPS
            else str(first)
            if size == 1
            else f"{first}-{last}"
        )
        found.append((f"k{step}", said))
    return found

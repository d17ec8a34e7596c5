"""The lists of shocks and of concerns: a filter that lives in the address, said in words as the heading."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from starlette.responses import Response

from console import exporting, mapping
from console.exporting import Batch, Export
from console.view import View
from sek_core.messages.screens import Arg, HazardName, Joined, Text
from sek_core.store.incidents import CONCERN
from sek_core.store.states import IncidentStatus
from sek_core.views import shocks as views
from sek_core.views.shocks import LEVELS, STATES, Filter

MOST_WORDS = 60


def shocks(view: View) -> Response | None:
    """Show the list of shocks."""
    return _list(view, views.SHOCK)


def concerns(view: View) -> Response | None:
    """Show the list of concerns."""
    return _list(view, CONCERN)


def filter_of(view: View, kind: str) -> tuple[Filter, list[str]]:
    """Return the filter that the address of a page says, and the names of the parts that make no sense."""
    wrong: list[str] = []

    def one_of(name: str, known: Any, default: str = "") -> str:
        value = view.asked(name)
        if value and value not in known:
            wrong.append(name)
            return default
        return value or default

    configuration = view.work.configuration
    since: date | None = None
    if written := view.asked("since"):
        with suppress(ValueError):
            since = date.fromisoformat(written)
        if since is None:
            wrong.append("since")
    before = None
    if written := view.asked("before"):
        at, _, ref = written.rpartition("_")
        with suppress(ValueError):
            moment = datetime.fromisoformat(at)
            before = (moment, ref) if moment.tzinfo is not None else None
        if before is None:
            wrong.append("before")
    found = Filter(
        kind=kind,
        county=one_of("county", configuration.mechanism.counties),
        state=one_of("state", STATES, "live"),
        hazard=one_of("hazard", configuration.hazards) if kind == views.SHOCK else "",
        severity=one_of("severity", LEVELS) if kind == views.SHOCK else "",
        since=since,
        words=view.asked("words", MOST_WORDS),
        ward=one_of("ward", view.work.core.wards),
        before=before,
    )
    return found, wrong


def heading(view: View, wanted: Filter) -> str:
    """Return the whole filter in words: "Shocks open or taken, severe or worse, in Kitui, since 1 Nov"."""
    what = "shocks" if wanted.kind == views.SHOCK else "concerns"
    parts: list[Arg] = [Text(f"console.heading.{what}.{wanted.state}")]
    if wanted.hazard:
        parts.append(HazardName(wanted.hazard))
    if wanted.severity:
        key = "unsaid" if wanted.severity == "unsaid" else "level"
        args = {} if key == "unsaid" else {"severity": Text(f"severity.{wanted.severity}")}
        worst = wanted.severity == LEVELS[0]
        parts.append(Text(f"severity.{wanted.severity}") if worst else Text(f"console.heading.{key}", args))
    if wanted.ward:
        parts.append(Text("console.heading.in", {"place": view.ward(wanted.ward)}))
    counties = [wanted.county] if wanted.county else counties_of(view)
    if wanted.county or not wanted.ward:
        parts.append(Text("console.heading.in", {"place": Joined(tuple(counties))}))
    if wanted.since:
        parts.append(Text("console.heading.since", {"day": view.day(wanted.since)}))
    if wanted.words:
        parts.append(Text("console.heading.words", {"words": wanted.words}))
    return view.say(Text("name", {"name": Joined(tuple(parts))}))


def counties_of(view: View) -> list[str]:
    """Return the counties of the reader's roles."""
    return view.work.people.counties(view.reader, view.work.configuration.mechanism.counties)


def _list(view: View, kind: str) -> Response | None:
    wanted, wrong = filter_of(view, kind)
    if wrong:
        return view.page("no_filter.html", 400, wrong=wrong, address=view.request.url.path)
    total = views.count(view.work, view.reader, wanted)
    if form := view.asked("format"):
        return exporting.give(view, form, _export(view, wanted, total))
    found, more = views.page(view.work, view.reader, wanted)
    groups: list[tuple[str, list[views.Row]]] = []
    if wanted.state in ("live", "waiting"):
        over = (IncidentStatus.OPEN, IncidentStatus.HELD)
        waiting = [row for row in found if row.incident.status in over]
        groups = [("waiting", views.worst_first(waiting))]
    shown = {row.incident.ref for _, rows in groups for row in rows}
    rest = [row for row in found if row.incident.ref not in shown]
    groups.append(("taken" if wanted.state == "live" else "rows", rest))
    board = view.asked("view") == "board" and wanted.state == "live"
    closed: list[views.Row] = []
    if board:
        closed, _ = views.page(view.work, view.reader, replace(wanted, state="closed"), most=10)
    last, wider = None, 0
    if not total:
        everything = replace(wanted, state="all")
        newest, _ = views.page(view.work, view.reader, Filter(kind=kind, state="all"), most=1)
        last = newest[0] if newest else None
        wider = views.count(view.work, view.reader, everything)
    return view.page(
        "board.html" if board else "shocks.html",
        kind=kind,
        wanted=wanted,
        heading=heading(view, wanted),
        total=total,
        first=wanted.before is None,
        shown=len(found),
        groups=[(name, rows) for name, rows in groups if rows],
        more=f"{more[0].isoformat()}_{more[1]}" if more else "",
        counties=counties_of(view),
        hazards=sorted(view.work.configuration.hazards, key=view.hazard),
        levels=LEVELS,
        states=STATES,
        closed=closed,
        last=last,
        wider=wider,
        alone=wanted.state not in ("live", "waiting"),
    )


def _export(view: View, wanted: Filter, total: int) -> Export:
    def batch(later: View, place: Any) -> Batch:
        at = replace(wanted, before=place)
        found, more = views.page(later.work, later.reader, at, most=exporting.ROWS)
        rows = []
        for row in found:
            exported = views.as_export(row, words=later.sees_words)
            rows.append({**exported, "point": views.point(later.work, later.reader, row)})
        return rows, more

    feature = mapping.feature if wanted.kind == views.SHOCK else None
    return Export(wanted.kind, heading(view, wanted), views.EXPORTED, total, batch, feature=feature)

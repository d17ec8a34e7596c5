"""The history of everything, with a filter that lives in the address."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.responses import Response

from console import exporting
from console.exporting import Batch, Export
from console.pages.deliveries import named
from console.view import View
from sek_core.messages.screens import Arg, Joined, Text
from sek_core.views import log as views
from sek_core.views.log import WHAT, Filter

MOST = 60
COUNTED = 100_000
"""How far the rows of an export are counted."""


def may(view: View) -> bool:
    """Let in who may read the history."""
    return views.may_read(view.work, view.visitor.person if view.visitor else None)


def show(view: View) -> Response | None:
    """Show the newest lines, or those behind a place."""
    wanted, who, wrong = _filter(view)
    if wrong:
        return view.page("no_filter.html", 400, wrong=wrong, address=view.request.url.path)
    title = _heading(view, wanted, who)
    if form := view.asked("format"):
        return exporting.give(view, form, _export(view, wanted, title))
    rows, more = views.page(view.work, view.reader, wanted)
    return view.page(
        "log.html",
        wanted=wanted,
        who=who,
        heading=title,
        rows=rows,
        more=more,
        what=WHAT,
        person_of=_person_of,
    )


def _person_of(about: str) -> int:
    """Return the id of the person whom a line of the history is about; 0 for anything else."""
    return int(about[1:]) if about[:1] == "P" and about[1:].isdecimal() else 0


def _filter(view: View) -> tuple[Filter, str, list[str]]:
    wrong = []
    what = view.asked("what")
    if what and what not in WHAT:
        wrong.append("what")
    since: date | None = None
    if written := view.asked("since"):
        with suppress(ValueError):
            since = date.fromisoformat(written)
        if since is None:
            wrong.append("since")
    before = view.asked("before")
    if before and not (before.isdecimal() and len(before) < 18):
        wrong.append("before")
    who = view.asked("who", MOST)
    if wrong:
        return Filter(), who, wrong
    people = named(view, who) if who else None
    return Filter(people, view.asked("about", 16).upper(), what, since, int(before or 0)), who, []


def _heading(view: View, wanted: Filter, who: str) -> str:
    parts: list[Arg] = [Text("console.log.heading")]
    if wanted.what:
        parts.append(wanted.what)
    if wanted.about:
        parts.append(Text("console.log.about", {"ref": wanted.about}))
    if who:
        parts.append(Text("console.log.by", {"who": who}))
    if wanted.since:
        parts.append(Text("console.heading.since", {"day": view.day(wanted.since)}))
    return view.say(Text("name", {"name": Joined(tuple(parts))}))


def _export(view: View, wanted: Filter, title: str) -> Export:
    def batch(later: View, place: Any) -> Batch:
        at = replace(wanted, before=place or 0)
        found, more = views.page(later.work, later.reader, at, most=exporting.ROWS)
        return [views.as_export(row) for row in found], more

    total = views.count(view.work, view.reader, replace(wanted, before=0), COUNTED)
    # Addresses and details name numbers of people.
    return Export("log", title, views.EXPORTED, total, batch, has_numbers=view.sees_words)

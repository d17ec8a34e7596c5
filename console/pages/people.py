"""The roster: the list of people, one person's page, and the form by which those who keep it change one."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from console import exporting
from console.exporting import Batch, Export
from console.view import View, redirect
from sek_core.messages.screens import Arg, Joined, Text
from sek_core.roster import editing
from sek_core.roster.snapshot import Person
from sek_core.store.people import RoleRow
from sek_core.views import people as views
from sek_core.views.people import REACHED, ROLES, Filter, Row, Way
from sek_core.work.events import Event

MOST = 60


def may(view: View) -> bool:
    """Let in everyone who is signed in: names, organisations and roles are for all."""
    return view.visitor is not None


def keeps(view: View) -> bool:
    """Let in who keeps the roster."""
    return views.may_edit(view.work, _reader(view))


def show(view: View) -> Response | None:
    """Show the list of people, or give it out."""
    wanted, wrong = _filter(view)
    if wrong:
        return view.page("no_filter.html", 400, wrong=wrong, address=view.request.url.path)
    rows = views.found(view.work, _reader(view), wanted)
    if form := view.asked("format"):
        return exporting.give(view, form, _export(view, wanted, rows))
    shown, more = views.page(view.work, rows, wanted)
    return view.page(
        "people.html",
        wanted=wanted,
        heading=heading(view, wanted),
        rows=shown,
        total=len(rows),
        more=more,
        vacant=[] if wanted.after or wanted.words or wanted.organisation else views.vacant(view.work, wanted),
        roles=ROLES,
        capital=_capital,
        reached=REACHED,
        held=lambda row: roles_of(view, row),
        way=lambda row: way_of(view, row),
        numbers=views.may_read_any(view.work, _reader(view)),
    )


def heading(view: View, wanted: Filter) -> str:
    """Return the whole filter in words: "People of Kitui, county lead, who cannot be reached"."""
    counties = view.work.configuration.mechanism.counties
    place = wanted.county or view.arg(Joined(tuple(counties)))
    parts: list[Arg] = [Text("console.people.heading", {"place": place})]
    parts.append(Text(f"role.{wanted.role}") if wanted.role else Text("console.people.every_role"))
    if wanted.organisation:
        parts.append(wanted.organisation)
    if wanted.reach:
        parts.append(Text(f"console.people.heading_{wanted.reach}"))
    if wanted.words:
        parts.append(Text("console.heading.words", {"words": wanted.words}))
    return view.say(Text("name", {"name": Joined(tuple(parts), ", ")}))


def one(view: View) -> Response | None:
    """Show one person; the history tells that their page was opened by somebody else."""
    person_id = _id(view)
    shown = views.one(view.work, _reader(view), person_id)
    if shown is None:
        return None
    reader = _reader(view)
    if reader is None or reader.id != person_id:
        view.note(Event.READ, views.reference(person_id))
    return _page(view, shown)


def save(view: View, form: Mapping[str, str]) -> Response:
    """Save the form of a person. What cannot be so is named, and nothing that was typed is lost."""
    person_id = _id(view)
    shown = views.one(view.work, view.reader, person_id)
    if shown is None:
        return view.page("missing.html", 404)
    version = int(form["version"]) if form.get("version", "").isdecimal() else -1
    typed = {name: form.get(name, value)[: editing_limit(name)] for name, value in shown.edits.items()}
    done = views.save(view.work, view.reader, person_id, version, typed)
    here = f"/console/people/{person_id}"
    if done.result in ("saved", "same"):
        return redirect(f"{here}?saved={'yes' if done.result == 'saved' else 'same'}")
    if done.result == "gone":
        return view.page("missing.html", 404)
    if done.result == "stale":
        # Only what this form itself changed is theirs; the rest of it is old.
        mine = {
            name: value
            for name, value in typed.items()
            if value != form.get(f"was.{name}", value) and value != done.now.get(name)
        }
        by, at = views.changed_by(view.work, person_id)
        context = {"mine": mine, "now": done.now, "by": by, "at": at, "version": done.version}
        return view.page(
            "stale.html", 409, person=shown.row.person, here=here, label=lambda n: label(view, n), **context
        )
    return _page(view, shown, typed=typed, wrong=done.wrong, status=422)


def editing_limit(name: str) -> int:
    """Return how many letters of a field are read at all."""
    return 320 if name != "channel" else 16


def label(view: View, name: str) -> str:
    """Return the name of a field: that of the last day of a role names the role."""
    if name.startswith(editing.UNTIL):
        role, _, county = name.removeprefix(editing.UNTIL).partition(" ")
        held = ", ".join(filter(None, (view.role(role), county)))
        return view.t("person.until", role=held)
    return view.t(f"person.{name}" if name in editing.PLAIN else "person.number")


def roles_of(view: View, row: Row) -> str:
    """Return the roles of a person: "CLT member, Kitui (livestock)"."""
    said = []
    for role in row.roles:
        sectors = f" ({', '.join(sorted(role.sectors)).replace('_', ' ')})" if role.sectors else ""
        said.append(", ".join(filter(None, (view.role(role.role), role.county))) + sectors)
    return _capital("; ".join(dict.fromkeys(said)))


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def way_of(view: View, row: Row) -> tuple[str, str]:
    """Return how a person is reached: its sign (as of messages), and words: "SMS, dead since Sat 21 Nov"."""
    if row.way is None:
        return "failed", view.t("way.none")
    by = view.channel(row.way.channel)
    if row.away is not None:
        cover = view.t("way.cover", name=row.cover.name) if row.cover else view.t("way.no_cover")
        return "sent", f"{by}, {view.t('way.away', day=view.long_day(row.away.until))}, {cover}"
    return _sign(row.way), f"{by}, {_said(view, row.way)}"


def _sign(way: Way) -> str:
    return {"works": "delivered", "dead": "failed"}.get(way.state, "")


def _said(view: View, way: Way) -> str:
    if way.state in ("works", "off") or way.since is None:
        return view.t(f"way.{way.state}")
    return view.t(f"way.{way.state}", day=view.day(way.since.astimezone(view.now.tzinfo).date()))


def _page(
    view: View,
    shown: views.Page,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    return view.page(
        "person.html",
        status,
        shown=shown,
        person=shown.row.person,
        held=[
            (_role_line(view, role), role.active_to is not None and role.active_to < view.now.date())
            for role in shown.roles
        ],
        ways=[(way, _sign(way), _said(view, way)) for way in shown.ways],
        away=way_of(view, shown.row)[1] if shown.row.away else "",
        typed=typed or shown.edits,
        wrong=wrong or {},
        label=lambda name: label(view, name),
        channels=[channel.name for channel in view.work.core.channels if channel.column],
        saved=view.asked("saved"),
        words=view.sees_words if _reader(view) else False,
    )


def _role_line(view: View, role: RoleRow) -> str:
    said = _capital(", ".join(filter(None, (view.role(role.role), role.county))))
    about = ", ".join((*role.sectors, *role.groups)).replace("_", " ")
    said = f"{said} ({about})" if about else said
    if role.active_from and role.active_to:
        dates = view.t("person.from_to", begin=view.day(role.active_from), end=view.day(role.active_to))
    elif role.active_from:
        dates = view.t("person.from", day=view.day(role.active_from))
    elif role.active_to:
        dates = view.t("person.to", day=view.day(role.active_to))
    else:
        return said
    return f"{said}, {dates}"


def _reader(view: View) -> Person | None:
    return view.visitor.person if view.visitor is not None else None


def _id(view: View) -> int:
    written = str(view.request.path_params["id"])
    return int(written) if written.isdecimal() and len(written) < 18 else 0


def _filter(view: View) -> tuple[Filter, list[str]]:
    known: dict[str, Any] = {
        "county": view.work.configuration.mechanism.counties, "role": ROLES, "reach": REACHED,
    }  # fmt: skip
    wrong = [name for name, values in known.items() if view.asked(name) and view.asked(name) not in values]
    after = view.asked("after")
    if after and not (after.isdecimal() and len(after) < 18):
        wrong.append("after")
    if wrong:
        return Filter(), wrong
    return (
        Filter(
            view.asked("county"),
            view.asked("role"),
            view.asked("organisation", MOST),
            view.asked("reach"),
            view.asked("words", MOST),
            int(after or 0),
        ),
        [],
    )


def _export(view: View, wanted: Filter, rows: list[Row]) -> Export:
    def batch(later: View, place: Any) -> Batch:
        at = Filter(wanted.county, wanted.role, wanted.organisation, wanted.reach, wanted.words, place or 0)
        everyone = views.found(later.work, _reader(later), at)
        some, more = views.page(later.work, everyone, at, most=exporting.ROWS)
        return [views.as_export(later.work, row) for row in some], more or None

    reader = _reader(view)
    others = any(row.number and (reader is None or row.person.id != reader.id) for row in rows)
    return Export("people", heading(view, wanted), views.EXPORTED, len(rows), batch, has_numbers=others)

"""The pages: a line each. A page that takes a form which is no text has a second line for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from console.pages import (
    day,
    deliveries,
    find,
    kept,
    log,
    me,
    meetings,
    mission,
    people,
    reference,
    shocks,
    tasks,
    wards,
)
from console.view import View


def on_roster(view: View) -> bool:
    """Let in everyone with a role: a page decides itself what each of them sees of it."""
    return view.visitor is not None and view.visitor.person is not None


Shows = Callable[[View], Response | None]
"""Returns a page; None if there is nothing of that name that the visitor may see."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page. `may`: who may open it; others are refused, and see nothing of it. `name`: its key in the
    menu, for pages that stand there. `take`: takes its form, of who `may_send` it; a `risky` one is for who
    has just confirmed who they are.
    """

    path: str
    show: Shows
    may: Callable[[View], bool] = on_roster
    name: str = ""
    take: Callable[[View, Mapping[str, str]], Response] | None = None
    may_send: Callable[[View], bool] = on_roster
    risky: bool = False


PAGES: tuple[PageRow, ...] = (
    PageRow("/console", day.show, name="day"),
    PageRow("/console/shocks", shocks.shocks, name="shocks"),
    PageRow("/console/concerns", shocks.concerns, name="concerns"),
    PageRow("/console/map", wards.show, name="map"),
    PageRow("/console/triage", kept.show, kept.may, name="triage"),
    PageRow("/console/meetings", meetings.show, name="meetings"),
    PageRow("/console/tasks", tasks.show, name="tasks"),
    PageRow("/console/people", people.show, people.may, name="people"),
    PageRow(
        "/console/people/{id}", people.one, people.may, take=people.save, may_send=people.keeps, risky=True
    ),
    PageRow(
        "/console/deliveries",
        deliveries.show,
        deliveries.may,
        name="deliveries",
        take=deliveries.resend,
        may_send=deliveries.lists,
    ),
    PageRow("/console/log", log.show, log.may, name="log"),
    PageRow("/console/figures", mission.show, mission.may, name="figures"),
    PageRow("/console/who", people.show, people.may),
    PageRow("/console/find", find.show),
    PageRow("/console/me", me.show),
    PageRow("/console/{ref}", reference.show),
)

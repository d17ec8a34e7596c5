"""Tasks: open ones, those that are late first, and what was done lately."""

from starlette.responses import Response

from console.view import View
from sek_core.views import tasks


def show(view: View) -> Response | None:
    """Show the tasks that the reader may see, or with `mine` their own."""
    mine, county = bool(view.asked("mine")), view.asked("county")
    every = view.work.configuration.mechanism.counties
    county = county if county in every else ""
    open_ = tasks.open_rows(view.work, view.reader, mine=mine, county=county)
    done = tasks.done_rows(view.work, view.reader, mine=mine, county=county)
    return view.page(
        "tasks.html",
        groups=[
            ("late", [row for row in open_ if row.late]),
            ("open", [row for row in open_ if not row.late]),
        ],
        done=done,
        mine=mine,
        county=county,
        counties=view.work.people.counties(view.reader, every),
        total=len(open_),
    )

"""My day: what waits for the reader, each with its button."""

from starlette.responses import Response

from console.view import View
from sek_core.views import day


def show(view: View) -> Response | None:
    """Show the day of the reader."""
    found = day.of(view.work, view.reader)
    today = view.now.date()
    return view.page("day.html", day=found, today=today, who=view.roles_of(view.reader))

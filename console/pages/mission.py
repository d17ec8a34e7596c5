"""What readers of the Mission may read, and everyone on the roster: minutes and figures."""

from starlette.responses import Response

from console.view import View
from sek_core.views import mission


def may(view: View) -> bool:
    """Let in everyone who is signed in."""
    return view.visitor is not None


def show(view: View) -> Response | None:
    """Show the figures by county and month, and the minutes."""
    return view.page("figures.html", months=mission.figures(view.work), minutes=mission.minutes(view.work))

"""The page of whatever a reference names: S127, C14, M12."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from console.pages import incident, meetings
from console.view import View

BY_LETTER: Mapping[str, Callable[[View], Response | None]] = {
    "S": incident.show,
    "C": incident.show,
    "M": meetings.one,
}


def show(view: View) -> Response | None:
    """Show the page of a reference; None if nothing of that name exists for the reader."""
    letter = view.request.path_params["ref"][:1].upper()
    shows = BY_LETTER.get(letter)
    return shows(view) if shows is not None else None

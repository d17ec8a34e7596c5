"""Meetings: the list, and the page of one with headcount, agenda, attendance, minutes and tasks."""

from starlette.responses import Response

from config.rights import Deed
from console.view import View
from sek_core.views import meetings


def show(view: View) -> Response | None:
    """Show the coming meetings, or with `past` those that were."""
    past = bool(view.asked("past"))
    found = meetings.listed(view.work, view.reader, past=past)
    convenes = view.work.rights.may(view.reader, Deed.MEETING, view.work.configuration.mechanism.counties)
    return view.page("meetings.html", rows=found, past=past, convenes=convenes)


def one(view: View) -> Response | None:
    """Show one meeting to whom it concerns."""
    shown = meetings.one(view.work, view.reader, view.request.path_params["ref"].upper())
    if shown is None:
        return None
    return view.page("meeting.html", shown=shown, meeting=shown.meeting, today=view.now.date())

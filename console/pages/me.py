"""My settings: who I am to the program, where I am signed in, and the words that change the rest."""

from starlette.responses import Response

from console.view import View
from sek_core.access import sessions


def show(view: View) -> Response | None:
    """Show the reader's own settings."""
    reader = view.reader
    live = sessions.of_person(view.work.session, reader.id, view.work.now)
    here = view.visitor.session_id if view.visitor else 0
    return view.page(
        "me.html",
        roles=view.roles_of(reader),
        addresses=view.work.people.reachable_at(reader),
        sessions=live,
        here=here,
        away=view.work.people.away(reader),
    )

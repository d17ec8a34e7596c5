"""The menu: the pages that a visitor may open, in their order, with what waits on them."""

from console.registry import PAGES
from console.view import Entry, View
from sek_core.views import kept, shocks


def entries(view: View) -> list[Entry]:
    """Return the menu of a page."""
    reader = view.visitor.person if view.visitor else None
    here = view.request.url.path
    found = []
    for row in PAGES:
        if row.name and row.may(view):
            waits = 0
            if row.name == "shocks" and reader is not None:
                waits = shocks.count(view.work, reader, shocks.Filter(state="waiting"))
            if row.name == "triage" and reader is not None:
                waits = kept.count(view.work, reader)
            found.append(Entry(row.name, row.path, waits, here == row.path))
    return found

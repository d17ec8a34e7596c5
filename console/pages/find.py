"""Find: a reference leads to its page; other words to the shocks and concerns that contain them."""

import re
from dataclasses import replace

from starlette.responses import Response

from console.view import View, redirect
from sek_core.store.incidents import CONCERN
from sek_core.views import shocks, visibility
from sek_core.views.shocks import Filter

REFERENCE = re.compile(r"[A-Za-z]\d{1,12}")


def show(view: View) -> Response | None:
    """Show what was looked for. What the reader may not see is not there."""
    words = view.asked("q", 60)
    if REFERENCE.fullmatch(words):
        ref = words.upper()
        if ref[0] not in "SC" or visibility.find_visible(view.work, view.reader, ref) is not None:
            return redirect(f"/console/{ref}")
    wanted = Filter(state="all", words=words)
    found, more = shocks.page(view.work, view.reader, wanted) if words else ([], None)
    concerns, _ = shocks.page(view.work, view.reader, replace(wanted, kind=CONCERN)) if words else ([], None)
    return view.page("find.html", words=words, found=found, concerns=concerns, more=more is not None)

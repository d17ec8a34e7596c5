"""Calendars behind private links, for programs that ask for them every few minutes or hours."""

import hashlib
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.threads import Threads
from sek_core.meetings import ics, links
from sek_core.work.unit_of_work import Services

SECONDS = 300
"""Seconds for which a client may take its copy for the newest."""


def routes(threads: Threads, core: Callable[[], Services]) -> list[BaseRoute]:
    """Return the route of the calendars. It calls `core` at the first request: a server without calendars
    starts without one.
    """

    async def give(request: Request) -> Response:
        token = request.path_params["token"]
        found = await threads.read(lambda session: links.open_calendar(core().work(session), token))
        if found is None:
            return PlainTextResponse("Not Found", 404)
        calendar = found.encode()
        tag = f'"{hashlib.sha256(calendar).hexdigest()[:32]}"'
        headers = {
            "ETag": tag,
            "Cache-Control": f"private, max-age={SECONDS}",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        # A proxy that compresses turns the tag into W/"...", and a client may name several.
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = 'inline; filename="sek.ics"'
        return Response(calendar, media_type=f"{ics.MEDIA_TYPE}; charset=utf-8", headers=headers)

    return [Route("/calendar/{token}.ics", give)]

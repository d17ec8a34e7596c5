"""Live pages: a stream that says when something changed that its reader may see, and nothing else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.responses import Response, StreamingResponse

from console.view import HEADERS, View
from sek_core.store.incidents import History, Incident
from sek_core.views.visibility import is_coordinator, visible

EVERY = 2.0
"""Seconds between two looks."""

STILL_HERE = 25.0
LONGEST = 2 * 3600.0
MOST = 200
"""Maximum number of streams of one process; further pages ask once a minute."""

FEW = 200
"""Maximum number of new events that are looked through one by one."""


class Live:
    """The open streams of one process. One look at the newest event serves them all."""

    def __init__(self, look: Callable[[Callable[[Session], Any]], Awaitable[Any]]) -> None:
        self._look = look
        self._open = 0
        self._newest = 0
        self._looked_at = -EVERY
        self._looking = asyncio.Lock()
        self.closing = False

    def stream(self, view: Callable[[Session], View]) -> Response:
        """Return a stream for one page; 204, which ends it for good, if there are too many."""
        if self._open >= MOST:
            return Response(status_code=204)
        headers = {**HEADERS, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._events(view), media_type="text/event-stream", headers=headers)

    async def _events(self, view: Callable[[Session], View]) -> AsyncIterator[str]:
        self._open += 1
        loop = asyncio.get_running_loop()
        ends, spoke = loop.time() + LONGEST, loop.time()
        try:
            seen = await self._newest_event()
            yield "retry: 5000\n\n"
            while not self.closing and loop.time() < ends:
                await asyncio.sleep(EVERY)
                newest = await self._newest_event()
                if newest != seen:
                    last, seen = seen, newest
                    concerned = await self._look(partial(_concerned, view, last))
                    if concerned is None:
                        return  # signed out
                    if concerned:
                        spoke = loop.time()
                        yield f"event: changed\ndata: {newest}\n\n"
                if loop.time() - spoke > STILL_HERE:
                    spoke = loop.time()
                    yield ": still here\n\n"
        finally:
            self._open -= 1

    async def _newest_event(self) -> int:
        async with self._looking:
            now = asyncio.get_running_loop().time()
            if now - self._looked_at >= EVERY / 2:
                self._newest = await self._look(
                    lambda session: session.scalar(select(func.max(History.id))) or 0
                )
                self._looked_at = now
        return self._newest


def _concerned(view: Callable[[Session], View], after: int, session: Session) -> bool | None:
    return _concerns(view(session), after)


def _concerns(view: View, after: int) -> bool | None:
    """Return True if one of the events after this one is about something that the reader may see; None if the
    reader is signed out.
    """
    if view.visitor is None:
        return None
    person, session = view.visitor.person, view.work.session
    if person is None:
        return False
    query = select(History.about).where(History.id > after).order_by(History.id).limit(FEW)
    about = set(session.scalars(query)) - {""}
    if not about:
        return False
    if is_coordinator(view.work, person) or any(ref[0] not in "SC" for ref in about):
        return True
    mine = select(Incident.ref).where(Incident.ref.in_(about), visible(view.work, person)).limit(1)
    return session.scalar(mine) is not None

"""When a part of the program was last seen at work, as the parts themselves record it."""

import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from sek_core.store import facts
from sek_core.timing.clock import Clock

EVERY_SECONDS = 60

_SEEN = "seen:"
"""Beginning of the names of these facts."""

Write = Callable[[Callable[[Session], Any]], Awaitable[Any]]


class Presence:
    """A part that records, at most once a minute, that it is at work."""

    def __init__(self, part: str, write: Write, clock: Clock) -> None:
        self._part = part
        self._write = write
        self._clock = clock
        self._next = 0.0

    async def note(self) -> None:
        """Record it, if that is due. Never raises: a part does its work without it."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_SECONDS
        at = self._clock.real().isoformat(timespec="seconds")
        try:
            await self._write(lambda session: facts.put(session, f"{_SEEN}{self._part}", at))
        except Exception:  # the part's own work will say what ails the database
            self._next = 0.0


def last_seen(session: Session) -> Mapping[str, datetime]:
    """Return when each part was last seen (real time)."""
    found = facts.values_of(session, _SEEN)
    return {name.removeprefix(_SEEN): datetime.fromisoformat(at) for name, at in found.items()}

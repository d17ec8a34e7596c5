"""Pacing of requests: one begins at each time that the claims gave out, the urgent ones first."""

import asyncio
import heapq
from collections import deque
from datetime import datetime, timedelta

from sek_core.timing.clock import Clock

CLOSEST = timedelta(seconds=1 / 29.9)
"""Minimum distance of two requests of one process that have a time. After a moment in which the process did
nothing, several are late: they must not leave together.
"""


class Pacer:
    """Requests of one channel that wait for their times. An urgent one takes the first time that was given to
    any of them, and the others move back by one.
    """

    def __init__(self, clock: Clock, *, waits: bool = True) -> None:
        """`waits`: False if the clock stands still, as in a test, so that no time ever comes."""
        self._clock = clock
        self._waits = waits
        self._times: list[float] = []
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()
        self._last = 0.0
        self._pump: asyncio.Task[None] | None = None

    async def wait_for(self, at: datetime | None, *, urgent: bool = False) -> None:
        """Return at this time (real), or at once for None; an urgent request returns as early as it can."""
        if at is None or not self._waits:
            return
        loop = asyncio.get_running_loop()
        heapq.heappush(self._times, loop.time() + (at - self._clock.real()).total_seconds())
        turn: asyncio.Future[None] = loop.create_future()
        (self._urgent if urgent else self._others).append(turn)
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._give_turns())
        await turn

    async def _give_turns(self) -> None:
        loop = asyncio.get_running_loop()
        while self._times:
            ready = max(self._times[0], self._last + CLOSEST.total_seconds())
            if (left := ready - loop.time()) > 0:
                await asyncio.sleep(left)
                continue
            heapq.heappop(self._times)
            self._last = loop.time()
            turn = (self._urgent or self._others).popleft()
            if not turn.done():  # the request was given up meanwhile
                turn.set_result(None)

"""Updates that wait for the bot, given out by long polling or to a webhook, each until confirmed."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from bot.telegram.fake.faults import BadCallError

_FIRST = 174114370


class Updates:
    """A queue that forgets an update only when the bot confirms it."""

    def __init__(self) -> None:
        self._waiting: deque[dict[str, Any]] = deque()
        self._next = _FIRST
        self._polls = 0
        self._changed = asyncio.Event()

    def add(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        """Queue an update; return it."""
        update = {"update_id": self._next, kind: content}
        self._next += 1
        self.queue(update)
        return update

    def queue(self, update: dict[str, Any]) -> None:
        """Queue an update as it stands."""
        self._waiting.append(update)
        self.wake()

    def bring_again(self, updates: Sequence[dict[str, Any]]) -> None:
        """Put updates before all others, in their order: the bot got them but did not confirm them."""
        self._waiting.extendleft(reversed(updates))
        self.wake()

    def wake(self) -> None:
        """Let waiting polls look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def get(self, offset: int | None, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Return the waiting updates from `offset` on, and confirm those before it. Waits for some up to
        `seconds`.

        Raises BadCallError if another poll begins meanwhile.
        """
        self._polls += 1
        poll = self._polls
        self.wake()
        self.confirm(offset or 0)
        end = asyncio.get_running_loop().time() + seconds
        while not self._waiting and (left := end - asyncio.get_running_loop().time()) > 0:
            await self.changed(left)
            if poll != self._polls:
                raise BadCallError(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
        return list(self._waiting)[:limit]

    async def changed(self, seconds: float) -> None:
        """Wait for a change, up to `seconds`."""
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return

    def confirm(self, before: int) -> None:
        """Forget the updates with ids under `before`."""
        while self._waiting and self._waiting[0].get("update_id", 0) < before:
            self._waiting.popleft()

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """Updates that the bot has not confirmed."""
        return list(self._waiting)

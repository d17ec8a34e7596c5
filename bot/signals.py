"""Wakes the loops of one process when there is something for them, so that none has to poll fast."""

import asyncio
from collections.abc import Callable

POLL_SECONDS = 1.0
"""What no signal announced (another process, a time that has come) is found this soon."""


class Signal:
    """Something happened. Any number of loops wait for it, each by itself."""

    def __init__(self, name: str, ring: Callable[[str], None]) -> None:
        self._name = name
        self._ring = ring
        self._waiting: set[asyncio.Event] = set()

    def listen(self) -> asyncio.Event:
        """An event of one's own, which every `fire` sets; give it back with `leave`."""
        event = asyncio.Event()
        self._waiting.add(event)
        return event

    def leave(self, event: asyncio.Event) -> None:
        """Stop listening."""
        self._waiting.discard(event)

    def fire(self) -> None:
        """Wake everyone who listens, in the other processes too. Only from the event loop's thread."""
        self.hear()
        self._ring(self._name)

    def hear(self) -> None:
        """Wake everyone who listens in this process."""
        for event in self._waiting:
            event.set()


class Signals:
    """The signals of one process.

    `inbox`: something was received. `outbox`: something is to be sent. `changed`: anything that a
    screen may show. `ring` tells the other processes; by default there are none.
    """

    def __init__(self) -> None:
        self.ring: Callable[[str], None] = lambda _name: None
        self._all = {name: Signal(name, self._rung) for name in ("inbox", "outbox", "changed")}
        self.inbox = self._all["inbox"]
        self.outbox = self._all["outbox"]
        self.changed = self._all["changed"]

    def hear(self, name: str | None) -> None:
        """Another process rang for `name`; None: something may have been missed."""
        for signal in self._all.values() if name is None else [self._all[name]]:
            signal.hear()

    def _rung(self, name: str) -> None:
        self.ring(name)


async def wait(event: asyncio.Event, seconds: float = POLL_SECONDS) -> None:
    """Until `event` is set, or `seconds` have passed; clears it."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
    event.clear()

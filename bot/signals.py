"""Signals that wake the loops of one process, so that none has to poll fast."""

import asyncio
from collections.abc import Callable

POLL_SECONDS = 1.0
"""Seconds between polls, which find what no signal announced: work of another process, a time that
has come.
"""


class Signal:
    """An event for which any number of loops wait, each by itself."""

    def __init__(self, name: str, ring: Callable[[str], None]) -> None:
        self._name = name
        self._ring = ring
        self._waiting: set[asyncio.Event] = set()

    def listen(self) -> asyncio.Event:
        """Return an event for this listener, which every `fire` sets; give it back with `leave`."""
        event = asyncio.Event()
        self._waiting.add(event)
        return event

    def leave(self, event: asyncio.Event) -> None:
        """Stop listening."""
        self._waiting.discard(event)

    def fire(self) -> None:
        """Wake every listener, in the other processes too. Only from the event loop's thread."""
        self.hear()
        self._ring(self._name)

    def hear(self) -> None:
        """Wake every listener in this process."""
        for event in self._waiting:
            event.set()


class Signals:
    """The signals of one process.

    `inbox`: a message was received. `outbox`: a message is to be sent. `changed`: anything that a screen may
    show has changed. `ring` tells the other processes; by default there are none.
    """

    def __init__(self) -> None:
        self.ring: Callable[[str], None] = lambda _name: None
        self._all = {name: Signal(name, self._rung) for name in ("inbox", "outbox", "changed")}
        self.inbox = self._all["inbox"]
        self.outbox = self._all["outbox"]
        self.changed = self._all["changed"]

    def hear(self, name: str | None) -> None:
        """Handle signal `name` of another process; None: a signal may have been missed."""
        for signal in self._all.values() if name is None else [self._all[name]]:
            signal.hear()

    def _rung(self, name: str) -> None:
        self.ring(name)


async def wait(event: asyncio.Event, seconds: float = POLL_SECONDS) -> None:
    """Wait until `event` is set or `seconds` have passed; clear it."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
    event.clear()

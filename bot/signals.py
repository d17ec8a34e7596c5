"""Wakes the loops of one process when there is something for them, so that none has to poll fast."""

import asyncio

POLL_SECONDS = 1.0
"""What no signal announced (another process, a time that has come) is found this soon."""


class Signal:
    """Something happened. Any number of loops wait for it, each by itself."""

    def __init__(self) -> None:
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
        """Wake everyone who listens. Only from the event loop's own thread."""
        for event in self._waiting:
            event.set()


class Signals:
    """The signals of one process."""

    def __init__(self) -> None:
        self.inbox = Signal()
        self.outbox = Signal()
        self.changed = Signal()
        """Anything that a screen may show."""


async def wait(event: asyncio.Event, seconds: float = POLL_SECONDS) -> None:
    """Until `event` is set, or `seconds` have passed; clears it."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
    event.clear()

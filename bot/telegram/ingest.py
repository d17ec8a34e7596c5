"""Intake of updates: tell Telegram once what it needs to know, then poll it or let it call."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.telegram.poller import Poller

log = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two attempts to tell Telegram something while it does not answer."""

Step = Callable[[], Awaitable[str | None]]
"""Tells Telegram one thing; returns None, or a sentence about what went wrong."""


class TelegramIngest:
    """Runs for as long as the process lives. An outage of Telegram stops nothing else."""

    def __init__(self, steps: list[Step], poller: Poller | None) -> None:
        """`steps` are done in their order; `poller`: None if Telegram calls our webhook."""
        self._steps = steps
        self._poller = poller
        self._telling: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Run until `stop`."""
        self._telling = asyncio.create_task(self._tell())
        if self._poller is not None:
            await self._poller.run()
        await asyncio.gather(self._telling, return_exceptions=True)

    def stop(self) -> None:
        """Stop polling."""
        if self._poller is not None:
            self._poller.stop()
        if self._telling is not None:
            self._telling.cancel()

    async def _tell(self) -> None:
        for step in self._steps:
            pause = FIRST_PAUSE
            while trouble := await step():
                log.warning("telegram_not_set_up", trouble=trouble, again_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        log.info("telegram_set_up")

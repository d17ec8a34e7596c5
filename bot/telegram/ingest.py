"""How updates come in: Telegram is told once what it needs to know, and then asked, or it calls."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.telegram.poller import Poller

log = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two tries to tell Telegram something while it does not answer."""

Step = Callable[[], Awaitable[str | None]]
"""Tells Telegram one thing; None, or a sentence about what went wrong."""


class TelegramIngest:
    """Runs for as long as the process lives. That Telegram is down stops nothing else."""

    def __init__(self, steps: list[Step], poller: Poller | None) -> None:
        """`steps` are done in their order; `poller`: None where Telegram calls us."""
        self._steps = steps
        self._poller = poller
        self._telling: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until `stop`."""
        self._telling = asyncio.create_task(self._tell())
        if self._poller is not None:
            await self._poller.run()
        await asyncio.gather(self._telling, return_exceptions=True)

    def stop(self) -> None:
        """Ask no more."""
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

"""The round that purges the database's own files of what the clock erased."""

import asyncio

import structlog

from bot.threads import Threads
from sek_core.privacy import erasing
from sek_core.store import purging

log = structlog.get_logger(__name__)

PURGE_SECONDS = 300
"""Time between two looks. One that finds the files too busy leaves the work to the next."""


class Purger:
    """The round, for one process."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def look(self) -> None:
        """Purge the files, if something was erased since the last time. Never raises."""
        try:
            if await self._threads.read(erasing.is_to_be_purged):
                await self._purge()
        except Exception as error:
            log.error("purge_failed", error=type(error).__name__)

    async def _purge(self) -> None:
        # The note goes first, for what is erased meanwhile makes another one. Busy files bring it back.
        await self._threads.write(erasing.purged)
        done = await asyncio.to_thread(purging.clear, self._threads.database)
        if not done:
            await self._threads.write(erasing.note_to_purge)

"""Takes in what providers bring: on disk before they hear "ok", many in one transaction."""

import asyncio
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.signals import Signals
from bot.threads import Threads
from sek_core import inbox
from sek_core.store.database import is_passing

log = structlog.get_logger(__name__)

MOST = 500
"""Rows in one transaction."""

Waiting = tuple[dict[str, Any], asyncio.Future[None]]


class NotStoredError(Exception):
    """What was received could not be made durable: the provider must send it again."""


class Intake:
    """Groups all arrivals that wait at one moment into one transaction, and then answers them all.

    There is no timer: while one batch is being committed, the next one gathers.
    """

    def __init__(self, threads: Threads, signals: Signals) -> None:
        self._threads = threads
        self._signals = signals
        self._waiting: list[Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, row: dict[str, Any]) -> None:
        """Store one arrival; returns when it is durable, raises NotStoredError when it is not."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, future))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await future

    async def close(self) -> None:
        """Finish what waits."""
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._store(batch)
        self._writing = None

    async def _store(self, batch: list[Waiting]) -> None:
        rows = [row for row, _ in batch]
        try:
            await self._threads.write(lambda session: inbox.store(session, rows))
        except Exception as error:
            if len(batch) > 1 and isinstance(error, SQLAlchemyError) and not is_passing(error):
                # One row that the database refuses must not refuse the others.
                for one in batch:
                    await self._store([one])
                return
            log.error("not_stored", error=type(error).__name__)
            _settle(batch, NotStoredError())
        else:
            _settle(batch)
            self._signals.inbox.fire()


def _settle(batch: list[Waiting], error: Exception | None = None) -> None:
    for _, future in batch:
        if future.done():  # the provider hung up
            continue
        if error:
            future.set_exception(error)
        else:
            future.set_result(None)

"""Intake of what providers send: durable before they hear "ok", many arrivals in one transaction."""

import asyncio
from collections import deque
from typing import Any

import structlog

from bot.signals import Signals
from bot.threads import Threads
from sek_core.inbox import queue
from sek_core.store.database import is_passing, is_read_only
from sek_core.understanding.pressing import PressingWords

log = structlog.get_logger(__name__)

MOST = 500
"""Maximum number of rows in one transaction."""

ANSWER_SECONDS = 12.0
"""Maximum time that a provider waits. The database itself refuses within 10 seconds (`BUSY_MILLISECONDS`, and
the limits of `sek_core.store.prompt`); this limit is for failures without one, such as a disk that hangs.
Gateways hang up sooner or later, and then it is unknown whether the message was stored.
"""

Waiting = tuple[dict[str, Any], asyncio.Future[None]]


class NotStoredError(Exception):
    """An arrival could not be made durable: the provider must send it again."""


class Intake:
    """Groups all arrivals that wait at one moment into one transaction, then answers them all.

    There is no timer: a batch is what waits when the writer is free.
    """

    def __init__(self, threads: Threads, signals: Signals, pressing: PressingWords) -> None:
        self._pressing = pressing
        self._threads = threads
        self._signals = signals
        self._waiting: deque[Waiting] = deque()
        self._writing: asyncio.Task[None] | None = None

    async def put(self, row: dict[str, Any]) -> None:
        """Store one arrival; return when it is durable. Raises NotStoredError if it is not, or if that is not
        known within `ANSWER_SECONDS`. It may then be stored later, and is recognised when it comes again.
        """
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, future))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await future
        except TimeoutError as error:
            log.error("not_stored", error="no answer in time", messages=1)
            raise NotStoredError from error

    async def close(self) -> None:
        """Finish the arrivals that wait."""
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        while self._waiting:
            try:
                stored, refused = await self._threads.call(self._store_waiting)
            except RuntimeError:  # the threads are gone: the process is stopping
                stored, refused = [], [self._waiting.popleft() for _ in range(len(self._waiting))]
            _settle(stored)
            _settle(refused, NotStoredError())
            if stored:
                self._signals.inbox.fire()
        self._writing = None

    def _store_waiting(self) -> tuple[list[Waiting], list[Waiting]]:
        """In the writer's thread, take all that waits now. Return what is durable, and what is not."""
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        return self._store(batch)

    def _store(self, batch: list[Waiting], *, again: bool = False) -> tuple[list[Waiting], list[Waiting]]:
        rows = [queue.weighed(row, self._pressing) for row, _ in batch]
        try:
            with self._threads.database.writing() as session:
                queue.store(session, rows)
        except Exception as error:
            if is_read_only(error) and not again:
                return self._store(batch, again=True)  # the server may take writes again since
            if len(batch) == 1 or is_passing(error):
                if not is_passing(error) and (kept := self._unread(batch[0], error)):
                    return kept, []
                log.error("not_stored", error=type(error).__name__, messages=len(batch))
                return [], batch
            # One row that the database refuses must not cost the others.
            alone = [self._store([one]) for one in batch]
            return [one for good, _ in alone for one in good], [one for _, bad in alone for one in bad]
        return batch, []

    def _unread(self, one: Waiting, error: Exception) -> list[Waiting]:
        """Keep as it came what the database refuses as a message; return it if that was possible. Its
        provider would bring it again and again, and Telegram nothing else before it is taken.
        """
        row, _ = one
        kept = queue.unread(row["channel"], row["kind"], row["payload"], error, row["received_at"])
        try:
            with self._threads.database.writing() as session:
                queue.store(session, [kept])
        except Exception as second:
            log.error("not_kept", error=type(second).__name__)
            return []
        log.error("arrival_unread", error=type(error).__name__)
        return [one]


def _settle(batch: list[Waiting], error: Exception | None = None) -> None:
    for _, future in batch:
        if future.done():  # the provider hung up
            continue
        if error:
            future.set_exception(error)
        else:
            future.set_result(None)

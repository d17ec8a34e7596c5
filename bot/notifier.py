"""Signals to the other processes on the same PostgreSQL: one NOTIFY after a commit, never inside it.

A lost signal costs a second at most: every loop also polls.
"""

import asyncio
import contextlib

import psycopg
import structlog

from bot.signals import Signals

log = structlog.get_logger(__name__)

CHANNEL = "sek"
RECONNECT_SECONDS = 1.0

RUNG = frozenset({"inbox", "outbox"})
"""Signals that other processes need."""


class PostgresNotifier:
    """Notifier that sends and receives signals, over its own connections outside the pool.

    `url` is libpq's. A pooler in transaction mode (PgBouncer) does not pass notifications on.
    """

    def __init__(self, url: str, signals: Signals) -> None:
        self._url = url
        self._signals = signals
        self._to_ring: set[str] = set()
        self._rung = asyncio.Event()

    def ring(self, name: str) -> None:
        """Tell the other processes of signal `name`; several calls at one moment send it once."""
        if name in RUNG:
            self._to_ring.add(name)
            self._rung.set()

    async def run(self) -> None:
        """Listen and notify until cancelled; replace a lost connection."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as hearing:
                    await hearing.execute(f"LISTEN {CHANNEL}")
                    async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as ringing:
                        await self._hear_and_ring(hearing, ringing)
            except (psycopg.Error, OSError) as error:
                log.warning("bell_lost", error=type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _hear_and_ring(
        self, hearing: "psycopg.AsyncConnection[object]", ringing: "psycopg.AsyncConnection[object]"
    ) -> None:
        tasks = {asyncio.create_task(self._hear(hearing)), asyncio.create_task(self._ring(ringing))}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, psycopg.Error, OSError):
                    await task

    async def _hear(self, connection: "psycopg.AsyncConnection[object]") -> None:
        # Signals before this connection listened are lost: look once for everything.
        self._signals.hear(None)
        async for notification in connection.notifies():
            if notification.payload in RUNG:
                self._signals.hear(notification.payload)

    async def _ring(self, connection: "psycopg.AsyncConnection[object]") -> None:
        while True:
            await self._rung.wait()
            self._rung.clear()
            names, self._to_ring = self._to_ring, set()
            for name in sorted(names):
                await connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, name))

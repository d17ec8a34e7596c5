"""A lease held for as long as the process lives, so that only one process asks Telegram for updates."""

import asyncio
import contextlib
import uuid
from datetime import timedelta
from time import monotonic

import structlog

from bot.threads import Threads
from sek_core.store import leases
from sek_core.timing.clock import Clock

log = structlog.get_logger(__name__)

LENGTH = timedelta(seconds=6)
RENEW_SECONDS = 2.0
"""Seconds between renewals: two may be late before another process takes over."""


class HeldLease:
    """Holder of the lease `name`: tries to get it, then keeps it."""

    def __init__(self, name: str, threads: Threads, clock: Clock) -> None:
        self._name = name
        self._threads = threads
        self._clock = clock
        self._holder = uuid.uuid4().hex
        self._until = 0.0

    async def held(self) -> bool:
        """Return True if this process holds the lease now."""
        return monotonic() < self._until

    async def run(self) -> None:
        """Renew until cancelled; then release the lease, so that another process may take it at once."""
        try:
            while True:
                await self._renew()
                await asyncio.sleep(RENEW_SECONDS)
        finally:
            self._until = 0.0
            with contextlib.suppress(Exception):
                await self._threads.write(lambda session: leases.give_up(session, self._name, self._holder))

    async def _renew(self) -> None:
        asked = monotonic()
        try:
            mine = await self._threads.write(
                lambda session: leases.take(session, self._name, self._holder, self._clock.real(), LENGTH)
            )
        except Exception as error:
            log.warning("lease_not_renewed", lease=self._name, error=type(error).__name__)
            return
        if mine and not await self.held():
            log.info("lease_taken", lease=self._name)
        self._until = asked + LENGTH.total_seconds() if mine else 0.0

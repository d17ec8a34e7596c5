"""Tells somebody outside that all is well: whoever hears nothing for some minutes raises the alarm."""

import asyncio

import httpx
import structlog

log = structlog.get_logger(__name__)

SECONDS = 5.0
"""For each of connecting, writing and reading."""


class Heartbeat:
    """Requests one address, or is off. The address is a secret, and is in no log."""

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def on(self) -> bool:
        """Whether there is an address."""
        return bool(self._url)

    async def beat(self) -> None:
        """Request it once. Never raises: nobody is served worse when this fails."""
        try:
            # In a thread, with a connection of its own: making one costs the loop 20 milliseconds.
            response = await asyncio.to_thread(httpx.get, self._url, timeout=SECONDS)
        except Exception as error:  # what it says may hold the address
            log.warning("heartbeat_failed", reason=type(error).__name__)
            return
        if not response.is_success:
            log.warning("heartbeat_failed", reason=f"HTTP {response.status_code}")

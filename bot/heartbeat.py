"""Heartbeat to an outside service, which raises the alarm when it hears nothing for some minutes."""

import asyncio

import httpx
import structlog

log = structlog.get_logger(__name__)

SECONDS = 5.0
"""Limit for each of connecting, writing and reading."""


class Heartbeat:
    """Sender of requests to one address, or off. The address is a secret, and never logged."""

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def on(self) -> bool:
        """True if there is an address."""
        return bool(self._url)

    async def beat(self) -> None:
        """Request the address once. Never raises: a failure here must not disturb the program."""
        try:
            # In a thread, with its own connection: making one costs the loop 20 milliseconds.
            response = await asyncio.to_thread(httpx.get, self._url, timeout=SECONDS)
        except Exception as error:  # its message may hold the address
            log.warning("heartbeat_failed", reason=type(error).__name__)
            return
        if not response.is_success:
            log.warning("heartbeat_failed", reason=f"HTTP {response.status_code}")

"""python-telegram-bot as this program uses it: one `Bot`, and requests that never log their contents."""

import os
from abc import abstractmethod
from typing import Any

import httpx
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest

from bot.untrusted_json import read_any_json

API_URL = "https://api.telegram.org"

CONNECTIONS = 24
"""Telegram takes 30 messages a second, and 24 requests are under way at most; httpx slows down with more
connections than it needs.
"""

_LONGEST_IDLE = 30.0
"""Seconds that an idle connection is kept: a handshake costs more than a message, but a NAT drops
idle ones.
"""


class TooLargeError(Exception):
    """A file is larger than the limit."""


class Request(BaseRequest):
    """Interface of a connection to the Bot API, for PTB and the sender."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer. Raises `TelegramError`; PTB's own method would log the answer, with a text
        in it.
        """
        try:
            answer = read_any_json(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("unreadable answer")
        return answer

    @abstractmethod
    async def download(self, url: str, most_bytes: int) -> bytes:
        """Return the file at `url`, read no further than `most_bytes`.

        Raises `TooLargeError`, or `TelegramError` as PTB's own requests do.
        """


class HttpRequest(Request, HTTPXRequest):
    """The Bot API over HTTP. Timeouts are in seconds; `read_timeout` counts from the last byte."""

    def __init__(
        self,
        *,
        connections: int = CONNECTIONS,
        connect_timeout: float = 3.05,
        read_timeout: float = 9.0,
    ) -> None:
        limits = httpx.Limits(max_connections=connections, keepalive_expiry=_LONGEST_IDLE)
        super().__init__(
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            write_timeout=read_timeout,
            pool_timeout=connect_timeout,
            httpx_kwargs={"limits": limits},
        )

    async def download(self, url: str, most_bytes: int) -> bytes:
        """Return the file at `url`. PTB's own download reads without a limit."""
        try:
            async with self._client.stream("GET", url) as response:
                if response.status_code != httpx.codes.OK:
                    raise NetworkError(f"HTTP {response.status_code}")
                content = bytearray()
                async for chunk in response.aiter_bytes():
                    content += chunk
                    if len(content) > most_bytes:
                        raise TooLargeError
                return bytes(content)
        except httpx.TimeoutException as error:
            raise TimedOut from error
        except httpx.HTTPError as error:
            raise NetworkError(type(error).__name__) from error


def client(token: str, request: Request, api_url: str | None = None) -> Bot:
    """Return PTB's client; nothing is connected yet. `api_url` replaces https://api.telegram.org."""
    # Without this, PTB 22 warns on each RetryAfter that its wait will be a timedelta one day.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    base = (api_url or API_URL).rstrip("/")
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        get_updates_request=request,
    )

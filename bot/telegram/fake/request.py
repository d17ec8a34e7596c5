"""PTB's requests, answered by the fake in the same process: no port, no thread, no waiting."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.telegram.client import Request, TooLargeError
from bot.telegram.fake.api import FakeTelegram
from bot.telegram.fake.faults import SilenceError


class FakeRequest(Request):
    """A request that fails in the way that PTB's own does, down to the cause of its errors."""

    def __init__(self, fake: FakeTelegram) -> None:
        self.fake = fake
        self._closed = False

    @property
    def read_timeout(self) -> float | None:
        """No timeout: nothing here waits."""
        return None

    async def initialize(self) -> None:
        """Open the request."""
        self._closed = False

    async def shutdown(self) -> None:
        """Close the request: make no more calls."""
        self._closed = True

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Call the fake."""
        if self._closed:
            raise RuntimeError("This FakeRequest is not initialized!")
        parts = urlsplit(url)
        token, _slash, name = parts.path.partition("/bot")[2].partition("/")
        given = dict(request_data.json_parameters) if request_data else {}
        for kind, (file_name, content, _type) in (
            (request_data and request_data.multipart_data) or {}
        ).items():
            assert isinstance(content, bytes)
            given[kind] = self.fake.keep(kind, content, file_name)
        try:
            status, answer = await self.fake.call(token, name, dict(parse_qsl(parts.query)) | given)
        except SilenceError as error:
            raise _failure(error) from _cause(error)
        return status, json.dumps(answer).encode()

    async def download(self, url: str, most_bytes: int) -> bytes:
        """Return a file that a person sent."""
        token, _slash, path = urlsplit(url).path.partition("/file/bot")[2].partition("/")
        content = self.fake.file(token, path)
        if content is None:
            raise NetworkError("HTTP 404")
        if len(content) > most_bytes:
            raise TooLargeError
        return content


def _failure(error: SilenceError) -> NetworkError:
    return TimedOut() if error.how == "hang" else NetworkError(f"httpx: {error.how}")


def _cause(error: SilenceError) -> httpx.HTTPError:
    match error.how:
        case "hang":
            return httpx.ReadTimeout("")
        case "drop":
            return httpx.ReadError("")
        case "unreachable":
            return httpx.ConnectError("")

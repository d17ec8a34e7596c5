"""Load on a webhook: kept-alive connections, requests made beforehand, nothing parsed but the status.

It must cost less than the server that it measures, so it is no general HTTP client.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import urlencode

import uvloop

from benchmarks.processes import SECRET
from benchmarks.stand_in import content_length
from benchmarks.texts import Message

CONNECTIONS = 64


def request(message: Message) -> bytes:
    """Return a message as Africa's Talking posts it."""
    body = urlencode(
        {
            "date": "2026-12-03 06:04:45",
            "from": message.sender,
            "id": message.id,
            "linkId": "8c2a1f0e-5b7d-4a55-9a0e-7d4c1b2f3e4d",
            "text": message.text,
            "to": "22334",
            "networkCode": "63902",
        }
    )
    head = (
        f"POST /webhooks/africastalking/{SECRET}/sms HTTP/1.1\r\n"
        "Host: sek.example.org\r\n"
        "User-Agent: AfricasTalking\r\n"
        "Accept: */*\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


def drive(port: int, requests: Sequence[bytes]) -> float:
    """Send all requests over CONNECTIONS connections, as fast as they are answered; return the
    seconds taken.
    """
    return uvloop.run(_drive(port, requests))


async def _drive(port: int, requests: Sequence[bytes]) -> float:
    left = iter(requests)

    async def work(connection: Connection) -> None:
        for one in left:
            await connection.post(one)

    async with connected(port, CONNECTIONS) as connections:
        begin = time.perf_counter()
        await asyncio.gather(*map(work, connections))
        return time.perf_counter() - begin


async def pace(port: int, requests: Sequence[bytes], a_second: float) -> list[float]:
    """Send the requests at an even pace, however slow the answers; return when each began (monotonic)."""
    begun: list[float] = []
    async with connected(port, CONNECTIONS) as connections, asyncio.TaskGroup() as group:
        start = time.monotonic()
        for number, one in enumerate(requests):
            await asyncio.sleep(start + number / a_second - time.monotonic())
            begun.append(time.monotonic())
            group.create_task(connections[number % CONNECTIONS].post(one))
    return begun


@asynccontextmanager
async def connected(port: int, count: int) -> "AsyncIterator[list[Connection]]":
    """Yield connections to a server; close them at the end."""
    loop = asyncio.get_running_loop()
    connections = [
        protocol
        for _, protocol in [await loop.create_connection(Connection, "127.0.0.1", port) for _ in range(count)]
    ]
    try:
        yield connections
    finally:
        for connection in connections:
            connection.close()


class Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._received = b""
        self._answered: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    async def post(self, one: bytes) -> None:
        """Send a request; return when it is answered. Raises if the answer is not 200."""
        assert self._answered is None, "a connection carries one request at a time"
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(one)
        await self._answered

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if not separator or len(body) < content_length(head):
            return
        self._received = b""
        answered, self._answered = self._answered, None
        assert answered is not None
        if head.startswith(b"HTTP/1.1 200 "):
            answered.set_result(None)
        else:
            status_line, _, _ = head.partition(b"\r\n")
            answered.set_exception(RuntimeError(f"answered {status_line.decode()}"))

    def connection_lost(self, error: Exception | None) -> None:
        if self._answered is not None:
            self._answered.set_exception(error or ConnectionError("the server closed the connection"))

    def close(self) -> None:
        self._transport.close()

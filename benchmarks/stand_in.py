"""A stand-in for Africa's Talking: accepts every SMS at once, and records when it came."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs

PATH = b"/version1/messaging"


@dataclass(frozen=True, slots=True)
class Sent:
    """A request to the gateway: its text, and when all of it had arrived (monotonic)."""

    at: float
    text: str


class Gateway:
    """The stand-in; `sent` grows as requests come."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.url = ""

    def accept(self, form: dict[str, list[str]]) -> bytes:
        """Record a request and return the answer's body."""
        self.sent.append(Sent(time.monotonic(), form["message"][0]))
        numbers = form["to"][0].split(",")
        recipients = [
            {
                "statusCode": 101,
                "number": number,
                "status": "Success",
                "cost": "KES 0.8000",
                "messageId": f"ATXid_{len(self.sent)}_{position}",
                "messageParts": 1,
            }
            for position, number in enumerate(numbers)
        ]
        message = f"Sent to {len(numbers)}/{len(numbers)} Total Cost: KES {0.8 * len(numbers):.4f}"
        return json.dumps({"SMSMessageData": {"Message": message, "Recipients": recipients}}).encode()


@asynccontextmanager
async def listening() -> AsyncIterator[Gateway]:
    """Yield a gateway on a free port of this process."""
    gateway = Gateway()
    server = await asyncio.get_running_loop().create_server(lambda: _Conversation(gateway), "127.0.0.1", 0)
    gateway.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/version1"
    try:
        yield gateway
    finally:
        server.close()
        await server.wait_closed()


class _Conversation(asyncio.Protocol):
    """One connection of a client, kept alive for as long as the client wants."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if not separator or len(body) < content_length(head):
            return
        self._received = b""
        if not head.startswith(b"POST " + PATH + b" "):
            self._transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        answer = self._gateway.accept(parse_qs(body.decode()))
        self._transport.write(
            b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%b" % (len(answer), answer)
        )


def content_length(head: bytes) -> int:
    """Return the number of bytes that follow this head of a request or an answer."""
    _, _, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0] or 0)

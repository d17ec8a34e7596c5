"""SMS gateway of a run that logs what it accepted, and misbehaves when told to.

Its log is the truth of a run: exactly the messages in it arrived.
"""

import asyncio
import contextlib
import itertools
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qs

from tests.chaos.evidence import Shown
from tests.chaos.front import Front
from tests.process import free_port

Trouble = Literal["500", "429", "401", "hang", "drop", "part"]
"""hang: no answer for a while, then the connection ends. drop: it ends at once. In both, the gateway has read
the request, and may or may not have accepted it. part: some recipients are refused for now.
"""

AGAIN = 0.1
"""Share of callbacks that come again although they were answered with 200."""

FATES: tuple[tuple[int, tuple[tuple[float, str], ...]], ...] = (
    (45, ((0.3, "Sent"), (0.5, "Success"))),
    (10, ((0.2, "Success"), (0.5, "Sent"))),
    (10, ((0.2, "Success"), (0.0, "Success"))),
    (10, ((6.0, "Success"),)),
    (10, ((-1.0, "Success"),)),
    (13, ()),
    (2, ((0.3, "Failed"),)),
)
"""Number of messages in a hundred with these reports: (seconds after the one before, status). Below 0: before
the request is answered.
"""


class Gateway:
    """A gateway that accepts messages, and reports on them. `trouble` is what happens to most
    requests now.
    """

    def __init__(
        self,
        front: Front,
        secret: str,
        chance: random.Random,
        hang_seconds: float,
        read: Callable[[Shown], None],
    ) -> None:
        self._front = front
        self._path = f"/webhooks/africastalking/{secret}"
        self._chance = chance
        self._hang_seconds = hang_seconds
        self._read = read
        self._ids = itertools.count(1)
        self._port = free_port()
        self._server: asyncio.Server | None = None
        self._talking: set[asyncio.StreamWriter] = set()
        self._reporting: set[asyncio.Task[None]] = set()
        self.url = f"http://127.0.0.1:{self._port}/version1"
        self.trouble: Trouble | None = None
        self.shown: list[Shown] = []
        self.reported: dict[str, str] = {}
        """Last final status that the gateway reported of each message."""

    @property
    def reporting(self) -> int:
        """Number of messages that still have reports to come."""
        return len(self._reporting)

    async def open(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self._port)

    async def close(self) -> None:
        """Close: all connections end, and no new one is accepted."""
        if self._server is not None:
            self._server.close()
            for writer in self._talking:
                writer.close()
            self._server = None

    async def bring(self, provider_id: str, number: str, text: str) -> None:
        """Deliver a text until the program takes it, and perhaps once more."""
        form = {
            "id": provider_id,
            "from": number,
            "text": text,
            "to": "22334",
            "linkId": f"link-{provider_id}",
        }
        await self._call("sms", form)

    async def _call(self, what: str, form: dict[str, str]) -> None:
        if self._chance.random() < AGAIN:  # two at once, perhaps to two processes
            await asyncio.gather(*(self._front.bring(f"{self._path}/{what}", form) for _ in range(2)))
        else:
            await self._front.bring(f"{self._path}/{what}", form)
        if self._chance.random() < AGAIN:
            await self._front.post_form(f"{self._path}/{what}", form)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._talking.add(writer)
        try:
            while (answer := await self._answer(await _request(reader))) is not None:
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._talking.discard(writer)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, form: dict[str, list[str]]) -> bytes | None:
        """Return the answer to a request; None: the connection ends."""
        if not form:  # it asks for the list of texts, which this gateway does not keep
            return _response("404 Not Found", b"")
        numbers, text = form["to"][0].split(","), form["message"][0]
        match self.trouble if self._chance.random() < 0.8 else None:
            case "500":
                return _response("500 Internal Server Error", b"oops")
            case "429":
                return _response("429 Too Many Requests", b"", "Retry-After: 1\r\n")
            case "401":
                return _response("401 Unauthorized", b"The supplied authentication is invalid")
            case "hang" | "drop" as how:
                if self._chance.random() < 0.5:
                    await self._accept(numbers, text)
                if how == "hang":
                    await asyncio.sleep(self._hang_seconds)
                return None
            case "part":
                refused = {number for number in numbers if self._chance.random() < 0.5}
                return _taken(await self._accept([n for n in numbers if n not in refused], text), refused)
            case _:
                return _taken(await self._accept(numbers, text), set())

    async def _accept(self, numbers: list[str], text: str) -> dict[str, str]:
        """Show a message to its readers; return the id of each number."""
        ids = {number: f"ATXid_{next(self._ids)}" for number in numbers}
        for number, provider_id in ids.items():
            shown = Shown(datetime.now(UTC), "sms", number, text, provider_id)
            self.shown.append(shown)
            self._read(shown)
            (fate,) = self._chance.choices([f for _, f in FATES], [weight for weight, _ in FATES])
            early = [status for after, status in fate if after < 0]
            for status in early:
                await self._front.post_form(f"{self._path}/delivery", _report(provider_id, number, status))
            task = asyncio.create_task(self._report(provider_id, number, fate))
            self._reporting.add(task)
            task.add_done_callback(self._reporting.discard)
        return ids

    async def _report(self, provider_id: str, number: str, fate: tuple[tuple[float, str], ...]) -> None:
        for after, status in fate:
            await asyncio.sleep(max(0.0, after))
            await self._call("delivery", _report(provider_id, number, status))
            if status != "Sent":
                self.reported[provider_id] = "delivered" if status == "Success" else "failed"


async def _request(reader: asyncio.StreamReader) -> dict[str, list[str]]:
    """Return the form of the next request, empty if it has none. Raises IncompleteReadError at the end of the
    connection.
    """
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, _, rest = head.partition(b"content-length:")
    return parse_qs((await reader.readexactly(int(rest.partition(b"\r\n")[0] or 0))).decode())


def _report(provider_id: str, number: str, status: str) -> dict[str, str]:
    return {"id": provider_id, "status": status, "phoneNumber": number, "networkCode": "63902"}


def _taken(ids: dict[str, str], refused: set[str]) -> bytes:
    rows = [
        {
            "statusCode": 101,
            "number": number,
            "status": "Success",
            "cost": "KES 0.8000",
            "messageId": provider_id,
            "messageParts": 1,
        }
        for number, provider_id in ids.items()
    ]
    rows += [
        {
            "statusCode": 500,
            "number": number,
            "status": "InternalServerError",
            "cost": "0",
            "messageId": "None",
        }
        for number in sorted(refused)
    ]
    message = f"Sent to {len(ids)}/{len(rows)} Total Cost: KES {0.8 * len(ids):.4f}"
    body = json.dumps({"SMSMessageData": {"Message": message, "Recipients": rows}}).encode()
    return _response("201 Created", body, "Content-Type: application/json\r\n")


def _response(status: str, body: bytes, headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body

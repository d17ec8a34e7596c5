"""Front of the program for its callers: any of its web processes, until one answers 200."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PAUSE = 0.2
"""Seconds after which a provider tries again."""

PATIENCE = 5.0
"""Seconds after which a provider stops waiting for an answer."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

BUSY = frozenset({502, 503})
"""Statuses that only mean: try later."""


class Front:
    """Picks a web process for each call. `surprises` are answers that no provider should ever get."""

    def __init__(self, ports: Sequence[int], chance: random.Random) -> None:
        self._ports = ports
        self._chance = chance
        self.surprises: Counter[str] = Counter()
        self.refusals = 0

    async def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Call once; return the status, 502 if there was no answer."""
        try:
            async with asyncio.timeout(PATIENCE):
                status = await _called(self._chance.choice(self._ports), path, body, headers)
        except (OSError, TimeoutError, ValueError):
            status = 502
        if status not in BUSY | {200}:
            self.surprises[f"{path.rsplit('/', 1)[-1]} was answered {status}"] += 1
        self.refusals += status != 200
        return status

    async def post_form(self, path: str, form: Mapping[str, str]) -> int:
        """Call once with a form."""
        return await self.post(path, urlencode(form).encode(), FORM)

    async def bring(self, path: str, form: Mapping[str, str]) -> None:
        """Call until the program takes it, as a good gateway does."""
        while await self.post_form(path, form) != 200:
            await asyncio.sleep(PAUSE)

    def app(self) -> Starlette:
        """Return a proxy for callers that know only one address: it passes a call on, once."""

        async def forward(request: Request) -> Response:
            headers = {
                name: value
                for name, value in request.headers.items()
                if name not in ("host", "connection", "content-length")
            }
            status = await self.post(request.url.path, await request.body(), headers)
            return Response(status_code=status)

        return Starlette(routes=[Route("/{path:path}", forward, methods=["POST"])])


async def _called(port: int, path: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Return the status of one call over its own connection: a pool of httpx gets stuck if so many of its
    connections break. Raises OSError, or ValueError if the answer breaks off.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        lines = [
            f"POST {path} HTTP/1.1",
            "Host: localhost",
            "Connection: close",
            f"Content-Length: {len(body)}",
        ]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        status_line = (await reader.readline()).decode()
        return int(status_line.removeprefix("HTTP/1.1 ")[:3])
    finally:
        writer.close()

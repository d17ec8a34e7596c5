"""The way to the program for those who call it: to any of its web processes, until one says 200."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PAUSE = 0.2
"""Seconds after which a provider tries again."""

BUSY = frozenset({502, 503})
"""Answers that only say: later."""


class Front:
    """Picks a web process for each call. `surprises` are answers that no provider should ever get."""

    def __init__(self, ports: Sequence[int], chance: random.Random) -> None:
        self._ports = ports
        self._chance = chance
        self._client = httpx.AsyncClient(timeout=5, limits=httpx.Limits(max_connections=64))
        self.surprises: Counter[str] = Counter()
        self.refusals = 0

    async def post(self, path: str, **content: Any) -> int:
        """Call once; returns the status, 502 where there was no answer."""
        url = f"http://127.0.0.1:{self._chance.choice(self._ports)}{path}"
        try:
            status = (await self._client.post(url, **content)).status_code
        except httpx.HTTPError:
            status = 502
        if status not in BUSY | {200}:
            self.surprises[f"{path.rsplit('/', 1)[-1]} was answered {status}"] += 1
        self.refusals += status != 200
        return status

    async def bring(self, path: str, form: Mapping[str, str]) -> None:
        """Call until it is taken, as one may wish of a gateway."""
        while await self.post(path, data=form) != 200:
            await asyncio.sleep(PAUSE)

    def app(self) -> Starlette:
        """A proxy for who knows only one address: passes a call on, once."""

        async def forward(request: Request) -> Response:
            headers = {
                name: value
                for name, value in request.headers.items()
                if name not in ("host", "content-length")
            }
            status = await self.post(request.url.path, content=await request.body(), headers=headers)
            return Response(status_code=status)

        return Starlette(routes=[Route("/{path:path}", forward, methods=["POST"])])

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

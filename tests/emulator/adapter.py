"""Adapter between python-telegram-bot 22 and telegram-test-api, which is not quite a Bot API.

The emulator has no long polling and forgets updates that it has given out once; gives one number to two
updates that come together; has no menu of commands; sends no secret to a webhook; answers null where Telegram
says true or shows the message; counts dates in milliseconds; and shows of a message the bot's call, still in
strings.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Fields = dict[str, Any]

_LOOK_AGAIN = 0.05


class Adapter:
    """A Bot API over the emulator at `emulator_url`. All on one event loop."""

    def __init__(self, emulator_url: str) -> None:
        self._emulator_url = emulator_url
        self._ids = itertools.count(1)
        self._waiting: dict[int, Fields] = {}
        self.webhook: Fields = {}

    def app(self) -> Starlette:
        """Return the app: it serves /bot{token}/{method}, and /webhook, to which the emulator sends its
        updates.
        """
        methods = ["GET", "POST"]
        return Starlette(
            routes=[
                Route("/bot{token}/getUpdates", self._get_updates, methods=methods),
                Route("/bot{token}/setWebhook", self._set_webhook, methods=methods),
                Route("/bot{token}/setMyCommands", self._done, methods=methods),
                Route("/bot{token}/getMe", self._me, methods=methods),
                Route("/bot{token}/{method}", self._call, methods=methods),
                Route("/webhook", self._bring, methods=["POST"]),
            ],
            lifespan=self._connected,
        )

    @asynccontextmanager
    async def _connected(self, _app: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient() as self._client:
            yield

    async def _get_updates(self, request: Request) -> Response:
        asked = await _parameters(request)
        self._waiting = {n: u for n, u in self._waiting.items() if n >= int(asked.get("offset", 0))}
        end = asyncio.get_running_loop().time() + int(asked.get("timeout", 0))
        while True:
            for update in (await self._ask(request.url.path, {}))["result"]:
                numbered = self._numbered(update)
                self._waiting[numbered["update_id"]] = numbered
            if self._waiting or asyncio.get_running_loop().time() > end:
                return _answer(list(self._waiting.values()))
            await asyncio.sleep(_LOOK_AGAIN)

    async def _set_webhook(self, request: Request) -> Response:
        self.webhook = await _parameters(request)
        await self._ask(request.url.path, {"url": f"{request.base_url}webhook"})
        return _answer(True)

    async def _bring(self, request: Request) -> Response:
        """Pass an update to the program. An update that is refused is lost: the emulator does not try
        again.
        """
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
        update = self._numbered(await request.json())
        answer = await self._client.post(self.webhook["url"], json=update, headers=headers)
        return Response(status_code=answer.status_code)

    async def _call(self, request: Request) -> Response:
        result = (await self._ask(request.url.path, await _parameters(request)))["result"]
        if isinstance(result, dict) and "message_id" in result:
            result = {name: result[name] for name in ("message_id", "chat", "date", "text")}
            result["date"] //= 1000
        return _answer(True if result is None else result)

    async def _me(self, _request: Request) -> Response:
        """Say who the bot is, which the emulator does not know."""
        return _answer({"id": 1, "is_bot": True, "first_name": "Test", "username": "sektestbot"})

    async def _done(self, _request: Request) -> Response:
        return _answer(True)

    async def _ask(self, path: str, parameters: Fields) -> Fields:
        answer = await self._client.post(f"{self._emulator_url}{path}", data=parameters)
        fields: Fields = answer.raise_for_status().json()
        return fields

    def _numbered(self, update: Fields) -> Fields:
        return {**update, "update_id": next(self._ids)}


async def _parameters(request: Request) -> Fields:
    return dict(parse_qsl(f"{request.url.query}&{(await request.body()).decode()}"))


def _answer(result: object) -> Response:
    return JSONResponse({"ok": True, "result": result})

"""Fake Bot API that logs what it showed, and makes trouble on demand."""

import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any, Literal

from bot.telegram.fake import FakeTelegram, app
from bot.telegram.fake.api import BOT
from bot.telegram.fake.chats import Chat, Chats, Message
from bot.telegram.fake.contents import Parameters
from bot.telegram.fake.faults import SilenceError
from tests.chaos.evidence import Shown
from tests.process import free_port
from tests.serving import serving

Trouble = Literal["500", "429", "401", "hang", "drop"]
"""As with the gateway: hang and drop may leave the call carried out or not."""

ANSWERS = {"500": "Internal Server Error", "429": "Too Many Requests: retry after 1", "401": "Unauthorized"}

REMEMBERED = 10
"""Number of updates that may come again although they were confirmed."""


class Telegram(FakeTelegram):
    """`trouble` is what happens to most calls now. `url` is the address of the Bot API."""

    def __init__(self, chance: random.Random, hang_seconds: float, read: Callable[[Shown], None]) -> None:
        super().__init__()
        self._chance = chance
        self._hang_seconds = hang_seconds
        self._read = read
        self._port = free_port()
        self._app = app(self)
        self._serving: AbstractAsyncContextManager[str] | None = None
        self._queued: list[dict[str, Any]] = []
        self.url = f"http://127.0.0.1:{self._port}"
        self.trouble: Trouble | None = None
        self.shown: list[Shown] = []
        self.chats: Chats = _LoggedChats(self._log)

    async def open(self) -> None:
        """Listen."""
        self._serving = serving(self._app, self._port)
        await self._serving.__aenter__()

    async def close(self) -> None:
        """Close: no connection is accepted."""
        if self._serving is not None:
            await self._serving.__aexit__(None, None, None)
            self._serving = None

    async def call(self, token: str, method: str, parameters: Parameters) -> tuple[int, dict[str, Any]]:
        """Carry out a call, or what the trouble makes of it."""
        match self.trouble if self._chance.random() < 0.8 else None:
            case "500" | "429" | "401" as status:
                more = {"parameters": {"retry_after": 1}} if status == "429" else {}
                answer = {"ok": False, "error_code": int(status), "description": ANSWERS[status]}
                return int(status), answer | more
            case "hang" | "drop" as how:
                if self._chance.random() < 0.5:
                    await super().call(token, method, parameters)
                if how == "hang":
                    await asyncio.sleep(self._hang_seconds)
                raise SilenceError("drop")
        return await super().call(token, method, parameters)

    def repeat_updates(self) -> None:
        """Queue some recently confirmed updates again, in their order."""
        waiting = {update["update_id"] for update in self.updates.waiting}
        confirmed = [update for update in self._queued if update["update_id"] not in waiting]
        self.updates.bring_again(confirmed[-self._chance.randint(1, REMEMBERED) :])

    def sends(self, update: dict[str, Any]) -> None:
        """Remember an update that a person caused."""
        self._queued = [*self._queued[-3 * REMEMBERED :], update]

    def _edited(self, message: Message, content: dict[str, Any]) -> Message:
        edited = super()._edited(message, content)
        self._log(edited, edit=True)
        return edited

    def _log(self, message: Message, *, edit: bool = False) -> None:
        chat = str(message["chat"]["id"])
        words = message.get("text") or message.get("caption", "")
        if not words and "document" in message:
            return  # the file of a message that stands in the place of another one: it follows by itself
        shown = Shown(datetime.now(UTC), "telegram", chat, words, f"{chat}:{message['message_id']}", edit)
        self.shown.append(shown)
        self._read(shown)


class _LoggedChats(Chats):
    """Chats that report each message of the bot."""

    def __init__(self, log: Callable[[Message], None]) -> None:
        super().__init__()
        self._log = log

    def post(self, chat: Chat, author: dict[str, Any], date: int, content: dict[str, Any]) -> Message:
        message = super().post(chat, author, date, content)
        if author == BOT:
            self._log(message)
        return message

"""telegram-test-api as a process, and the people who use it."""

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

from tests.conftest import skip_or_fail
from tests.process import free_port

FOLDER = Path(__file__).parent
TOKEN = "123456:the-token-of-the-emulator"


class Emulator:
    """The emulator, at `url` until the end of the block."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._client = httpx.Client()

    def __enter__(self) -> Self:
        node = shutil.which("node")
        if node is None or not (FOLDER / "node_modules" / "telegram-test-api").exists():
            skip_or_fail("telegram-test-api is not installed: it needs node and `npm ci` in tests/emulator")
        self._process = subprocess.Popen(
            [str(node), "start.js", str(self._port)], cwd=FOLDER, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        if self._process.stdout.readline() != "listening\n":
            self.__exit__()
            pytest.fail("the emulator did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        self._process.kill()
        self._process.communicate()

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        """Call a method of the emulator's interface for people, not for bots."""
        answer = self._client.post(f"{self.url}/{method}", json=parameters)
        return answer.raise_for_status().json()["result"]


class Person:
    """A person with Telegram."""

    def __init__(self, emulator: Emulator, user_id: int, name: str) -> None:
        self._emulator = emulator
        self.id = user_id
        self.name = name
        self._user = {"id": user_id, "first_name": name, "is_bot": False}
        self._chat = {"id": user_id, "first_name": name, "type": "private"}

    def says(self, text: str) -> None:
        """Write a text."""
        message = {"from": self._user, "chat": self._chat, "date": int(time.time()), "text": text}
        self._emulator.ask("sendMessage", {"botToken": TOKEN, **message})

    def taps(self, label: str) -> None:
        """Tap a button of the newest message."""
        newest = self.messages[-1]
        [data] = [button["callback_data"] for button in _buttons(newest) if button["text"] == label]
        message = {
            "message_id": newest["message_id"],
            "chat": self._chat,
            "date": int(time.time()),
            "text": newest["text"],
        }
        query = {"from": self._user, "message": message, "data": data}
        self._emulator.ask("sendCallback", {"botToken": TOKEN, **query})

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Return the bot's messages, as they stand now."""
        history = self._emulator.ask("getUpdatesHistory", {"token": TOKEN})
        return [
            {**update["message"], "message_id": update["messageId"]}
            for update in history
            if update.get("message", {}).get("chat_id") == str(self.id)
        ]

    @property
    def reads(self) -> list[str]:
        """Return the texts of these messages, in the mark-up in which they were sent."""
        return [message["text"] for message in self.messages]

    @property
    def buttons(self) -> list[str]:
        """Return the labels of the buttons of the newest message."""
        return [button["text"] for button in _buttons(self.messages[-1])]


def _buttons(message: dict[str, Any]) -> list[dict[str, str]]:
    rows: list[list[dict[str, str]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]

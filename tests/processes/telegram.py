"""The fake Bot API over HTTP, and the people who use it."""

import copy
from collections.abc import Sequence
from typing import Any

from bot.telegram import fake
from bot.telegram.fake import FakeTelegram, app
from bot.telegram.fake.chats import Message
from bot.telegram.fake.contents import Parameters
from tests.serving import Served

FIRST_ID = 9_990_000_000_001


class CountingTelegram(FakeTelegram):
    """A Telegram that counts the polls refused because two processes poll at once."""

    def __init__(self) -> None:
        super().__init__()
        self.conflicts = 0

    async def call(self, token: str, method: str, parameters: Parameters) -> tuple[int, dict[str, Any]]:
        status, answer = await super().call(token, method, parameters)
        self.conflicts += status == 409
        return status, answer


class Telegram(Served):
    """A Telegram that the processes of a test reach at `url`."""

    def __init__(self) -> None:
        self._fake = CountingTelegram()
        super().__init__(app(self._fake))
        self.token = self._fake.token

    def person(self, number: int = 0, name: str = "Amina") -> "Person":
        """Return a person who has opened the chat with the bot."""
        return Person(self, self._fake, FIRST_ID + number, name)

    @property
    def conflicts(self) -> int:
        """Number of polls that conflicted."""
        return self.do(lambda: self._fake.conflicts)

    @property
    def waiting(self) -> int:
        """Number of updates that the bot has not confirmed."""
        return self.do(lambda: len(self._fake.updates.waiting))

    @property
    def webhook(self) -> str:
        """Address of the webhook, or empty."""
        return self.do(lambda: str(self._fake.webhook.get("url", "")))

    @property
    def sent(self) -> int:
        """Number of calls to send a message."""
        return self.do(lambda: sum(call.method == "sendMessage" for call in self._fake.calls))

    def repeats(self, updates: Sequence[dict[str, Any]]) -> None:
        """Queue these updates again, as Telegram does when it misses their confirmation."""
        self.do(lambda: [self._fake.updates.queue(update) for update in updates])


class Person:
    """A person with Telegram. An action's update waits for the bot when the method returns."""

    def __init__(self, telegram: Telegram, fake_telegram: FakeTelegram, user_id: int, name: str) -> None:
        self._telegram = telegram
        self._fake = fake_telegram
        self.name = name
        self.id = user_id
        self._hand = telegram.do(lambda: fake.Phone(fake_telegram, user_id, name))
        telegram.do(self._opens)

    def _opens(self) -> None:
        self._fake.chats.get(self.id).closed = ""

    def line(self, role: str) -> str:
        """Return this person's line of a roster, see `Installation.enrols`."""
        return f"{self.name},{role},{self.id}"

    def says(self, text: str) -> dict[str, Any]:
        """Write a text; return the update."""
        return self._telegram.do(lambda: self._hand.says(text))

    @property
    def messages(self) -> list[Message]:
        """Messages of the bot, as they stand now."""
        return self._telegram.do(lambda: copy.deepcopy(self._hand.messages))

    @property
    def texts(self) -> list[str]:
        """Texts of these messages, in order."""
        return [message["text"] for message in self.messages]

"""The fake Bot API over HTTP, and people in front of it."""

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
    """Counts the questions that two who ask at once get no answer to."""

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
        """Somebody who has opened the chat with the bot once."""
        return Person(self, self._fake, FIRST_ID + number, name)

    @property
    def conflicts(self) -> int:
        """How often two asked at once."""
        return self.do(lambda: self._fake.conflicts)

    @property
    def waiting(self) -> int:
        """How many updates the bot has not confirmed."""
        return self.do(lambda: len(self._fake.updates.waiting))

    @property
    def webhook(self) -> str:
        """Where updates are brought to, or empty."""
        return self.do(lambda: str(self._fake.webhook.get("url", "")))

    @property
    def sent(self) -> int:
        """How many messages were asked to be sent."""
        return self.do(lambda: sum(call.method == "sendMessage" for call in self._fake.calls))

    def repeats(self, updates: Sequence[dict[str, Any]]) -> None:
        """Bring these again, as Telegram does when it did not hear that they had come."""
        self.do(lambda: [self._fake.updates.queue(update) for update in updates])


class Person:
    """Somebody with Telegram. What they do waits for the bot when the method returns."""

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
        """This person in a roster, see `Installation.enrols`."""
        return f"{self.name},{role},{self.id}"

    def says(self, text: str) -> dict[str, Any]:
        """Write a text; returns the update."""
        return self._telegram.do(lambda: self._hand.says(text))

    @property
    def messages(self) -> list[Message]:
        """What the bot has written, as it stands now."""
        return self._telegram.do(lambda: copy.deepcopy(self._hand.messages))

    @property
    def texts(self) -> list[str]:
        """What there is to be read, in its order."""
        return [message["text"] for message in self.messages]

"""A person with a telephone, a chat or both, who reads messages and sends one now and then."""

import random
import re
from collections import deque
from typing import Any

from bot.telegram.fake import Phone
from tests.chaos.evidence import Sent, Shown
from tests.chaos.gateway import Gateway
from tests.chaos.judge import NOTED
from tests.chaos.roster import COUNTIES, Member
from tests.chaos.telegram import Telegram

_REFERENCE = re.compile(r"\b[SC]\d+\b")
_KEPT = re.compile(r"\bU\d+\b")
_MEETING = re.compile(r"\bM\d+\b")
_OPTIONS = re.compile(r"\b([1-4]) \w")


class Ledger:
    """All texts sent, and their unique words."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.tokens: set[str] = set()
        self.opted_out: set[tuple[str, str]] = set()
        self._last = 10_000

    def number(self) -> int:
        """Return a number that no other text holds."""
        self._last += 1
        return self._last

    def token(self) -> str:
        """Return a word that no other text holds."""
        token = f"{NOTED}{self.number()}"
        self.tokens.add(token)
        return token


class Person:
    """A random machine. `chance` is its own, so that the pace of others does not change its actions."""

    def __init__(
        self, member: Member, gateway: Gateway, telegram: Telegram, ledger: Ledger, chance: random.Random
    ) -> None:
        self.member = member
        self.chance = chance
        self.ledger = ledger
        self._gateway = gateway
        self._telegram = telegram
        self.hand = Phone(telegram, int(member.chat), member.name) if member.chat else None
        if self.hand:
            telegram.chats.get(self.hand.id).closed = ""  # people on the roster have pressed Start
        self.references: deque[str] = deque(maxlen=6)
        self.kept: deque[str] = deque(maxlen=6)
        self.meetings: deque[str] = deque(maxlen=3)
        self.options: list[str] = []
        self.stopped = False
        self.reported: int | None = None
        self.last_update: dict[str, Any] | None = None

    @property
    def places(self) -> list[tuple[str, str]]:
        """Addresses at which the person gets messages."""
        member = self.member
        return [
            *([("sms", member.phone)] if member.phone else []),
            *([("telegram", member.chat)] if member.chat else []),
        ]

    def place(self) -> str:
        """Return a ward of the person's county."""
        return self.chance.choice(COUNTIES[self.member.county or self.chance.choice(list(COUNTIES))])

    def reference(self) -> str | None:
        """Return an incident that the person has heard of, or None."""
        return self.chance.choice(self.references) if self.references else None

    def reads(self, shown: Shown) -> None:
        """Read a message: which incident it is about, and what it asks."""
        self.references.extend(dict.fromkeys(_REFERENCE.findall(shown.text)[:2]))
        self.kept.extend(dict.fromkeys(_KEPT.findall(shown.text)[:2]))
        self.meetings.extend(dict.fromkeys(_MEETING.findall(shown.text)[:2]))
        self.options = _OPTIONS.findall(shown.text) if "(0 " in shown.text else []

    async def says(
        self, text: str, kind: str, *, answered: bool = True, echo: str = "", kept: str = ""
    ) -> None:
        """Send a text over one of the person's channels; return when it was taken, or waits for the bot."""
        if self.hand and (not self.member.phone or self.chance.random() < 0.5):
            self.does(self.hand.says(text), kind, answered=answered, echo=echo, kept=kept)
        else:
            await self.texts(text, kind, answered=answered, echo=echo, kept=kept)

    async def texts(
        self, text: str, kind: str, *, answered: bool = True, echo: str = "", kept: str = ""
    ) -> None:
        """Send it by SMS."""
        provider_id = f"in-{self.ledger.number()}"
        await self._gateway.bring(provider_id, self.member.phone, text)
        self.ledger.sent.append(Sent("sms", provider_id, self.member.phone, kind, answered, echo, kept))

    def does(
        self, update: dict[str, Any], kind: str, *, answered: bool = True, echo: str = "", kept: str = ""
    ) -> None:
        """Record the update of an action in Telegram."""
        self.last_update = update
        self._telegram.sends(update)
        sent = Sent("telegram", str(update["update_id"]), self.member.chat, kind, answered, echo, kept)
        self.ledger.sent.append(sent)

    def buttons(self, begins: str) -> list[tuple[dict[str, Any], str]]:
        """Return the buttons in the chat whose data has this prefix: the message, and the label."""
        if self.hand is None:
            return []
        return [
            (message, button["text"])
            for message in self.hand.messages[-20:]
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if button["callback_data"].startswith(begins)
        ]

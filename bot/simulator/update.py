"""Actions on a Telegram phone, as the update that Telegram would send.

Source of the fields: https://core.telegram.org/bots/api#update
"""

import time
from dataclasses import dataclass
from typing import Any

from sek_core.timing.clock import Clock

Update = dict[str, Any]


class _Count:
    """Numbers that only go up, from the current time: those of a later process are higher still.

    A repeated number would be taken for a repeated update, and change nothing.
    """

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._last = 0

    def next(self) -> int:
        self._last = max(self._last + 1, int(time.time() * self._per_second))
        return self._last


@dataclass(frozen=True, slots=True)
class Owner:
    """Owner of a phone. `chat` is the id of the person, and of their chat with the bot."""

    chat: int
    name: str


class Hand:
    """Writes, taps and shares on the phones of the demonstration."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._updates = _Count(per_second=1000)
        self._messages = _Count(per_second=1)  # of 32 bits, as Telegram's are

    def writes(self, owner: Owner, text: str) -> Update:
        """Return the update of a text."""
        return self._sends(owner, {"text": text})

    def shares_place(self, owner: Owner, latitude: float, longitude: float) -> Update:
        """Return the update of a location, in degrees."""
        return self._sends(owner, {"location": {"latitude": latitude, "longitude": longitude}})

    def sends_photo(self, owner: Owner, file_id: str, size: int, caption: str) -> Update:
        """Return the update of a photo of `size` bytes."""
        photo = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": size,
            "width": 9,
            "height": 9,
        }
        return self._sends(owner, {"photo": [photo]} | ({"caption": caption} if caption else {}))

    def shares_number(self, owner: Owner, number: str) -> Update:
        """Return the update of the owner's own telephone number."""
        card = {"phone_number": number, "first_name": owner.name, "user_id": owner.chat}
        return self._sends(owner, {"contact": card})

    def taps(
        self, owner: Owner, callback: str, data: str, message: int, keyboard: dict[str, Any] | None
    ) -> Update:
        """Return the update of a tap on the button with this `data`, of the `keyboard` under a message of the
        bot.
        """
        under = self._head(owner, message) | ({"reply_markup": keyboard} if keyboard else {})
        query = {"id": callback, "from": _person(owner), "message": under, "data": data}
        return self._update("callback_query", query)

    def _sends(self, owner: Owner, content: dict[str, Any]) -> Update:
        return self._update(
            "message", self._head(owner, self._messages.next()) | {"from": _person(owner)} | content
        )

    def _head(self, owner: Owner, message: int) -> dict[str, Any]:
        chat = {"id": owner.chat, "type": "private", "first_name": owner.name}
        return {"message_id": message, "chat": chat, "date": int(self._clock.now().timestamp())}

    def _update(self, kind: str, content: dict[str, Any]) -> Update:
        return {"update_id": self._updates.next(), kind: content}


def _person(owner: Owner) -> dict[str, Any]:
    return {"id": owner.chat, "is_bot": False, "first_name": owner.name}

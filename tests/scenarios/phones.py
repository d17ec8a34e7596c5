"""Phones in the hands of people: they text, they expect, and nothing unexpected may arrive."""

import re
from typing import TYPE_CHECKING, Any

from bot.telegram.fake import phone as telegram

if TYPE_CHECKING:
    from tests.scenarios.world import World

Message = dict[str, Any]

_ANSWER = re.compile(r"[a-z]\d+:\d+:(\d+)")


class Phone:
    """A telephone in somebody's hand. `number` is where they are written to."""

    def __init__(self, world: "World", number: str, name: str) -> None:
        self._world = world
        self.number = number
        self.name = name
        self.unread: list[str] = []

    def texts(self, text: str) -> None:
        """Send a text, and wait until the program has nothing left to do."""
        self.sends(text)
        self._world.settle()

    def sends(self, text: str) -> None:
        """Send a text and go on: the program has it, but has not looked at it."""
        self._world.receives({"id": self._world.next_id(), "from": self.number, "text": text})

    def expects(self, *parts: str) -> str:
        """The next message holds all of `parts`, without regard to case; returns it."""
        assert self.unread, f"{self.name} expected {parts}, and nothing came"
        message = self.unread.pop(0)
        for part in parts:
            assert part.lower() in message.lower(), f"{self.name} got: {message}\nwithout: {part}"
        return message

    def expects_nothing(self) -> None:
        """Nothing has come."""
        assert not self.unread, f"{self.name} got: {self.unread}"

    def ignores(self) -> None:
        """What came is not what the story is about."""
        assert self.unread, f"{self.name} was to ignore something, and nothing came"
        self.unread.clear()

    def left_over(self) -> list[str]:
        """What came and was not expected."""
        return self.unread


class Chat(Phone):
    """Telegram in somebody's hand. Digits press the button that the last question has for them.

    A question's buttons are read like those of an SMS: "1 Minor 2 Moderate (0 skip)". `toasts` are
    the short notes that a pressed button may bring.
    """

    def __init__(self, world: "World", number: str, name: str) -> None:
        super().__init__(world, number, name)
        self.toasts: list[str] = []
        first, _, last = name.partition(" ")
        self.hand = telegram.Phone(
            world.telegram, int(number), first, **({"last_name": last} if last else {})
        )

    def sends(self, text: str) -> None:
        """Send a text, or press the button that stands for it."""
        answers = answers_of(self.newest) if self.newest else {}
        if text in answers:
            self.presses(answers[text])
        else:
            self._world.arrives(self.hand.says(text))

    @property
    def newest(self) -> Message | None:
        """The last message in the chat, if it is the program's."""
        return self.hand.messages[-1] if self.hand.messages else None

    def showing(self, part: str) -> Message:
        """The program's newest message that says this."""
        found = [message for message in self.hand.messages if part.lower() in read(message).lower()]
        assert found, f"{self.name} sees no message with {part!r}"
        return found[-1]

    def presses(self, label: str, on: Message | None = None) -> None:
        """Press a button of the newest message, or of another one; the program has not looked at it."""
        message = on or self.newest
        assert message is not None
        self._world.arrives(self.hand.taps(message, label))

    def taps(self, label: str, on: Message | None = None) -> None:
        """Press a button, and wait until the program has nothing left to do."""
        self.presses(label, on)
        self._world.settle()

    def shares(self, latitude: float, longitude: float) -> None:
        """Share a location."""
        self._world.arrives(self.hand.shares_location(latitude, longitude))
        self._world.settle()

    def shows(self, kind: str, **more: Any) -> None:
        """Send a photo, a voice note, ..."""
        self._world.arrives(self.hand.sends(kind, **more))
        self._world.settle()

    def sees(self, *parts: str) -> None:
        """A short note came beside the pressed button."""
        assert self.toasts, f"{self.name} expected a note {parts}, and none came"
        note = self.toasts.pop(0)
        for part in parts:
            assert part.lower() in note.lower(), f"{self.name} saw: {note}\nwithout: {part}"

    def left_over(self) -> list[str]:
        """What came and was not expected."""
        return [*self.unread, *self.toasts]


def buttons(message: Message) -> list[dict[str, str]]:
    """The buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def labels(message: Message | None) -> list[str]:
    """What stands on the buttons under a message."""
    return [button["text"] for button in buttons(message)] if message else []


def answers_of(message: Message) -> dict[str, str]:
    """The buttons that stand for the digits of an SMS: their labels by digit."""
    found = [
        (re.fullmatch(r"[a-z]\d+:\d+:(\d+)", button["callback_data"]), button) for button in buttons(message)
    ]
    return {match[1]: button["text"] for match, button in found if match}


def read(message: Message) -> str:
    """A message as it is read, its answers as an SMS would number them."""
    answers = answers_of(message)
    skip = answers.pop("0", None)
    numbered = [f"{number} {label}" for number, label in answers.items()]
    parts = [message.get("text", message.get("caption", "")), *numbered]
    return " ".join([*parts, *([f"(0 {skip})"] if skip else [])])

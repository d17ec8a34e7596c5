"""Phones of people: they text, they expect messages, and no unexpected one may arrive."""

import re
from typing import Any, Protocol

from bot.telegram.fake import phone as telegram


class World(Protocol):
    """The world of a story, as far as its phones know it."""

    telegram: Any

    def settle(self) -> None: ...

    def next_id(self) -> str: ...

    def receives(self, form: dict[str, str]) -> None: ...

    def arrives(self, update: dict[str, Any]) -> None: ...


Message = dict[str, Any]

_CODE = re.compile(r"\b(YES|NDIYO) (\d{4}(?: \d{4})?)\b")

_ANSWER = re.compile(r"[a-z]\d+:\d+:(\d+)")


class Phone:
    """A telephone of a person. `number` is its address."""

    def __init__(self, world: World, number: str, name: str) -> None:
        self._world = world
        self.number = number
        self.name = name
        self.unread: list[str] = []
        self.newest_text = ""

    def gets(self, text: str) -> None:
        """Receive a message."""
        self.unread.append(text)
        self.newest_text = text

    @property
    def code(self) -> str:
        """The code in the newest message; fails if there is none."""
        found = _CODE.search(self.newest_text)
        assert found, f"{self.name} has no code in: {self.newest_text}"
        return found[2]

    def does(self, text: str) -> None:
        """Send a text, and the code if the program asks for it: the story is about what the text does."""
        self.texts(text)
        if _CODE.search(self.newest_text) and self.unread:
            self.unread.remove(self.newest_text)
            self.confirms()

    def confirms(self) -> None:
        """Answer yes to a question that needs a proof: with the code of the newest message, as only its
        reader can.
        """
        word = "NDIYO" if "NDIYO" in self.newest_text else "YES"
        self.texts(f"{word} {self.code}")

    def texts(self, text: str) -> None:
        """Send a text, and wait until the program has nothing left to do."""
        self.sends(text)
        self._world.settle()

    def sends(self, text: str) -> None:
        """Send a text, without letting the program handle it."""
        self._world.receives({"id": self._world.next_id(), "from": self.number, "text": text})

    def expects(self, *parts: str) -> str:
        """Check that the next message holds all of `parts`, ignoring case; return it."""
        assert self.unread, f"{self.name} expected {parts}, and nothing came"
        message = self.unread.pop(0)
        for part in parts:
            assert part.lower() in message.lower(), f"{self.name} got: {message}\nwithout: {part}"
        return message

    def expects_nothing(self) -> None:
        """Check that no message has come."""
        assert not self.unread, f"{self.name} got: {self.unread}"

    def ignores(self) -> None:
        """Discard the messages: the story is not about them."""
        assert self.unread, f"{self.name} was to ignore something, and nothing came"
        self.unread.clear()

    def left_over(self) -> list[str]:
        """Return the messages that came and were not expected."""
        return self.unread


class Chat(Phone):
    """A Telegram chat of a person. Digits press the button that the last question has for them.

    The buttons of a question read like those of an SMS: "1 Minor 2 Moderate (0 skip)". `toasts` are the short
    notes beside pressed buttons.
    """

    def __init__(self, world: World, number: str, name: str) -> None:
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

    def confirms(self) -> None:
        """Press yes, if the program asked: Telegram itself proves who writes."""
        if self.newest and "1" in answers_of(self.newest):
            self.texts("1")

    @property
    def newest(self) -> Message | None:
        """Return the last message in the chat, if the program sent it."""
        return self.hand.messages[-1] if self.hand.messages else None

    def showing(self, part: str) -> Message:
        """Return the program's newest message with this text."""
        found = [message for message in self.hand.messages if part.lower() in read(message).lower()]
        assert found, f"{self.name} sees no message with {part!r}"
        return found[-1]

    def presses(self, label: str, on: Message | None = None) -> None:
        """Press a button of the newest message, or of another one, without letting the program handle it."""
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
        """Check that a short note came beside the pressed button."""
        assert self.toasts, f"{self.name} expected a note {parts}, and none came"
        note = self.toasts.pop(0)
        for part in parts:
            assert part.lower() in note.lower(), f"{self.name} saw: {note}\nwithout: {part}"

    def left_over(self) -> list[str]:
        """Return the messages that came and were not expected."""
        return [*self.unread, *self.toasts]


def buttons(message: Message) -> list[dict[str, str]]:
    """Return the buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def labels(message: Message | None) -> list[str]:
    """Return the labels of the buttons under a message."""
    return [button["text"] for button in buttons(message)] if message else []


def answers_of(message: Message) -> dict[str, str]:
    """Return the labels of the buttons that stand for the digits of an SMS, by digit."""
    found = [
        (re.fullmatch(r"[a-z]\d+:\d+:(\d+)", button["callback_data"]), button) for button in buttons(message)
    ]
    return {match[1]: button["text"] for match, button in found if match}


def read(message: Message) -> str:
    """Return a message as it reads, its answers numbered as in an SMS."""
    answers = answers_of(message)
    skip = answers.pop("0", None)
    numbered = [f"{number} {label}" for number, label in answers.items()]
    parts = [message.get("text", message.get("caption", "")), *numbered]
    return " ".join([*parts, *([f"(0 {skip})"] if skip else [])])

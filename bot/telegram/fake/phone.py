"""A person with Telegram, whose actions become updates that wait for the bot."""

import itertools
from typing import Any

from bot.telegram.fake.api import BOT, FakeTelegram
from bot.telegram.fake.chats import BLOCKED, KICKED, Chat, Message
from bot.telegram.fake.contents import described

_queries = itertools.count(4382)

Update = dict[str, Any]


class Phone:
    """One person. `chat` is the group of an action; without it, the chat with the bot.

    Every method returns its update, which is queued already.
    """

    def __init__(self, fake: FakeTelegram, user_id: int, first_name: str = "Amina", **fields: Any) -> None:
        """Make a person who has not pressed start; `fields` are more of the API's User."""
        self._fake = fake
        self.id = user_id
        self.fields = {"id": user_id, "is_bot": False, "first_name": first_name, **fields}
        named = {
            name: value for name, value in self.fields.items() if name not in {"is_bot", "language_code"}
        }
        self._own = fake.add_person(named)

    @property
    def messages(self) -> list[Message]:
        """Messages of the bot to this person, as they stand now."""
        return self._fake.sent(self.id)

    @property
    def reply_keyboard(self) -> dict[str, Any] | None:
        """Buttons in place of this person's keyboard, if the bot put any there."""
        return self._own.reply_keyboard

    def starts(self, payload: str = "") -> Update:
        """Press start, perhaps through a link with a payload."""
        return self.says(f"/start {payload}".strip())

    def says(
        self,
        text: str,
        *,
        chat: int | None = None,
        reply_to: Message | None = None,
        topic: int | None = None,
        forwarded: Message | None = None,
    ) -> Update:
        """Write a text; `topic`: in this topic of a forum; `forwarded`: the API's origin of a text that
        another person wrote.
        """
        replied = {"reply_to_message": reply_to} if reply_to else {}
        there = {"message_thread_id": topic, "is_topic_message": True} if topic is not None else {}
        origin = {"forward_origin": forwarded} if forwarded else {}
        return self._writes({"text": text, **replied, **there, **origin}, chat)

    def edits(self, update: Update, text: str) -> Update:
        """Change the text, or the caption, of a message of the person's own."""
        message = update.get("message") or update["edited_message"]
        what = "text" if "text" in message else "caption"
        edited = message | {what: text, "edit_date": self._fake.date + 30}
        self._fake.chats.get(message["chat"]["id"]).messages[message["message_id"]] = edited
        return self._fake.updates.add("edited_message", edited)

    def taps(self, message: Message, label: str) -> Update:
        """Tap the button with that label under a message of the bot."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        found = [button for row in rows for button in row if button["text"] == label]
        if not found:
            shown = [button["text"] for row in rows for button in row]
            raise LookupError(f"no button {label!r} among {shown}")
        callback = f"{next(_queries)}bfdwdsb323b2d9"
        self._fake.taps.add(callback)
        query = {
            "id": callback,
            "from": self.fields,
            "message": dict(message),
            "chat_instance": "ci",
            "data": found[0]["callback_data"],
        }
        return self._fake.updates.add("callback_query", query)

    def shares_contact(self, phone: str, *, of: int | None = None) -> Update:
        """Share a number: the person's own, or the card of the person `of`."""
        user_id = self.id if of is None else of
        return self._writes({"contact": {"phone_number": phone, "first_name": "A", "user_id": user_id}})

    def shares_location(self, latitude: float, longitude: float, **fields: Any) -> Update:
        """Share a place; `live_period` (seconds) among `fields` makes it a live location."""
        return self._writes({"location": {"latitude": latitude, "longitude": longitude, **fields}})

    def sends(
        self, kind: str, content: bytes = b"...", *, name: str = "", caption: str = "", album: str = ""
    ) -> Update:
        """Send a file of that kind: photo, voice, video, audio, document; one of an album has its name."""
        file_id = self._fake.keep(kind, content, name)
        named = {"file_name": name} if name else {}
        captioned = {"caption": caption} if caption else {}
        together = {"media_group_id": album} if album else {}
        return self._writes(described(kind, file_id, file_size=len(content), **named) | captioned | together)

    def adds_bot(self, chat_id: int, title: str, kind: str = "group", username: str = "") -> Update:
        """Let the bot into a group, which is made if need be. `username`: its public name."""
        public = {"username": username} if username else {}
        chat = self._fake.chats.add({"id": chat_id, "type": kind, "title": title, **public})
        chat.closed = ""
        return self._changes(chat, "left", "member")

    def removes_bot(self, chat_id: int) -> Update:
        """Send the bot away from a group."""
        chat = self._fake.chats.get(chat_id)
        chat.closed = KICKED.format(kind=chat.fields["type"])
        return self._changes(chat, "member", "kicked")

    def blocks(self) -> Update:
        """Stop the bot."""
        self._own.closed = BLOCKED
        return self._changes(self._own, "member", "kicked")

    def unblocks(self) -> Update:
        """Let the bot write again."""
        self._own.closed = ""
        return self._changes(self._own, "kicked", "member")

    def _writes(self, content: dict[str, Any], chat_id: int | None = None) -> Update:
        if chat_id is None:
            self._own.closed = ""
        chat = self._own if chat_id is None else self._fake.chats.get(chat_id)
        message = self._fake.chats.post(chat, self.fields, self._fake.date, content)
        return self._fake.updates.add("message", message)

    def _changes(self, chat: Chat, before: str, after: str) -> Update:
        change = {
            "chat": chat.fields,
            "from": self.fields,
            "date": self._fake.date,
            "old_chat_member": {"user": BOT, "status": before},
            "new_chat_member": {"user": BOT, "status": after},
        }
        return self._fake.updates.add("my_chat_member", change)

"""Chats of the fake: their members, their messages, and whether the bot may write."""

from dataclasses import dataclass, field
from typing import Any

from bot.telegram.fake.faults import BadCallError

BLOCKED = "Forbidden: bot was blocked by the user"
NOT_STARTED = "Forbidden: bot can't initiate conversation with a user"
KICKED = "Forbidden: bot was kicked from the {kind} chat"

Message = dict[str, Any]
"""A message as the Bot API writes it."""


@dataclass(slots=True)
class Chat:
    """A chat; `closed` is why the bot may not write there, or empty. `topics`: those of a forum."""

    fields: dict[str, Any]
    closed: str = ""
    moved_to: int | None = None
    reply_keyboard: dict[str, Any] | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)

    @property
    def id(self) -> int:
        """Id of the chat; that of a private chat is the person's."""
        chat_id: int = self.fields["id"]
        return chat_id

    @property
    def private(self) -> bool:
        """True if it is the chat of one person with the bot."""
        return bool(self.fields["type"] == "private")


class Chats:
    """All chats, with one count of messages."""

    def __init__(self, open_to_all: bool = False, last: int = 0) -> None:
        """Start without chats. `open_to_all`: a private chat exists as soon as the bot writes to it."""
        self._chats: dict[int, Chat] = {}
        self._open_to_all = open_to_all
        self._last = last

    def add(self, fields: dict[str, Any], closed: str = "") -> Chat:
        """Add a chat; return it, or the existing one."""
        return self._chats.setdefault(fields["id"], Chat(fields, closed))

    def get(self, chat_id: int) -> Chat:
        """Return an existing chat."""
        return self._chats[chat_id]

    def writable(self, chat_id: int | None) -> Chat:
        """Return the chat that the bot writes to; raise BadCallError if it may not."""
        chat = self._chats.get(chat_id or 0)
        if chat is None and self._open_to_all and chat_id and chat_id > 0:
            chat = self.add({"id": chat_id, "type": "private"})
        if chat is None:
            raise BadCallError(400, "Bad Request: chat not found")
        if chat.moved_to is not None:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            raise BadCallError(400, upgraded, {"migrate_to_chat_id": chat.moved_to})
        if chat.closed:
            raise BadCallError(403, chat.closed)
        return chat

    def topic(self, chat: Chat, topic: int | None) -> dict[str, Any]:
        """Return what a message in this topic has besides; raise BadCallError if there is none, or if it is
        closed.
        """
        if topic is None:
            return {}
        if topic in chat.closed_topics:
            raise BadCallError(400, "Bad Request: TOPIC_CLOSED")
        if topic not in chat.topics:
            raise BadCallError(400, "Bad Request: message thread not found")
        return {"message_thread_id": topic, "is_topic_message": True}

    def post(self, chat: Chat, author: dict[str, Any], date: int, content: dict[str, Any]) -> Message:
        """Put a new message into a chat."""
        self._last += 1
        head = {"message_id": self._last, "from": author, "chat": chat.fields, "date": date}
        message = head | content
        chat.messages[self._last] = message
        return message

"""Reading of an update of the Bot API as a typed value. A pure function of its JSON.

Source of the fields: https://core.telegram.org/bots/api#update
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.telegram.fields import Fields, moment, record, records, stored, whole, words
from bot.telegram.parts import (
    LONGEST_ID,
    LONGEST_NAME,
    Parts,
    attached,
    is_bot,
    is_public,
    of_message,
    of_person,
    topic_of,
)
from sek_core.inbox.queue import MissingField

Kind = Literal["text", "membership", "other"]
Found = dict[str, Any]
"""Fields of an `Update`."""

LONGEST_TEXT = 4096
_LONGEST_TITLE = 255

START = "/start"
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
_GROUPS = frozenset({"group", "supergroup"})
_IN = frozenset({"creator", "administrator", "member"})
_OUT = frozenset({"left", "kicked"})


@dataclass(frozen=True, slots=True)
class Update:
    """One update. `sender` is the id of the person, or empty; `sent_at` is aware and in UTC.

    `parts` holds what the message carries beside its words, `chat` the id of the chat whose membership
    changed, `payload` the update itself, made fit to be stored, `own_name` the name by which people call the
    bot, as far as the update tells it.
    """

    provider_id: str
    kind: Kind
    payload: dict[str, Any]
    sender: str = ""
    text: str = ""
    sent_at: datetime | None = None
    parts: Parts | None = None
    chat: str = ""
    own_name: str = ""


def update(raw: Any, own_id: int | None = None) -> Update:
    """Read an update as it came from JSON. Raises `MissingField` if `update_id` is no integer.

    An unknown or malformed update has the kind "other". `own_id`: the id of this bot, if known; in a group a
    reply to another bot is then not for this one.
    """
    payload = stored(record(raw))
    update_id = whole(payload.get("update_id"))
    if update_id is None:
        raise MissingField("update_id")
    found: Found = {"kind": "other", "sender": _author(payload)}
    for field, read in _READERS.items():
        if field in payload:
            found |= read(record(payload[field]), own_id) or {}
    return Update(str(update_id), payload=payload, **found)


def _author(payload: Fields) -> str:
    for field in payload.values():
        author = whole(record(record(field).get("from")).get("id"))
        if author is not None:
            return str(author)
    return ""


def _message(message: Fields, own_id: int | None) -> Found | None:
    return _moved(message) or _said(message, moment(message.get("date")), own_id)


def _edited(message: Fields, own_id: int | None) -> Found | None:
    if "location" in message:
        return None  # a live location moves on; its start is where the report was made
    return _said(message, moment(message.get("edit_date")), own_id, edited=True)


def _said(message: Fields, at: datetime | None, own_id: int | None, *, edited: bool = False) -> Found | None:
    """Read what a person says to the bot; return `None` for a service message, or words not meant for the
    bot.
    """
    person, chat = record(message.get("from")), record(message.get("chat"))
    sender = whole(person.get("id"))
    if sender is None or is_bot(message):
        return None
    text = words(message.get("text"), LONGEST_TEXT) or words(message.get("caption"), LONGEST_TEXT)
    sticker = record(message.get("sticker"))
    if not (text or sticker or attached(message, sender)):
        return None
    parts = of_person(person, chat) | of_message(message, sender, own_id)
    # Its author wrote a forwarded message, perhaps to another bot: a command in it does not call this one.
    command = None if "forwarded" in parts else _COMMAND.fullmatch(text)
    start = command is not None and command[1].lower() == "start"
    if chat.get("type") != "private":
        # In a group, others listen too: only messages that call the bot are for it, and greetings are not.
        called = command is not None or "reply_to" in parts
        kind = words(chat.get("type"), LONGEST_ID)
        if kind not in _GROUPS or (start and "topic" not in parts) or not called:
            return None
    if edited:
        parts["edited"] = True
    if command and command[2] and not (start and chat.get("type") == "private"):
        parts["called"] = command[2].lower()
    if start:
        parts["start"] = True
        text = START
    elif command:
        text = " ".join(filter(None, (command[1], command[3])))
    return {
        "kind": "text",
        "sender": str(sender),
        "text": text or words(sticker.get("emoji"), LONGEST_TEXT),
        "sent_at": at,
        "parts": parts,
    }


def _tap(query: Fields, _own_id: int | None) -> Found | None:
    person, message = record(query.get("from")), record(query.get("message"))
    sender = whole(person.get("id"))
    callback, data = words(query.get("id"), LONGEST_ID), words(query.get("data"), LONGEST_ID)
    if sender is None or is_bot(query) or not callback or not data:
        return None
    tap: Parts = {"callback": callback, "data": data}
    message_id = whole(message.get("message_id"))
    # A message that is too old has only its id left, and a date of 0: it cannot be edited.
    if message_id is not None and message.get("date"):
        tap["message"] = message_id
    return {
        "kind": "text",
        "sender": str(sender),
        "text": _label(message, data),
        "parts": of_person(person, record(message.get("chat"))) | topic_of(message) | {"tap": tap},
    }


def _label(message: Fields, data: str) -> str:
    rows = record(message.get("reply_markup")).get("inline_keyboard")
    for row in rows if isinstance(rows, list) else []:
        for button in records(row):
            if button.get("callback_data") == data:
                return words(button.get("text"), LONGEST_TEXT)
    return ""


def _membership(change: Fields, _own_id: int | None) -> Found | None:
    """Read that a chat added or removed the bot, or that a person stopped or unstopped it."""
    chat, person = record(change.get("chat")), record(change.get("from"))
    chat_id, by = whole(chat.get("id")), whole(person.get("id"))
    status = _standing(record(change.get("new_chat_member")))
    if chat_id is None or status is None:
        return None
    parts: Parts = {"chat": str(chat_id), "status": status}
    if chat.get("type") == "private":
        parts["private"] = True
    else:
        parts["title"] = words(chat.get("title"), _LONGEST_TITLE)
        if is_public(chat):
            parts["public"] = True
        if by is not None:
            parts["by"] = str(by)
    return {
        "kind": "membership",
        "sender": "" if by is None else str(by),
        "sent_at": moment(change.get("date")),
        "parts": parts,
        "chat": str(chat_id),
        "own_name": words(
            record(record(change.get("new_chat_member")).get("user")).get("username"), LONGEST_NAME
        ),
    }


def _standing(member: Fields) -> Literal["in", "out"] | None:
    status = words(member.get("status"), LONGEST_ID)
    if status in _IN or (status == "restricted" and member.get("is_member") is True):
        return "in"
    return "out" if status in _OUT or status == "restricted" else None


def _moved(message: Fields) -> Found | None:
    """Read that a group became a supergroup and has another id. Both chats get this message."""
    here = whole(record(message.get("chat")).get("id"))
    before, after = whole(message.get("migrate_from_chat_id")), whole(message.get("migrate_to_chat_id"))
    if here is None or (before is None and after is None):
        return None
    old, new = (before, here) if before is not None else (here, after)
    return {
        "kind": "membership",
        "sender": "",
        "sent_at": moment(message.get("date")),
        "parts": {"chat": str(old), "moved_to": str(new)},
        "chat": str(old),
    }


_READERS: Mapping[str, Callable[[Fields, int | None], Found | None]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _tap,
    "my_chat_member": _membership,
}

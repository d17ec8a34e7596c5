"""Parts of a message or a tap beside its words, as the inbox keeps them: plain JSON, present parts only."""

from typing import Any

from bot.telegram.fields import Fields, number_within, record, records, whole, words

Parts = dict[str, Any]

LONGEST_NAME = 60
LONGEST_ID = 255
LONGEST_ALBUM = 64
_LONGEST_PHONE = 32
_LONGEST_LANGUAGE = 16

_FILES = {
    # In this order: an animation comes with a document beside it, for older programs.
    "voice": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "audio": "audio",
    "document": "document",
}
"""Kinds of attachment, by the fields of a message that hold a file."""


def of_person(person: Fields, chat: Fields) -> Parts:
    """Return the sender's name and language, and the chat if it is not the private one with the bot."""
    parts: Parts = {}
    username = words(person.get("username"), LONGEST_NAME - 1)
    name = _named(person) or (f"@{username}" if username else "")
    if name:
        parts["name"] = name
    language = words(person.get("language_code"), _LONGEST_LANGUAGE)
    if language:
        parts["language"] = language
    chat_id = whole(chat.get("id"))
    if chat_id is not None and chat.get("type") != "private":
        parts["chat"] = str(chat_id)
        if is_public(chat):
            parts["public"] = True
    return parts


def of_message(message: Fields, sender: int, own_id: int | None = None) -> Parts:
    """Return a message's own id, the one it replies to, its topic, its album, from whom it was forwarded, and
    its attachments. `own_id`: the id of the bot, if known.
    """
    parts: Parts = {}
    message_id = whole(message.get("message_id"))
    if message_id is not None:
        parts["message"] = message_id
    replied = record(message.get("reply_to_message"))
    replied_id = whole(replied.get("message_id"))
    author = whole(record(replied.get("from")).get("id"))
    if replied_id is not None and is_bot(replied) and own_id in (None, author):
        parts["reply_to"] = replied_id
    album = words(message.get("media_group_id"), LONGEST_ALBUM)
    if album:
        parts["album"] = album
    if (origin := _origin(message)) is not None:
        parts["forwarded"] = origin
    return parts | topic_of(message) | attached(message, sender)


def topic_of(message: Fields) -> Parts:
    """Return the topic of a forum group in which a message stands; nothing outside of one."""
    thread = whole(message.get("message_thread_id"))
    # Other groups number threads of replies in the same field.
    return {"topic": thread} if thread is not None and message.get("is_topic_message") is True else {}


def _origin(message: Fields) -> str | None:
    """Return the name of the person or chat from which a message was forwarded, without any id; empty if it
    is hidden, None if the message was not forwarded.
    """
    origin = record(message.get("forward_origin"))
    if not origin and "forward_date" not in message:
        return None
    people = (origin.get("sender_user"), message.get("forward_from"))
    chats = (origin.get("sender_chat"), origin.get("chat"), message.get("forward_from_chat"))
    hidden = (origin.get("sender_user_name"), message.get("forward_sender_name"))
    names = [
        *(_named(record(person)) for person in people),
        *(words(record(chat).get("title"), LONGEST_NAME) for chat in chats),
        *(words(name, LONGEST_NAME) for name in hidden),
    ]
    return next((name for name in (" ".join(name.split()) for name in names) if name), "")


def _named(person: Fields) -> str:
    """Return the first and last name of a person."""
    names = [words(person.get(part), LONGEST_NAME) for part in ("first_name", "last_name")]
    return " ".join(" ".join(names).split())[:LONGEST_NAME].rstrip()


def attached(message: Fields, sender: int) -> Parts:
    """Return a location, a contact and a file, as far as present."""
    found = {
        "location": _location(message),
        "contact": _contact(record(message.get("contact")), sender),
        "file": _file(message),
    }
    return {name: part for name, part in found.items() if part is not None}


def is_public(chat: Fields) -> bool:
    """Return True if people whom no member let in read what is written in this chat."""
    return chat.get("type") == "channel" or bool(chat.get("username") or chat.get("active_usernames"))


def is_bot(message: Fields) -> bool:
    """Return True if a bot wrote `message`."""
    return record(message.get("from")).get("is_bot") is True


def _location(message: Fields) -> Parts | None:
    location = record(message.get("location")) or record(record(message.get("venue")).get("location"))
    latitude = number_within(location.get("latitude"), 90)
    longitude = number_within(location.get("longitude"), 180)
    if latitude is None or longitude is None:
        return None
    live = {"live": True} if "live_period" in location else {}
    return {"lat": latitude, "lon": longitude, **live}


def _contact(contact: Fields, sender: int) -> Parts | None:
    phone = words(contact.get("phone_number"), _LONGEST_PHONE)
    # Any card can be shared; only the sender's own says that the number is theirs.
    return {"phone": phone, "own": whole(contact.get("user_id")) == sender} if phone else None


def _file(message: Fields) -> Parts | None:
    photos = records(message.get("photo"))
    if photos:
        return _described("photo", max(photos, key=_area))
    for field, kind in _FILES.items():
        file = record(message.get(field))
        if file:
            return _described(kind, file)
    return None


def _area(photo: Fields) -> int:
    return (whole(photo.get("width")) or 0) * (whole(photo.get("height")) or 0)


def _described(kind: str, file: Fields) -> Parts | None:
    source = words(file.get("file_id"), LONGEST_ID)
    if not source:
        return None
    return {
        "kind": kind,
        "source": source,
        "unique": words(file.get("file_unique_id"), LONGEST_ID),
        "size": whole(file.get("file_size")),
        "name": words(file.get("file_name"), LONGEST_ID),
        "mime": words(file.get("mime_type"), LONGEST_ID),
    }

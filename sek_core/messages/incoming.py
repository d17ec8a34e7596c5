"""Parts of an incoming message besides its text, for all channels. The inbox row stores them."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tap:
    """A pressed button. `callback` identifies the tap to answer, `data` the button, `message` the message
    that has it.
    """

    callback: str
    data: str
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A shared location in degrees (WGS 84). `live`: the location keeps moving."""

    latitude: float
    longitude: float
    live: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared telephone number as given. `own`: the channel says that it is the sender's."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """A photo, voice note or document. `kind`: photo, voice, video, audio, document. `source` is its id at
    the channel, `size` its size in bytes if the channel says.
    """

    kind: str
    source: str
    size: int | None = None
    name: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts that a message may have. `group` is the address of the group that it came from, `message` its
    own number in its chat, `replies_to` the number of the program's message to which it replies.
    """

    name: str = ""
    language: str = ""
    group: str = ""
    message: int | None = None
    replies_to: int | None = None
    edited: bool = False
    started: bool = False
    tap: Tap | None = None
    point: Point | None = None
    contact: Contact | None = None
    attached: Attached | None = None
    kept: str = ""
    """The reference of the kept text (U5), if the message is handled again after its sender was vouched
    for.
    """


NOTHING = Parts()

LONGEST_NAME = 30


def name_shown(given: str) -> str:
    """Return the name that senders give themselves, as messages show it: letters alone. So it can close
    no quote, and hold neither a reference nor words of the program's own.
    """
    letters = "".join(each if each.isalpha() or _joins(each) else " " for each in given)
    return " ".join(letters.split())[:LONGEST_NAME].strip(" '-")


def _joins(character: str) -> bool:
    return character in "'-\u2019" or unicodedata.category(character) in ("Mn", "Mc")


def parts_of(written: Mapping[str, Any] | None) -> Parts:
    """Return the parts that an inbox row stores (`bot.telegram.parse` writes them)."""
    if not written:
        return NOTHING
    tap, point, contact, attached = (written.get(key) for key in ("tap", "location", "contact", "file"))
    return Parts(
        name=name_shown(written.get("name", "")),
        language=written.get("language", ""),
        group=written.get("chat", ""),
        message=written.get("message"),
        replies_to=written.get("reply_to"),
        edited=written.get("edited", False),
        started=written.get("start", False),
        tap=Tap(tap["callback"], tap["data"], tap.get("message")) if tap else None,
        point=Point(point["lat"], point["lon"], point.get("live", False)) if point else None,
        contact=Contact(contact["phone"], contact["own"]) if contact else None,
        attached=_attached(attached) if attached else None,
        kept=written.get("kept", ""),
    )


def _attached(file: Mapping[str, Any]) -> Attached:
    return Attached(
        file["kind"], file["source"], file.get("size"), file.get("name") or "", file.get("mime") or ""
    )

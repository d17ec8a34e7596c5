"""Parts of an incoming message besides its text, for all channels. The inbox row stores them."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sek_core.messages.plain_line import outsider


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
    """All parts that a message may have. `name` is the one that the sender gave themselves, as it may be
    shown. `group` is the address of the group that it came from, `public` whether strangers read what is
    written there, `message` its own number in its chat, `replies_to` the number of the program's message to
    which it replies. `album`: what the photos of one album have in common. `topic`: the number of the topic
    of a group in which it stands. `called`: the name, in small letters, of the program that a command names.
    `forwarded`: from whom it was forwarded, empty if that is hidden; None if it was not.
    """

    name: str = ""
    language: str = ""
    group: str = ""
    public: bool = False
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
    album: str = ""
    topic: int | None = None
    called: str = ""
    forwarded: str | None = None


NOTHING = Parts()

LONGEST_NAME = 30


def _joins(character: str) -> bool:
    return character in "'-\u2019" or unicodedata.category(character) in ("Mn", "Mc")


def parts_of(written: Mapping[str, Any] | None) -> Parts:
    """Return the parts that an inbox row stores (`bot.telegram.parse` writes them)."""
    if not written:
        return NOTHING
    tap, point, contact, attached = (written.get(key) for key in ("tap", "location", "contact", "file"))
    return Parts(
        name=outsider(written["name"]) if written.get("name") else "",
        language=written.get("language", ""),
        group=written.get("chat", ""),
        public=written.get("public", False),
        message=written.get("message"),
        replies_to=written.get("reply_to"),
        edited=written.get("edited", False),
        started=written.get("start", False),
        tap=Tap(tap["callback"], tap["data"], tap.get("message")) if tap else None,
        point=Point(point["lat"], point["lon"], point.get("live", False)) if point else None,
        contact=Contact(contact["phone"], contact["own"]) if contact else None,
        attached=_attached(attached) if attached else None,
        kept=written.get("kept", ""),
        album=written.get("album", ""),
        topic=written.get("topic"),
        called=written.get("called", ""),
        forwarded=written.get("forwarded"),
    )


def _attached(file: Mapping[str, Any]) -> Attached:
    return Attached(
        file["kind"], file["source"], file.get("size"), file.get("name") or "", file.get("mime") or ""
    )

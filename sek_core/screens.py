"""What the program says, before any channel or language: screens made of keyed texts.

A dialogue gives a `Screen`. `sek_core.texts.Speaker` puts it into one language and gives a
`Content`; a channel's `render` turns the content into what that channel shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

QUOTE = "\ue000"
"""Stands in `Content.body` where the sender's own words go; a channel may shorten these to fit."""


@dataclass(frozen=True, slots=True)
class Text:
    """One keyed text of config/texts, with its arguments. `n` picks the plural form."""

    key: str
    args: Mapping[str, "Arg"] = field(default_factory=dict)
    n: int | None = None


@dataclass(frozen=True, slots=True)
class HazardName:
    """The label of a hazard, in the language of the reader."""

    hazard_id: str
    upper: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time (aware), shown in the mechanism's time zone, with the day if not today."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """Several arguments with `separator` between them; empty ones are left out."""

    items: tuple["Arg", ...]
    separator: str = ", "


@dataclass(frozen=True, slots=True)
class Upper:
    """The inner argument in capital letters."""

    inner: "Arg"


Arg = str | int | Text | HazardName | Moment | Joined | Upper


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a question offers: `value` comes back when it is chosen."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Screen:
    """One message to one person: a text, perhaps a question's options, perhaps quoted words.

    `options` are numbered from 1 in their order by channels that number; `skippable` adds 0.
    `max_segments` is how long the message may be by SMS: the quote is shortened to fit, the rest
    never is. `None` means in full.
    """

    text: Text
    options: tuple[Option, ...] = ()
    skippable: bool = False
    quote: str = ""
    max_segments: int | None = 1


@dataclass(frozen=True, slots=True)
class Content:
    """A screen in one language, for any channel to render.

    `body` holds `QUOTE` where `quote` belongs; `options` are (value, label) pairs; `skip` is the
    label for leaving the question out, or empty.
    """

    body: str
    options: tuple[tuple[str, str], ...] = ()
    skip: str = ""
    quote: str = ""
    max_segments: int | None = 1

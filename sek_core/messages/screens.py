"""The program's messages before any channel or language: screens made of keyed texts.

A dialogue returns a `Screen`. `sek_core.messages.translation.Translator` turns it into a `Content` in one
language; a channel's `render` turns the content into what that channel shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

QUOTE = "\ue000"
"""Placeholder in `Content.body` for the sender's own words, which a channel may shorten to fit."""


MASK = "****"
"""What stands for a code in a message, wherever the message is kept or shown."""

LONGEST = 10
"""Maximum length of any message by SMS, in segments: for words that a person asked to read, or that another
person wrote to be read whole.
"""

UNASKED = 6
"""Maximum number of segments into which a quote is put otherwise; MORE shows more of it."""


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
class HazardSeverity:
    """How bad a shock is, in words that agree with the label of its hazard."""

    hazard_id: str
    severity: str


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


@dataclass(frozen=True, slots=True)
class Translated:
    """Words that exist in each language already, by language: a file, or a name of the configuration. A
    reader of no listed language gets the first.
    """

    words: Mapping[str, str]


Arg = str | int | Text | HazardName | HazardSeverity | Moment | Joined | Upper | Translated


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a question offers. `value` comes back if it is chosen."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Action:
    """A button that says what could also be typed: `says` is a command, such as "OK S127"."""

    label: Text
    says: Text


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, voice note or document. `kind`: photo, voice, video, audio, document.

    `source` is its id at `channel`, which brought it. `link` is an address at which any holder of the link
    can fetch the file, or empty.
    """

    kind: str
    channel: str
    source: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that a channel with pictures shows as bars. The text beside it states the last group's figures
    too.

    Each group has a label and one figure for each of the `series`.
    """

    title: Text
    series: tuple[Text, ...]
    groups: tuple[tuple[Text, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that a channel with files shows beside the text; other channels leave it out.

    `text` is the source of the file when it is sent: a calendar (text/calendar) is sent as it stands here; a
    PDF (application/pdf) is drawn from `title` and these lines.
    """

    name: str
    media_type: str
    title: Text
    text: Arg


@dataclass(frozen=True, slots=True)
class Screen:
    """One message to one person: a text, and if wanted a question's options and quoted words.

    Channels that number the `options` start at 1; `skippable` adds 0, with the label `skip`. `max_segments`
    is the maximum length by SMS: the quote is shortened to fit, the rest is not. None is for texts that are
    long by themselves: the quote gets what `UNASKED` leaves. No message is longer than `LONGEST`.

    Only channels with buttons show `suggestions` (answers that could also be typed), `actions`, a `hint`
    behind the text, and `contact` (the label of a button that shares the reader's number). `asked` names the
    open question that the answers are for ("p12:5": party and turn). `secret`: a code that takes the place of
    `MASK` in the text when it leaves; only then.
    """

    text: Text
    options: tuple[Option, ...] = ()
    skippable: bool = False
    skip: str = "question.skip"
    quote: str = ""
    max_segments: int | None = 1
    suggestions: tuple[Option, ...] = ()
    actions: tuple[Action, ...] = ()
    hint: Text | None = None
    contact: Text | None = None
    asked: str = ""
    attachment: Attachment | None = None
    chart: Chart | None = None
    document: Document | None = None
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart in one language."""

    title: str
    series: tuple[str, ...]
    groups: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document in one language."""

    name: str
    media_type: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """A screen in one language, for any channel to render.

    `body` holds `QUOTE` in the place of `quote`. `options` and `suggestions` are (value, label) pairs,
    `actions` (what is said, label) pairs. `skip` is the label for leaving the question out, or empty; so are
    `hint` and `contact`. `language`: empty for the first of the mechanism.
    """

    body: str
    options: tuple[tuple[str, str], ...] = ()
    skip: str = ""
    quote: str = ""
    max_segments: int | None = 1
    suggestions: tuple[tuple[str, str], ...] = ()
    actions: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    contact: str = ""
    asked: str = ""
    attachment: Attachment | None = None
    chart: Bars | None = None
    document: Enclosure | None = None
    language: str = ""

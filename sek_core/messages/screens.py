"""What the program says, before any channel or language: screens made of keyed texts.

A dialogue gives a `Screen`. `sek_core.texts.Translator` puts it into one language and gives a
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


@dataclass(frozen=True, slots=True)
class Translated:
    """What is there in each language already, by language: a file, or a name of the configuration.
    Who reads none of these reads the first.
    """

    words: Mapping[str, str]


Arg = str | int | Text | HazardName | Moment | Joined | Upper | Translated


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a question offers: `value` comes back when it is chosen."""

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

    `source` is its id at the channel that brought it, `channel`; `link` an address where anybody
    who has it can fetch the file, or empty.
    """

    kind: str
    channel: str
    source: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that a channel with pictures shows as bars beside the text, which says the last group's too.

    Each group has a label and one figure for each of the `series`.
    """

    title: Text
    series: tuple[Text, ...]
    groups: tuple[tuple[Text, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that a channel with files shows beside the text; one without leaves it out.

    `text` is what it is made of when it is sent: a calendar (text/calendar) as it stands here; a PDF
    (application/pdf) is drawn of `title` and these lines.
    """

    name: str
    media_type: str
    title: Text
    text: Arg


@dataclass(frozen=True, slots=True)
class Screen:
    """One message to one person: a text, perhaps a question's options, perhaps quoted words.

    `options` are numbered from 1 in their order by channels that number; `skippable` adds 0.
    `max_segments` is how long the message may be by SMS: the quote is shortened to fit, the rest
    never is. `None` means in full.

    What only a channel with buttons shows: `suggestions` (answers that could be typed as well),
    `actions`, a `hint` behind the text, `contact` (the label of a button that shares one's number).
    `asked` names the open question that the answers are for ("p12:5": party and turn).
    """

    text: Text
    options: tuple[Option, ...] = ()
    skippable: bool = False
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

    `body` holds `QUOTE` where `quote` belongs; `options` and `suggestions` are (value, label)
    pairs, `actions` (what is said, label) pairs; `skip` is the label for leaving the question out,
    or empty, and so are `hint` and `contact`.
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

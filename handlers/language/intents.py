"""What a text can be read as, and what the reading depends on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.language.kinds import NOTHING_ASKED, Kind
from sek_core.triage.last_said import Last
from sek_core.understanding.reader import Reading
from sek_core.work.conversations import Question


@dataclass(frozen=True, slots=True)
class Command:
    """A verb, perhaps with its reference, and the words behind it as the sender typed them."""

    verb: str
    ref: str | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """One of the options of the open question; `rest` are words behind a yes or a no."""

    value: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """The sender leaves the open question out."""


@dataclass(frozen=True, slots=True)
class Say:
    """Free words to an open question that takes them."""

    words: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Either:
    """Free words to an open question that may be a report instead; the sender is asked which."""

    words: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Rsvp:
    """Yes, no or maybe to an invitation, and the words beside it. `ref` is None where the words name no
    meeting. `version` is that of the invitation whose button was pressed. `digit`: a digit answers the last
    question.
    """

    answer: str
    ref: str | None = None
    note: str = ""
    version: int | None = None
    digit: bool = False


@dataclass(frozen=True, slots=True)
class LateDigit:
    """A digit that no open question waits for, but perhaps an invitation did."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report. `reading.hazard` is None where only a report word marks it as one."""

    reading: Reading
    words: str
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Confirm:
    """A text that may be a report or only talk of one; the sender is asked. `reading.doubts` say why."""

    reading: Reading
    words: str


@dataclass(frozen=True, slots=True)
class AbuseReport:
    """A report of abuse. Its words are never repeated."""

    words: str


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """Words of a reporter for whom nothing has been done yet about an incident."""

    ref: str


@dataclass(frozen=True, slots=True)
class Wonder:
    """A question in words about what the program knows. `what`: the verb of a "how", the role of a "who"."""

    subject: Literal["meetings", "mine", "open", "who", "how"]
    what: str = ""


@dataclass(frozen=True, slots=True)
class Denial:
    """A text that names hazards only to say that there is none."""

    hazards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Courtesy:
    """Thanks and greetings, nothing else."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """An order or an answer that another person gave: it was forwarded, and orders nothing here."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """None of these."""


Action = (
    Command
    | Choose
    | Skip
    | Say
    | Either
    | Rsvp
    | LateDigit
    | Report
    | Confirm
    | AbuseReport
    | StillWaiting
    | Wonder
    | Denial
    | Courtesy
    | Forwarded
    | Unclear
)


Answer = Choose | Skip | Say
"""An answer to an open question."""


@dataclass(frozen=True, slots=True)
class Intent:
    """The single intent of a text. `language` is None where its words do not tell."""

    action: Action
    language: str | None = None


Open = Literal["none", "told", "word", "digit"]
"""How a person may answer an invitation: by a word, or by a digit too. told: the person is not asked, but may
come, and says so in more than one word.
"""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading depends on besides the text. Fields that need a database query are functions."""

    counties: Sequence[str]
    may_report: bool
    opens: Callable[[str], bool] = lambda _name: False
    """Whether the rights of the sender open the command word of this name."""
    question: Question | None = None
    kind: Kind = NOTHING_ASKED
    """That of the open question."""
    exists: Callable[[str], bool] = lambda _ref: False
    invited: Callable[[], "Open"] = lambda: "none"
    names_somebody: Callable[[str], bool] = lambda _words: False
    """Returns True if the words begin with a person to whom the sender may give a task."""
    names_audience: Callable[[str], bool] = lambda _words: False
    """Returns True if the words begin with an audience to which the sender may announce something."""
    asks: Callable[[str], bool] = lambda _words: False
    """Returns True if the words behind ASK begin with a group whom the sender may ask, and a comma."""
    asked_about: Callable[[], "About"] = lambda: About()
    """Returns the incident that the open question is about."""
    waits_for: Callable[[str], "Waits"] = lambda _ref: Waits()
    """Returns which incident of the sender's own is meant: the one of that reference, or the only one."""
    offers: Callable[[str, str], bool] = lambda _ref, _words: False
    """Returns True if words beside this reference offer help for its incident, or answer whether help came;
    reference "": if words behind OFFER name a thing, and it is clear for which incident.
    """
    offers_alone: Callable[[str], bool] = lambda _words: False
    """Returns True if a text without OFFER and without a reference offers help."""
    is_form: Callable[[str, str], bool] = lambda _verb, _words: False
    """Returns True if the words behind the verb of this name are of a form that its dialogue reads."""
    last: Callable[[], Last] = Last
    """Returns what the last message to the sender was about."""


@dataclass(frozen=True, slots=True)
class Waits:
    """An open or taken incident that the sender reported; an empty reference: none, or several."""

    ref: str = ""
    taken: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """The details of an incident on which the reading of an answer depends."""

    hazard: str | None = None
    place: str | None = None


SAME_OR_NEW = {"same": "same", "yes": "same", "new": "new", "no": "new"}
"""What the answers to "Is this the same event?" mean, by the verbs."""

RSVP = ("yes", "no", "maybe")
"""The answers to an invitation, by the verbs, in the order of their digits."""

OFFER = "offer"
"""Words behind CANCEL by which the sender means an offer of theirs, not a report and no open question."""

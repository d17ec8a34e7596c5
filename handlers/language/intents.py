"""Intents of a text, the context that the reading depends on, and the kinds of questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

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
class Protection:
    """A report of abuse. Its words are never repeated."""

    words: str


@dataclass(frozen=True, slots=True)
class Denial:
    """A text that names hazards only to say that there is none."""

    hazards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Courtesy:
    """Thanks and greetings, nothing else."""


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
    | Protection
    | Denial
    | Courtesy
    | Unclear
)


Answer = Choose | Skip | Say
"""An answer to an open question."""


@dataclass(frozen=True, slots=True)
class Intent:
    """The single intent of a text. `language` is None where its words do not tell."""

    action: Action
    language: str | None = None


Open = Literal["none", "word", "digit"]
"""How a person may answer an invitation: by a word, or by a digit too."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading depends on besides the text. Fields that need a database query are functions."""

    counties: Sequence[str]
    may_report: bool
    may_take: bool
    question: Question | None = None
    exists: Callable[[str], bool] = lambda _ref: False
    invited: Callable[[], "Open"] = lambda: "none"
    names_somebody: Callable[[str], bool] = lambda _words: False
    """Returns True if the words begin with a person to whom the sender may give a task."""
    names_audience: Callable[[str], bool] = lambda _words: False
    """Returns True if the words begin with an audience to which the sender may announce something."""
    asked_about: Callable[[], "About"] = lambda: About()
    """Returns the incident that the open question is about."""
    last: Callable[[], Last] = Last
    """Returns what the last message to the sender was about."""


@dataclass(frozen=True, slots=True)
class About:
    """The details of an incident on which the reading of an answer depends."""

    hazard: str | None = None
    place: str | None = None


CONFIRM = "confirm"
"""Kind of the question whether a text is a report."""

CHANGE = "change"
"""Kind of the question whether to change a report."""

SAME = "same"
"""Kind of the question whether a report is of an event that was reported before."""

SAME_OR_NEW = {"same": "same", "yes": "same", "new": "new", "no": "new"}
"""Meaning of its answers, by verb."""

GIVE = "give"
"""Kind of the question to whom to give an incident."""

COVER = "cover"
"""Kind of the question who covers for an absent person."""

CONCERN = "concern"
"""Kind of the question what the concern is."""

INFO = "info"
"""Kind of the question what information the sender has."""

TELL = "tell"
"""Kind of the question whether to send an announcement."""

CONVENE = "convene"
"""Kind of the question whether to convene, move or call off a meeting."""

RSVP = ("yes", "no", "maybe")
"""Answers to an invitation, by verb, in the order of their digits."""

MINUTES = "minutes"
"""Kind of the question for the minutes of a meeting."""

IS_REPORT = "is_report"
"""Kind of the question whether a text that was not understood is a report, to be passed to a coordinator."""

NET = "net"
"""Kind of the question what a coordinator makes of a text that was not understood. It is never stored: it is
open while the message with that text is the last one sent to the coordinator.
"""

PLACE_NAME = "place_name"
"""Kind of the question whether a place that the gazetteer lacks has the name as typed."""

PROTECT = "protect"
"""Kind of the question whether a focal person follows a report of abuse; never stored either."""

OUTCOME = "outcome"
"""Kind of the question what was done."""

EITHER = "either"
"""Kind of the question whether words are a report or the answer to the question before."""

REPORT_OR_ANSWER = ("report", "answer")
"""Options of that question."""

SEND_MINUTES, SEND_OUTCOME, WITHDRAW, DROP = "send_minutes", "send_outcome", "withdraw", "drop_task"
"""Kinds of the questions whether to send minutes, to send an outcome, to withdraw a report, to drop a task.
"""

SURE = frozenset({SEND_MINUTES, SEND_OUTCOME, WITHDRAW, DROP})

READS_BACK = {SEND_MINUTES: MINUTES, SEND_OUTCOME: OUTCOME}
"""Kind of the first question, by the kind that reads its answer back: better words may follow in place of a
yes.
"""

YES_OR_NO = frozenset({CONFIRM, CHANGE, TELL, CONVENE, IS_REPORT, NET, PLACE_NAME, "deaths", *SURE})
"""Kinds of questions that are answered yes or no."""

FREE_QUESTIONS = frozenset(
    {
        "hazard",
        "place",
        "what",
        OUTCOME,
        "note",
        "fix",
        "add",
        "vouch",
        GIVE,
        COVER,
        CONCERN,
        INFO,
        MINUTES,
        NET,
        PLACE_NAME,
        *READS_BACK,
    }
)
"""Kinds of questions that take free words."""

WEIGHED = frozenset({OUTCOME, MINUTES, CONCERN, INFO, "place", PLACE_NAME, "note", "fix", "add", NET})
"""Kinds of questions whose answer may be a report instead, judged by its words."""

NAMING = frozenset({"place", PLACE_NAME, GIVE, COVER})
"""Kinds of questions that take a name: no text that begins with a command word or holds a reference."""

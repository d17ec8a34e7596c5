"""What a text can be read as, what the reading depends on, and the kinds of questions it may answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sek_core.triage.last_said import Last
from sek_core.understanding.reader import Reading
from sek_core.work.conversations import Question


@dataclass(frozen=True, slots=True)
class Command:
    """A verb, perhaps with the reference it is about, and the words behind it as they were typed."""

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
    """The open question is left out."""


@dataclass(frozen=True, slots=True)
class Say:
    """Free words to an open question that takes them."""

    words: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Either:
    """Free words to an open question that may be a report instead: which, is asked."""

    words: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Rsvp:
    """Yes, no or maybe to an invitation, and the words beside it. `ref` is None where they name no meeting,
    `version` that of the question whose button was pressed. `digit`: it answers what was asked last.
    """

    answer: str
    ref: str | None = None
    note: str = ""
    version: int | None = None
    digit: bool = False


@dataclass(frozen=True, slots=True)
class LateDigit:
    """A digit that no question waits for, but perhaps an invitation did."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report. `reading.hazard` is None where only a report word says that it is one."""

    reading: Reading
    words: str
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Confirm:
    """What may be a report, or only talk of one: it is asked about. `reading.doubts` say why."""

    reading: Reading
    words: str


@dataclass(frozen=True, slots=True)
class Protection:
    """A report of abuse: its words are repeated to nobody."""

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
"""What answers an open question."""


@dataclass(frozen=True, slots=True)
class Intent:
    """The one thing that a text is read as. `language` is None where its words do not tell."""

    action: Action
    language: str | None = None


Open = Literal["none", "word", "digit"]
"""How an invitation that a person has got may be answered: by a word, or by a digit too."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading depends on besides the text. What costs a look into the database is a function."""

    counties: Sequence[str]
    may_report: bool
    opens: Callable[[str], bool] = lambda _name: False
    """Whether the rights of the sender open the command word of this name."""
    question: Question | None = None
    exists: Callable[[str], bool] = lambda _ref: False
    invited: Callable[[], "Open"] = lambda: "none"
    names_somebody: Callable[[str], bool] = lambda _words: False
    """Whether words begin with somebody to whom the sender may give a task."""
    names_audience: Callable[[str], bool] = lambda _words: False
    """Whether words begin with those to whom the sender may announce something."""
    asked_about: Callable[[], "About"] = lambda: About()
    """The incident that the open question is about."""
    last: Callable[[], Last] = Last
    """What was said to the sender last."""


@dataclass(frozen=True, slots=True)
class About:
    """An incident, as far as the reading of an answer depends on it."""

    hazard: str | None = None
    place: str | None = None


CONFIRM = "confirm"
"""The kind of the question whether a text is a report."""

CHANGE = "change"
"""The kind of the question whether a report is to be changed."""

SAME = "same"
"""The kind of the question whether a report is of an event that somebody has reported before."""

SAME_OR_NEW = {"same": "same", "yes": "same", "new": "new", "no": "new"}
"""What its answers mean, by the verbs."""

GIVE = "give"
"""The kind of the question to whom an incident is given."""

COVER = "cover"
"""The kind of the question who covers for somebody who is away."""

CONCERN = "concern"
"""The kind of the question what the concern is."""

INFO = "info"
"""The kind of the question what there is to tell."""

TELL = "tell"
"""The kind of the question whether an announcement is to be sent."""

CONVENE = "convene"
"""The kind of the question whether a meeting is to be convened, moved, called off."""

RSVP = ("yes", "no", "maybe")
"""The answers to an invitation, by the verbs, in the order of their digits."""

MINUTES = "minutes"
"""The kind of the question for the minutes of a meeting."""

IS_REPORT = "is_report"
"""The kind of the question whether what was not understood is a report, to be passed to a coordinator."""

NET = "net"
"""The kind of the question what a coordinator makes of words that were not understood. It is never stored:
it is open while the message with these words is the last thing that was said to them."""

PLACE_NAME = "place_name"
"""The kind of the question whether a place that the gazetteer lacks is called as it was typed."""

PROTECT = "protect"
"""The kind of the question whether a focal person follows a report of abuse; never stored either."""

OUTCOME = "outcome"
"""The kind of the question what was done."""

EITHER = "either"
"""The kind of the question whether words are a report or the answer to the question before."""

REPORT_OR_ANSWER = ("report", "answer")
"""Its options."""

SEND_MINUTES, SEND_OUTCOME, WITHDRAW, DROP = "send_minutes", "send_outcome", "withdraw", "drop_task"
"""The kinds of the questions whether others are to be told what they act on, or what was done."""

SURE = frozenset({SEND_MINUTES, SEND_OUTCOME, WITHDRAW, DROP})

READS_BACK = {SEND_MINUTES: MINUTES, SEND_OUTCOME: OUTCOME}
"""What was asked for, where words are read back: better ones may follow in the place of a yes."""

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
"""Kinds of questions that take words of one's own."""

WEIGHED = frozenset({OUTCOME, MINUTES, CONCERN, INFO, "place", PLACE_NAME, "note", "fix", "add", NET})
"""Those whose answer may be a report instead, for its words."""

NAMING = frozenset({"place", PLACE_NAME, GIVE, COVER})
"""Those that take a name: nothing that begins with a command word, or holds a reference."""

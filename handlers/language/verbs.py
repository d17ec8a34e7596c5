"""The command words, each once. HELP and the table of docs/conversations.md are made from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from config.rights import DEEDS, Deed, RightFile, who_may

Shape = Literal["whole", "bare", "text", "option"]
"""Shape of a text that begins with the word. whole: the word alone. bare: perhaps with a reference. text:
takes words behind it. option: an answer to a question, never a command by itself.
"""

GivesWay = Literal[
    "never",
    "to_hazard",
    "to_report",
    "to_report_unless_allowed",
    "to_warning",
    "unless_named",
    "to_sudden",
    "to_end",
]
"""What a command word without a reference gives way to: see `Grammar._gives_way`."""

Means = Literal["", "report", "help", "skip"]

MeantFor = Literal["", "audience", "a_person", "minutes"]


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that a sender can ask for, and its words in both languages.

    `does` and `may` say in the docs what it does and who may use it; `{rights}` in `may` stands for those who
    have the right. HELP tells of it, if it is `listed`
    there at all (its place in that list), those whose rights open it; `own_report`: of a report of one's
    own, so not those who may take alerts. `reference`: it is about something such as S127.

    The other fields say how to read a text that begins with the verb (`handlers.language.grammar`):
    - `yields`: it gives way to a rest that affirms a sudden hazard or deaths, or is a whole report.
    - `gives_way`: what else it gives way to, where there is no reference.
    - `means`: the whole text is a report, a request for help, or a skip.
    - `meant_for`: for whom words of distress behind it are.
    - `labels`: it says what the text is, so that only a shock in the text makes it a report all the same.
    - `answers`: words of distress beside it are no note.
    - `ends_asking`: it is read before minutes that were asked for, however long.
    - `tells_who_came`: it tells who came to a meeting.
    - `if_allowed`: it is a command only of senders whose rights open it.
    - `whatever_follows`: it is a command with any words; its dialogue says what is missing.
    - `tells_outcome`: it answers "What was done?".
    - `in_names`: a place name may begin with it.
    - `only_to_many`: it counts only before a group whom the sender may ask and a comma; else the text is
      read without it.
    - `of_an_alert`: without a reference it is a command only beside a thing, of a sender whom one alert
      reached; with one, not beside words of distress.
    - `exact`: it is a command only in a form that its dialogue reads, and beside no report; with `labels`
      beside no call for help, no abuse and no deaths. Else the text is read as if it were no command word.
    """

    name: str
    en: tuple[str, ...]
    sw: tuple[str, ...]
    shape: Shape
    does: str
    may: str
    reference: bool = False
    yields: bool = False
    gives_way: GivesWay = "never"
    means: Means = ""
    meant_for: MeantFor = ""
    labels: bool = False
    answers: bool = False
    ends_asking: bool = False
    tells_who_came: bool = False
    if_allowed: bool = False
    whatever_follows: bool = False
    tells_outcome: bool = False
    in_names: bool = False
    of_an_alert: bool = False
    exact: bool = False
    only_to_many: bool = False
    own_report: bool = False
    listed: int | None = None

    @property
    def deed(self) -> Deed | None:
        """The deed whose right opens it; None where it is for all people on the roster."""
        return DEEDS.get(self.name)

    def words(self, language: str) -> tuple[str, ...]:
        """Return its words in a language; for a language without any, the English ones."""
        return self.sw if language == "sw" else self.en


ANSWERS: tuple[Verb, ...] = (
    Verb(
        "report",
        ("REPORT", "SHOCK", "STRESS", "ALERT"),
        ("RIPOTI", "TAARIFA"),
        "text",
        "a report; the bare word starts the questions",
        "{rights}",
        means="report",
        ends_asking=True,
    ),
    Verb(
        "skip",
        ("SKIP",),
        ("RUKA",),
        "option",
        "leaves a question out, as 0 does",
        "the person asked",
        means="skip",
    ),
    Verb(
        "yes",
        ("YES",),
        ("NDIO", "NDIYO"),
        "option",
        '"Is this a report?", "Change S127?"; words behind it are taken along',
        "the person asked",
        reference=True,
        answers=True,
    ),
    Verb(
        "same",
        ("SAME",),
        ("ILEILE",),
        "option",
        '"Is this S131?": it is, also with YES',
        "the person asked",
        in_names=True,
    ),
    Verb(
        "new",
        ("NEW",),
        ("MPYA",),
        "option",
        "the same: it is another one, also with NO",
        "the person asked",
        in_names=True,
    ),
    Verb(
        "maybe",
        ("MAYBE",),
        ("LABDA",),
        "option",
        "I may come to a meeting; YES and NO say so too, or 1, 2, 3; words beside it are kept as a note",
        "invitees",
        reference=True,
        answers=True,
    ),
)
"""Verbs that no dialogue handles: they answer a question, or begin a report."""

NO_LANGUAGE = frozenset({"ok", "lang", "menu"})
"""Words that people write in every language, so that they say nothing about the text's."""

OTHER_LANGUAGE = {"en": "SW", "sw": "EN"}


def example(verb: Verb, language: str) -> str:
    """Return a verb as a sender would type it: `NOTE S1 ...`, `STATUS S1`, `LANG SW`."""
    word = verb.words(language)[0]
    if verb.name == "language":
        return f"{word} {OTHER_LANGUAGE.get(language, 'SW')}"
    if not verb.reference:
        return word
    return f"{word} S1 ..." if verb.shape == "text" else f"{word} S1"


def examples(verbs: Iterable[Verb], language: str) -> str:
    """What HELP lists of these."""
    listed = [verb for verb in verbs if verb.listed is not None]
    shown = sorted(listed, key=lambda verb: verb.listed or 0)
    return ", ".join(example(verb, language) for verb in shown)


def table(verbs: Iterable[Verb], rights: RightFile) -> str:
    """Return the table of docs/conversations.md. `{rights}` in `may` stands for what rights.yaml says."""
    rows = [
        f"| {', '.join(verb.en)} | {', '.join(verb.sw)} | {verb.does} | {_may(verb, rights)} |\n"
        for verb in verbs
    ]
    return "".join(["| English | Swahili | does | who may |\n", "|---|---|---|---|\n", *rows])


def _may(verb: Verb, rights: RightFile) -> str:
    return verb.may.replace("{rights}", who_may(rights, verb.deed)) if verb.deed else verb.may

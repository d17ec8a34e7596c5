"""The model of rights.yaml: which roles may use which word, in which counties, and how others are refused.

Help, refusals and `sek check` read this table; `sek_core.roster.rights` answers by it. Rights of the
reporter, the holder and the recipients of an item are not here, but beside its noun in the core.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from string import Formatter
from typing import Literal

from pydantic import Field

from config.catalogues import Catalogue
from config.names import ARGUMENTS
from config.terms import ROLES, Role, StrictModel


class Deed(StrEnum):
    """Deed that needs a right: a command word, by its first English form, or one of two without a word.

    A member has the name of the word's `Verb`. All people on the roster may use the words that are not here.
    """

    REPORT = "REPORT"
    FIX = "FIX"
    ADD = "ADD"
    CANCEL = "CANCEL"
    REOPEN = "REOPEN"
    FILE = "FILE"
    CONCERN = "CONCERN"
    INFO = "INFO"
    OFFER = "OFFER"
    TAKE = "OK"
    RELEASE = "RELEASE"
    CLOSE = "CLOSE"
    GIVE = "GIVE"
    ESCALATE = "ESCALATE"
    TELL = "TELL"
    TASK = "TASK"
    MEETING = "MEETING"
    MOVE = "MOVE"
    CALL_OFF = "CALL OFF"
    INVITE = "INVITE"
    NUDGE = "NUDGE"
    PRESENT = "PRESENT"
    ABSENT = "ABSENT"
    MINUTES = "MINUTES"
    TRIAGE = "TRIAGE"
    VOUCH = "VOUCH"
    BLOCK = "BLOCK"
    UNBLOCK = "UNBLOCK"
    ASSIGN = "ASSIGN"
    GROUP = "GROUP"


DEEDS: Mapping[str, Deed] = {name.lower(): deed for name, deed in Deed.__members__.items()}
"""The deed of each verb that needs a right, by the verb's name."""


SILENT = "silent"

_CONVENING = frozenset({Deed.MEETING, Deed.MOVE, Deed.CALL_OFF, Deed.INVITE})

_ATTENDANCE = frozenset({Deed.NUDGE, Deed.PRESENT, Deed.ABSENT})

_TRIAGE = frozenset({Deed.TRIAGE, Deed.VOUCH, Deed.BLOCK, Deed.UNBLOCK, Deed.ASSIGN})

_NEVER_REFUSED = frozenset({Deed.FIX, Deed.ADD, Deed.CANCEL, Deed.REOPEN, Deed.RELEASE})
"""Deeds of the reporter or holder, in any role: the table only decides which roles see them in HELP."""

_KEPT = frozenset({Deed.REPORT, Deed.CONCERN, Deed.INFO, Deed.TELL, Deed.TASK, Deed.MINUTES, *_CONVENING})
"""Deeds whose words are kept for the coordinators if they are refused: only these may be refused in silence.
A deed about a meeting of another county always gets an answer."""

_OF_A_MEETING = frozenset({"ref", "title", "when", "venue", "moved"})
"""Arguments of a text that is about a meeting."""


class Right(StrictModel):
    """One row: holders of `roles` may use `words`, in the counties of their role or in all.

    `refused`: the text that other senders get, or "silent". `elsewhere`: the text for senders who have the
    right only in another county; empty: the same. `adds`: the roles in which VOUCH may put a new person on
    the roster; None: all.
    """

    roles: tuple[Role, ...]
    counties: Literal["own", "all"] = "own"
    words: tuple[Deed, ...] = Field(min_length=1)
    refused: str
    elsewhere: str = ""
    adds: tuple[Role, ...] | None = None


class RightFile(StrictModel):
    """The model of rights.yaml."""

    rights: dict[str, Right]

    @cached_property
    def by_deed(self) -> Mapping[Deed, Sequence[Right]]:
        """The rows that open each deed: any of them is enough."""
        rows = self.rights.values()
        return {deed: tuple(right for right in rows if deed in right.words) for deed in Deed}

    def refusal(self, deed: Deed, elsewhere: bool = False) -> str:
        """Return the key of the text by which a deed is refused, or "silent"."""
        right = self.by_deed[deed][0]
        return (elsewhere and right.elsewhere) or right.refused

    def unknown(self, texts: Mapping[str, Catalogue]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield each fault with its place: missing deeds, contradictions, and unknown texts."""
        opened = {deed for right in self.rights.values() for deed in right.words}
        if missing := [deed.value for deed in Deed if deed not in opened]:
            yield ("rights",), f"no right opens {', '.join(missing)}"
        for name, right in self.rights.items():
            where = ("rights", name)
            if right.adds is not None and Deed.VOUCH not in right.words:
                yield (*where, "adds"), "only VOUCH puts a new person on the roster"
            for deed in right.words:
                if _refusals(self.by_deed[deed][0]) != _refusals(right):
                    yield (*where, "refused"), f"{deed} is refused in another way by another right"
            for message in _wrong(right.refused, right, False, texts):
                yield (*where, "refused"), message
            if right.elsewhere:
                for message in _wrong(right.elsewhere, right, True, texts):
                    yield (*where, "elsewhere"), message


def _refusals(right: Right) -> tuple[str, str]:
    return right.refused, right.elsewhere


def _wrong(key: str, right: Right, elsewhere: bool, texts: Mapping[str, Catalogue]) -> Iterator[str]:
    """Yield the reasons why the words of a right cannot be refused by that text."""
    if key == SILENT:
        silent = frozenset() if elsewhere else _KEPT if right.elsewhere else _KEPT - _CONVENING
        if answered := [deed.value for deed in right.words if deed not in silent | _NEVER_REFUSED]:
            yield f"{', '.join(answered)} cannot be refused in silence: name a text"
    elif not any(key in catalogue.forms for catalogue in texts.values()):
        yield f"{key!r} is no text of texts/*.po"
    else:
        forms = (form for each in texts.values() for form in each.forms.get(key, ()))
        named = {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
        given = frozenset.intersection(*(_given(deed, elsewhere) for deed in right.words))
        if unknown := named - given - ARGUMENTS:
            yield f"{key!r} names {', '.join(sorted(unknown))}, which is not known here"


def _given(deed: Deed, elsewhere: bool) -> frozenset[str]:
    """Return the arguments that a refusal of this deed may name."""
    given: frozenset[str] = frozenset()
    if deed not in (Deed.FILE, Deed.GROUP) and (elsewhere or deed not in _TRIAGE):
        given |= {"ref"}
    of_a_meeting = deed in _ATTENDANCE or (elsewhere and deed in _CONVENING)
    return given | _OF_A_MEETING if of_a_meeting else given


FEW = 3
"""Maximum number of roles without a right that the table names instead of the roles with it."""


def rows(file: RightFile) -> list[tuple[str, str, str, str]]:
    """Return the table for people to read, a row for each right: words, roles, counties, refusals."""
    return [
        (
            ", ".join(right.words),
            _who(right),
            right.counties,
            f"{right.refused}; elsewhere {right.elsewhere}" if right.elsewhere else right.refused,
        )
        for right in file.rights.values()
    ]


def _who(right: Right) -> str:
    others = [role.value for role in ROLES if role not in right.roles]
    held = f"all but {', '.join(others)}" if others else "all"
    if len(others) > FEW:
        held = ", ".join(right.roles) or "none"
    return held if right.adds is None else f"{held}; may add {', '.join(right.adds)}"


def lines(file: RightFile) -> list[str]:
    """Return the table as lines of text, as `sek check` prints it."""
    shown = rows(file)
    width = max((len(words) for words, *_ in shown), default=0)
    return [f"{words:{width}}  {where}  {who}; refused: {refused}" for words, who, where, refused in shown]


def table(file: RightFile) -> str:
    """Return the table of docs/configuration.md."""
    shown = [f"| {words} | {who} | {where} | {refused} |\n" for words, who, where, refused in rows(file)]
    return "".join(["| words | who | counties | the others get |\n", "|---|---|---|---|\n", *shown])

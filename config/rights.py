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
    """Deed that needs a right: a command word, by its first English form, or one of three without a word.

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
    UPDATE = "UPDATE"
    BRIEF = "BRIEF"
    NOMINATE = "NOMINATE"
    APPOINT = "APPOINT"
    SEAT = "SEAT"
    TASK = "TASK"
    MEETING = "MEETING"
    MOVE = "MOVE"
    CALL_OFF = "CALL OFF"
    INVITE = "INVITE"
    GUEST = "GUEST"
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
    DUTY = "DUTY"


DEEDS: Mapping[str, Deed] = {name.lower(): deed for name, deed in Deed.__members__.items()}
"""The deed of each verb that needs a right, by the verb's name."""


SILENT = "silent"

_CONVENING = frozenset({Deed.MEETING, Deed.MOVE, Deed.CALL_OFF, Deed.INVITE, Deed.GUEST})

_ATTENDANCE = frozenset({Deed.NUDGE, Deed.PRESENT, Deed.ABSENT})

_TRIAGE = frozenset({Deed.TRIAGE, Deed.VOUCH, Deed.BLOCK, Deed.UNBLOCK, Deed.ASSIGN})

_NEVER_REFUSED = frozenset({Deed.FIX, Deed.ADD, Deed.CANCEL, Deed.REOPEN, Deed.RELEASE})
"""Deeds of the reporter or holder, in any role: the table only decides which roles see them in HELP."""

_KEPT = frozenset({Deed.REPORT, Deed.CONCERN, Deed.INFO, Deed.TELL, Deed.TASK, Deed.MINUTES, *_CONVENING})
"""Deeds whose words are kept for the coordinators if they are refused: only these may be refused in silence.
A deed about a meeting of another county always gets an answer."""

_IF_ASKED = frozenset({Deed.TAKE, Deed.RELEASE, Deed.CLOSE})
"""Deeds of a right that counts only if a person is asked: what a holder does from beginning to end."""

_OF_A_MEETING = frozenset({"ref", "title", "when", "venue", "moved"})
"""Arguments of a text that is about a meeting."""


class Right(StrictModel):
    """One row: holders of `roles` may use `words`, in the counties of their role or in all.

    `groups`: only holders whose role is in one of these groups of the roster; empty: all. `refused`: the text
    that other senders get, or "silent". `elsewhere`: the text for senders who have the right only in another
    county; empty: the same. `adds`: the roles in which VOUCH may put a new person on the roster; None: all.
    `to`: the roles, and perhaps the groups, that TELL may write to; None: all. `if_asked`: it adds to the
    other rights, for incidents whose route lets the role take them; these rights say how other senders are
    refused.
    """

    roles: tuple[Role, ...]
    groups: tuple[str, ...] = ()
    counties: Literal["own", "all"] = "own"
    words: tuple[Deed, ...] = Field(min_length=1)
    refused: str = ""
    elsewhere: str = ""
    adds: tuple[Role, ...] | None = None
    if_asked: bool = False
    to: tuple[Role | Literal["groups"], ...] | None = None


class Guarded(StrEnum):
    """Word that may need a proof of its sender: a command word, or SEAT, confirming a nomination."""

    VOUCH = "VOUCH"
    NOMINATE = "NOMINATE"
    APPOINT = "APPOINT"
    SEAT = "SEAT"
    TELL = "TELL"
    ASK = "ASK"
    TASK = "TASK"
    CANCEL = "CANCEL"
    MOVE = "MOVE"
    CALL_OFF = "CALL OFF"
    INVITE = "INVITE"
    BLOCK = "BLOCK"
    UNBLOCK = "UNBLOCK"


class ByCode(StrictModel):
    """One row of `codes`: by SMS, `words` need a code. `more_than`: only where more people than this are
    told, or act on it; None: always.
    """

    words: tuple[Guarded, ...] = Field(min_length=1)
    more_than: int | None = Field(default=None, ge=0)


CODES: Mapping[str, ByCode] = {
    "role": ByCode(words=(Guarded.VOUCH, Guarded.NOMINATE, Guarded.APPOINT, Guarded.SEAT)),
    "block": ByCode(words=(Guarded.BLOCK,)),
    "many": ByCode(words=(Guarded.TELL, Guarded.ASK, Guarded.TASK), more_than=10),
    "acted_on": ByCode(words=(Guarded.CANCEL, Guarded.CALL_OFF), more_than=0),
}
"""The rows of a file without `codes`: leaving them out must not open these words to forged texts."""


class RightFile(StrictModel):
    """The model of rights.yaml."""

    rights: dict[str, Right]
    codes: dict[str, ByCode] = Field(default=dict(CODES))

    def needs_code(self, word: Guarded, people: int) -> bool:
        """Return True if a word needs a proof where it reaches so many people."""
        rows = [row for row in self.codes.values() if word in row.words]
        return any(row.more_than is None or people > row.more_than for row in rows)

    @cached_property
    def by_deed(self) -> Mapping[Deed, Sequence[Right]]:
        """The rows that open each deed: any of them is enough."""
        rows = self.rights.values()
        return {deed: tuple(right for right in rows if deed in right.words) for deed in Deed}

    def refusal(self, deed: Deed, elsewhere: bool = False) -> str:
        """Return the key of the text by which a deed is refused, or "silent"."""
        right = next(right for right in self.by_deed[deed] if not right.if_asked)
        return (elsewhere and right.elsewhere) or right.refused

    def unknown(self, texts: Mapping[str, Catalogue]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield each fault with its place: missing deeds, contradictions, and unknown texts."""
        opened = {deed for right in self.rights.values() if not right.if_asked for deed in right.words}
        if missing := [deed.value for deed in Deed if deed not in opened]:
            yield ("rights",), f"no right opens {', '.join(missing)}"
        for name, right in self.rights.items():
            where = ("rights", name)
            if right.if_asked:
                yield from _wrong_if_asked(where, right)
                continue
            if not right.refused:
                yield (*where, "refused"), "Field required"
                continue
            if right.adds is not None and Deed.VOUCH not in right.words:
                yield (*where, "adds"), "only VOUCH puts a new person on the roster"
            if right.to is not None and Deed.TELL not in right.words:
                yield (*where, "to"), "only TELL writes to an audience"
            for deed in right.words:
                first = next(each for each in self.by_deed[deed] if not each.if_asked)
                if _refusals(first) != _refusals(right):
                    yield (*where, "refused"), f"{deed} is refused in another way by another right"
            for message in _wrong(right.refused, right, False, texts):
                yield (*where, "refused"), message
            if right.elsewhere:
                for message in _wrong(right.elsewhere, right, True, texts):
                    yield (*where, "elsewhere"), message


def _wrong_if_asked(where: tuple[str, ...], right: Right) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the faults of a right that adds to others."""
    if others := [deed.value for deed in right.words if deed not in _IF_ASKED]:
        yield (*where, "words"), f"if_asked is for OK, RELEASE and CLOSE, not for {', '.join(others)}"
    for name in ("refused", "elsewhere", "adds"):
        if getattr(right, name):
            yield (*where, name), "a right with if_asked has none: the other rights to these words say it"


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
    if deed not in (Deed.FILE, Deed.GROUP, Deed.SEAT) and (elsewhere or deed not in _TRIAGE):
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
            f"{right.counties}, if asked" if right.if_asked else right.counties,
            _refused(right),
        )
        for right in file.rights.values()
    ]


def _refused(right: Right) -> str:
    if right.if_asked:
        return "the same"
    return f"{right.refused}; elsewhere {right.elsewhere}" if right.elsewhere else right.refused


def _who(right: Right) -> str:
    others = [role.value for role in ROLES if role not in right.roles]
    held = f"all but {', '.join(others)}" if others else "all"
    if len(others) > FEW:
        held = ", ".join(right.roles) or "none"
    held += _of_groups(right)
    held = held if right.adds is None else f"{held}; may add {', '.join(right.adds)}"
    return held if right.to is None else f"{held}; may write to {', '.join(right.to)}"


def who_may(file: RightFile, deed: Deed) -> str:
    """Return who may use a word, as docs/conversations.md says it."""
    rights = file.by_deed[deed]
    everybody = {role for right in rights if not right.groups for role in right.roles}
    others = [role for role in ROLES if role not in everybody]
    if all(right.counties == "all" for right in rights) and len(others) <= FEW:
        return f"everyone on the roster but {_listed(others)}" if others else "everyone on the roster"
    reaches = {"own": "in their counties", "all": "in all counties"}
    held = {reach: [r for r in rights if r.counties == reach and r.roles] for reach in reaches}
    return "; ".join(
        f"{', '.join(_listed(r.roles) + _of_groups(r) for r in held[reach])} {where}"
        for reach, where in reaches.items()
        if held[reach]
    )


def _of_groups(right: Right) -> str:
    return f" of the group {', '.join(right.groups)}" if right.groups else ""


def _listed(roles: Sequence[Role]) -> str:
    return ", ".join(_PLURALS.get(role, role.replace("_", " ")) for role in roles)


_PLURALS: Mapping[str, str] = {
    Role.COUNTY_LEAD: "county leads",
    Role.DEPUTY_COUNTY_LEAD: "deputies",
    Role.CLT_LEAD: "CLT leads",
    Role.CLT_MEMBER: "CLT members",
    Role.USAID: "USAID",
    Role.RLA: "RLA",
    Role.COUNTY_POC: "PoCs",
    Role.COUNTY_OFFICIAL: "county officials",
    Role.IP_FOCAL: "IP focal persons",
    Role.SECTOR_REP: "sector representatives",
    Role.OBSERVER: "observers",
}


def lines(file: RightFile) -> list[str]:
    """Return the table as lines of text, as `sek check` prints it."""
    shown = rows(file)
    width = max((len(words) for words, *_ in shown), default=0)
    return [f"{words:{width}}  {where}  {who}; refused: {refused}" for words, who, where, refused in shown]


def table(file: RightFile) -> str:
    """Return the table of docs/configuration.md."""
    shown = [f"| {words} | {who} | {where} | {refused} |\n" for words, who, where, refused in rows(file)]
    return "".join(["| words | who | counties | the others get |\n", "|---|---|---|---|\n", *shown])

"""Decisions of meetings: lines of minutes that say what was agreed, or what is to be done."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Meeting
from sek_core.store.questions import Decision
from sek_core.understanding.tokens import forms_of
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

MOST = 9
"""Maximum number of lines that are offered: each has one digit."""

FEWEST = 3
"""Minimum number of words of such a line."""

LONGEST = 300

SHOWN = 8

AGREED = frozenset({
    "agreed", "decided", "resolved", "decision", "resolution", "action",
    "decisions", "resolutions", "actions",
    "imeamuliwa", "iliamuliwa", "tumeamua", "tuliamua", "imekubaliwa", "ilikubaliwa", "tumekubaliana",
    "tulikubaliana", "walikubaliana", "uamuzi", "azimio", "tuliazimia", "maamuzi", "maazimio",
})  # fmt: skip
"""First words of a decision."""

VERBS = frozenset({
    "arrange", "assess", "assign", "begin", "bring", "build", "buy", "call", "check", "clean", "collect",
    "compile", "complete", "conduct", "confirm", "contact", "convene", "create", "deliver", "distribute",
    "draft", "drill", "ensure", "finalise", "finalize", "finish", "follow", "fund", "give", "hire", "hold",
    "identify", "include", "inform", "install", "invite", "link", "map", "mobilise", "mobilize", "monitor",
    "organise", "organize", "plan", "prepare", "procure", "provide", "recruit", "rehabilitate", "repair",
    "replace", "request", "review", "send", "share", "start", "submit", "supply", "support", "survey",
    "train", "update", "vaccinate", "verify", "visit", "write",
    "andaa", "kuandaa", "fuatilia", "kufuatilia", "gawa", "kugawa", "jenga", "kujenga", "kagua", "kukagua",
    "karabati", "kukarabati", "leta", "kuleta", "nunua", "kununua", "panga", "kupanga", "peleka", "kupeleka",
    "safisha", "kusafisha", "tembelea", "kutembelea", "tengeneza", "kutengeneza", "toa", "kutoa", "tuma",
    "kutuma", "wasilisha", "kuwasilisha",
})  # fmt: skip
"""First words of a line that says what is to be done."""

_LINES = re.compile(r"[\n;]+|(?<=[.!?])\s+")
_BULLET = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-\u2013\u2014*\u2022])\s*")
_LABEL = re.compile(r"^(?:it was |we )?\w+\s*(?::|-|\bthat\b|\bkwamba\b|\bto\b)?\s*", re.IGNORECASE)


_HEADED = re.compile(
    r"^(\w+)(?: (?:points?|items?|no\.?|wa|ya|la))?(?: ?\d{1,2})? ?[:\u2013\u2014-]\s+", re.IGNORECASE
)
"""The label in front of a decision: "Decision 2:", "Action point:", "Uamuzi wa 1:"."""


def lines_of(text: str) -> list[str]:
    """Return the lines of minutes that are a decision or say what is to be done."""
    lines = (" ".join(_BULLET.sub("", line).split()).strip(" .") for line in _LINES.split(text))
    return [_headless(line)[:LONGEST] for line in lines if _is_one(line)][:MOST]


def _headless(line: str) -> str:
    """Return a line without "Decision:" in front; other lines are unchanged."""
    head = _HEADED.match(line)
    if head is None or head[1].lower() not in AGREED:
        return line
    said = line[head.end() :]
    return said[:1].upper() + said[1:]


def _is_one(line: str) -> bool:
    if any(map(str.isalpha, _headless(line))) and _headless(line) != line:
        return True
    forms = [form for form in forms_of(line) if form not in ("it", "was", "we")]
    return len(forms) >= FEWEST and (forms[0] in AGREED or forms[0] in VERBS)


def without_label(line: str) -> str:
    """Return a line without "Agreed that", as a task has it."""
    forms = [form for form in forms_of(line) if form not in ("it", "was", "we")]
    return _LABEL.sub("", line, count=1) if forms and forms[0] in AGREED else line


def keep(work: UnitOfWork, meeting: Meeting, person: Person, lines: Sequence[str], address: str) -> None:
    """Keep lines of the minutes as decisions of the meeting, each once."""
    work.flush()
    known = set(work.session.scalars(select(Decision.text).where(Decision.meeting_ref == meeting.ref)))
    for line in dict.fromkeys(lines):
        if line in known:
            continue
        row = {"meeting_ref": meeting.ref, "county": meeting.county, "person_id": person.id}
        work.rows.add(Decision, row | {"text": line, "created_at": work.now})
        work.audit_log.add(meeting.ref, Event.DECIDED, person.id, address, line)


def of_meeting(work: UnitOfWork, ref: str) -> list[Decision]:
    """Return the decisions of a meeting, in the order of the minutes."""
    work.flush()
    query = select(Decision).where(Decision.meeting_ref == ref).order_by(Decision.id)
    return list(work.session.scalars(query))


def of_county(work: UnitOfWork, county: str) -> list[Decision]:
    """Return the newest decisions of a county's meetings, newest first."""
    work.flush()
    query = select(Decision).where(Decision.county == county).order_by(Decision.id.desc()).limit(SHOWN)
    return list(work.session.scalars(query))

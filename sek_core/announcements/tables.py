"""The table of a question that was asked of many: how many answered what, and who is silent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from sek_core.announcements.inquiries import choice_of
from sek_core.messages.screens import QUOTE, Arg, Joined, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.questions import Inquiry, InquiryAnswer
from sek_core.store.states import InquiryStatus
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

SEGMENTS = 3
"""Maximum length of a table in SMS; MORE Q3 shows all of it."""

MOST_LINES = 12
"""Maximum number of answers in a short table."""

EXCERPT = 60

NAMED = 6
"""Maximum number of silent people who are named in a short table."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All people asked, those who have answered first."""

    rows: tuple[InquiryAnswer, ...]

    @property
    def answered(self) -> list[InquiryAnswer]:
        """The rows with an answer, the oldest answer first."""
        given = [row for row in self.rows if row.answered_at is not None]
        return sorted(given, key=lambda row: (row.answered_at, row.person_id))

    @property
    def silent(self) -> list[InquiryAnswer]:
        """The rows without an answer."""
        return [row for row in self.rows if row.answered_at is None]


def answers(work: UnitOfWork, ref: str) -> Answers:
    """Return the rows of all people who were asked."""
    work.flush()
    query = select(InquiryAnswer).where(InquiryAnswer.inquiry_ref == ref).order_by(InquiryAnswer.person_id)
    return Answers(tuple(work.session.scalars(query.execution_options(populate_existing=True))))


def table(
    work: UnitOfWork, inquiry: Inquiry, reader: Person, *, whole: bool = False, head: str = ""
) -> Screen:
    """Return the table for the asker, cut to `SEGMENTS` unless it is to be `whole`. `head`: the key of its
    first line.
    """
    found = answers(work, inquiry.ref)
    given = found.answered
    lines: list[Arg] = [_line(work, inquiry, row, whole=whole) for row in given]
    most = len(lines) if whole else min(len(lines), MOST_LINES)
    for shown in range(most, -1, -1):
        rest = len(lines) - shown
        screen = _screen(work, inquiry, found, lines[:shown], rest, head, whole=whole)
        if whole or shown == 0 or work.outbox.sms_segments(screen, reader) <= SEGMENTS:
            return screen
    raise AssertionError("a table has at least its first line")


def _screen(
    work: UnitOfWork,
    inquiry: Inquiry,
    found: Answers,
    lines: Sequence[Arg],
    rest: int,
    head: str,
    *,
    whole: bool,
) -> Screen:
    silent = found.silent
    parts: list[Arg] = [
        Text(head or head_of(inquiry), head_args(work, inquiry, found)),
        _counted(inquiry, found),
    ]
    parts += lines
    if rest:
        parts.append(Text("inquiry.rest", {"ref": inquiry.ref}, n=rest))
    if silent and (whole or len(silent) <= NAMED):
        names = Joined(tuple(phrases.name_of(work.people.get(row.person_id)) for row in silent))
        parts.append(Text("inquiry.silent", {"names": names}))
    elif silent:
        parts.append(Text("inquiry.silent_many", {"ref": inquiry.ref}, n=len(silent)))
    return Screen(Text("list", {"lines": Joined(tuple(parts), "\n")}), max_segments=None)


def head_of(inquiry: Inquiry) -> str:
    """Return the key of the first line, by the state of the question."""
    return "inquiry.table.open" if inquiry.status == InquiryStatus.OPEN else "inquiry.table.over"


def head_args(work: UnitOfWork, inquiry: Inquiry, found: Answers) -> dict[str, Arg]:
    """Return the arguments of the first line."""
    return {
        "ref": inquiry.ref,
        "question": excerpt(inquiry.text),
        "number": len(found.answered),
        "whole": len(found.rows),
        "day": phrases.day_and_hour(work, inquiry.ends_at),
        "who": phrases.named(work.people.get(inquiry.asker_id)),
    }


def _counted(inquiry: Inquiry, found: Answers) -> Arg:
    """Return "yes 3, no 1", or nothing where there are no choices."""
    if not inquiry.choices:
        return phrases.EMPTY
    given = Counter(choice_of(row.answer, inquiry.choices) for row in found.answered)
    counted = [f"{choice} {given[choice]}" for choice in inquiry.choices]
    other = [Text("inquiry.other", n=given[None])] if given[None] else []
    return Joined((*counted, *other))


def _line(work: UnitOfWork, inquiry: Inquiry, row: InquiryAnswer, *, whole: bool) -> Text:
    words = " ".join(row.answer.replace(QUOTE, "").split())
    late = inquiry.ended_at is not None and row.answered_at is not None and row.answered_at > inquiry.ended_at
    args: dict[str, Arg] = {
        "who": phrases.named(work.people.get(row.person_id)),
        "words": words if whole else excerpt(words),
    }
    return Text("inquiry.line_late" if late else "inquiry.line", args)


def excerpt(words: str) -> str:
    """Return the first words of a text."""
    words = " ".join(words.replace(QUOTE, "").split())
    return words if len(words) <= EXCERPT else words[: EXCERPT - 3].rsplit(" ", 1)[0] + "..."

"""Questions asked of many: Q3 goes to each person once, and takes one answer from each, the newest.

open -> ended | cancelled. A reply changes the row of its person alone, so that hundreds in a minute do not
wait for one another; it reads the question under a shared lock, so that it comes either before the end or
after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from sqlalchemy import bindparam, select, update

from sek_core.announcements import announcing
from sek_core.announcements.announcing import PlannedAnnouncement
from sek_core.announcements.asking_text import Asked
from sek_core.messages.screens import Arg, Option, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.base import is_just
from sek_core.store.questions import Inquiry, InquiryAnswer
from sek_core.store.statements import changed_one, table_of
from sek_core.store.states import InquiryStatus
from sek_core.timing.quiet_hours import first_not_quiet
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

TOLD_AT = (time(11), time(16))
"""Hours at which an asker hears how many have answered: at most twice a day."""

OPEN_AFTER_END = timedelta(days=14)
"""Time after the end during which words for a question are still taken, as late ones."""

LATE_WAIT = timedelta(minutes=5)
"""Time for which late answers wait for others, so that the asker gets them together."""

Result = Literal["noted", "changed", "late", "not_asked", "over"]


@dataclass(frozen=True, slots=True)
class Told:
    """A question that a person was asked: when, and whether they have answered."""

    ref: str
    asked_at: datetime
    answered: bool
    choices: tuple[str, ...]
    ends_at: datetime


def plan(work: UnitOfWork, asker: Person, asked: Asked) -> PlannedAnnouncement:
    """Return whom a question would go to, each once and without the asker, and what it costs."""
    people = announcing.people_of(work, asker, asked.audience)
    screen = question_screen(work, asker, "Q000", asked.question, asked.choices, asked.ends_at)
    return announcing.costed(work, people, screen)


def ask(work: UnitOfWork, asker: Person, address: str, asked: Asked) -> tuple[Inquiry, PlannedAnnouncement]:
    """Ask each person of the audience once, now."""
    planned = plan(work, asker, asked)
    inquiry = Inquiry(
        ref=work.references.next("Q"),
        asker_id=asker.id,
        audience=asked.head,
        text=asked.question,
        choices=list(asked.choices),
        status=InquiryStatus.OPEN,
        created_at=work.now,
        ends_at=asked.ends_at,
        remind_at=first_not_quiet(work.configuration.mechanism, work.now + (asked.ends_at - work.now) / 2),
        progress_at=next_progress(work, work.now),
    )
    work.session.add(inquiry)
    work.flush()
    ref = inquiry.ref
    busy = work.conversations.busy(work.now)
    plain = question_screen(work, asker, ref, asked.question, asked.choices, asked.ends_at)
    by_ref = question_screen(work, asker, ref, asked.question, asked.choices, asked.ends_at, digits=False)
    for person in planned.people:
        row = {"inquiry_ref": ref, "person_id": person.id, "asked_at": work.now, "answer": ""}
        work.rows.add(InquiryAnswer, row | {"answered_at": None, "pass_at": None})
        work.outbox.tell(person, by_ref if f"p{person.id}" in busy else plain, "announcement", ref)
    detail = f"to {len(planned.people)} ({asked.head}): {asked.question}"
    work.audit_log.add(ref, Event.ASKED_MANY, asker.id, address, detail)
    return inquiry, planned


def question_screen(
    work: UnitOfWork,
    asker: Person,
    ref: str,
    question: str,
    choices: Sequence[str],
    ends_at: datetime,
    *,
    again: bool = False,
    digits: bool = True,
) -> Screen:
    """Return the question for the people asked. `again`: for the silent. `digits`: its numbers alone answer
    it; otherwise another question is open with the person, and the reference stands in front.
    """
    options = tuple(Option(str(n), Text("name", {"name": label})) for n, label in enumerate(choices, 1))
    args: dict[str, Arg] = {
        "ref": ref,
        "who": phrases.named(asker),
        "day": phrases.day_and_hour(work, ends_at),
        "how": _how(ref, choices, digits),
    }
    return Screen(
        Text("inquiry.again" if again else "inquiry.asked", args),
        options if digits else (),
        quote=question,
        max_segments=None,
        asked=f"{ref.lower()}:0" if digits and options else "",
    )


def _how(ref: str, choices: Sequence[str], digits: bool) -> Arg:
    if not choices:
        return Text("inquiry.how.words" if digits else "inquiry.how.words_ref", {"ref": ref})
    if digits:
        return Text("inquiry.how.digits")
    lines = ", ".join(f"{ref} {number} {label}" for number, label in enumerate(choices, 1))
    return Text("inquiry.how.digits_ref", {"lines": lines})


def find(work: UnitOfWork, ref: str) -> Inquiry | None:
    """Return a question by its reference, as it is now, or None."""
    work.flush()
    return work.session.get(Inquiry, ref, populate_existing=True)


def answer_of(work: UnitOfWork, ref: str, person: Person) -> InquiryAnswer | None:
    """Return the row of a person who was asked, or None."""
    work.flush()
    return work.session.get(InquiryAnswer, (ref, person.id), populate_existing=True)


_ANSWERS, _INQUIRIES = table_of(InquiryAnswer), table_of(Inquiry)
_TOLD = (
    select(
        _ANSWERS.c.inquiry_ref,
        _ANSWERS.c.asked_at,
        _ANSWERS.c.answered_at,
        _INQUIRIES.c.choices,
        _INQUIRIES.c.ends_at,
    )
    .join_from(_ANSWERS, _INQUIRIES, _INQUIRIES.c.ref == _ANSWERS.c.inquiry_ref)
    .where(_ANSWERS.c.person_id == bindparam("person"), is_just(_INQUIRIES.c.status, InquiryStatus.OPEN))
    .order_by(_ANSWERS.c.asked_at.desc(), _ANSWERS.c.inquiry_ref.desc())
)
"""Built once: every turn asks this."""


def open_to(work: UnitOfWork, person: Person) -> list[Told]:
    """Return the open questions that a person was asked, the newest first."""
    rows = work.session.connection().execute(_TOLD, {"person": person.id}).all()
    return [
        Told(row.inquiry_ref, row.asked_at, row.answered_at is not None, tuple(row.choices), row.ends_at)
        for row in rows
    ]


def answer(work: UnitOfWork, inquiry: Inquiry, person: Person, words: str, address: str) -> Result:
    """Keep a person's answer in place of an earlier one; after the end, pass it to the asker as late."""
    work.flush()
    locked = select(Inquiry.status).where(Inquiry.ref == inquiry.ref).with_for_update(read=True)
    status = work.session.scalar(locked)
    before = answer_of(work, inquiry.ref, person)
    if before is None:
        return "not_asked"
    had = before.answered_at is not None
    late = status != InquiryStatus.OPEN
    if late and inquiry.ended_at is not None and work.now - inquiry.ended_at > OPEN_AFTER_END:
        return "over"
    mine = update(InquiryAnswer).where(
        InquiryAnswer.inquiry_ref == inquiry.ref, InquiryAnswer.person_id == person.id
    )
    pass_at = work.now + LATE_WAIT if late else None
    changed_one(work.session, mine.values(answer=words, answered_at=work.now, pass_at=pass_at))
    work.audit_log.add(inquiry.ref, Event.ANSWERED, person.id, address, words)
    return "late" if late else "changed" if had else "noted"


def choice_of(words: str, choices: Sequence[str]) -> str | None:
    """Return the choice that words name: its number, or its words; None if they name none."""
    said = " ".join(words.strip(" .!").lower().split())
    for number, choice in enumerate(choices, 1):
        if said in (str(number), choice.lower(), f"{number} {choice.lower()}"):
            return choice
    meaning = next((each for each in _SAME if said in each), frozenset())
    return next((choice for choice in choices if choice.lower() in meaning), None)


_SAME = (frozenset({"yes", "ndio", "ndiyo"}), frozenset({"no", "hapana"}))


def end(work: UnitOfWork, inquiry: Inquiry, how: InquiryStatus, by: Person | None, address: str = "") -> bool:
    """End a question; False if it was over already. Of two who end it, one does."""
    work.flush()
    mine = update(Inquiry).where(Inquiry.ref == inquiry.ref, is_just(Inquiry.status, InquiryStatus.OPEN))
    done = {"status": how, "ended_at": work.now, "remind_at": None, "progress_at": None}
    if not changed_one(work.session, mine.values(**done)):
        return False
    what = Event.QUESTION_ENDED if how == InquiryStatus.ENDED else Event.QUESTION_CANCELLED
    work.audit_log.add(inquiry.ref, what, by.id if by else None, address)
    work.session.refresh(inquiry)
    return True


def is_asker(work: UnitOfWork, inquiry: Inquiry, person: Person) -> bool:
    """Return True for the person who asked, and for their cover."""
    asker = work.people.get(inquiry.asker_id)
    cover = work.people.cover_of(asker)
    return person.id == asker.id or (cover is not None and cover.id == person.id)


def next_progress(work: UnitOfWork, after: datetime) -> datetime:
    """Return the next of the hours at which askers hear how many have answered."""
    zone = work.configuration.mechanism.zone
    here = after.astimezone(zone)
    days = (here.date(), here.date() + timedelta(days=1))
    return next(at for day in days for hour in TOLD_AT if (at := datetime.combine(day, hour, zone)) > after)

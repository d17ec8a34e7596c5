"""The clock's part in questions to many and in replies: it reminds the silent once, tells the asker how many
have answered, ends a question, and passes on what came late. Never in quiet hours.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from sqlalchemy import or_, select, update

from sek_core.announcements import inquiries, replies, tables
from sek_core.announcements.tables import Answers
from sek_core.messages.screens import Arg, Joined, Option, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.base import is_just
from sek_core.store.questions import Inquiry, InquiryAnswer
from sek_core.store.statements import changed_one
from sek_core.store.states import InquiryStatus
from sek_core.timing.quiet_hours import is_quiet
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

TELL_ALL = "tell_result"
"""Kind of the question to the asker: is the result to be told to all who answered?"""

_RETRY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Step:
    """What is due: a step of a question by its reference, or the replies to an announcement by its number."""

    what: Literal["end", "remind", "progress", "late", "replies"]
    ref: str


def due(work: UnitOfWork) -> list[Step]:
    """Return what is due now."""
    if is_quiet(work.configuration.mechanism, work.now):
        return []
    query = select(Inquiry).where(
        is_just(Inquiry.status, InquiryStatus.OPEN),
        or_(Inquiry.ends_at <= work.now, Inquiry.remind_at <= work.now, Inquiry.progress_at <= work.now),
    )
    steps: list[Step] = []
    for each in work.session.scalars(query.order_by(Inquiry.ends_at, Inquiry.ref)):
        if each.ends_at <= work.now:
            steps.append(Step("end", each.ref))
            continue
        if each.remind_at is not None and each.remind_at <= work.now:
            steps.append(Step("remind", each.ref))
        if each.progress_at is not None and each.progress_at <= work.now:
            steps.append(Step("progress", each.ref))
    late = select(InquiryAnswer.inquiry_ref).where(
        InquiryAnswer.pass_at.is_not(None), InquiryAnswer.pass_at <= work.now
    )
    steps += [Step("late", ref) for ref in sorted(set(work.session.scalars(late)))]
    return steps + [Step("replies", str(number)) for number in replies.due(work)]


def act(work: UnitOfWork, step: Step) -> bool:
    """Take one step; False if another process was quicker."""
    if step.what == "replies":
        return replies.pass_on(work, int(step.ref))
    inquiry = inquiries.find(work, step.ref)
    if inquiry is None:
        return False
    if step.what == "late":
        return _pass_late(work, inquiry)
    if step.what == "end":
        return _end(work, inquiry)
    return _remind(work, inquiry) if step.what == "remind" else _progress(work, inquiry)


def postpone(work: UnitOfWork, step: Step) -> None:
    """Put off a step that failed, so that it does not hold up the others."""
    later = work.now + _RETRY
    if step.what in ("end", "remind", "progress"):
        column = {"end": "ends_at", "remind": "remind_at", "progress": "progress_at"}[step.what]
        mine = update(Inquiry).where(Inquiry.ref == step.ref, is_just(Inquiry.status, InquiryStatus.OPEN))
        changed_one(work.session, mine.values(**{column: later}))


def _remind(work: UnitOfWork, inquiry: Inquiry) -> bool:
    """Ask the silent once more."""
    mine = update(Inquiry).where(Inquiry.ref == inquiry.ref, Inquiry.remind_at == inquiry.remind_at)
    if not changed_one(work.session, mine.values(remind_at=None)):
        return False
    asker = work.people.get(inquiry.asker_id)
    busy = work.conversations.busy(work.now)
    screens = [
        inquiries.question_screen(
            work,
            asker,
            inquiry.ref,
            inquiry.text,
            inquiry.choices,
            inquiry.ends_at,
            again=True,
            digits=digits,
        )
        for digits in (False, True)
    ]
    for row in tables.answers(work, inquiry.ref).silent:
        person = work.people.get(row.person_id)
        if work.people.roles(person):
            work.outbox.tell(person, screens[f"p{person.id}" not in busy], "announcement", inquiry.ref)
    return True


def _progress(work: UnitOfWork, inquiry: Inquiry) -> bool:
    """Tell the asker how many have answered, if any answered since the last time."""
    mine = update(Inquiry).where(Inquiry.ref == inquiry.ref, Inquiry.progress_at == inquiry.progress_at)
    since = inquiry.progress_told_at
    found = tables.answers(work, inquiry.ref)
    fresh = [row for row in found.answered if since is None or (row.answered_at and row.answered_at > since)]
    values: dict[str, object] = {"progress_at": inquiries.next_progress(work, work.now)}
    if not changed_one(work.session, mine.values(**values, progress_told_at=work.now if fresh else since)):
        return False
    if fresh:
        _tell_asker(work, inquiry, lambda person: tables.table(work, inquiry, person))
    return True


def _end(work: UnitOfWork, inquiry: Inquiry) -> bool:
    """End a question, and give its asker the whole table. Lock the asker's conversation first, as a turn
    does; ask whether to tell the result if no other question is open with the asker.
    """
    asker = next(iter(work.people.with_cover([work.people.get(inquiry.asker_id)])), None)
    if asker is None or not work.people.roles(asker):
        return inquiries.end(work, inquiry, InquiryStatus.ENDED, None)
    party = f"p{asker.id}"
    work.conversations.load([party])
    if not inquiries.end(work, inquiry, InquiryStatus.ENDED, None):
        return False
    screen = tables.table(work, inquiry, asker)
    if tables.answers(work, inquiry.ref).answered and not work.conversations.is_busy(party, work.now):
        question = question_to_tell(work, inquiry, work.people.language_of(asker))
        screen = with_offer(screen, inquiry, digits=True)
        screen = replace(screen, asked=work.conversations.ask(party, question, work.now))
    else:
        screen = with_offer(screen, inquiry, digits=False)
    work.outbox.tell(asker, screen, "notice", inquiry.ref)
    return True


def question_to_tell(work: UnitOfWork, inquiry: Inquiry, language: str) -> Question:
    """Return the question to the asker whether the result is to be told to all who answered."""
    until = work.now + work.configuration.mechanism.question_open
    return Question(TELL_ALL, inquiry.ref, language, until.isoformat(), ("yes", "no"), yields=True)


def with_offer(screen: Screen, inquiry: Inquiry, *, digits: bool) -> Screen:
    """Return the table with the question whether all who answered are to be told, or with the word for it."""
    said: Arg = screen.text
    if digits:
        offer = Option("yes", Text("inquiry.tell_all"))
        return replace(screen, options=(offer,), skippable=True, skip="answer.no")
    text = Text("with_more", {"said": said, "more": Text("inquiry.tell_by_word", {"ref": inquiry.ref})})
    return replace(screen, text=text)


def tell_result(work: UnitOfWork, inquiry: Inquiry, by: Person, address: str) -> list[Person] | None:
    """Tell all who answered how it ended, once; None if they were told before."""
    work.flush()
    mine = update(Inquiry).where(Inquiry.ref == inquiry.ref, Inquiry.told_at.is_(None))
    if not changed_one(work.session, mine.values(told_at=work.now)):
        return None
    found: Answers = tables.answers(work, inquiry.ref)
    people = work.people.many(row.person_id for row in found.answered)
    people = [person for person in people if work.people.roles(person) and person.id != by.id]
    for person in people:
        screen = tables.table(work, inquiry, person, head="inquiry.table.result")
        work.outbox.tell(person, screen, "announcement", inquiry.ref)
    work.audit_log.add(inquiry.ref, Event.RESULT_TOLD, by.id, address, f"to {len(people)}")
    return people


def _pass_late(work: UnitOfWork, inquiry: Inquiry) -> bool:
    """Pass late answers to the asker, together."""
    mine = update(InquiryAnswer).where(
        InquiryAnswer.inquiry_ref == inquiry.ref, InquiryAnswer.pass_at.is_not(None)
    )
    taken = mine.values(pass_at=None).returning(InquiryAnswer.person_id)
    ids = set(work.session.scalars(taken.execution_options(synchronize_session=False)))
    if not ids:
        return False
    lines: list[Arg] = [
        Text("reply.line", {"who": phrases.named(work.people.get(row.person_id)), "words": row.answer})
        for row in tables.answers(work, inquiry.ref).answered
        if row.person_id in ids
    ]
    args: dict[str, Arg] = {"ref": inquiry.ref, "lines": Joined(tuple(lines), "\n")}
    screen = Screen(Text("inquiry.late_told", args, n=len(lines)), max_segments=None)
    _tell_asker(work, inquiry, lambda _person: screen)
    return True


def _tell_asker(work: UnitOfWork, inquiry: Inquiry, screen_for: Callable[[Person], Screen]) -> None:
    for person in work.people.with_cover([work.people.get(inquiry.asker_id)]):
        if work.people.roles(person):
            work.outbox.tell(person, screen_for(person), "notice", inquiry.ref)

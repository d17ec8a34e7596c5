"""Tasks: duties and action items. T9 has one owner until it is done, handed over, or dropped.

open -> done | dropped. Each change is one conditional update and counts the version up, so that an outdated
reminder is not sent (`sek_core.deliveries.claims`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, select, update

from config.rights import Deed
from sek_core.announcements import inquiries
from sek_core.meetings import register
from sek_core.messages.screens import Screen
from sek_core.reminders import schedule
from sek_core.reminders.schedule import Due
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Meeting, Task
from sek_core.store.questions import TaskGroup
from sek_core.store.statements import changed_one
from sek_core.store.states import MeetingStatus, TaskStatus
from sek_core.tasks import notices
from sek_core.timing.quiet_hours import first_not_quiet
from sek_core.work.events import Event
from sek_core.work.references import number_of
from sek_core.work.unit_of_work import UnitOfWork

LONGEST = 300
"""Maximum length in characters of what is to be done; the audit trail keeps the whole text."""

FURTHEST = timedelta(days=366)
"""Maximum time ahead of a due date; a sender who names a later day has mistyped the year."""

AFTER_MEETING = timedelta(days=7)
"""Time after a meeting within which a task from a convener counts as an action item of it."""

REMINDED_AT = time(9)

STALE = timedelta(days=7)
"""Maximum delay of an overdue reminder; a later one is not sent any more."""

Result = Literal["done", "over", "theirs"]
"""over: it was done, dropped or handed over meanwhile. theirs: the receiver has it already."""


@dataclass(frozen=True, slots=True)
class TaskGiven:
    """A new task. `reached`: the notice to its owner could be sent."""

    task: Task
    reached: bool


def find(work: UnitOfWork, ref: str) -> Task | None:
    """Return a task by its reference, as it is now, or None."""
    work.flush()
    return work.session.get(Task, ref, populate_existing=True)


def open_of(work: UnitOfWork, person: Person) -> list[Task]:
    """Return the open tasks of a person and of those they cover for, the first due first."""
    ids = [person.id, *(other.id for other in work.people.covering_for(person))]
    return _open(work, Task.owner_id.in_(ids))


def given_by(work: UnitOfWork, person: Person) -> list[Task]:
    """Return the open tasks that a person gave to others, the first due first."""
    return _open(work, (Task.assigned_by_id == person.id) & (Task.owner_id != person.id))


def may_finish(work: UnitOfWork, task: Task, person: Person) -> bool:
    """Return True for the owner, the person who gave the task, and their covers."""
    return person.id in {
        other.id for one in (task.owner_id, task.assigned_by_id) for other in _both(work, one)
    }


def may_see(work: UnitOfWork, task: Task, person: Person) -> bool:
    """Return True for those who may finish the task, and the people who give tasks in its county."""
    return may_finish(work, task, person) or work.rights.may(person, Deed.TASK, [task.county])


def may_change(work: UnitOfWork, task: Task, person: Person) -> bool:
    """Return True for the person who gave the task and their cover: they may hand it over, change its due
    date, or drop it.
    """
    return any(person.id == other.id for other in _both(work, task.assigned_by_id))


def is_overdue(work: UnitOfWork, task: Task) -> bool:
    """Return True if the task is open and its due date has passed."""
    return task.status == TaskStatus.OPEN and task.due_on is not None and task.due_on < _today(work)


def county_of(work: UnitOfWork, giver: Person, owner: Person, within: list[str]) -> str:
    """Return the county of a task: the owner's own, or the giver's if there is only one, or empty."""
    held = {role.county for role in work.people.roles(owner)} - {None}
    own = [county for county in within if county in held]
    return own[0] if own else within[0] if len(within) == 1 else ""


def meeting_before(work: UnitOfWork, county: str) -> Meeting | None:
    """Return the last meeting of a county if it was recent, so that tasks given now are its action items."""
    query = (
        select(Meeting)
        .where(
            register.in_counties([county]),
            Meeting.status == MeetingStatus.CALLED,
            Meeting.starts_at <= work.now,
            Meeting.starts_at > work.now - AFTER_MEETING,
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def same_open(work: UnitOfWork, giver: Person, owner: Person, what: str, due_on: date | None) -> Task | None:
    """Return the open task of the same words, owner and day, which the giver gave before: the text came
    twice.
    """
    words = shortened(what).casefold()
    return next(
        (
            each
            for each in _open(work, (Task.assigned_by_id == giver.id) & (Task.owner_id == owner.id))
            if each.text.casefold() == words and each.due_on == due_on
        ),
        None,
    )


def give(
    work: UnitOfWork, giver: Person, owner: Person, what: str, due_on: date | None, county: str,
    ref: str | None, address: str,
) -> TaskGiven:  # fmt: skip
    """Create a task and tell its owner. `ref`: the meeting at which it was agreed on."""
    task = Task(
        ref=work.references.next("T"),
        text=shortened(what),
        owner_id=owner.id,
        assigned_by_id=giver.id,
        county=county,
        meeting_ref=ref,
        due_on=due_on,
        status=TaskStatus.OPEN,
        version=1,
        outcome="",
        created_at=work.now,
    )
    work.session.add(task)
    work.flush()
    by = f" by {due_on:%Y-%m-%d}" if due_on else ""
    work.audit_log.add(task.ref, Event.ASSIGNED, giver.id, address, f"to {owner.name}{by}: {what}")
    _plan(work, task)
    screen = notices.given(work, task, giver)
    return TaskGiven(task, notices.tell(work, task, recipients_or_covers(work, [owner], giver), screen))


def set_day(work: UnitOfWork, task: Task, due_on: date, by: Person, address: str) -> Result:
    """Change the due date and tell the owner."""
    if not _change(work, task, Task.version == task.version, due_on=due_on):
        return "over"
    work.audit_log.add(task.ref, Event.DUE_CHANGED, by.id, address, f"{due_on:%Y-%m-%d}")
    _plan(work, task)
    owner = work.people.get(task.owner_id)
    notices.tell(work, task, recipients_or_covers(work, [owner], by), notices.moved(work, task, by))
    return "done"


def change(work: UnitOfWork, task: Task, what: str, due_on: date | None, by: Person, address: str) -> Result:
    """Change what is to be done, and by when, and tell the owner."""
    if not _change(work, task, Task.version == task.version, text=shortened(what), due_on=due_on):
        return "over"
    work.audit_log.add(task.ref, Event.DUE_CHANGED, by.id, address, what)
    _plan(work, task)
    owner = work.people.get(task.owner_id)
    notices.tell(work, task, recipients_or_covers(work, [owner], by), notices.changed(work, task, by))
    return "done"


def note(
    work: UnitOfWork, task: Task, person: Person, words: str, address: str, notice: Screen | None = None
) -> list[Person]:
    """Record a note; tell the owner and the person who gave the task, in the words of `notice` if it is
    given. Return the people told.
    """
    work.audit_log.add(task.ref, Event.NOTED, person.id, address, words)
    told = recipients_or_covers(work, _on_it(work, task), person)
    notices.tell(work, task, told, notice or notices.noted(work, task, person, words))
    return told


def finish(work: UnitOfWork, task: Task, person: Person, words: str, address: str) -> Result:
    """Mark a task done; of two people who do so at once, the second hears of the first. The owner must be the
    same as when the task was read: a task handed over meanwhile stays open.
    """
    finished = {"status": TaskStatus.DONE, "outcome": words, "done_at": work.now, "done_by_id": person.id}
    if not _change(work, task, Task.owner_id == task.owner_id, **finished):
        return "over"
    schedule.drop(work, task.ref)
    work.audit_log.add(task.ref, Event.DONE, person.id, address, words)
    told = recipients_or_covers(work, _on_it(work, task), person)
    if task.group_ref is not None:  # the giver hears of all of them together
        told = [each for each in told if not may_change(work, task, each)]
        plan_to_tell(work, task.group_ref)
    notices.tell(work, task, told, notices.done(work, task, person))
    return "done"


def reopen(work: UnitOfWork, task: Task, person: Person, address: str) -> Result:
    """Open a task again that the person has just marked done or dropped, and tell the others on it."""
    work.flush()
    mine = update(Task).where(
        Task.ref == task.ref, Task.status == task.status, Task.version == task.version,
        Task.status != TaskStatus.OPEN, Task.done_by_id == person.id,
    )  # fmt: skip
    opened = {"status": TaskStatus.OPEN, "outcome": "", "done_at": None, "done_by_id": None}
    changed = changed_one(work.session, mine.values(version=Task.version + 1, **opened))
    work.session.refresh(task)
    if not changed:
        return "over"
    work.audit_log.add(task.ref, Event.REOPENED, person.id, address)
    _plan(work, task)
    told = recipients_or_covers(work, _on_it(work, task), person)
    notices.tell(work, task, told, notices.reopened(work, task, person))
    return "done"


def take_note_back(work: UnitOfWork, task: Task, person: Person, words: str, address: str) -> list[Person]:
    """Tell those who have a note on a task that its author took it back. Return the people told."""
    work.audit_log.add(task.ref, Event.NOTE_TAKEN_BACK, person.id, address)
    told = recipients_or_covers(work, _on_it(work, task), person)
    notices.tell(work, task, told, notices.note_taken_back(work, task, person, words))
    return told


def plan_to_tell(work: UnitOfWork, group_ref: str) -> None:
    """Let the giver of tasks to many hear how many are done: soon if all of them are, else at the next of the
    hours for it.
    """
    left = select(Task.ref).where(Task.group_ref == group_ref, Task.status == TaskStatus.OPEN).limit(1)
    at = work.now if work.session.scalar(left) is None else inquiries.next_progress(work, work.now)
    mine = update(TaskGroup).where(
        TaskGroup.ref == group_ref, TaskGroup.tell_at.is_(None) | (TaskGroup.tell_at > at)
    )
    changed_one(work.session, mine.values(tell_at=at))


def hand_over(work: UnitOfWork, task: Task, giver: Person, receiver: Person, address: str) -> Result:
    """Hand a task over to another owner, who gets all of it. Tell the earlier owner and the person who gave
    it first.
    """
    if receiver.id == task.owner_id:
        return "theirs"
    before = work.people.get(task.owner_id)
    everywhere = list(work.configuration.mechanism.counties)
    county = task.county or county_of(work, receiver, receiver, everywhere)
    if not _change(work, task, Task.owner_id == before.id, owner_id=receiver.id, county=county):
        return "over"
    work.audit_log.add(task.ref, Event.GIVEN, giver.id, address, f"to {receiver.name}")
    _plan(work, task)
    receivers = recipients_or_covers(work, [receiver], giver)
    notices.tell(work, task, receivers, notices.given(work, task, giver))
    others = [
        person
        for person in recipients_or_covers(work, [before, work.people.get(task.assigned_by_id)], giver)
        if person not in receivers
    ]
    notices.tell(work, task, others, notices.handed_over(work, task, giver, receiver))
    return "done"


def drop(work: UnitOfWork, task: Task, by: Person, address: str) -> Result:
    """Drop a task that need not be done, and tell its owner."""
    if not _change(work, task, status=TaskStatus.DROPPED, done_at=work.now, done_by_id=by.id):
        return "over"
    schedule.drop(work, task.ref)
    work.audit_log.add(task.ref, Event.DROPPED, by.id, address)
    owner = work.people.get(task.owner_id)
    notices.tell(work, task, recipients_or_covers(work, [owner], by), notices.dropped(work, task, by))
    return "done"


def remind(work: UnitOfWork, ref: str, version: int) -> bool:
    """Remind the owner that the task is due tomorrow; False if that is outdated."""
    task = find(work, ref)
    if task is None or task.version != version or task.status != TaskStatus.OPEN:
        return False
    people = recipients_or_covers(work, [work.people.get(task.owner_id)])
    return notices.remind(work, task, people, notices.due(work, task))


def remind_overdue(work: UnitOfWork, ref: str, version: int) -> bool:
    """Tell the owner and the person who gave the task, once, that it is overdue; False if outdated."""
    task = find(work, ref)
    if task is None or task.version != version or task.status != TaskStatus.OPEN:
        return False
    owner = work.people.get(task.owner_id)
    owners = recipients_or_covers(work, [owner])
    told = notices.remind(work, task, owners, notices.overdue(work, task))
    if task.group_ref is not None:
        mine = update(TaskGroup).where(TaskGroup.ref == task.group_ref, TaskGroup.tell_at.is_(None))
        changed_one(work.session, mine.values(tell_at=work.now))
        return told
    givers = recipients_or_covers(work, [work.people.get(task.assigned_by_id)])
    others = [person for person in givers if person not in owners]
    late = notices.overdue_of(work, task, owner)
    return notices.remind(work, task, others, late) or told


def recipients_or_covers(
    work: UnitOfWork, people: Iterable[Person], besides: Person | None = None
) -> list[Person]:
    """Return the recipients of notices for these people: themselves or their covers, each once. `besides`:
    the person who acts, who gets none. An absent person without a cover gets the notice all the same.
    """
    heard: dict[int, Person] = {}
    for person in people:
        listener = work.people.cover_of(person) or person
        if work.people.roles(listener) and (besides is None or besides.id not in (person.id, listener.id)):
            heard[listener.id] = listener
    return list(heard.values())


def shortened(words: str) -> str:
    """Return words on one line, cut at a word to at most `LONGEST` characters."""
    words = " ".join(words.split())
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST - 3].rsplit(" ", 1)[0] + "..."


def _both(work: UnitOfWork, person_id: int) -> list[Person]:
    """Return a person and their cover, if there is one."""
    person = work.people.get(person_id)
    cover = work.people.cover_of(person)
    return [person] if cover is None or cover.id == person.id else [person, cover]


def _on_it(work: UnitOfWork, task: Task) -> list[Person]:
    return work.people.many([task.owner_id, task.assigned_by_id])


def _open(work: UnitOfWork, whose: ColumnElement[bool]) -> list[Task]:
    work.flush()
    query = (
        select(Task).where(whose, Task.status == TaskStatus.OPEN).execution_options(populate_existing=True)
    )
    found = work.session.scalars(query)
    return sorted(found, key=lambda task: (task.due_on or date.max, number_of(task.ref)))


def _change(work: UnitOfWork, task: Task, *same: ColumnElement[bool], **values: object) -> bool:
    """Compare and set: change an open task under `same` and count its version up; True if it changed."""
    work.flush()
    mine = update(Task).where(Task.ref == task.ref, Task.status == TaskStatus.OPEN, *same)
    changed = changed_one(work.session, mine.values(version=Task.version + 1, **values))
    work.session.refresh(task)
    return changed


def _plan(work: UnitOfWork, task: Task) -> None:
    """Plan the reminders: the day before the due date, unless that is today or past, and the day after."""
    if task.due_on is None:
        schedule.drop(work, task.ref)
        return
    before, after = _at(work, task.due_on - timedelta(days=1)), _at(work, task.due_on + timedelta(days=1))
    rows = [Due("task overdue", after, after + STALE)]
    if before > work.now and task.due_on - timedelta(days=1) > _today(work):
        rows.insert(0, Due("task due", before, _at(work, task.due_on)))
    schedule.plan(work, task.ref, task.version, rows)


def _at(work: UnitOfWork, day: date) -> datetime:
    mechanism = work.configuration.mechanism
    return first_not_quiet(mechanism, datetime.combine(day, REMINDED_AT, mechanism.zone))


def _today(work: UnitOfWork) -> date:
    return work.now.astimezone(work.configuration.mechanism.zone).date()

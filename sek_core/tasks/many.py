"""Tasks for many: one text gives one task to each of a group, and its giver hears of them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from config.rights import Deed
from sek_core.announcements import announcing, asking_text
from sek_core.announcements.announcing import Audience
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Task
from sek_core.store.questions import TaskGroup
from sek_core.store.statements import changed_one
from sek_core.store.states import TaskStatus
from sek_core.tasks import notices, tasks
from sek_core.timing.quiet_hours import is_quiet
from sek_core.understanding import task_text
from sek_core.understanding.tokens import Phrases, forms_of, plain
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

LEAST = 2

SEVERAL = frozenset({"and", "na", "all", "wote", "everyone", "everybody"})
"""Words of a naming that mean several people, even if its roles stand in the singular."""


@dataclass(frozen=True, slots=True)
class ForMany:
    """A task for many as a text gives it. `head`: the words that name the people."""

    audience: Audience
    head: str
    people: tuple[Person, ...]
    what: str
    day: date | None
    wrong: str


def read(work: UnitOfWork, giver: Person, text: str) -> ForMany | None:
    """Read a text that gives a task to a group in the plural, of two people or more; None for another."""
    found = asking_text.head_of(work, giver, plain(text), Deed.TASK)
    if found is None:
        return None
    audience, head, rest = found
    people = announcing.people_of(work, giver, audience)
    if len(people) < LEAST or not _is_plural(work, audience, head):
        return None
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    said = task_text.read(rest, today)
    return ForMany(audience, head, tuple(people), ", ".join(said.parts), said.day, said.wrong)


def _is_plural(work: UnitOfWork, audience: Audience, head: str) -> bool:
    """Return True for "PoCs" and "Kitui", but not for "CLT member", of whom one is meant."""
    forms = forms_of(head)
    if not audience.roles or audience.groups or not SEVERAL.isdisjoint(forms):
        return True
    named = work.configuration.words.audiences.values()
    plural = [phrase for each in named for phrase in each.get("en", ()) if phrase.endswith("s")]
    plural += [phrase for each in named for phrase in each.get("sw", ())]
    return bool(Phrases((phrase, phrase) for phrase in plural).find(forms))


def give(
    work: UnitOfWork, giver: Person, task: ForMany, where: Sequence[str], meeting: str | None, address: str
) -> TaskGroup:
    """Give each person their task, and record them as a group, whose reference is that of the first."""
    group: TaskGroup | None = None
    for person in task.people:
        county = tasks.county_of(work, giver, person, list(where))
        given = tasks.give(work, giver, person, task.what, task.day, county, meeting, address).task
        if group is None:
            row = {"giver_id": giver.id, "audience": task.head, "created_at": work.now, "tell_at": None}
            group = TaskGroup(ref=given.ref, **row)
            work.session.add(group)
        given.group_ref = group.ref
    assert group is not None
    work.flush()
    return group


def find(work: UnitOfWork, ref: str) -> TaskGroup | None:
    """Return the group of tasks whose first task this is, or None."""
    work.flush()
    return work.session.get(TaskGroup, ref, populate_existing=True)


def of_group(work: UnitOfWork, ref: str) -> list[Task]:
    """Return the tasks of a group, in the order in which they were given."""
    work.flush()
    query = select(Task).where(Task.group_ref == ref).execution_options(populate_existing=True)
    return sorted(work.session.scalars(query), key=lambda task: int(task.ref[1:]))


def table(work: UnitOfWork, group: TaskGroup) -> Screen:
    """Return the table for the giver: how many are done, whose are open, and what was done."""
    found = of_group(work, group.ref)
    done = [task for task in found if task.status == TaskStatus.DONE]
    left = [task for task in found if task.status == TaskStatus.OPEN]
    args = notices.shared_text_arguments(found[0]) | {"number": len(done), "whole": len(done) + len(left)}
    lines: list[Arg] = [Text("task.many.table", args)]
    if left:
        names = tuple(
            Joined((phrases.name_of(work.people.get(task.owner_id)), f"({task.ref})"), " ") for task in left
        )
        lines.append(Text("task.many.open", {"names": Joined(names)}))
    lines += [_done_line(work, task) for task in done]
    return Screen(Text("list", {"lines": Joined(tuple(lines), "\n")}), max_segments=None)


def _done_line(work: UnitOfWork, task: Task) -> Text:
    name = phrases.name_of(work.people.get(task.owner_id))
    if not task.outcome:
        return Text("task.many.done", {"name": name})
    return Text("task.many.done_words", {"name": name, "words": tasks.shortened(task.outcome)})


def due(work: UnitOfWork) -> list[str]:
    """Return the groups about which their givers hear now; none in quiet hours."""
    if is_quiet(work.configuration.mechanism, work.now):
        return []
    query = select(TaskGroup.ref).where(TaskGroup.tell_at.is_not(None), TaskGroup.tell_at <= work.now)
    return sorted(work.session.scalars(query))


def tell(work: UnitOfWork, ref: str) -> bool:
    """Tell the giver how a group of tasks stands; False if another process was quicker."""
    mine = update(TaskGroup).where(TaskGroup.ref == ref, TaskGroup.tell_at <= work.now)
    if not changed_one(work.session, mine.values(tell_at=None)):
        return False
    group = find(work, ref)
    assert group is not None
    screen = table(work, group)
    for person in tasks.recipients_or_covers(work, [work.people.get(group.giver_id)]):
        work.outbox.tell(person, screen, "notice", ref)
    return True


def postpone(work: UnitOfWork, ref: str) -> None:
    """Put off a group that could not be told, so that it does not hold up the others."""
    later = work.now + asking_text.LEAST
    changed_one(work.session, update(TaskGroup).where(TaskGroup.ref == ref).values(tell_at=later))

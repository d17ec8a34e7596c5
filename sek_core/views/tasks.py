"""Tasks as a page shows them: open ones by owner, those that are late first, and what was done lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, or_, select, true

from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Task
from sek_core.store.states import TaskStatus
from sek_core.views.visibility import is_coordinator
from sek_core.work.unit_of_work import UnitOfWork

MOST = 200
LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Row:
    """One task. `mine`: the reader is its owner. `gave`: the reader gave it, and may drop it."""

    task: Task
    owner: Person
    giver: Person
    late: bool
    mine: bool
    gave: bool


def visible(work: UnitOfWork, reader: Person) -> ColumnElement[bool]:
    """Return the condition of the tasks that a person sees: their own, those they gave, and those of the
    counties of their roles.
    """
    theirs = or_(Task.owner_id == reader.id, Task.assigned_by_id == reader.id)
    if is_coordinator(work, reader):
        return true()
    counties = work.people.counties(reader, work.configuration.mechanism.counties)
    return or_(theirs, Task.county.in_(counties))


def open_rows(work: UnitOfWork, reader: Person, *, mine: bool, county: str) -> Sequence[Row]:
    """Return the open tasks, the first due first."""
    query = select(Task).where(visible(work, reader), Task.status == TaskStatus.OPEN)
    return _rows(work, reader, _limited(query, reader, mine=mine, county=county).order_by(*_BY_DAY))


def done_rows(work: UnitOfWork, reader: Person, *, mine: bool, county: str) -> Sequence[Row]:
    """Return the tasks that were done or dropped lately, the last first."""
    query = select(Task).where(
        visible(work, reader), Task.status != TaskStatus.OPEN, Task.done_at > work.now - LATELY
    )
    return _rows(
        work, reader, _limited(query, reader, mine=mine, county=county).order_by(Task.done_at.desc())
    )


_BY_DAY = (Task.due_on.is_(None), Task.due_on, Task.created_at)


def _limited(query: Select[Task], reader: Person, *, mine: bool, county: str) -> Select[Task]:
    if mine:
        query = query.where(Task.owner_id == reader.id)
    if county:
        query = query.where(Task.county == county)
    return query.limit(MOST)


def _rows(work: UnitOfWork, reader: Person, query: Select[Task]) -> list[Row]:
    today: date = work.now.astimezone(work.configuration.mechanism.zone).date()
    return [
        Row(
            task,
            work.people.get(task.owner_id),
            work.people.get(task.assigned_by_id),
            task.status == TaskStatus.OPEN and task.due_on is not None and task.due_on < today,
            task.owner_id == reader.id,
            task.assigned_by_id == reader.id,
        )
        for task in work.session.scalars(query)
    ]

"""Agenda of a meeting: open incidents of the county, tasks, and proposed items."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from sek_core.incidents import queries, wording
from sek_core.meetings import register
from sek_core.messages.screens import Arg, Text
from sek_core.offers import supply
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.meetings import AgendaItem, Meeting, Task
from sek_core.store.states import TaskStatus
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

MOST = 40
"""Maximum number of entries of each kind."""

LONGEST_ITEM = 200


@dataclass(frozen=True, slots=True)
class Agenda:
    """Agenda of one meeting. `items`: (proposer, words). `tasks`: due by then, or agreed last time."""

    items: tuple[tuple[Person, str], ...]
    incidents: tuple[Incident, ...]
    tasks: tuple[Task, ...]


def agenda_of_meeting(work: UnitOfWork, meeting: Meeting) -> Agenda:
    """Return the present agenda of a meeting."""
    work.flush()
    items = work.session.execute(
        select(AgendaItem.person_id, AgendaItem.text)
        .where(AgendaItem.meeting_ref == meeting.ref)
        .order_by(AgendaItem.id)
        .limit(MOST)
    )
    # The agenda goes to all invitees, and only a few people may know of a sensitive incident.
    open_ = [each for each in queries.find_open_incidents(work, meeting.counties) if not each.sensitive]
    return Agenda(
        tuple((work.people.get(person_id), words) for person_id, words in items),
        tuple(open_[:MOST]),
        tuple(_tasks(work, meeting)),
    )


def refs(work: UnitOfWork, meeting: Meeting) -> list[str]:
    """Return the references of the incidents and tasks on the agenda."""
    found = agenda_of_meeting(work, meeting)
    return [*(incident.ref for incident in found.incidents), *(task.ref for task in found.tasks)]


def lines(work: UnitOfWork, meeting: Meeting) -> tuple[Arg, ...]:
    """Return a line for each entry of the agenda."""
    found = agenda_of_meeting(work, meeting)
    proposed = (Text("agenda.item", {"words": words, "who": person.name}) for person, words in found.items)
    events = (
        Text(
            "agenda.incident",
            {"ref": each.ref, "incident": supply.with_supply(work, each, wording.short(each))},
        )
        for each in found.incidents
    )
    tasks = (
        Text(
            "agenda.task",
            {
                "ref": task.ref,
                "words": task.text,
                "who": phrases.name_of(work.people.get(task.owner_id)),
                "day": phrases.day(task.due_on) if task.due_on else "-",
            },
        )
        for task in found.tasks
    )
    return (*proposed, *events, *tasks)


def propose(work: UnitOfWork, meeting: Meeting, person: Person, words: str, address: str) -> bool:
    """Put an item on the agenda, cut to `LONGEST_ITEM` characters; False if it is there."""
    work.flush()
    there = work.session.scalars(select(AgendaItem.text).where(AgendaItem.meeting_ref == meeting.ref))
    if forms_of(words[:LONGEST_ITEM]) in {forms_of(text) for text in there}:
        return False
    row = {"meeting_ref": meeting.ref, "person_id": person.id, "text": words[:LONGEST_ITEM]}
    work.rows.add(AgendaItem, row | {"created_at": work.now})
    work.audit_log.add(meeting.ref, Event.PROPOSED, person.id, address, words)
    return True


def _tasks(work: UnitOfWork, meeting: Meeting) -> list[Task]:
    last = register.latest(work, meeting.counties, meeting.series, meeting.whom, meeting.starts_at)
    agreed = Task.meeting_ref == last.ref if last else Task.meeting_ref == meeting.ref
    due = Task.due_on <= register.day(work, meeting)
    query = (
        select(Task)
        .where(Task.status == TaskStatus.OPEN, or_(agreed, Task.county.in_(meeting.counties) & due))
        .order_by(Task.due_on.is_(None), Task.due_on, Task.created_at, Task.ref)
        .limit(MOST)
    )
    return list(work.session.scalars(query))

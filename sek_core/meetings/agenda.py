"""What there is to talk about: what is open in the county, tasks, and what anybody proposes."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from sek_core.incidents import queries, wording
from sek_core.meetings import register
from sek_core.messages.screens import Arg, Text
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.meetings import AgendaItem, Meeting, Task
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

MOST = 40
"""So many things of a kind stand on it; the first that were open are the first named."""

LONGEST_ITEM = 200


@dataclass(frozen=True, slots=True)
class Agenda:
    """`items`: (who, words). `tasks`: those that are due by then, or were agreed on last time."""

    items: tuple[tuple[Person, str], ...]
    incidents: tuple[Incident, ...]
    tasks: tuple[Task, ...]


def of(work: UnitOfWork, meeting: Meeting) -> Agenda:
    """What is on it now."""
    work.flush()
    items = work.session.execute(
        select(AgendaItem.person_id, AgendaItem.text)
        .where(AgendaItem.meeting_ref == meeting.ref)
        .order_by(AgendaItem.id)
        .limit(MOST)
    )
    # It goes to everybody who is invited: of what is sensitive only a few may know.
    open_ = [each for each in queries.live(work, [meeting.county]) if not each.sensitive]
    return Agenda(
        tuple((work.people.get(person_id), words) for person_id, words in items),
        tuple(open_[:MOST]),
        tuple(_tasks(work, meeting)),
    )


def refs(work: UnitOfWork, meeting: Meeting) -> list[str]:
    """The references of what stands on it, and how many proposals there are."""
    found = of(work, meeting)
    return [*(incident.ref for incident in found.incidents), *(task.ref for task in found.tasks)]


def lines(work: UnitOfWork, meeting: Meeting) -> tuple[Arg, ...]:
    """A line for each thing that is on it."""
    found = of(work, meeting)
    proposed = (Text("agenda.item", {"words": words, "who": person.name}) for person, words in found.items)
    events = (
        Text("agenda.incident", {"ref": each.ref, "incident": wording.short(each)})
        for each in found.incidents
    )
    tasks = (
        Text(
            "agenda.task",
            {
                "ref": task.ref,
                "words": task.text,
                "who": work.people.get(task.owner_id).name,
                "day": phrases.day(task.due_on) if task.due_on else "-",
            },
        )
        for task in found.tasks
    )
    return (*proposed, *events, *tasks)


def propose(work: UnitOfWork, meeting: Meeting, person: Person, words: str, address: str) -> None:
    """Put something on it."""
    row = {"meeting_ref": meeting.ref, "person_id": person.id, "text": words[:LONGEST_ITEM]}
    work.rows.add(AgendaItem, row | {"created_at": work.now})
    work.audit_log.add(meeting.ref, Event.PROPOSED, person.id, address, words)


def _tasks(work: UnitOfWork, meeting: Meeting) -> list[Task]:
    last = register.latest(work, meeting.county, meeting.series, meeting.starts_at)
    agreed = Task.meeting_ref == last.ref if last else Task.meeting_ref == meeting.ref
    due = Task.due_on <= register.day(work, meeting)
    query = (
        select(Task)
        .where(Task.status == "open", or_(agreed, (Task.county == meeting.county) & due))
        .order_by(Task.due_on.is_(None), Task.due_on, Task.created_at, Task.ref)
        .limit(MOST)
    )
    return list(work.session.scalars(query))

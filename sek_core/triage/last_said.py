"""The last message to a person, which a bare OK, YES, NO or DONE answers."""

from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, and_, not_, select

from sek_core.incidents import queries
from sek_core.meetings import answers
from sek_core.messages.content import content_from_json
from sek_core.response import corrections, following
from sek_core.roster.snapshot import Person
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident
from sek_core.store.states import DeliveryStatus, IncidentStatus, TaskStatus
from sek_core.tasks import tasks
from sek_core.work.unit_of_work import UnitOfWork

MOST = 12
"""Maximum number of newest messages that are searched; answers stand between them."""

What = Literal["", "alert", "held", "closed", "task", "invitation", "other"]


def _seen() -> ColumnElement[bool]:
    """Return the condition of a message that its recipient may have seen and may answer. An alert that has
    not left may wait for others: it was not seen, and is said in their message. What stood on a page is no
    part of the dialogue by text.
    """
    waits = and_(Delivery.kind == "alert", Delivery.status == DeliveryStatus.QUEUED, Delivery.attempts == 0)
    seen = Delivery.status.not_in((DeliveryStatus.SKIPPED, DeliveryStatus.BUNDLED))
    return and_(seen, Delivery.kind != "shown", not_(waits))


class Last(NamedTuple):
    """Kind and reference of a person's last message.

    `what`: "alert" waits for the person to take it; "held": the person has taken it; "closed": the person
    reported it; "task": it is open and theirs; "invitation": they can answer it; empty: no message.
    """

    what: What = ""
    ref: str = ""


Find = Callable[[str], Incident | None]


def find_last_message(work: UnitOfWork, person: Person, find: Find | None = None) -> Last:
    """Return the last message that was no answer, or a newer answer about a waiting alert.

    `find` looks an incident up, where the caller has a way of its own.
    """
    find = find or partial(queries.find, work)
    _write_messages_to(work, person)
    query = (
        select(Delivery.kind, Delivery.about)
        .where(Delivery.person_id == person.id, _seen())
        .order_by(Delivery.id.desc())
        .limit(MOST)
    )
    for kind, about in work.session.execute(query):
        found = Last(_what(work, person, kind, about, find), about)
        if kind != "answer" or found.what == "alert":
            return found
    return Last()


def answered_since(work: UnitOfWork, person: Person, ref: str) -> bool:
    """Return True if the newest message to a person answers a text of theirs that was about something else:
    after LIST a digit may be meant for the list. Answers about kept texts (U5) are of the same dialogue.
    """
    query = (
        select(Delivery.kind, Delivery.about)
        .where(Delivery.person_id == person.id, _seen())
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    newest = work.session.execute(query).first()
    return newest is not None and newest.kind == "answer" and newest.about != ref and newest.about[:1] != "U"


def asked_last(work: UnitOfWork, person: Person, *, besides_answers: bool = False) -> str:
    """Return the prefix of the question that the newest message to a person asks, or empty.
    `besides_answers`: what answered a text of the person does not count.
    """
    _write_messages_to(work, person)
    query = select(Delivery.content).where(Delivery.person_id == person.id, _seen())
    if besides_answers:
        query = query.where(Delivery.kind != "answer")
    written = work.session.scalar(query.order_by(Delivery.id.desc()).limit(1))
    return content_from_json(written).asked if written else ""


def _write_messages_to(work: UnitOfWork, person: Person) -> None:
    """Let queries see the messages to a person; those to others can wait."""
    if any(row["person_id"] == person.id for row in work.rows.pending(Delivery)):
        work.flush()


def _what(work: UnitOfWork, person: Person, kind: str, about: str, find: Find) -> What:
    if about.startswith("T"):
        task = tasks.find(work, about)
        return "task" if task and task.status == TaskStatus.OPEN and task.owner_id == person.id else "other"
    if about.startswith("M"):
        asks = kind in ("invitation", "change", "reminder")
        mine = asks and any(each.ref == about for each in answers.open_to(work, person))
        return "invitation" if mine else "other"
    incident = find(about) if about[:1] in ("S", "C") else None
    if incident is None:
        return "other"
    if incident.status == IncidentStatus.OPEN and any(
        each.ref == about for each in following.waiting_for(work, person)
    ):
        return "alert"
    if incident.status == IncidentStatus.TAKEN and incident.taken_by_id == person.id:
        return "held"
    if incident.status == IncidentStatus.CLOSED and corrections.has_reported(work, incident, person):
        return "closed"
    return "other"

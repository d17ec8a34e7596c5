"""The timeline of an incident: events, recipients, channels, and what arrived."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History, Incident
from sek_core.store.people import PersonRow
from sek_core.store.states import DeliveryStatus

ARRIVED = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED})
"""Statuses of a message that the provider accepted; not every channel reports more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. `who` is None for the program's own acts, and for a stranger."""

    at: datetime
    what: str
    who: str | None
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt to deliver a message to one address. `changed_at`: since when it has this status (real
    time).
    """

    channel: str
    address: str
    status: str
    error: str | None
    attempts: int
    changed_at: datetime


@dataclass(slots=True)
class Message:
    """One message to one person, with its attempts at the person's addresses in order."""

    at: datetime
    kind: str
    step: int | None
    who: str | None
    text: str
    tries: list[Try] = field(default_factory=list)


def events(session: Session, about: str) -> list[Entry]:
    """Return the events of a reference, in order."""
    query = (
        select(History, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == History.person_id)
        .where(History.about == about)
        .order_by(History.at, History.id)
    )
    return [Entry(row.at, row.what, name, row.address, row.detail) for row, name in session.execute(query)]


def messages(session: Session, about: str) -> list[Message]:
    """Return the messages about a reference, in the order in which they were written."""
    query = (
        select(Delivery, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == Delivery.person_id)
        .where(Delivery.about == about)
        .order_by(Delivery.id)
    )
    rows = session.execute(query).all()
    bundles = _bundles(session, {row.bundle_id for row, _ in rows if row.bundle_id is not None})
    found: dict[int, Message] = {}
    for row, name in rows:
        first = row.origin_id or row.id
        message = found.get(first)
        if message is None:
            message = found[first] = Message(row.created_at, row.kind, row.step, name, row.text)
        message.tries += [_try_of(row), *map(_try_of, bundles.get(row.bundle_id, ()))]
    return sorted(found.values(), key=lambda message: message.at)


def _try_of(row: Delivery) -> Try:
    return Try(row.channel, row.address, row.status, row.error, row.attempts, row.changed_at)


def _bundles(session: Session, ids: Collection[int]) -> dict[int | None, list[Delivery]]:
    """Return the messages that said several alerts, by id, with their copies at other addresses."""
    found: dict[int | None, list[Delivery]] = {}
    if ids:
        query = select(Delivery).where(or_(Delivery.id.in_(ids), Delivery.origin_id.in_(ids)))
        for row in session.scalars(query.order_by(Delivery.id)):
            found.setdefault(row.origin_id or row.id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Numbers of people whom an alert reached, has not reached yet, or missed."""

    reached: int
    waiting: int
    missed: int


def arrivals(told: Sequence[Message]) -> Arrivals:
    """Count the arrivals of the alerts among these messages."""
    last = [message.tries[-1].status for message in told if message.kind == "alert"]
    missed = sum(status in (DeliveryStatus.FAILED, DeliveryStatus.SKIPPED) for status in last)
    reached = sum(status in ARRIVED for status in last)
    return Arrivals(reached, len(last) - reached - missed, missed)


def people_of(session: Session, incident: Incident) -> dict[int, str]:
    """Return the names, by id, of an incident's reporter, holder and closer."""
    ids = [incident.reporter_id, incident.taken_by_id, incident.closed_by_id]
    query = select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_([each for each in ids if each]))
    return dict(session.execute(query).all())

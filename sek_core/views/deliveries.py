"""Messages that the program sent: to whom, about what, and what became of each. Failed ones stand apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, not_, select
from sqlalchemy.orm import aliased

from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.base import is_just
from sek_core.store.deliveries import Delivery
from sek_core.store.states import DeliveryStatus
from sek_core.views import keyset, words
from sek_core.views.visibility import is_coordinator
from sek_core.work.unit_of_work import UnitOfWork

PAGE = 25
MOST_FAILED = 25
DAYS = timedelta(days=7)
"""How far the list goes back if nobody says so."""

STATES = tuple(DeliveryStatus)

LISTERS = frozenset({Role.RLA, Role.ADMIN})
"""Roles that see each message; the other coordinators see costs and numbers."""

ON_PAGES = "web"
"""The channel of answers on pages, which are not sent."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows. Empty values do not limit it. `about`: a reference. `people`: ids, from a name
    that was asked for; None: everyone. `before`: the id behind which the page begins.
    """

    county: str = ""
    about: str = ""
    people: tuple[int, ...] | None = None
    channel: str = ""
    state: str = ""
    since: date | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One message. `person` is None for a stranger and a group. `again`: it can be sent again."""

    message: Delivery
    person: Person | None
    again: bool


def may_read(work: UnitOfWork, reader: Person | None) -> bool:
    """Return True for who sees what messages cost."""
    return reader is not None and (may_list(work, reader) or is_coordinator(work, reader))


def may_list(work: UnitOfWork, reader: Person) -> bool:
    """Return True for who sees each message."""
    return any(role.role in LISTERS for role in work.people.roles(reader))


def since_of(work: UnitOfWork, wanted: Filter) -> datetime:
    """Return since when a filter shows messages."""
    zone = work.configuration.mechanism.zone
    day = wanted.since or (work.now - DAYS).astimezone(zone).date()
    return datetime.combine(day, time(), zone)


def condition(work: UnitOfWork, reader: Person, wanted: Filter) -> ColumnElement[bool]:
    """Return the condition of the messages that a filter shows to a reader."""
    since = since_of(work, wanted)
    first = keyset.first_since(work.session, Delivery, Delivery.created_at, since)
    parts: list[ColumnElement[bool]] = [
        Delivery.id >= first,
        Delivery.created_at >= since,
        Delivery.channel != ON_PAGES,
        words.of_messages(work, reader),
    ]
    if wanted.about:
        parts.append(Delivery.about == wanted.about)
    if wanted.people is not None:
        parts.append(Delivery.person_id.in_(wanted.people))
    if wanted.channel:
        # An index by channel would be read in the place of the ids.
        parts.append(func.coalesce(Delivery.channel, "") == wanted.channel)
    if wanted.state:
        parts.append(Delivery.status == DeliveryStatus(wanted.state))
    if wanted.county:
        parts.append(Delivery.county == wanted.county)  # the one whose budget pays for it
    return and_(*parts)


def count(work: UnitOfWork, reader: Person, wanted: Filter) -> int:
    """Return how many messages a filter shows, on all pages."""
    query = select(func.count()).select_from(Delivery).where(condition(work, reader, wanted))
    return work.session.scalar(query) or 0


def page(work: UnitOfWork, reader: Person, wanted: Filter, most: int = PAGE) -> tuple[list[Row], int | None]:
    """Return the messages of one page, newest first, and behind which id the next begins; None: the last."""
    query = select(Delivery).where(condition(work, reader, wanted))
    if wanted.before:
        query = query.where(Delivery.id < wanted.before)
    found = list(work.session.scalars(query.order_by(Delivery.id.desc()).limit(most + 1)))
    more = found[most - 1].id if len(found) > most else None
    return _rows(work, found[:most]), more


def failed(work: UnitOfWork, reader: Person, wanted: Filter) -> list[Row]:
    """Return the newest failed messages of a filter that reached their recipient by no other address."""
    other = aliased(Delivery)
    arrived = (DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED)
    elsewhere = exists().where(
        other.origin_id == func.coalesce(Delivery.origin_id, Delivery.id), other.status.in_(arrived)
    )
    query = (
        select(Delivery)
        .where(
            is_just(Delivery.status, DeliveryStatus.FAILED), condition(work, reader, wanted), not_(elsewhere)
        )
        .order_by(Delivery.id.desc())
        .limit(MOST_FAILED)
    )
    return _rows(work, list(work.session.scalars(query)))


def _rows(work: UnitOfWork, found: Sequence[Delivery]) -> list[Row]:
    people = {person.id: person for person in work.people.many([r.person_id for r in found if r.person_id])}
    return [
        Row(
            row,
            people.get(row.person_id) if row.person_id else None,
            row.kind == "alert" and row.status == DeliveryStatus.FAILED and row.person_id is not None,
        )
        for row in found
    ]


EXPORTED = (
    "id", "created_at", "about", "kind", "to", "organisation", "channel", "status", "changed_at", "attempts",
    "segments", "cost", "error",
)  # fmt: skip
"""The columns of an export: no words, and no addresses."""


def as_export(row: Row) -> dict[str, object]:
    """Return a message for an export."""
    message = row.message
    return {
        "id": message.id,
        "created_at": message.created_at,
        "about": message.about,
        "kind": message.kind,
        "to": row.person.name if row.person else "",
        "organisation": row.person.organisation if row.person else "",
        "channel": message.channel,
        "status": str(message.status),
        "changed_at": message.changed_at,
        "attempts": message.attempts,
        "segments": message.segments,
        "cost": message.cost if message.cost is not None else "",
        "error": message.error or "",
    }

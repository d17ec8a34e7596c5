"""Export: everything that the database holds about one person, in the words of the registry."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import DeclarativeBase, Session

from sek_core.privacy import asked_of_many
from sek_core.privacy.subjects import Subject, texts_received
from sek_core.store.classification import TABLES
from sek_core.store.deliveries import Delivery
from sek_core.store.examples import ExampleRow
from sek_core.store.files import File
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import History, Incident, Recipient, ReportRow
from sek_core.store.known_places import KnownPlace
from sek_core.store.meetings import AgendaItem, CalendarLink, Invitation, Minutes, RegularGuest, Task
from sek_core.store.models import Base
from sek_core.store.offers import Offer
from sek_core.store.people import AddressRow, DutyRow, PersonRow, RoleRow

NAMED = frozenset(
    {
        "addresses", "agenda_items", "announcement_recipients", "announcement_replies",
        "announcements", "calendar_links", "county_updates", "decisions", "deliveries", "duties",
        "examples", "files", "history", "inbox", "incidents", "inquiries", "inquiry_answers",
        "invitations", "kept", "known_places", "minutes", "nominations", "offers", "people",
        "recipients", "regular_guests", "reports", "roles", "task_groups", "tasks",
    }
)  # fmt: skip
"""Tables whose rows have a place of their own in the export. The others follow under their own names."""


def export_person_data(session: Session, subject: Subject) -> dict[str, Any]:
    """Return all data about one person."""
    person = subject.person
    assert person is not None
    received = texts_received(subject)
    examples = or_(
        ExampleRow.person_id == person.id, ExampleRow.inbox_id.in_(select(InboxRow.id).where(received))
    )
    to = tuple_(Delivery.channel, Delivery.address).in_(list(subject.pairs))

    def rows(model: type[DeclarativeBase], where: ColumnElement[bool], *columns: str) -> list[dict[str, Any]]:
        query = select(*(getattr(model, column) for column in columns)).where(where)
        first = getattr(model, columns[0])
        return [_plain(row._asdict()) for row in session.execute(query.order_by(first))]

    return {
        **_person(person),
        "roles": rows(
            RoleRow, RoleRow.person_id == person.id,
            "role", "county", "sectors", "groups", "active_from", "active_to", "nominated_by",
        ),
        "addresses": rows(
            AddressRow, AddressRow.person_id == person.id,
            "channel", "value", "opted_out_at", "dead_since", "linked_by",
        ),
        "received": rows(
            InboxRow, received,
            "id", "channel", "sender", "kind", "text", "parts", "sent_at", "received_at",
        ),
        "kept": rows(
            Kept,
            or_(Kept.person_id == person.id, tuple_(Kept.channel, Kept.sender).in_(list(subject.pairs))),
            "ref", "reason", "status", "created_at",
        ),
        "reports": rows(
            ReportRow, ReportRow.person_id == person.id, "id", "incident_ref", "kind", "text", "created_at"
        ),
        "examples": rows(
            ExampleRow, examples, "id", "text", "county", "label", "hazard", "decided_by", "created_at"
        ),
        "files": rows(
            File, File.person_id == person.id, "id", "incident_ref", "kind", "name", "status", "created_at"
        ),
        "incidents": rows(
            Incident, own("incidents", Incident, person.id),
            "ref", "hazard", "subject", "status", "reported_at", "outcome",
        ),
        "places": rows(
            KnownPlace, KnownPlace.person_id == person.id, "county", "name", "incident_ref", "confirmed_at"
        ),
        "duties": rows(DutyRow, DutyRow.person_id == person.id, "id", "counties", "since", "until"),
        "told": rows(
            Recipient, Recipient.person_id == person.id, "incident_ref", "audience", "step", "told_at"
        ),
        "offers": rows(
            Offer, Offer.person_id == person.id,
            "id", "incident_ref", "what", "words", "place", "day", "status", "created_at",
        ),
        "calendar_links": rows(
            CalendarLink, CalendarLink.person_id == person.id, "created_at", "token", "revoked_at"
        ),
        "tasks": rows(
            Task, own("tasks", Task, person.id),
            "ref", "text", "due_on", "status", "outcome", "meeting_ref", "created_at", "done_at",
        ),
        "invitations": rows(
            Invitation, Invitation.person_id == person.id,
            "meeting_ref", "answer", "note", "asked_at", "answered_at", "present", "present_at",
        ),
        "guest_of": rows(
            RegularGuest, RegularGuest.person_id == person.id, "id", "county", "series", "added_at",
            "ended_at",
        ),
        "agenda_items": rows(
            AgendaItem, AgendaItem.person_id == person.id, "id", "meeting_ref", "text", "created_at"
        ),
        "minutes": rows(
            Minutes, Minutes.person_id == person.id, "id", "meeting_ref", "text", "file_id", "created_at"
        ),
        "history": rows(
            History, or_(History.person_id == person.id, History.address.in_(subject.values)),
            "id", "at", "about", "what", "address", "detail",
        ),
        "messages": rows(
            Delivery, or_(Delivery.person_id == person.id, to),
            "id", "created_at", "channel", "address", "kind", "about", "status", "text",
        ),
        **asked_of_many.export(rows, person.id, subject.values),
        **_others(rows, person.id),
    }  # fmt: skip


def _person(person: PersonRow) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "organisation": person.organisation,
        "email": person.email,
        "language": person.chosen_language or person.language,
        "batched": person.batched.value if person.batched else None,
    }


def _others(rows: Any, person_id: int) -> dict[str, Any]:
    """Return the person's rows of the tables that have no place of their own."""
    found = {}
    for model in models():
        name = str(model.__tablename__)
        if name not in NAMED and TABLES[name].whose:
            where = own(name, model, person_id)
            found[name] = rows(model, where, *(column.key for column in model.__mapper__.column_attrs))
    return found


def models() -> list[type[DeclarativeBase]]:
    """Return every table's class, in order of the tables."""
    by_table = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    return [by_table[table] for table in Base.metadata.sorted_tables]


def own(table: str, model: type[DeclarativeBase], person_id: int) -> ColumnElement[bool]:
    """Return the condition for the rows of a table that are the person's own."""
    return or_(*(getattr(model, column) == person_id for column in TABLES[table].whose.split()))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}

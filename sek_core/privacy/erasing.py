"""A person's rights by the Data Protection Act: export of their data, and erasure.

Erasure removes the name, the numbers and the words. Events stay: incidents, figures, who did what when, of a
person without a name. The history allows no other change.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, tuple_, update
from sqlalchemy.orm import DeclarativeBase, Session, selectinload

from sek_core.deliveries.transitions import NEVER
from sek_core.privacy import asked_of_many
from sek_core.roster import snapshot
from sek_core.store.deliveries import Bucket, Delivery
from sek_core.store.erasure import ADDRESS, WORDS
from sek_core.store.examples import ExampleRow
from sek_core.store.files import File, FileContent
from sek_core.store.inbox import Conversation, InboxRow, Kept
from sek_core.store.incidents import History, Incident, Recipient, ReportRow
from sek_core.store.known_places import KnownPlace
from sek_core.store.meetings import AgendaItem, CalendarLink, Invitation, Minutes, RegularGuest, Task
from sek_core.store.offers import Offer
from sek_core.store.people import AddressRow, DutyRow, PersonRow, RoleRow
from sek_core.store.seats import RoleStart
from sek_core.store.statements import changed_one
from sek_core.store.states import DeliveryStatus, FileStatus, InboxStatus, KeptStatus, StartStatus
from sek_core.work import audit
from sek_core.work.events import Event

ON_THE_WAY = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)
"""Statuses of a message that may still be sent."""

CONTENT = f'{{"body": "{WORDS}"}}'
"""Replacement for a message's content (JSON)."""


def find_people_by_name(session: Session, name: str) -> list[PersonRow]:
    """Return the people with that name; `#17` is the person with this id."""
    everybody = select(PersonRow).options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
    if name.startswith("#") and name[1:].isdigit():
        return list(session.scalars(everybody.where(PersonRow.id == int(name[1:]))))
    wanted = " ".join(name.split()).casefold()
    return [one for one in session.scalars(everybody.order_by(PersonRow.id)) if one.name.casefold() == wanted]


class _Theirs:
    """Conditions for the rows about one person."""

    def __init__(self, session: Session, person: PersonRow) -> None:
        self.person = person
        pairs = [(address.channel, address.value) for address in person.addresses]
        self.pairs = pairs
        self.inbox = tuple_(InboxRow.channel, InboxRow.sender).in_(pairs)
        self.kept = or_(Kept.person_id == person.id, tuple_(Kept.channel, Kept.sender).in_(pairs))
        values = [value for _, value in pairs]
        self.values = values
        self.history = or_(History.person_id == person.id, History.address.in_(values))
        sent = select(InboxRow.id).where(self.inbox)
        self.examples = or_(ExampleRow.person_id == person.id, ExampleRow.inbox_id.in_(sent))
        self.files = File.person_id == person.id
        self.reports = ReportRow.person_id == person.id
        self.to = or_(Delivery.person_id == person.id, tuple_(Delivery.channel, Delivery.address).in_(pairs))
        spoke = select(History.about).where(
            History.person_id == person.id, History.about != "", History.detail != ""
        )
        refs = sorted({*session.scalars(spoke), *session.scalars(select(Kept.ref).where(self.kept))})
        said = [person.name, *values, *([person.email] if person.email else [])]
        names = (
            column.contains(each, autoescape=True)
            for each in said
            for column in (Delivery.text, Delivery.content)
        )
        self.about = or_(Delivery.about.in_(refs), *names)
        """Condition for messages to others that may name or quote the person."""


def export_person_data(session: Session, person: PersonRow) -> dict[str, Any]:
    """Return all data about one person."""
    theirs = _Theirs(session, person)

    def rows(model: type[DeclarativeBase], where: ColumnElement[bool], *columns: str) -> list[dict[str, Any]]:
        query = select(*(getattr(model, column) for column in columns)).where(where)
        first = getattr(model, columns[0])
        return [_plain(row._asdict()) for row in session.execute(query.order_by(first))]

    acted = or_(
        Incident.reporter_id == person.id,
        Incident.taken_by_id == person.id,
        Incident.closed_by_id == person.id,
    )
    return {
        "id": person.id,
        "name": person.name,
        "organisation": person.organisation,
        "email": person.email,
        "language": person.chosen_language or person.language,
        "batched": person.batched.value if person.batched else None,
        "roles": rows(
            RoleRow, RoleRow.person_id == person.id,
            "role", "county", "sectors", "groups", "active_from", "active_to", "nominated_by",
        ),
        "addresses": rows(
            AddressRow, AddressRow.person_id == person.id,
            "channel", "value", "opted_out_at", "dead_since", "linked_by",
        ),
        "received": rows(
            InboxRow, theirs.inbox,
            "id", "channel", "sender", "kind", "text", "parts", "sent_at", "received_at",
        ),
        "kept": rows(Kept, theirs.kept, "ref", "reason", "status", "created_at"),
        "reports": rows(ReportRow, theirs.reports, "id", "incident_ref", "kind", "text", "created_at"),
        "examples": rows(
            ExampleRow, theirs.examples,
            "id", "text", "county", "label", "hazard", "decided_by", "created_at",
        ),
        "files": rows(File, theirs.files, "id", "incident_ref", "kind", "name", "status", "created_at"),
        "incidents": rows(Incident, acted, "ref", "hazard", "subject", "status", "reported_at", "outcome"),
        "places": rows(
            KnownPlace, KnownPlace.person_id == person.id, "county", "name", "incident_ref", "confirmed_at"
        ),
        "roles_by_text": rows(
            RoleStart, RoleStart.person_id == person.id,
            "id", "kept_ref", "nomination_id", "role", "county", "said_at", "starts_at", "status",
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
            Task, or_(Task.owner_id == person.id, Task.assigned_by_id == person.id),
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
        "history": rows(History, theirs.history, "id", "at", "about", "what", "address", "detail"),
        "messages": rows(
            Delivery, theirs.to,
            "id", "created_at", "channel", "address", "kind", "about", "status", "text",
        ),
        **asked_of_many.export(rows, person.id, theirs.values),
    }  # fmt: skip


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


@dataclass(slots=True)
class Forgotten:
    """Result of an erasure. `counts`: erased rows by kind; `paths`: files on disk to remove after the commit;
    `waiting`: messages to others that have not left yet and still name the person.
    """

    counts: dict[str, int] = field(default_factory=dict)
    paths: list[Path] = field(default_factory=list)
    waiting: int = 0


def forget(session: Session, person: PersonRow, now: datetime, operator: str) -> Forgotten:
    """Erase the name, addresses and words of one person everywhere. This cannot be undone."""
    theirs, done = _Theirs(session, person), Forgotten()
    done.paths = [Path(path) for path in session.scalars(select(File.path).where(theirs.files)) if path]

    def erase(
        what: str, model: type[DeclarativeBase], where: ColumnElement[bool], /, **values: object
    ) -> None:
        count = session.scalar(select(func.count()).select_from(model).where(where)) or 0
        done.counts[what] = done.counts.get(what, 0) + count
        changed_one(session, update(model).where(where).values(**values))

    on_the_way = Delivery.status.in_(ON_THE_WAY)
    erase(
        "messages to them",
        Delivery,
        theirs.to & on_the_way,
        status=DeliveryStatus.SKIPPED,
        error="forgotten",
        due_at=NEVER,
    )
    gone = {"text": WORDS, "content": CONTENT, "wire": None, "secret": None}
    erase("messages to others", Delivery, theirs.about & ~theirs.to & ~on_the_way, **gone)
    done.waiting = (
        session.scalar(select(func.count()).select_from(Delivery).where(theirs.about, ~theirs.to, on_the_way))
        or 0
    )
    done.counts.pop("messages to them")
    # A message's id on Telegram contains its chat.
    erase("messages to them", Delivery, theirs.to, address=ADDRESS, provider_id=None, **gone)
    erase("files", File, theirs.files, name="", source="", path=None, status=FileStatus.REFUSED, error=WORDS)
    changed_one(
        session, delete(FileContent).where(FileContent.file_id.in_(select(File.id).where(theirs.files)))
    )
    erase("reports", ReportRow, theirs.reports, text=WORDS)
    erase("examples", ExampleRow, theirs.examples, text=WORDS)
    changed_one(session, delete(ExampleRow).where(theirs.examples))
    named = (Incident.reporter_id == person.id) & (Incident.subject != "")
    erase("subjects", Incident, named, subject=WORDS)
    passed_on = (Incident.reporter_id == person.id) & (Incident.forwarded != "")
    erase("names of whom they forwarded", Incident, passed_on, forwarded="")
    erase("outcomes", Incident, Incident.closed_by_id == person.id, outcome=WORDS)
    called = Incident.caller.in_([f"{channel}:{value}" for channel, value in theirs.pairs])
    changed_one(session, update(Incident).where(called).values(caller=""))
    # The name of a place says nothing of the person who confirmed it.
    erase("places confirmed", KnownPlace, KnownPlace.person_id == person.id, person_id=None)
    mine = Offer.person_id == person.id
    erase("offers", Offer, mine, what=WORDS, words=WORDS, organisation="", place="", due_at=None)
    _erase_meetings(erase, person)
    asked_of_many.erase(erase, person.id, theirs.values)
    words = History.detail != ""
    erase("lines of the history", History, theirs.history & words, address=ADDRESS, detail=WORDS)
    erase("lines of the history", History, theirs.history & ~words & (History.address != ""), address=ADDRESS)
    erase("kept texts", Kept, theirs.kept & (Kept.status == KeptStatus.OPEN), status=KeptStatus.SETTLED)
    done.counts.pop("kept texts")
    erase("kept texts", Kept, theirs.kept, sender=ADDRESS)
    _erase_inbox(session, theirs, now, done)
    waiting = (RoleStart.person_id == person.id) & (RoleStart.status == StartStatus.WAITING)
    erase("roles that start later", RoleStart, waiting, status=StartStatus.STOPPED)
    parties = [f"p{person.id}", *(f"a{address.id}" for address in person.addresses)]
    changed_one(session, delete(Conversation).where(Conversation.party.in_(parties)))
    chats = [f"{channel}:{value}" for channel, value in theirs.pairs]
    changed_one(session, delete(Bucket).where(Bucket.name.in_(chats)))
    links = CalendarLink.person_id == person.id
    erase("calendar links", CalendarLink, links, revoked_at=now)
    live = (RegularGuest.person_id == person.id) & RegularGuest.ended_at.is_(None)
    erase("invitations as a guest", RegularGuest, live, ended_at=now)
    changed_one(session, delete(CalendarLink).where(links))
    changed_one(session, delete(AddressRow).where(AddressRow.person_id == person.id))
    changed_one(session, delete(RoleRow).where(RoleRow.person_id == person.id))
    by_name = update(RoleRow).where(RoleRow.nominated_by == person.name)
    changed_one(session, by_name.values(nominated_by=WORDS))
    nobody = {"name": f"{WORDS} #{person.id}", "organisation": "", "email": "", "channel": ""}
    changed_one(
        session,
        update(PersonRow)
        .where(PersonRow.id == person.id)
        .values(**nobody, chosen_language=None, batched=None),
    )
    audit.record(session, now, Event.FORGOTTEN, address=operator, person_id=person.id)
    snapshot.mark_roster_changed(session)
    return done


def _erase_meetings(erase: Callable[..., None], person: PersonRow) -> None:
    """Erase what the person wrote about meetings and tasks. Others' words to them stay."""
    erase("tasks", Task, Task.assigned_by_id == person.id, text=WORDS)
    erase("tasks", Task, (Task.done_by_id == person.id) & (Task.outcome != ""), outcome=WORDS)
    said = (Invitation.person_id == person.id) & (Invitation.note != "")
    erase("notes on invitations", Invitation, said, note=WORDS)
    erase("agenda items", AgendaItem, AgendaItem.person_id == person.id, text=WORDS)
    erase("minutes", Minutes, Minutes.person_id == person.id, text=WORDS)


def _erase_inbox(session: Session, theirs: _Theirs, now: datetime, done: Forgotten) -> None:
    """Erase what the person sent. The row stays, so that the provider's repetition of it is recognised."""
    ids = list(session.scalars(select(InboxRow.id).where(theirs.inbox)))
    done.counts["texts received"] = len(ids)
    for inbox_id in ids:
        mine = update(InboxRow).where(InboxRow.id == inbox_id)
        empty: dict[str, Any] = {
            "sender": ADDRESS,
            "text": WORDS,
            "payload": {},
            "parts": None,
            "error": None,
            "pressing": False,
            "read_as": None,
        }
        changed_one(session, mine.values(**empty, lane=f"erased:{inbox_id}"))
        waiting = mine.where(
            InboxRow.status.in_((InboxStatus.NEW, InboxStatus.FAILED, InboxStatus.UNMATCHED))
        )
        changed_one(session, waiting.values(status=InboxStatus.DONE, handled_at=now))

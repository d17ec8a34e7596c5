"""The story of one incident: facts, reports, what happened, who was told, offers, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from config.rights import Deed
from sek_core.incidents import timeline, wording
from sek_core.incidents.hidden_names import hidden_of
from sek_core.incidents.timeline import Entry
from sek_core.messages.screens import Arg
from sek_core.response import following, handover
from sek_core.roster.snapshot import Person
from sek_core.store.deliveries import Delivery
from sek_core.store.files import File
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Incident, Promise, Recipient, ReportRow, Track
from sek_core.store.offers import Offer
from sek_core.store.states import DeliveryStatus, IncidentStatus, PromiseStatus
from sek_core.views import shocks
from sek_core.views.visibility import only_reads, visible
from sek_core.work.events import SHOWN
from sek_core.work.unit_of_work import UnitOfWork

NEAR = timedelta(days=365)
Sent = tuple[str, DeliveryStatus | None, datetime, str | None]
"""Channel, status, since when, and error of a message."""

REOPENED_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Said:
    """One text about the incident. `channel`: the one that it came by. `changes`: it corrects or adds to a
    report.
    """

    who: Arg
    at: datetime
    channel: str
    language: str
    text: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One person who was told, and whether it arrived. `state`: waits, sent, delivered, failed. `why`: acts,
    informed, reads (in a digest).
    """

    person: Person
    why: str
    channel: str
    state: str
    at: datetime
    error: str
    messages: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened. `who` is None for the clock's own acts."""

    entry: Entry
    who: Arg | None


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that a page shows of one incident."""

    row: shocks.Row
    reports: Sequence[Said]
    events: Sequence[Event]
    told: Sequence[Told]
    tracks: Sequence[Track]
    offers: Sequence[tuple[Offer, Person]]
    promise: Promise | None
    same: Incident | None
    duplicates: Sequence[Incident]
    before: Sequence[Incident]
    files: Sequence[File]
    cost: Decimal
    can: frozenset[str]
    """What the reader may do: take, note, close, give, release, escalate, reopen, offer."""
    receivers: Sequence[Person]


def of(work: UnitOfWork, reader: Person, incident: Incident) -> Story:
    """Return the story of an incident for a reader who may see it."""
    (row,) = shocks.rows(work, reader, [incident])
    can = _deeds(work, reader, incident)
    told, cost = _told(work, incident)
    same = incident.same_as and work.session.scalar(
        select(Incident).where(Incident.ref == incident.same_as, visible(work, reader))
    )
    duplicates = select(Incident).where(Incident.same_as == incident.ref, visible(work, reader))
    offers = select(Offer).where(Offer.incident_ref == incident.ref).order_by(Offer.id)
    promise = select(Promise).where(
        Promise.incident_ref == incident.ref, Promise.status != PromiseStatus.OVER
    )
    tracks = select(Track).where(Track.incident_ref == incident.ref).order_by(Track.audience, Track.county)
    files = select(File).where(File.incident_ref == incident.ref).order_by(File.id)
    return Story(
        row=row,
        reports=_reports(work, incident),
        events=_events(work, incident),
        told=told,
        tracks=list(work.session.scalars(tracks)),
        offers=[(offer, work.people.get(offer.person_id)) for offer in work.session.scalars(offers)],
        promise=work.session.scalar(promise),
        same=same or None,
        duplicates=list(work.session.scalars(duplicates)),
        before=_before(work, reader, incident),
        files=list(work.session.scalars(files)),
        cost=cost,
        can=can,
        receivers=handover.receivers(work, incident, reader) if "give" in can else (),
    )


def _reports(work: UnitOfWork, incident: Incident) -> list[Said]:
    query = (
        select(ReportRow, InboxRow.channel)
        .join(InboxRow, InboxRow.id == ReportRow.inbox_id)
        .where(ReportRow.incident_ref == incident.ref)
        .order_by(ReportRow.id)
    )
    return [
        Said(
            wording.author(incident, work.people.get(row.person_id)),
            row.created_at,
            channel,
            row.language,
            row.text,
            row.kind != "report",
        )
        for row, channel in work.session.execute(query)
    ]


def _events(work: UnitOfWork, incident: Incident) -> list[Event]:
    hidden = hidden_of(incident)
    besides = {incident.reporter_id} if incident.caller else set()
    unnamed = work.people.many([*hidden, *besides])
    names: dict[str, Arg] = {person.name: wording.author(incident, person) for person in unnamed}
    shown = [entry for entry in timeline.events(work.session, incident.ref) if entry.what in SHOWN]
    return [Event(entry, names.get(entry.who, entry.who) if entry.who else None) for entry in shown]


def _told(work: UnitOfWork, incident: Incident) -> tuple[list[Told], Decimal]:
    query = (
        select(
            Delivery.id,
            Delivery.person_id,
            Delivery.channel,
            Delivery.status,
            Delivery.changed_at,
            Delivery.error,
            Delivery.cost,
            Delivery.bundle_id,
        )
        .where(Delivery.about == incident.ref, Delivery.kind != "shown", Delivery.kind != "answer")
        .order_by(Delivery.id)
    )
    sent: dict[int, list[Sent]] = {}
    costs: dict[int, Decimal] = {}
    for _, person_id, channel, status, at, error, cost, bundle in work.session.execute(query):
        if person_id is None:
            continue
        said_by_another = bundle is not None and status == DeliveryStatus.BUNDLED
        status = DeliveryStatus.ACCEPTED if said_by_another else status
        sent.setdefault(person_id, []).append((channel, status, at, error))
        costs[person_id] = costs.get(person_id, Decimal(0)) + (cost or 0)
    hidden = hidden_of(incident)
    found = []
    recipients = select(Recipient).where(Recipient.incident_ref == incident.ref).order_by(Recipient.told_at)
    for recipient in work.session.scalars(recipients):
        if recipient.person_id in hidden:
            continue
        messages = sent.get(recipient.person_id, [])
        why = "reads" if recipient.reads_in else "acts" if recipient.acts else "informed"
        arrived = [each for each in messages if each[1] in timeline.ARRIVED]
        nothing: Sent = ("", None, recipient.told_at, "")
        channel, state, at, error = next(iter([*arrived, *messages]), nothing)
        found.append(
            Told(
                work.people.get(recipient.person_id),
                why,
                channel,
                _state(state),
                at,
                error or "",
                len(messages),
                costs.get(recipient.person_id, Decimal(0)),
            )
        )
    order = {"failed": 0, "waits": 1, "sent": 2, "delivered": 3, "": 4}
    return sorted(found, key=lambda each: order[each.state]), sum(costs.values(), Decimal(0))


def _state(status: DeliveryStatus | None) -> str:
    """Return the state of a message in four words; empty if there is none."""
    if status is None or status == DeliveryStatus.SKIPPED:
        return ""
    if status == DeliveryStatus.DELIVERED:
        return "delivered"
    if status == DeliveryStatus.FAILED:
        return "failed"
    return "sent" if status in (DeliveryStatus.ACCEPTED, DeliveryStatus.UNKNOWN) else "waits"


def _before(work: UnitOfWork, reader: Person, incident: Incident) -> list[Incident]:
    """Return the last incidents of the same ward within a year, as far as the reader may see them."""
    if not incident.ward_code or not incident.county:
        return []
    query = (
        select(Incident)
        .where(
            Incident.county == incident.county,
            Incident.reported_at >= incident.reported_at - NEAR,
            Incident.reported_at < incident.reported_at,
            Incident.ward_code == incident.ward_code,
            Incident.status != IncidentStatus.CANCELLED,
            visible(work, reader),
        )
        .order_by(Incident.reported_at.desc())
        .limit(5)
    )
    return list(work.session.scalars(query))


def _deeds(work: UnitOfWork, reader: Person, incident: Incident) -> frozenset[str]:
    """Return what a page offers the reader to do; the dialogue decides all the same."""
    if only_reads(work, reader):
        return frozenset()
    counties, status = incident.counties, incident.status
    holds = incident.taken_by_id == reader.id
    acts = following.may_act(work, incident, reader)
    reported = incident.reporter_id == reader.id
    can: set[str] = set()
    if status == IncidentStatus.OPEN and acts:
        can.add("take")
    if status in (IncidentStatus.OPEN, IncidentStatus.TAKEN):
        can.add("note")
        if acts or work.rights.may(reader, Deed.CLOSE, counties):
            can.add("close")
        if work.rights.may(reader, Deed.GIVE, counties):
            can.add("give")
        if status == IncidentStatus.OPEN and work.rights.may(reader, Deed.ESCALATE, counties):
            can.add("escalate")
        if not acts and work.rights.may(reader, Deed.OFFER, counties):
            can.add("offer")
    if status == IncidentStatus.TAKEN and holds:
        can.add("release")
    closed_by = status == IncidentStatus.CLOSED and incident.closed_by_id == reader.id
    if closed_by or (reported and status in (IncidentStatus.CLOSED, IncidentStatus.CANCELLED)):
        since = incident.closed_at or incident.reported_at
        if work.now - since < REOPENED_WITHIN:
            can.add("reopen")
    if reported and status in (IncidentStatus.HELD, IncidentStatus.OPEN, IncidentStatus.TAKEN):
        can |= {"fix", "cancel"}
    return frozenset(can)

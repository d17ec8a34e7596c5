"""Recipients whose alert failed permanently: stop waiting for them, and tell RLA and the county lead.

The next step is due at once if no other recipient of the present one can be reached. RLA and the lead are
told once per person and incident.
"""

from sqlalchemy import select, update

from sek_core.alerts import texts
from sek_core.alerts.routing import Alerted, Way, named_in, way_of
from sek_core.deliveries import bundles
from sek_core.roster.roles import LEADS, Role
from sek_core.roster.snapshot import Person
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident, Recipient, Track
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

KEEPS_CONTACTS = Role.RLA


def asked_in(work: UnitOfWork, way: Way, track: Track) -> list[tuple[Alerted, Recipient]]:
    """Return the people whom the present step of a track names and who were asked to act."""
    query = select(Recipient).where(Recipient.incident_ref == track.incident_ref, Recipient.acts)
    rows = work.session.scalars(query.execution_options(populate_existing=True))
    recipients = {row.person_id: row for row in rows}
    named = named_in(way, track.audience, track.county, track.step)
    return [(each, recipients[each.person.id]) for each in named if each.person.id in recipients]


def handle_failed_delivery(work: UnitOfWork, delivery: Delivery) -> None:
    """Handle a message that failed at every address: if it is an alert to an acting recipient of an open
    incident, treat the recipient as unreachable. A bundle is each of its alerts.
    """
    for member in bundles.members(work, delivery):
        handle_failed_delivery(work, member)
    if delivery.kind != "alert" or delivery.step is None or delivery.person_id is None:
        return
    work.flush()
    incident = work.session.get(Incident, delivery.about, populate_existing=True)
    if incident is not None and incident.status == IncidentStatus.OPEN:
        cannot_be_reached(work, incident, work.people.get(delivery.person_id))


def cannot_be_reached(work: UnitOfWork, incident: Incident, person: Person) -> None:
    """Record that an acting recipient of this open incident cannot be reached, and tell RLA and the lead."""
    way = way_of(work, incident)
    query = select(Track).where(
        Track.incident_ref == incident.ref, Track.acknowledge, Track.due_at.is_not(None)
    )
    waiting = list(work.session.scalars(query.execution_options(populate_existing=True)))
    asked = [(track, asked_in(work, way, track)) for track in waiting]
    theirs = [
        (track, people) for track, people in asked if any(each.person.id == person.id for each, _ in people)
    ]
    if not theirs or not _is_new(work, incident, person):
        return
    for track, people in theirs:
        if all(row.unreachable_at or each.person.id == person.id for each, row in people):
            _due_now(work, track)
    work.audit_log.add(incident.ref, Event.UNREACHABLE, person.id)
    screen = texts.unreachable(incident, person)
    for other in _keepers(work, incident):
        if other.id != person.id:
            work.outbox.tell(other, screen, "update", incident.ref)


def _is_new(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Compare and set: mark the recipient unreachable, return True if they were not marked before."""
    mine = update(Recipient).where(
        Recipient.incident_ref == incident.ref,
        Recipient.person_id == person.id,
        Recipient.unreachable_at.is_(None),
    )
    return changed_one(work.session, mine.values(unreachable_at=work.now))


def _due_now(work: UnitOfWork, track: Track) -> None:
    """End the wait of a track, unless its step has moved or the incident was taken meanwhile."""
    mine = update(Track).where(
        Track.incident_ref == track.incident_ref,
        Track.audience == track.audience,
        Track.county == track.county,
        Track.step == track.step,
        Track.due_at > work.now,
    )
    changed_one(work.session, mine.values(due_at=work.now))


def _keepers(work: UnitOfWork, incident: Incident) -> list[Person]:
    """Return RLA, which keeps the roster, and for each county its lead, or else its deputy."""
    found: dict[int, Person] = {}
    for county in incident.counties:
        leads = next((held for role in LEADS if (held := work.people.holders(role, county))), [])
        for _, person in [*leads, *work.people.holders(KEEPS_CONTACTS, county)]:
            found[person.id] = person
    return list(found.values())

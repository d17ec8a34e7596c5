"""Reporters who asked not to be named: whom others see as "a reporter known to" the secretariat.

`nameless` is about the first reporter of an incident, `hidden_ids` about those whose reports joined it.
"""

from datetime import timedelta

from sqlalchemy import select, update

from sek_core.incidents.model import AnyIncident
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import LIVE, Incident, ReportRow
from sek_core.store.statements import changed_one
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

AFTERWARDS = timedelta(days=14)
"""Time after a report within which its reporter's wish counts for it although it is over."""


def is_unnamed(incident: AnyIncident, person_id: int) -> bool:
    """Return True if others must not learn that this person reported the incident."""
    if incident.nameless and person_id == incident.reporter_id:
        return True
    return isinstance(incident, Incident) and person_id in (incident.hidden_ids or ())


def hidden_of(incident: Incident) -> set[int]:
    """Return the ids of the reporters whose names others must not learn."""
    first = {incident.reporter_id} if incident.nameless else set()
    return first | set(incident.hidden_ids or ())


def hide(work: UnitOfWork, incident: Incident, person: Person, address: str) -> bool:
    """Hide from now on that this person reported the incident. Return False if it was hidden before."""
    if is_unnamed(incident, person.id):
        return False
    work.session.refresh(incident, with_for_update=True)
    values: dict[str, object] = {"nameless": True}
    if person.id != incident.reporter_id:
        values = {"hidden_ids": [*(incident.hidden_ids or ()), person.id]}
    changed_one(work.session, update(Incident).where(Incident.ref == incident.ref).values(**values))
    work.session.refresh(incident)
    work.audit_log.add(incident.ref, Event.NAME_HIDDEN, person.id, address)
    return True


def reported_by(work: UnitOfWork, person: Person) -> list[Incident]:
    """Return the incidents of which the person is a reporter, that are not over or were reported lately,
    newest first.
    """
    work.flush()
    mine = select(ReportRow.incident_ref).where(ReportRow.person_id == person.id)
    query = (
        select(Incident)
        .where(Incident.ref.in_(mine))
        .where(Incident.status.in_(LIVE) | (Incident.reported_at > work.now - AFTERWARDS))
        .order_by(Incident.reported_at.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))

"""Which incidents a person may see, as one condition: every list, count, search, export and event uses it.

A sensitive incident is absent for everyone else: no row, no number, no gap.
"""

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, and_, cast, false, or_, select, true

from config.rights import Deed
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident, Recipient, ReportRow
from sek_core.work.unit_of_work import UnitOfWork


def visible(work: UnitOfWork, person: Person | None) -> ColumnElement[bool]:
    """Return the condition of the incidents that a person may see: those that they may take by their role,
    were told of or reported, and those of their counties that are not sensitive. None, a reader of the
    Mission, sees none.
    """
    if person is None:
        return false()
    every = work.configuration.mechanism.counties
    mine = work.people.counties(person, every)
    takes = [county for county in every if work.rights.may(person, Deed.TAKE, [county], if_asked=False)]
    if not takes and not mine:
        return _told_or_reported(person)
    if len(takes) == len(every):
        return true()
    conditions: list[ColumnElement[bool]] = [_told_or_reported(person)]
    if takes:
        conditions.append(in_counties(takes))
    if mine:
        conditions.append(and_(Incident.sensitive.is_(False), in_counties(mine)))
    return or_(*conditions)


def in_counties(counties: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition of the incidents of these counties. One whose county is in doubt is of several."""
    written = cast(Incident.counties, String)
    doubtful = or_(*(written.contains(json.dumps(county), autoescape=True) for county in counties))
    return or_(Incident.county.in_(counties), and_(Incident.county == "", doubtful))


def _told_or_reported(person: Person) -> ColumnElement[bool]:
    told = select(Recipient.incident_ref).where(Recipient.person_id == person.id)
    reported = select(ReportRow.incident_ref).where(ReportRow.person_id == person.id)
    return or_(Incident.reporter_id == person.id, Incident.ref.in_(told), Incident.ref.in_(reported))


def find_visible(work: UnitOfWork, person: Person | None, ref: str) -> Incident | None:
    """Return the incident of this reference if the person may see it; None as if there were none."""
    query = select(Incident).where(Incident.ref == ref, visible(work, person))
    return work.session.scalar(query)


def reads_words(work: UnitOfWork, person: Person) -> bool:
    """Return True if a person may read what people wrote: an administrator alone sees only facts."""
    return any(role.role != Role.ADMIN for role in work.people.roles(person))


def only_reads(work: UnitOfWork, person: Person) -> bool:
    """Return True for a person who is an observer and nothing else: no page lets them do anything."""
    return all(role.role == Role.OBSERVER for role in work.people.roles(person))


def is_coordinator(work: UnitOfWork, person: Person) -> bool:
    """Return True for the roles that coordinate the mechanism: they see all deliveries and the whole log."""
    return any(role.role in COORDINATORS for role in work.people.roles(person))


COORDINATORS = frozenset({Role.RLA, Role.USAID, Role.CHAIR})

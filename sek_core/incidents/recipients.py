"""Who was told of an incident."""

from collections.abc import Iterable

from sqlalchemy import select, update

from sek_core.incidents.model import AnyIncident
from sek_core.roster.snapshot import Person
from sek_core.store.conditional import changed_one
from sek_core.store.incidents import Incident, Recipient
from sek_core.work.unit_of_work import UnitOfWork


def asks(work: UnitOfWork, incident: Incident, person: Person, audience: str, step: int) -> None:
    """A later step asks somebody to act, who was perhaps informed before."""
    informed = update(Recipient).where(
        Recipient.incident_ref == incident.ref, Recipient.person_id == person.id
    )
    now = {"audience": audience, "step": step, "acts": True, "told_at": work.now, "unreachable_at": None}
    if not changed_one(work.session, informed.values(**now)):
        add_recipient(work, incident, person, audience, step)


def add_recipient(
    work: UnitOfWork, incident: AnyIncident, person: Person, audience: str | None, step: int | None
) -> None:
    """Note that this person is told of it now: as `audience` to act, or (None) for information."""
    work.rows.add(
        Recipient,
        {
            "incident_ref": incident.ref,
            "person_id": person.id,
            "audience": audience,
            "step": step,
            "acts": audience is not None,
            "told_at": work.now,
            "unreachable_at": None,
        },
    )


def told(work: UnitOfWork, incident: Incident, acting_only: bool = False) -> list[Person]:
    """Everyone who was told of an incident; `acting_only`: who was asked to take it."""
    work.flush()
    query = select(Recipient.person_id).where(Recipient.incident_ref == incident.ref)
    if acting_only:
        query = query.where(Recipient.acts)
    return still_here(work, work.people.many(work.session.scalars(query)))


def still_here(work: UnitOfWork, people: Iterable[Person]) -> list[Person]:
    """Those of them who hold a role today, and for who is away who covers: who has left hears nothing
    more.
    """
    return work.people.with_cover(person for person in people if work.people.roles(person))


def was_told(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Whether this very person was told of it."""
    work.flush()
    query = select(Recipient.person_id).where(
        Recipient.incident_ref == incident.ref, Recipient.person_id == person.id
    )
    return work.session.scalar(query) is not None

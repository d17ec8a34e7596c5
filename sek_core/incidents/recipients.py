"""Recipients of an incident."""

from collections.abc import Iterable

from sqlalchemy import select, update

from config.route import COUNTY
from sek_core.incidents.model import AnyIncident
from sek_core.roster.roles import OF_COUNTY, Role
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident, Recipient
from sek_core.store.statements import changed_one, insert_missing
from sek_core.work.unit_of_work import UnitOfWork


def record_asked_to_act(
    work: UnitOfWork, incident: Incident, person: Person, audience: str, step: int
) -> None:
    """Record that a later step asks a person to act, who may have been informed before."""
    informed = update(Recipient).where(
        Recipient.incident_ref == incident.ref, Recipient.person_id == person.id
    )
    now = {
        "audience": audience,
        "step": step,
        "acts": True,
        "told_at": work.now,
        "unreachable_at": None,
        "reads_in": None,
        "waits_for": None,
    }
    if not changed_one(work.session, informed.values(**now)):
        add_recipient(work, incident, person, audience, step)


def ask_to_act_too(work: UnitOfWork, incident: Incident, person: Person, audience: str) -> None:
    """Add a person to the acting recipients, outside the steps of the route; one who acts already keeps the
    audience and step of their alert.
    """
    row = {
        "incident_ref": incident.ref,
        "person_id": person.id,
        "audience": audience,
        "step": None,
        "acts": True,
        "told_at": work.now,
    }
    work.flush()
    insert_missing(work.session, Recipient, [row])
    work.session.execute(
        update(Recipient)
        .where(
            Recipient.incident_ref == incident.ref,
            Recipient.person_id == person.id,
            Recipient.acts.is_(False),
        )
        .values(acts=True, audience=audience, reads_in=None, waits_for=None)
        .execution_options(synchronize_session=False)
    )


def audience_of(work: UnitOfWork, incident: Incident, person: Person) -> str:
    """Return the audience for which a person has an incident: that of their alert, or else by their role."""
    audience = work.session.scalar(
        select(Recipient.audience).where(
            Recipient.incident_ref == incident.ref, Recipient.person_id == person.id
        )
    )
    if audience and audience != COUNTY:
        return audience
    roles = {role.role for role in work.people.roles(person)}
    if Role.USAID in roles or Role.RLA in roles:
        return "usaid" if Role.USAID in roles else "rla"
    return COUNTY if roles and roles <= OF_COUNTY else "clt"


def add_recipient(
    work: UnitOfWork,
    incident: AnyIncident,
    person: Person,
    audience: str | None,
    step: int | None,
    *,
    reads_in: str | None = None,
    waits_for: str | None = None,
) -> None:
    """Record that this person is told now: asked to act as `audience`, or (None) only informed. `waits_for`:
    the digest in which they read it instead; `reads_in`: the one in which they read all of it.
    """
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
            "reads_in": reads_in,
            "waits_for": waits_for,
        },
    )


def find_recipients(work: UnitOfWork, incident: Incident, acting_only: bool = False) -> list[Person]:
    """Return the people who were told of an incident, or (`acting_only`) who were asked to take it. Covers
    replace the absent; people without a role are left out.
    """
    work.flush()
    query = select(Recipient.person_id).where(Recipient.incident_ref == incident.ref)
    if acting_only:
        query = query.where(Recipient.acts)
    return still_here(work, work.people.many(work.session.scalars(query)))


def acting(work: UnitOfWork, incident: Incident, besides: Person) -> list[Person]:
    """Return the people who were asked to act, or whose covers were, and the holder; each once."""
    people = find_recipients(work, incident, acting_only=True)
    if incident.taken_by_id is not None:
        people += still_here(work, work.people.many([incident.taken_by_id]))
    return [other for other in {other.id: other for other in people}.values() if other.id != besides.id]


def still_here(work: UnitOfWork, people: Iterable[Person]) -> list[Person]:
    """Return those of these people who hold a role today, with the absent replaced by their covers. People
    who have left the roster hear no more.
    """
    return work.people.with_cover(person for person in people if work.people.roles(person))


def was_told(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Return True if this person was told, not counting covers."""
    work.flush(Recipient)
    query = select(Recipient.person_id).where(
        Recipient.incident_ref == incident.ref, Recipient.person_id == person.id
    )
    return work.session.scalar(query) is not None

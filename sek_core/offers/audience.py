"""Who hears of an offer: the reporters, the holder, and the lead of the incident's county, each once."""

from collections.abc import Collection

from sek_core.incidents import queries, recipients
from sek_core.messages.screens import Screen
from sek_core.roster import organisations
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.work.unit_of_work import UnitOfWork


def in_charge(work: UnitOfWork, incident: Incident, besides: Collection[int] = ()) -> list[Person]:
    """Return the holder and the county leads, each once. Covers replace the absent.

    A lead hears of a sensitive incident only if told of it before, and of a complaint never if it is against
    their own organisation.
    """
    holder = work.people.many([incident.taken_by_id]) if incident.taken_by_id is not None else []
    leads = [lead for county in incident.counties for lead in _leads(work, county)]
    if incident.sensitive:
        leads = [lead for lead in leads if recipients.was_told(work, incident, lead)]
    apart = organisations.staff_of(work.people, incident.against or ()) | frozenset(besides)
    everybody = {person.id: person for person in recipients.still_here(work, [*holder, *leads])}
    return [person for person in everybody.values() if person.id not in apart]


def _leads(work: UnitOfWork, county: str) -> list[Person]:
    """Return the county lead; where there is none, the deputy."""
    found = (work.people.holders(role, county) for role in (Role.COUNTY_LEAD, Role.DEPUTY_COUNTY_LEAD))
    return next(([person for _, person in held] for held in found if held), [])


def all_of(work: UnitOfWork, incident: Incident, besides: Collection[int] = ()) -> list[Person]:
    """Return the reporters, the holder and the county leads, each once."""
    reporters = [each for each in queries.reporters(work, incident) if work.people.roles(each)]
    both = {person.id: person for person in (*reporters, *in_charge(work, incident, besides))}
    return [person for person in both.values() if person.id not in besides]


def holder(work: UnitOfWork, incident: Incident, besides: Collection[int] = ()) -> list[Person]:
    """Return the holder, or their cover; empty if there is none."""
    held = work.people.many([incident.taken_by_id]) if incident.taken_by_id is not None else []
    return [person for person in recipients.still_here(work, held) if person.id not in besides]


def tell(work: UnitOfWork, people: Collection[Person], screen: Screen, ref: str) -> int:
    """Tell each of these people; return how many."""
    for person in people:
        work.outbox.tell(person, screen, "update", ref)
    return len(people)

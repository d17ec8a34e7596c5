"""Who hears what of an incident after its alert, and when: the table `told` of its route."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import select

from config.hazards import OTHER
from config.mechanism import Severity
from config.route import Route, read_copy
from config.told import Hears, Relation, Telling
from sek_core.incidents import putting_off, queries
from sek_core.incidents.model import AnyIncident
from sek_core.roster import organisations
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN, Incident, Recipient
from sek_core.store.offers import Offer
from sek_core.work.unit_of_work import UnitOfWork

_INFORMED = frozenset({Relation.INFORMED})

_ACTING = (Relation.REPORTER, Relation.HOLDER, Relation.ASKED)


@dataclass(frozen=True, slots=True)
class Hearing:
    """The people who hear of an event at once, in the next morning digest, and in the digest of the week.
    `acting`: ids of those of them who reported it, hold it or were asked to take it. `readers`: people who
    would hear either way, but read of the incident in a digest only.
    """

    now: tuple[Person, ...]
    digest: tuple[Person, ...]
    weekly: tuple[Person, ...]
    acting: frozenset[int]
    readers: tuple[Person, ...] = ()


def route_of(work: UnitOfWork, incident: AnyIncident) -> Route:
    """Return the route with which an incident opened. If it has not opened, or its copy cannot be read,
    return the route configured now.
    """
    copy = read_copy(incident.route)
    if copy is not None:
        return copy
    routes = work.configuration.routes
    if incident.kind == CONCERN:
        return routes.for_concern(tuple(incident.sectors or ()), incident.counties)
    hazards = work.configuration.hazards
    hazard = hazards.get(incident.hazard, hazards[OTHER])  # the configuration may have changed since
    return routes.choose(hazard, cast(Severity | None, incident.severity), incident.counties)


def who_hears(
    work: UnitOfWork,
    incident: Incident,
    event: Telling,
    besides: Iterable[int | None] = (),
    before: Iterable[int | None] = (),
    *,
    reporters: bool = True,
) -> Hearing:
    """Return who hears of an event that happens now, and mark it for those who read in a digest what others
    hear at once (`putting_off`).
    """
    hearing = by_the_table(work, incident, event, besides, before, reporters=reporters)
    now = told_now(work, incident, hearing.now)
    putting_off.told_later(work, incident, hearing.readers)
    putting_off.told_with_the_week(work, incident, hearing.weekly)
    return replace(hearing, now=tuple(now))


def told_now(work: UnitOfWork, incident: Incident, people: Iterable[Person]) -> list[Person]:
    """Return those of the recipients of an incident who are told of something at once, and mark it for those
    who read it in a digest.
    """
    return putting_off.told_now(work, incident, route_of(work, incident), people)


def by_the_table(
    work: UnitOfWork,
    incident: Incident,
    event: Telling,
    besides: Iterable[int | None] = (),
    before: Iterable[int | None] = (),
    *,
    reporters: bool = True,
) -> Hearing:
    """Return who hears of an event: only reporters, holder, givers of help, and people who got the alert.

    `besides`: ids of people who know already. `before`: ids of people who held it before, or closed it.
    `reporters`: False where the reporters, as such, do not hear. Covers replace the absent, but never a
    reporter: the cover could not reopen the incident. People without a role hear no more. Nothing sensitive
    stands in a digest.
    """
    told, grade = route_of(work, incident).told, cast(Severity | None, incident.severity) or "unsaid"
    relations = _relations(work, incident, before)
    reading = putting_off.readers(work, incident) if route_of(work, incident).has_readers else frozenset()
    reporting = frozenset(each for each, known in relations.items() if Relation.REPORTER in known)
    staff = organisations.staff_of(work.people, incident.against) if incident.against else frozenset()
    found: dict[Hears, dict[int, Person]] = {hears: {} for hears in Hears}
    apart, acting, readers = set(besides), set[int](), dict[int, Person]()
    for person in work.people.many(relations):
        known = relations[person.id]
        if not work.people.roles(person) or (person.id in staff and Relation.REPORTER not in known):
            continue
        if not reporters:
            known = known - {Relation.REPORTER}
        hears = told.hears(event, grade, known, _roles_for(work, incident, person))
        hearer = person if person.id in reporting else work.people.cover_of(person)
        if hearer is not None and hearer.id not in apart and person.id in reading and known <= _INFORMED:
            if hears != Hears.NEVER:
                readers.setdefault(person.id, person)
        elif hearer is not None and hearer.id not in apart:
            found[hears].setdefault(hearer.id, hearer)
            if not known.isdisjoint(_ACTING):
                acting.add(hearer.id)
    now = found[Hears.NOW]
    later = {} if incident.sensitive else found[Hears.DIGEST]
    digest = tuple(person for person in later.values() if person.id not in now)
    weekly = () if incident.sensitive else tuple(found[Hears.WEEKLY].values())
    return Hearing(tuple(now.values()), digest, weekly, frozenset(acting), tuple(readers.values()))


def _relations(
    work: UnitOfWork, incident: Incident, before: Iterable[int | None]
) -> dict[int, set[Relation]]:
    """Return the relations to an incident by the ids of people, its reporters first."""
    work.flush()
    relations: dict[int, set[Relation]] = {}

    def know(person_id: int | None, relation: Relation) -> None:
        if person_id is not None:
            relations.setdefault(person_id, set()).add(relation)

    for person in queries.reporters(work, incident):
        know(person.id, Relation.REPORTER)
    for holder in (incident.taken_by_id, *before):
        know(holder, Relation.HOLDER)
    rows = select(Recipient.person_id, Recipient.acts).where(Recipient.incident_ref == incident.ref)
    for person_id, acts in work.session.execute(rows.order_by(Recipient.person_id)):
        know(person_id, Relation.ASKED if acts else Relation.INFORMED)
    for giver in work.session.scalars(select(Offer.person_id).where(Offer.incident_ref == incident.ref)):
        know(giver, Relation.GIVER)
    return relations


def _roles_for(work: UnitOfWork, incident: Incident, person: Person) -> Collection[str]:
    """Return the roles that a person has for the counties of an incident, and those whom they cover for; the
    deputy stands in where a county has no lead.
    """
    roles = {
        role.role
        for each in (person, *work.people.covering_for(person))
        for role in work.people.roles(each)
        if any(role.covers(county) for county in incident.counties)
    }
    vacant = any(not work.people.holders(Role.COUNTY_LEAD, county) for county in incident.counties)
    return roles | {Role.COUNTY_LEAD} if vacant and Role.DEPUTY_COUNTY_LEAD in roles else roles

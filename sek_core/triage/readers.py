"""The order of coordinators who read a text that was not understood."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import func, select

from config.rights import Deed
from sek_core.alerts import circles
from sek_core.alerts.circles import Circle
from sek_core.roster import organisations
from sek_core.roster.roles import LEADS, Role
from sek_core.roster.snapshot import Person
from sek_core.store.base import is_just
from sek_core.store.inbox import Kept, KeptReader
from sek_core.store.states import KeptStatus
from sek_core.triage import kept_texts
from sek_core.triage.kept_texts import KeptText
from sek_core.work.unit_of_work import UnitOfWork

HOUR = timedelta(hours=1)


FEW_COUNTIES = 5
"""Largest number of counties of a mechanism in which a plea without a place goes to every county."""


def readers_of(work: UnitOfWork, refs: Collection[str]) -> Mapping[str, set[int]]:
    """Return the ids of the readers of each text."""
    found: dict[str, set[int]] = {}
    query = select(KeptReader.kept_ref, KeptReader.person_id).where(KeptReader.kept_ref.in_(refs))
    for ref, person_id in work.session.execute(query):
        found.setdefault(ref, set()).add(person_id)
    return found


def circle_for(work: UnitOfWork, texts: Sequence[KeptText]) -> Circle:
    """Return the coordinators to ask about texts of one sender, in order; first the one who wrote back to the
    sender lately.
    """
    newest = texts[-1]
    if newest.person is None:
        return stranger_circle(work, newest.text)
    own = work.people.counties(newest.person, work.configuration.mechanism.counties)
    counties = _counties(work, newest.text, own)
    named = frozenset(
        name for text in texts for name in organisations.organisations_in(work.people, text.text)
    )
    besides = {newest.person.id, *organisations.staff_of(work.people, named)}
    complains = any(work.core.reader.read(text.text, ()).complaint for text in texts)
    circle = circles.coordinators(work, counties, besides)
    if circle.wide and not complains:
        # Staff of a named organisation should not judge it, but they are better than a stranger to the
        # county.
        circle = circles.coordinators(work, counties, {newest.person.id})
    if not work.rights.may(newest.person, Deed.REPORT):
        rla = [person for person in circle.people if _holds(work, person, Role.RLA)]
        circle = Circle(tuple(dict.fromkeys([*rla, *circle.people])), circle.wide)
    wrote = _wrote_back(work, newest.person)
    first = [person for person in circle.people if person.id == wrote]
    return Circle(tuple(dict.fromkeys([*first, *circle.people])), circle.wide)


def _counties(work: UnitOfWork, text: str, own: Sequence[str]) -> Sequence[str]:
    named = work.core.reader.read(text, tuple(own)).counties
    return named or tuple(own) or work.configuration.mechanism.counties


def _holds(work: UnitOfWork, person: Person, role: str) -> bool:
    return any(each.role == role for each in work.people.roles(person))


def _wrote_back(work: UnitOfWork, sender: Person) -> int | None:
    """Return the id of the coordinator who last wrote back to a sender within the hour."""
    query = (
        select(Kept.settled_by_id)
        .where(
            Kept.person_id == sender.id,
            is_just(Kept.status, KeptStatus.REPLIED),
            Kept.settled_at > work.now - HOUR,
        )
        .order_by(Kept.settled_at.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def next_reader(
    work: UnitOfWork, order: Circle, late: Sequence[KeptText], told: Mapping[str, set[int]], fresh: bool
) -> Person | None:
    """Return the first coordinator who lacks a due text and has not reached the hourly limit of messages. A
    text without a reader goes to RLA even if all have reached it.
    """
    left = [p for p in order.people if any(p.id not in told.get(text.kept.ref, ()) for text in late)]
    most = work.configuration.mechanism.net.messages_an_hour
    lately = messages_lately(work, [person.id for person in left])
    free = [person for person in left if lately.get(person.id, 0) < most]
    if free or not (fresh or late[-1].person is None):
        return free[0] if free else None
    return next((person for person in left if _holds(work, person, Role.RLA)), left[0] if left else None)


def messages_lately(work: UnitOfWork, people: Collection[int]) -> Mapping[int, int]:
    """Return how many messages about kept texts each of these people got within the hour."""
    query = (
        select(KeptReader.person_id, func.count(KeptReader.bundle.distinct()))
        .where(KeptReader.person_id.in_(people), KeptReader.told_at > work.now - HOUR)
        .group_by(KeptReader.person_id)
    )
    return {row.person_id: row[1] for row in work.session.execute(query)}


def stranger_circle(work: UnitOfWork, text: str) -> Circle:
    """Return the people to ask about a plea from an unknown number; first those who hear of it at once."""
    first = at_once(work, text)
    counties = work.core.reader.read(text, ()).counties or work.configuration.mechanism.counties
    clt = work.people.with_cover(
        p for county in counties for _, p in work.people.holders(Role.CLT_LEAD, county)
    )
    mission = work.people.with_cover([*work.people.anywhere(Role.CHAIR), *work.people.anywhere(Role.USAID)])
    later = [person for person in (*clt, *mission) if work.people.reachable_at(person)]
    people = tuple({person.id: person for person in (*first.people, *later)}.values())
    return Circle(people, first.wide)


def at_once(work: UnitOfWork, text: str) -> Circle:
    """Return the people who hear at once of a plea from an unknown number: RLA, and the lead and deputy of
    each county that it names. If it names none and the counties are few, each county's deputy. The absent are
    replaced by their covers, or by the next person of that county.
    """
    mechanism = work.configuration.mechanism
    reading = work.core.reader.read(text, ())
    named = [county for county in reading.counties if county in mechanism.counties]
    besides = organisations.staff_of(
        work.people, organisations.organisations_in(work.people, text) if reading.complaint else frozenset()
    )
    groups = [work.people.with_cover(kept_texts.secretariat(work))]
    if named:
        groups += [_leads_of(work, county, LEADS) for county in named]
    elif len(mechanism.counties) <= FEW_COUNTIES:
        groups += [_leads_of(work, county, LEADS[::-1])[:1] for county in mechanism.counties]
    people = {person.id: person for group in groups for person in group if person.id not in besides}
    there = tuple(person for person in people.values() if work.people.reachable_at(person))
    return Circle(there) if there else circles.find_wider_circle(work, named or mechanism.counties, besides)


def _leads_of(work: UnitOfWork, county: str, roles: Sequence[str]) -> list[Person]:
    """Return the available holders of these roles; if there are none, the CLT lead."""
    for group in (roles, (Role.CLT_LEAD,)):
        held = [person for role in group for _, person in work.people.holders(role, county)]
        if there := work.people.with_cover(held):
            return there
    return []


def without_reader(work: UnitOfWork) -> list[str]:
    """Return the counties that have no available coordinator to read what is not understood."""
    counties = work.configuration.mechanism.counties
    return [county for county in counties if circles.coordinators(work, [county]).wide]

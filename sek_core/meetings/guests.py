"""Invitees and listeners of a meeting, by the rule of its series."""

from collections.abc import Sequence
from datetime import date

from config.meetings import StandingGuest
from sek_core.roster.snapshot import HeldRole, Person
from sek_core.work.unit_of_work import UnitOfWork


def by_rule(work: UnitOfWork, series: str, county: str, day: date) -> list[Person]:
    """Return the people whom the rule of a series invites, each once; a cover replaces a person who is away
    on that day.
    """
    return _all(work, work.configuration.meetings.guests(series), county, day)


def told_by_rule(work: UnitOfWork, series: str, county: str, day: date) -> list[Person]:
    """Return the people whom the rule names as listeners: told, not asked. Invitees may be among them."""
    return _all(work, work.configuration.meetings.listeners(series), county, day)


def _all(work: UnitOfWork, guests: Sequence[StandingGuest], county: str, day: date) -> list[Person]:
    found: dict[int, Person] = {}
    for guest in guests:
        found.update((person.id, person) for person in _named(work, guest, county))
    there = (_who_comes(work, person, day) for person in found.values())
    return list({person.id: person for person in there}.values())


def _named(work: UnitOfWork, guest: StandingGuest, county: str) -> list[Person]:
    if guest.role is not None:
        held = work.people.holders(guest.role, county)
        return [person for role, person in held if _works_in(role, guest.sectors)]
    return [
        person
        for person in work.people.everybody()
        if (guest.person is not None and person.name == guest.person)
        or any(_in_group(role, guest, county) for role in work.people.roles(person))
    ]


def _in_group(role: HeldRole, guest: StandingGuest, county: str) -> bool:
    return guest.group in role.groups and role.covers(county) and _works_in(role, guest.sectors)


def _works_in(role: HeldRole, sectors: tuple[str, ...]) -> bool:
    return not sectors or not role.sectors or not role.sectors.isdisjoint(sectors)


def _who_comes(work: UnitOfWork, person: Person, day: date) -> Person:
    absence = work.people.away(person)
    if absence is None or absence.until < day:
        return person
    return work.people.cover_of(person) or person

"""Invitees and listeners of a meeting, by the rule of its series."""

from collections.abc import Iterable, Sequence
from datetime import date

from config.meetings import StandingGuest
from sek_core.meetings import regulars, whom
from sek_core.roster.snapshot import HeldRole, Person
from sek_core.work.unit_of_work import UnitOfWork


def by_rule(
    work: UnitOfWork, series: str, counties: Sequence[str], day: date, group: str = whom.EVERYBODY
) -> list[Person]:
    """Return the people whom the rule of a series invites and its regular guests, or the members of a group,
    each once; a cover replaces a person who is away on that day.
    """
    if group:
        return _there(work, whom.members(work, group, counties), day)
    named = _all(work, work.configuration.meetings.guests(series), counties, day)
    regular = _there(work, regulars.invited(work, series, counties), day)
    return list({person.id: person for person in (*named, *regular)}.values())


def told_by_rule(
    work: UnitOfWork, series: str, counties: Sequence[str], day: date, group: str = whom.EVERYBODY
) -> list[Person]:
    """Return the people whom the rule names as listeners: told, not asked. Invitees may be among them. Of a
    group's meeting there are none.
    """
    return [] if group else _all(work, work.configuration.meetings.listeners(series), counties, day)


def _all(
    work: UnitOfWork, guests: Sequence[StandingGuest], counties: Sequence[str], day: date
) -> list[Person]:
    found: dict[int, Person] = {}
    for county in counties:
        for guest in guests:
            found.update((person.id, person) for person in _named(work, guest, county))
    return _there(work, found.values(), day)


def _there(work: UnitOfWork, people: Iterable[Person], day: date) -> list[Person]:
    there = (_who_comes(work, person, day) for person in people)
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

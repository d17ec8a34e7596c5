"""Vacant roles of the routes: told every Monday, until they are filled, to the people who can fill them."""

from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.roles import WIDE, Role
from sek_core.roster.snapshot import Person
from sek_core.seats import owing
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

FILLERS = (Role.USAID, Role.RLA)
"""Roles that are told of vacancies; the chair, if both are vacant themselves."""


def vacant(work: UnitOfWork) -> dict[str, list[str]]:
    """Return the vacant roles of the routes' steps by county; under "" those for all counties."""
    found: dict[str, list[str]] = {}
    steps = [step for track in work.configuration.routes.tracks for step in track.steps]
    roles = dict.fromkeys(target.role for step in steps for target in step.to)
    for county in work.configuration.mechanism.counties:
        for role in roles:
            where = "" if role in WIDE else county
            if not work.people.holders(role, county) and role not in found.get(where, ()):
                found.setdefault(where, []).append(role)
    # A role with a holder for one county is not vacant for all counties.
    everywhere = [role for role in found.pop("", []) if not work.people.anywhere(role)]
    return {**({"": everywhere} if everywhere else {}), **found}


def with_unowed(work: UnitOfWork, found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the vacancies with the seats that nobody on the roster fills by NOMINATE: those who keep the
    roster hear of them. Of sectors the county's people hear, once there are any.
    """
    more = {county: list(roles) for county, roles in found.items()}
    for vacancy in owing.vacancies(work):
        known = more.get(vacancy.county, [])
        if not vacancy.owed_by and vacancy.role != Role.SECTOR_REP and vacancy.role not in known:
            more.setdefault(vacancy.county, []).append(vacancy.role)
    places = ("", *work.configuration.mechanism.counties)
    return {county: more[county] for county in places if county in more}


def screen(work: UnitOfWork, found: dict[str, list[str]]) -> Screen:
    """Return the digest that lists all vacancies."""
    lines = tuple(_line(work, county, roles) for county, roles in found.items())
    args: dict[str, Arg] = {"lines": Joined(lines, "\n"), "clt_seats": clt_seats(work)}
    return Screen(Text("digest.vacancies", args), max_segments=None)


def clt_seats(work: UnitOfWork) -> Text:
    """Return how many seats of each county's CLT are filled."""
    mechanism = work.configuration.mechanism
    filled = [f"{county} {len(owing.in_clt(work, county))}" for county in mechanism.counties]
    return Text("digest.clt_seats", {"lines": Joined(tuple(filled)), "whole": mechanism.clt_seats})


def short_vacancies_text(work: UnitOfWork, found: dict[str, list[str]], *, named: bool) -> Arg:
    """Return " Vacant: CLT lead", to be appended to another text; `named`: with the counties."""
    if not found:
        return phrases.EMPTY
    lines = [_line(work, county, roles) if named else _roles(work, roles) for county, roles in found.items()]
    return Text("digest.vacant_too", {"lines": Joined(tuple(lines), "; ")})


def _line(work: UnitOfWork, county: str, roles: list[str]) -> Text:
    args: dict[str, Arg] = {"county": county, "lines": _roles(work, roles)}
    return Text("digest.vacant" if county else "digest.vacant_wide", args)


def _roles(work: UnitOfWork, roles: list[str]) -> Joined:
    return Joined(tuple(phrases.role_of(work, role) for role in roles))


def fillers(work: UnitOfWork) -> list[Person]:
    """Return the people who are told of all vacancies."""
    people = [person for role in FILLERS for person in work.people.anywhere(role)]
    return work.people.with_cover(people or work.people.anywhere(Role.CHAIR))

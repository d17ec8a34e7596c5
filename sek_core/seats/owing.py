"""Who owes a seat: the focal persons of an organisation, or the holders of an office in the county; and which
seats are vacant. `seats` in mechanism.yaml says it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from config.rights import Deed
from config.sections import Seat
from sek_core.messages.screens import Arg, Joined
from sek_core.roster.roles import CLT, Role
from sek_core.roster.snapshot import Person
from sek_core.store.base import is_just
from sek_core.store.seats import Nomination
from sek_core.store.states import NominationStatus
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

STAND_INS = (Role.RLA, Role.CHAIR)
"""Roles that nominate where no one who owes a seat is on the roster, except for a sector: that is the
county's.
"""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A vacant seat, and the people who owe it."""

    role: Role
    county: str
    owed_by: tuple[Person, ...]


def row_of(work: UnitOfWork, role: str, county: str) -> Seat | None:
    """Return who owes this seat; the row that names the county comes first. None: no one is named."""
    rows = [row for row in work.configuration.mechanism.seats if row.role == role]
    return next((row for place in (county, "") for row in rows if row.county == place), None)


def nominators(work: UnitOfWork, row: Seat, county: str) -> list[Person]:
    """Return the people on the roster who owe a seat in this county, the county's own first."""
    if row.offices:
        held = [person for role in row.offices for _, person in work.people.holders(role, county)]
        return list({person.id: person for person in held}.values())
    wanted = row.organisation.casefold()
    focal = [
        person for person in work.people.anywhere(Role.IP_FOCAL) if person.organisation.casefold() == wanted
    ]
    return sorted(focal, key=lambda each: not any(role.covers(county) for role in work.people.roles(each)))


def may(work: UnitOfWork, person: Person, role: str, county: str) -> bool:
    """Return True if a person, or one whom they cover for, owes this seat; RLA and the chair where no one
    does.
    """
    row = row_of(work, role, county)
    if row is None:
        return False
    owed_by = nominators(work, row, county)
    if not owed_by and role != Role.SECTOR_REP:
        owed_by = [each for stand_in in STAND_INS for each in work.people.anywhere(stand_in)]
    ids = {each.id for each in owed_by}
    return person.id in ids or any(each.id in ids for each in work.people.covering_for(person))


def deed_of(role: str) -> Deed:
    """Return the deed by which a seat is filled: a county appoints its sector representatives."""
    return Deed.APPOINT if role == Role.SECTOR_REP else Deed.NOMINATE


def owner_of(work: UnitOfWork, row: Seat) -> Arg:
    """Return "KCDMS", or the names of the offices."""
    return row.organisation or Joined(tuple(phrases.role_of(work, role) for role in row.offices))


def is_vacant(work: UnitOfWork, role: str, county: str) -> bool:
    """Return True if nobody holds a role in a county; of the CLT, if a seat is free."""
    if role == Role.CLT_MEMBER:
        return not filled_by(work, role, county)
    return not work.people.holders(role, county)


def filled_by(work: UnitOfWork, role: str, county: str, sector: str = "") -> list[Person]:
    """Return the people in this seat: nobody, as long as it has room."""
    held = work.people.holders(role, county)
    if role == Role.SECTOR_REP:
        return [person for holder, person in held if not sector or sector in holder.sectors]
    if role == Role.CLT_MEMBER:
        there = in_clt(work, county)
        # A vacant lead's seat is kept free for one.
        reserved = 0 if work.people.holders(Role.CLT_LEAD, county) else 1
        return there if len(there) + reserved >= work.configuration.mechanism.clt_seats else []
    return [person for _, person in held] if role in _SINGLE else []


_SINGLE = (Role.COUNTY_LEAD, Role.DEPUTY_COUNTY_LEAD, Role.CLT_LEAD)
"""Roles of which a county has one holder."""


def in_clt(work: UnitOfWork, county: str) -> list[Person]:
    """Return the people in the CLT of a county, its lead first."""
    held = (person for role in CLT for _, person in work.people.holders(role, county))
    return list({person.id: person for person in held}.values())


def seat_key(role: str, county: str, sector: str, number: str) -> str:
    """Return the name of what one person at a time can be nominated for."""
    if role == Role.SECTOR_REP:
        return f"{role}:{county}:{sector}"
    return f"{role}:{county}" if role in _SINGLE else f"{role}:{county}:{number}"


def waiting(work: UnitOfWork) -> list[Nomination]:
    """Return the nominations that wait for a word, the oldest first."""
    work.flush()
    query = select(Nomination).where(is_just(Nomination.status, NominationStatus.OPEN))
    return list(work.session.scalars(query.order_by(Nomination.id).execution_options(populate_existing=True)))


def vacancies(work: UnitOfWork) -> Iterator[Vacancy]:
    """Yield the vacant seats for which no nomination waits, by county."""
    nominated = {(each.role, each.county) for each in waiting(work)}
    mechanism = work.configuration.mechanism
    for county in mechanism.counties:
        for role in dict.fromkeys(row.role for row in mechanism.seats):
            row = row_of(work, role, county)
            if row is None or (role, county) in nominated or not is_vacant(work, role, county):
                continue
            yield Vacancy(role, county, tuple(work.people.with_cover(nominators(work, row, county))))

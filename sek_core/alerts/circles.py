"""Who is there for a county: the coordinators who read what nobody else would, and who stands in for them
where none of them is there.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import structlog

from config.rights import Deed
from sek_core.roster.roles import LEADS, Role
from sek_core.roster.snapshot import Person
from sek_core.work.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

FIRST = (LEADS, (Role.RLA,), (Role.CLT_LEAD,))
"""The coordinators of a county, in the order in which they are asked: one of each group, then the rest."""

_WIDER_OF_COUNTY = ((Role.CLT_MEMBER,), (Role.CHAIR, Role.USAID))
_WIDER = ((Role.CLT_LEAD,), LEADS, (Role.CLT_MEMBER,))
_LAST_OF_COUNTY = ((Role.COUNTY_POC, Role.COUNTY_OFFICIAL), (Role.SECTOR_REP, Role.IP_FOCAL))


@dataclass(frozen=True, slots=True)
class Circle:
    """Those who are there, in their order. `wide`: none of the coordinators is, so others stand in."""

    people: tuple[Person, ...]
    wide: bool = False


def coordinators(work: UnitOfWork, counties: Sequence[str], besides: Collection[int] = ()) -> Circle:
    """Return who reads what concerns these counties, `besides` the people of these ids.

    For who is away, who covers. A text of several counties goes to RLA first: no lead is the one for it.
    """
    groups = [_there(work, roles, counties, besides) for roles in FIRST]
    if len(counties) > 1:
        groups = [*groups[1:], groups[0]]
    firsts = [group[0] for group in groups if group]
    rest = [person for group in groups for person in group[1:]]
    people = _once([*firsts, *rest])
    return Circle(people) if people else wider(work, counties, besides)


def wider(work: UnitOfWork, counties: Sequence[str], besides: Collection[int] = ()) -> Circle:
    """Return the next who are there, where no coordinator of the county is: the nearest circle that is not
    empty; at last those who are away, as nobody else is left. Empty only where the roster reaches no one.
    """
    for people in _circles(work, counties, besides):
        if people:
            log.warning("told_beyond", counties=list(counties), people=len(people))
            return Circle(people, wide=True)
    log.error("told_nobody", counties=list(counties))
    return Circle((), wide=True)


def _circles(
    work: UnitOfWork, counties: Sequence[str], besides: Collection[int]
) -> Iterator[tuple[Person, ...]]:
    everywhere = work.configuration.mechanism.counties
    for roles in _WIDER_OF_COUNTY:
        yield _there(work, roles, counties, besides)
    for roles in _WIDER:
        yield _there(work, roles, everywhere, besides)
    for roles in _LAST_OF_COUNTY:
        yield _there(work, roles, counties, besides)
    everybody = [person for person in work.people.everybody() if work.rights.may(person, Deed.REPORT)]
    yield _reachable(work, work.people.with_cover(everybody), besides)
    away = [person for roles in FIRST for person in _holders(work, roles, counties)]
    yield _reachable(work, away, besides)
    yield _reachable(work, everybody, besides)


def _there(
    work: UnitOfWork, roles: Iterable[str], counties: Iterable[str], besides: Collection[int]
) -> tuple[Person, ...]:
    return _reachable(work, work.people.with_cover(_holders(work, roles, counties)), besides)


def _holders(work: UnitOfWork, roles: Iterable[str], counties: Iterable[str]) -> list[Person]:
    counties = list(counties)
    return [
        person for role in roles for county in counties for _, person in work.people.holders(role, county)
    ]


def _reachable(work: UnitOfWork, people: Iterable[Person], besides: Collection[int]) -> tuple[Person, ...]:
    """Those of them who can be written to."""
    return _once(person for person in people if person.id not in besides and work.people.reachable_at(person))


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({person.id: person for person in people}.values())

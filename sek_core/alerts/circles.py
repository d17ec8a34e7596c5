"""Coordinators of a county, who read what has no other recipient, and the wider circles that stand in for
them when no coordinator is available.
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
"""Coordinator roles of a county, in the order in which they are asked: one of each group, then the rest."""

_WIDER_OF_COUNTY = ((Role.CLT_MEMBER,), (Role.CHAIR, Role.USAID))
_WIDER = ((Role.CLT_LEAD,), LEADS, (Role.CLT_MEMBER,))
_LAST_OF_COUNTY = ((Role.COUNTY_POC, Role.COUNTY_OFFICIAL), (Role.SECTOR_REP, Role.IP_FOCAL))


@dataclass(frozen=True, slots=True)
class Circle:
    """Available people, in order. `wide`: no coordinator is available, so others stand in."""

    people: tuple[Person, ...]
    wide: bool = False


def coordinators(work: UnitOfWork, counties: Sequence[str], besides: Collection[int] = ()) -> Circle:
    """Return the coordinators of these counties, without the people whose ids are in `besides`.

    A cover replaces an absent coordinator. With several counties RLA comes first, as no single lead is
    responsible for them. With no coordinator available, return the wider circle.
    """
    groups = [_there(work, roles, counties, besides) for roles in FIRST]
    if len(counties) > 1:
        groups = [*groups[1:], groups[0]]
    firsts = [group[0] for group in groups if group]
    rest = [person for group in groups for person in group[1:]]
    people = _once([*firsts, *rest])
    return Circle(people) if people else find_wider_circle(work, counties, besides)


def find_wider_circle(work: UnitOfWork, counties: Sequence[str], besides: Collection[int] = ()) -> Circle:
    """Return the nearest circle that is not empty, for a county without an available coordinator.

    The last circles hold absent people. The result is empty only if no person on the roster can be reached.
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
    """Return the people who have a usable address, each once, without those in `besides`."""
    return _once(person for person in people if person.id not in besides and work.people.reachable_at(person))


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({person.id: person for person in people}.values())

"""Routing of an incident: its tracks with their steps, the people informed, and the vacant roles.

This module only decides; `sek_core.incidents` and `sek_core.alerts.escalation` write and send.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from config.mechanism import OTHER, Severity
from config.rights import Deed
from config.route import COUNTY, Informed, ReadsIn, Route, RouteStep, RouteTrack, Target, read_copy
from config.terms import ROLES, Role
from sek_core.incidents.hearing import route_of
from sek_core.incidents.model import AnyIncident
from sek_core.roster import organisations
from sek_core.roster.people import People
from sek_core.roster.snapshot import HeldRole, Person
from sek_core.store.incidents import CONCERN
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Gap:
    """A role that a step names for a county and that has no holder. `sector`: no holder of the sector."""

    role: str
    county: str
    sector: bool = False


@dataclass(frozen=True, slots=True)
class Alerted:
    """A person, and the role by which a step names them."""

    person: Person
    role: str


@dataclass(frozen=True, slots=True)
class TrackPlan:
    """One audience's next step. `step` counts from 1; 0: the fallback, as all steps were empty."""

    audience: str
    county: str
    acknowledge: bool
    step: int
    alerted: tuple[Alerted, ...]
    gaps: tuple[Gap, ...]
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All alerts of an incident that opens. An informed person is in no track, unless they may take it: these
    are the track `COUNTY`, which has no further step. `wide`: the roles of the route are vacant or their
    holders away, so others stand in. `readers`: people who read of it in a digest only. `waits`: the ids of
    those of the others who read it in the morning by their own choice.
    """

    tracks: tuple[TrackPlan, ...]
    informed: tuple[Person, ...]
    wide: bool = False
    readers: tuple[tuple[Person, ReadsIn], ...] = ()
    waits: frozenset[int] = frozenset()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Vacant roles of all tracks, each once."""
        return tuple(dict.fromkeys(gap for track in self.tracks for gap in track.gaps))


@dataclass(frozen=True, slots=True)
class Way:
    """Route of an incident, the facts that select people on it, and the time."""

    people: People
    route: Route
    sectors: Sequence[str]
    sensitive: bool
    severity: Severity | None
    now: datetime
    besides: frozenset[int] = frozenset()
    """Ids of the people who are not told: staff of an organisation that the incident complains of."""
    takers: frozenset[Role] = frozenset()
    """Roles to which rights.yaml opens OK; others are only informed, whatever the route says."""


def way_of(work: UnitOfWork, incident: AnyIncident) -> Way:
    """Return the way of an incident, by the route with which it opened."""
    route = route_of(work, incident)
    besides = organisations.staff_of(work.people, incident.against) if incident.against else frozenset()
    takers = work.rights.roles(Deed.TAKE)
    if incident.kind == CONCERN:
        sectors = tuple(incident.sectors or ())
        return Way(work.people, route, sectors, False, None, work.now, besides, takers)
    hazards = work.configuration.hazards
    hazard = hazards.get(incident.hazard, hazards[OTHER])  # the configuration may have changed since
    severity = cast(Severity | None, incident.severity)
    return Way(work.people, route, hazard.sectors, hazard.sensitive, severity, work.now, besides, takers)


def may_take(work: UnitOfWork, incident: AnyIncident, person: Person) -> bool:
    """Return True if the person may take this incident by their role, because its route lets them, or because
    it is addressed to their organisation.
    """
    counties = incident.counties
    by_role = work.rights.may(person, Deed.TAKE, counties, if_asked=False)
    if by_role or is_addressed(work, incident, person):
        return True
    if not work.rights.may(person, Deed.TAKE, counties):
        return False
    way = way_of(work, incident)
    if person.id in way.besides:
        return False
    acting = [target for track in way.route.tracks for step in track.steps for target in step.to]
    named = [target for target in way.route.informed if _may_take(way, target)]
    targets: list[Target | Informed] = [*acting, *named]
    return any(
        _is_of(target, role) and role.covers(county) and _fits(way, target, role, none_is_all=True)
        for role in work.people.roles(person)
        for target in targets
        for county in counties
    )


def _may_take(way: Way, target: Informed) -> bool:
    """Return True if people who are informed may take the incident, which is not hidden from them."""
    hidden = way.sensitive and not target.sensitive
    return target.may_take and not hidden and (target.role is None or target.role in way.takers)


def _is_of(target: Target | Informed, role: HeldRole) -> bool:
    """Return True if a role is the one that the target names, and in its group."""
    group = target.group if isinstance(target, Informed) else ""
    same = not group or group.casefold() in map(str.casefold, role.groups)
    return same and target.role in (None, role.role)


def is_addressed(work: UnitOfWork, incident: AnyIncident, person: Person) -> bool:
    """Return True if a concern is addressed to the organisation of this person, who acts for it there."""
    route = read_copy(incident.route) if incident.kind == CONCERN and incident.route else None
    if route is None:
        return False
    named = {
        (target.role, target.organisation)
        for track in route.tracks
        for step in track.steps
        for target in step.to
        if target.organisation
    }
    return any(
        (role.role, person.organisation) in named and any(role.covers(c) for c in incident.counties)
        for role in work.people.roles(person)
    )


def plan_route(way: Way, counties: Sequence[str], reporter: Person) -> Plan:
    """Plan the alerts of an incident that opens now. The reporter gets none."""
    tracks: list[TrackPlan] = []
    for track in way.route.tracks:
        # A track that needs an acknowledgement is followed separately in each county.
        for group in [[county] for county in counties] if track.acknowledge else [list(counties)]:
            tracks.append(_begin(way, track, group, {reporter.id}))
    besides = {reporter.id, *(alerted.person.id for track in tracks for alerted in track.alerted)}
    informed: dict[int, Person] = {}
    takers: dict[int, Alerted] = {}
    readers: dict[int, tuple[Person, ReadsIn]] = {}
    for target in way.route.informed:
        if way.sensitive and not target.sensitive:
            continue
        if target.digest is not None:
            for _, person in _holders(way, target, counties, none_is_all=True):
                if target.digest == "morning" or person.id not in readers:
                    readers[person.id] = person, target.digest
            continue
        for role, person in _holders(way, target, counties, none_is_all=True):
            # A cover whose own roles take nothing is only informed.
            if _may_take(way, target) and any(each.role in way.takers for each in way.people.roles(person)):
                takers.setdefault(person.id, Alerted(person, role.role))
            else:
                informed.setdefault(person.id, person)
    alerted = tuple(each for each in takers.values() if each.person.id not in besides)
    if alerted:
        tracks.append(TrackPlan(COUNTY, counties[0], False, 1, alerted, (), None))
    besides |= {each.person.id for each in alerted}
    told = tuple(each for each in informed.values() if each.id not in besides)
    besides |= {each.id for each in told}
    reading = tuple(each for each in readers.values() if each[0].id not in besides)
    return Plan(tuple(tracks), told, readers=reading)


def next_step(
    way: Way, track: RouteTrack, counties: Sequence[str], after: int, besides: Collection[int]
) -> TrackPlan | None:
    """Return the first step after step `after` that names a person who is not in `besides` (ids), or None."""
    gaps: list[Gap] = []
    for number, step in enumerate(track.steps[after:], start=after + 1):
        alerted, missing = _named(way, step.to, counties)
        gaps += missing
        if found := [each for each in alerted if each.person.id not in besides]:
            return _planned(way, track, counties, number, found, gaps)
    return None


def named_in(way: Way, audience: str, county: str, number: int) -> list[Alerted]:
    """Return the people whom a step of the audience names today, for the county. Step 0 is the fallback."""
    step = step_of(way.route, audience, number)
    targets = step.to if step else way.route.fallback if number == 0 else ()
    return _named(way, targets, [county])[0]


def told_at_last(way: Way, counties: Sequence[str]) -> list[Alerted]:
    """Return the people who are told that the last step passed without a holder."""
    return _named(way, way.route.told_at_last, counties)[0]


def step_of(route: Route, audience: str, number: int) -> RouteStep | None:
    """Return a step by its number, which counts from 1, or None if the route has no such step."""
    track = route.track(audience)
    return track.steps[number - 1] if track and 1 <= number <= len(track.steps) else None


def _begin(way: Way, track: RouteTrack, counties: Sequence[str], besides: Collection[int]) -> TrackPlan:
    """Return the first step of a track that names a person to alert, or else the fallback."""
    plan = next_step(way, track, counties, 0, besides)
    if plan is not None:
        return plan
    gaps = [gap for step in track.steps for gap in _named(way, step.to, counties)[1]]
    fallback, _ = _named(way, way.route.fallback, counties)
    found = [each for each in fallback if each.person.id not in besides]
    return _planned(way, track, counties, 0, found, gaps)


def _planned(
    way: Way, track: RouteTrack, counties: Sequence[str], number: int, alerted: list[Alerted], gaps: list[Gap]
) -> TrackPlan:
    step = track.steps[number - 1] if number else None
    due_at = way.now + way.route.wait(way.severity, step) if track.acknowledge else None
    return TrackPlan(
        track.audience, counties[0], track.acknowledge, number, tuple(alerted), tuple(gaps), due_at
    )


def _named(way: Way, targets: Iterable[Target], counties: Sequence[str]) -> tuple[list[Alerted], list[Gap]]:
    """Return the people whom the targets name, each once, and the vacant roles."""
    alerted: dict[int, Alerted] = {}
    missing: list[Gap] = []
    for target in targets:
        held = _holders(way, target, counties)
        for role, person in held:
            alerted.setdefault(person.id, Alerted(person, role.role))
        if (
            not held and target.person is None and (way.sectors or not target.sector)
        ):  # without a sector, no role of a sector is vacant
            missing.append(Gap(target.role, counties[0], target.sector))
    return list(alerted.values()), missing


def _holders(
    way: Way, target: Target | Informed, counties: Iterable[str], none_is_all: bool = False
) -> list[tuple[HeldRole, Person]]:
    """Return the roles and people whom a target names; by sector only holders of that sector, and, with
    `none_is_all`, those who list no sector. A cover replaces an absent holder; an absent holder without a
    cover is left out.
    """
    held: dict[int, tuple[HeldRole, Person]] = {}
    for county in counties:
        for role, person in _named_for(way, target, county):
            fits = _is_of(target, role) and _fits(way, target, role, none_is_all)
            fits = fits and target.organisation in ("", person.organisation)
            cover_of = _stands_in(way, target, person) if fits else None
            if cover_of is not None and cover_of.id not in way.besides:
                held.setdefault(cover_of.id, (role, cover_of))
    return list(held.values())


def _stands_in(way: Way, target: Target | Informed, person: Person) -> Person | None:
    """Return who gets what is for this person: they or their cover; a person on duty has none."""
    if isinstance(target, Target) and target.person is not None:
        return person if person.id == target.person and not way.people.away(person) else None
    return way.people.cover_of(person)


def _named_for(way: Way, target: Target | Informed, county: str) -> Iterable[tuple[HeldRole, Person]]:
    """Return the holders for a county of the role that a target names; of a group alone, those of any."""
    roles = ROLES if target.role is None else (target.role,)
    return (held for role in roles for held in way.people.holders(role, county))


def _fits(way: Way, target: Target | Informed, role: HeldRole, none_is_all: bool) -> bool:
    """Return True if the sectors of a role fit the target."""
    if not target.sector or not role.sectors.isdisjoint(way.sectors):
        return True
    return none_is_all and not role.sectors

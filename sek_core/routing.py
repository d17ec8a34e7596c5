"""Who is told of an incident: the tracks with their steps, those informed, and what is missing.

Deciding only; `sek_core.incidents` writes and tells.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from config.mechanism import Hazard, RouteFile, Severity, Target, Track
from sek_core.directory import Person, Role
from sek_core.people import People


@dataclass(frozen=True, slots=True)
class Gap:
    """A role that was sought for a county and that nobody holds. `sector`: nobody of the sector."""

    role: str
    county: str
    sector: bool = False


@dataclass(frozen=True, slots=True)
class Alerted:
    """A person, and the role for which a step names them."""

    person: Person
    role: str


@dataclass(frozen=True, slots=True)
class TrackPlan:
    """One audience's side as it begins. `step` counts from 1; 0: the fallback, as all were empty."""

    audience: str
    county: str
    acknowledge: bool
    step: int
    alerted: tuple[Alerted, ...]
    gaps: tuple[Gap, ...]
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that opening an incident leads to. A person stands in it once."""

    tracks: tuple[TrackPlan, ...]
    informed: tuple[Person, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, each once."""
        return tuple(dict.fromkeys(gap for track in self.tracks for gap in track.gaps))


def plan_route(
    people: People,
    routes: RouteFile,
    hazard: Hazard,
    counties: Sequence[str],
    severity: Severity | None,
    reporter: Person,
    now: datetime,
) -> Plan:
    """The route of an incident that opens now. The reporter is alerted of nothing."""
    tracks: list[TrackPlan] = []
    for track in routes.tracks:
        # A track that somebody must acknowledge is followed in each county by itself.
        for group in [[county] for county in counties] if track.acknowledge else [list(counties)]:
            tracks.append(_begin(people, routes, track, hazard, group, severity, reporter, now))
    acting = {alerted.person.id for track in tracks for alerted in track.alerted}
    informed: dict[int, Person] = {}
    for target in routes.informed:
        if hazard.sensitive and not target.sensitive:
            continue
        for _, person in _holders(people, target, hazard, counties, none_is_all=True):
            if person.id != reporter.id and person.id not in acting:
                informed.setdefault(person.id, person)
    return Plan(tuple(tracks), tuple(informed.values()))


def _begin(
    people: People,
    routes: RouteFile,
    track: Track,
    hazard: Hazard,
    counties: list[str],
    severity: Severity | None,
    reporter: Person,
    now: datetime,
) -> TrackPlan:
    """The first step of a track in which there is somebody to alert."""
    gaps: list[Gap] = []
    due_at = now + routes.wait(severity) if track.acknowledge else None
    for number, step in enumerate(track.steps, start=1):
        alerted: dict[int, Alerted] = {}
        missing: list[Gap] = []
        for target in step.to:
            held = _holders(people, target, hazard, counties)
            for role, person in held:
                if person.id != reporter.id:
                    alerted.setdefault(person.id, Alerted(person, role.role))
            if not held:
                missing.append(Gap(target.role, counties[0], target.sector))
        if alerted:
            return TrackPlan(
                track.audience,
                counties[0],
                track.acknowledge,
                number,
                tuple(alerted.values()),
                tuple(gaps + missing),
                due_at,
            )
        gaps += missing
    fallback = {
        person.id: Alerted(person, role.role)
        for target in routes.fallback
        for role, person in _holders(people, target, hazard, counties)
        if person.id != reporter.id
    }
    return TrackPlan(
        track.audience, counties[0], track.acknowledge, 0, tuple(fallback.values()), tuple(gaps), due_at
    )


def _holders(
    people: People, target: Target, hazard: Hazard, counties: Iterable[str], none_is_all: bool = False
) -> list[tuple[Role, Person]]:
    """Those whom a target names; by sector only those that fit, or (`none_is_all`) list none. For
    who is away, who covers; where nobody does, it is as if nobody held the role.
    """
    held: dict[int, tuple[Role, Person]] = {}
    for county in counties:
        for role, person in people.holders(target.role, county):
            fits = not target.sector or (
                not role.sectors.isdisjoint(hazard.sectors) or (none_is_all and not role.sectors)
            )
            stand_in = people.stand_in(person) if fits else None
            if stand_in is not None:
                held.setdefault(stand_in.id, (role, stand_in))
    return list(held.values())

"""routes.yaml: the route of each kind of incident, and what counts for all of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Literal

from pydantic import Field, field_validator, model_validator

from config.durations import Duration
from config.hazards import Hazard
from config.route import (
    ADDRESSED,
    COUNTY,
    Informed,
    Route,
    RouteStep,
    RouteTrack,
    Target,
    Waits,
    audiences_once,
    daily_at_least,
    every_grade,
)
from config.terms import Role, Severity, StrictModel
from config.told import GRADES, Graded, Told

Kind = Literal["shock", "stress", "concern"]
"""Kinds of a route: a sudden event, a slow pressure (the `onset` of the hazard); or an issue, need, gap or
idea.
"""

CONCERN_WAIT = timedelta(days=3)
"""Wait of a concern's step, if no route is for concerns."""

CALM: tuple[Graded, ...] = ("unsaid", "moderate", "minor")
"""Severities of which alerts may wait for others."""

SHORTEST_PROMISE = timedelta(minutes=10)

SHORTEST_WATCH = timedelta(days=1)

_ONSET = {"sudden": "shock", "slow": "stress"}


class When(StrictModel):
    """Condition of a route of its own: all that is named here must fit the incident. If an incident's county
    is in doubt, one of its counties is enough.
    """

    kind: tuple[Kind, ...] = ()
    hazard: tuple[str, ...] = ()
    severity: tuple[Graded, ...] = ()
    county: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()

    @field_validator("*", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> "When":
        if not any(getattr(self, name) for name in type(self).model_fields):
            raise ValueError("names nothing: say kind, hazard, severity, county or sector")
        return self

    def fits(self, hazard: Hazard, severity: Severity | None, counties: Sequence[str]) -> bool:
        """Return True if the condition fits an incident of this kind."""
        return _fit(
            (self.kind, [_ONSET[hazard.onset]]),
            (self.hazard, [hazard.id]),
            (self.severity, [severity or "unsaid"]),
            (self.county, counties),
            (self.sector, hazard.sectors),
        )

    def fits_concern(self, sectors: Sequence[str], counties: Sequence[str]) -> bool:
        """Return True if the condition fits a concern of these sectors: its `kind` must name concern."""
        if "concern" not in self.kind or self.hazard:
            return False
        return _fit((self.severity, ["unsaid"]), (self.county, counties), (self.sector, sectors))


def _fit(*pairs: tuple[Sequence[str], Sequence[str]]) -> bool:
    """Return True if in each pair nothing is named or something named is found."""
    return all(not named or not set(named).isdisjoint(found) for named, found in pairs)


class OwnRoute(StrictModel):
    """A route for some incidents. Keys that it leaves out are as in the rest of the file; waits and the
    events of `told` are overridden one by one.
    """

    when: When
    tracks: tuple[RouteTrack, ...] | None = Field(default=None, min_length=1)
    waits: Waits = Field(default_factory=dict)
    informed: tuple[Informed, ...] | None = None
    fallback: tuple[Target, ...] | None = Field(default=None, min_length=1)
    exhausted: tuple[Target, ...] | None = None
    ask_beside: tuple[Graded, ...] | None = None
    repeat_untaken: Waits | None = None
    told: Told | None = None

    @field_validator("repeat_untaken")
    @classmethod
    def _repeats(cls, repeats: Waits | None) -> Waits | None:
        return daily_at_least(repeats) if repeats else repeats

    @field_validator("tracks")
    @classmethod
    def _audiences_once(cls, tracks: tuple[RouteTrack, ...] | None) -> tuple[RouteTrack, ...] | None:
        return audiences_once(tracks) if tracks else tracks


def _addressed() -> tuple[RouteTrack, ...]:
    partner = Target(role=Role.IP_FOCAL, organisation=ADDRESSED)
    steps = (RouteStep(to=(partner,)), RouteStep(to=(Target(role=Role.RLA), Target(role=Role.CHAIR))))
    seen = RouteTrack(audience="rla", acknowledge=False, steps=(RouteStep(to=(Target(role=Role.RLA),)),))
    return RouteTrack(audience="partner", acknowledge=True, steps=steps), seen


def _apart() -> tuple[RouteTrack, ...]:
    steps = (RouteStep(to=(Target(role=Role.RLA),)), RouteStep(to=(Target(role=Role.CHAIR),)))
    return (RouteTrack(audience="rla", acknowledge=True, steps=steps),)


def _promise() -> Waits:
    hours: Waits = {"extreme": timedelta(hours=12), "severe": timedelta(days=2), "unsaid": timedelta(days=2)}
    return {**hours, "moderate": timedelta(days=7), "minor": timedelta(days=14)}


def _watch() -> Waits:
    week = timedelta(days=7)
    return {
        "extreme": timedelta(days=1),
        "severe": week / 2,
        "unsaid": week,
        "moderate": week,
        "minor": week,
    }


def reader_lines(routes: "RouteFile") -> list[str]:
    """Return who reads of incidents in a digest only, a line each, as `sek check` prints it."""
    when = {"morning": "each morning", "weekly": "on Mondays"}
    named = [("", routes.informed), *((_condition(own.when), own.informed or ()) for own in routes.routes)]
    return [
        f"{_reader(each)}: {when[each.digest]}{condition}"
        for condition, informed in named
        for each in informed
        if each.digest is not None
    ]


def _reader(informed: Informed) -> str:
    who = [each for each in (informed.role, informed.group and f"group {informed.group}") if each]
    limits = ["of their sectors"] if informed.sector else []
    limits += [f"of {informed.organisation}"] if informed.organisation else []
    return ", ".join([" of the ".join(who), *limits])


def _condition(when: When) -> str:
    said = when.model_dump(exclude_defaults=True).items()
    return ", where " + "; ".join(f"{key} is {' or '.join(values)}" for key, values in said)


class RouteFile(Route):
    """The model of routes.yaml: the route of every incident, unless the condition of one of `routes` fits;
    then the first that fits.

    `promise`: the time within which the county hears news of an incident that is taken, if its holder names
    no day; `stress_promise`: how many times as long for a stress; `concern_promise`: the same time for a
    concern. `late`: who hears that the news did not come, the next one each time. `watch`: the
    time after which people are asked how a shock goes on. `addressed`: the tracks of a concern that is
    addressed to an organisation; `apart`: of one that only RLA is to read.
    """

    routes: tuple[OwnRoute, ...] = ()
    promise: Waits = Field(default_factory=_promise)
    stress_promise: int = Field(default=2, ge=1, le=10)
    concern_promise: Duration = timedelta(days=14)
    late: tuple[Target, ...] = (Target(role=Role.CLT_LEAD), Target(role=Role.CHAIR))
    watch: Waits = Field(default_factory=_watch)
    addressed: tuple[RouteTrack, ...] = Field(default_factory=_addressed, min_length=1)
    apart: tuple[RouteTrack, ...] = Field(default_factory=_apart, min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _no_nudges(cls, written: object) -> object:
        gone = {"follow_up", "concern_follow_up"} & set(written) if isinstance(written, Mapping) else set()
        for name in sorted(gone):
            raise ValueError(f"{name} is gone: {name.replace('follow_up', 'promise')} says when news is due")
        return written

    @model_validator(mode="after")
    def _names_no_person(self) -> "RouteFile":
        tracks = [
            *self.tracks,
            *self.addressed,
            *self.apart,
            *(t for own in self.routes for t in own.tracks or ()),
        ]
        targets = [target for track in tracks for step in track.steps for target in step.to]
        if any(target.person is not None for target in (*targets, *self.fallback, *self.late)):
            raise ValueError("person: a route names roles; DUTY says which person is asked first at night")
        return self

    @field_validator("promise")
    @classmethod
    def _not_at_once(cls, promise: Waits) -> Waits:
        for severity, wait in every_grade(promise).items():
            if wait < SHORTEST_PROMISE:
                raise ValueError(f"{severity}: no news can be expected within less than 10m")
        return promise

    @field_validator("concern_promise")
    @classmethod
    def _nor_of_concerns(cls, wait: timedelta) -> timedelta:
        if wait < SHORTEST_PROMISE:
            raise ValueError("no news can be expected within less than 10m")
        return wait

    def news_within(self, hazard: Hazard, severity: Severity | None) -> timedelta:
        """Return the time within which news of a taken incident is expected."""
        times = self.stress_promise if hazard.onset == "slow" else 1
        return self.promise[severity or "unsaid"] * times

    @field_validator("watch")
    @classmethod
    def _at_most_daily(cls, watch: Waits) -> Waits:
        for severity, wait in every_grade(watch).items():
            if wait < SHORTEST_WATCH:
                raise ValueError(f"{severity}: a question more often than every 1d is too many")
        return watch

    def watched(self, severity: Severity | None) -> timedelta:
        """Return the time after which people are asked how a shock of this severity goes on."""
        return self.watch[severity or "unsaid"]

    def choose(self, hazard: Hazard, severity: Severity | None, counties: Sequence[str]) -> Route:
        """Return the route of an incident that opens now."""
        for own, route in zip(self.routes, self._own, strict=True):
            if own.when.fits(hazard, severity, counties):
                return route
        return self

    def for_concern(self, sectors: Sequence[str], counties: Sequence[str]) -> Route:
        """Return the route of a concern that opens now: one that is for concerns, else the common steps, in
        days, and only the informed recipients who hear of sensitive incidents too.
        """
        for own, route in zip(self.routes, self._own, strict=True):
            if own.when.fits_concern(sectors, counties):
                return route
        return Route(
            tracks=self.tracks,
            waits=dict.fromkeys(GRADES, CONCERN_WAIT),
            informed=tuple(target for target in self.informed if target.sensitive),
            fallback=self.fallback,
            exhausted=self.exhausted,
            ask_beside=self.ask_beside,
            repeat_untaken=self.repeat_untaken,
            told=self.told,
        )

    def for_addressed(self, organisation: str) -> Route:
        """Return the route of a concern to an organisation."""
        return self._of(
            tuple(
                track.model_copy(update={"steps": tuple(_step(each, organisation) for each in track.steps)})
                for track in self.addressed
            )
        )

    def for_apart(self) -> Route:
        """Return the route of a concern about an organisation that its staff are not to read."""
        return self._of(self.apart)

    def _of(self, tracks: tuple[RouteTrack, ...]) -> Route:
        waits = dict.fromkeys(GRADES, CONCERN_WAIT)
        return Route(tracks=tracks, waits=waits, fallback=self.fallback, exhausted=self.exhausted)

    @cached_property
    def _own(self) -> tuple[Route, ...]:
        return tuple(
            Route(
                tracks=own.tracks or self.tracks,
                waits={**self.waits, **own.waits},
                informed=self.informed if own.informed is None else own.informed,
                fallback=own.fallback or self.fallback,
                exhausted=self.exhausted if own.exhausted is None else own.exhausted,
                ask_beside=self.ask_beside if own.ask_beside is None else own.ask_beside,
                repeat_untaken=self.repeat_untaken if own.repeat_untaken is None else own.repeat_untaken,
                told=self.told.with_changes(own.told),
            )
            for own in self.routes
        )

    def shortest_wait(self) -> timedelta:
        """Return the shortest wait of the file before a step, of what is neither severe nor extreme."""
        tracks = [*self.tracks, *(track for own in self.routes for track in own.tracks or ())]
        waits = [self.waits, *(own.waits for own in self.routes)]
        waits += [step.waits for track in tracks for step in track.steps]
        return min(wait for each in waits for grade, wait in each.items() if grade in CALM)

    def unable(self, takers: Collection[Role]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the location and fault of each role that must acknowledge, but may not take an alert."""
        yield from _unable(("tracks",), self.tracks, takers)
        yield from _unable(("addressed",), self.addressed, takers)
        yield from _unable(("apart",), self.apart, takers)
        for number, own in enumerate(self.routes):
            yield from _unable(("routes", number, "tracks"), own.tracks or (), takers)

    def idle(self, takers: Collection[Role]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the location and fault of each informed role that may take an alert by this file alone."""
        yield from _idle(("informed",), self.informed, takers)
        for number, own in enumerate(self.routes):
            yield from _idle(("routes", number, "informed"), own.informed or (), takers)

    def unknown(
        self, hazards: Sequence[str], sectors: Sequence[str], counties: Sequence[str]
    ) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the location and fault of each unknown name in a `when`, and of each name of a track that is
        used already.
        """
        yield from _clash(("tracks",), self)
        for number, route in enumerate(self._own):
            yield from _clash(("routes", number), route)
        for number, own in enumerate(self.routes):
            for name, written, known in (
                ("hazard", own.when.hazard, hazards),
                ("sector", own.when.sector, sectors),
                ("county", own.when.county, counties),
            ):
                for place, value in enumerate(written):
                    if value not in known:
                        where = ("routes", number, "when", name, place)
                        yield where, f"{value!r} is no {name} of this mechanism"


def _unable(
    place: tuple[str | int, ...], tracks: Sequence[RouteTrack], takers: Collection[Role]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    steps = (
        ((*place, index, "steps", number), target.role)
        for index, track in enumerate(tracks)
        if track.acknowledge
        for number, step in enumerate(track.steps)
        for target in step.to
        if not target.organisation  # its staff may take what is addressed to it
    )
    for where, role in steps:
        if role not in takers:
            yield where, f"{role} must acknowledge, but has no right to OK in rights.yaml"


def _clash(place: tuple[str | int, ...], route: Route) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if route.track(COUNTY) and any(target.may_take for target in route.informed):
        yield place, f"a track named {COUNTY} is that of informed people with may_take: choose another name"


def _idle(
    place: tuple[str | int, ...], informed: Sequence[Informed], takers: Collection[Role]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, target in enumerate(informed):
        if target.may_take and target.role not in takers:
            yield (*place, number), f"{target.role} may_take, but has no right to OK in rights.yaml"


def _step(step: RouteStep, organisation: str) -> RouteStep:
    named = {"organisation": organisation}
    to = tuple(t.model_copy(update=named) if t.organisation == ADDRESSED else t for t in step.to)
    return step.model_copy(update={"to": to})

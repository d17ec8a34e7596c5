"""The route of one incident: its audiences, their steps, the waits, the last recipients.

An incident keeps a copy of its route (`Route.written`), which `read_copy` reads. All later steps follow the
copy, so a change of routes.yaml does not affect running incidents.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import Any, Literal

from pydantic import Field, TypeAdapter, field_validator, model_validator

from config.durations import Duration
from config.terms import Role, Severity, StrictModel
from config.told import GRADES, Graded, Told

Waits = dict[Graded, Duration]

SHORTEST_REPEAT = timedelta(minutes=15)

LONGEST_REPEAT = timedelta(days=1)

ADDRESSED = "addressed"
"""Organisation of a target that stands for the one to which a concern is addressed."""

_NOT_OF_ONE = {
    "addressed", "apart", "routes", "promise", "stress_promise", "concern_promise", "late", "watch",
    "follow_up", "concern_follow_up",
}  # fmt: skip
"""Keys of routes.yaml that are not part of one incident's route; the last two stand in older copies."""


class Selected(StrictModel):
    """What selects people of a role or group. `organisation`: only its staff; ADDRESSED stands for the
    organisation to which a concern is addressed.
    """

    sector: bool = False
    sensitive: bool = False
    organisation: str = ""


class Target(Selected):
    """Recipients of a step: the holders of `role` for the county. `person`: only the one with this id, while
    they are here; the route of an incident names so who is on duty, and no file can.
    """

    role: Role
    person: int | None = None


ReadsIn = Literal["morning", "weekly"]
"""Digests in which people may read of incidents."""


class Informed(Selected):
    """Recipients of information: the holders of `role`, or of any role in the `group` of the roster, or of
    the role in the group. `may_take`: they may take the incident too, and are told so, if rights.yaml opens
    OK to them. `digest`: they are not told of each incident, but read of all of them in this digest.
    """

    role: Role | None = None
    group: str = ""
    may_take: bool = False
    digest: ReadsIn | None = None

    @field_validator("digest", mode="before")
    @classmethod
    def _which_digest(cls, written: object) -> object:
        if written is True:
            return "morning"
        if written is False or written is None:
            return None
        if written not in ("morning", "weekly"):
            raise ValueError(f"{written!r} is no digest: say true (each morning) or weekly")
        return written

    @model_validator(mode="after")
    def _makes_sense(self) -> "Informed":
        if self.role is None and not self.group:
            raise ValueError("names no recipient: say role, or group")
        if self.digest is not None and self.may_take:
            raise ValueError("digest: a person who reads of it later cannot be asked to take it (may_take)")
        if self.digest is not None and self.sensitive:
            raise ValueError("digest: nothing sensitive stands in a digest")
        return self


class RouteStep(StrictModel):
    """Recipients who are alerted together. `waits` override the route's. `repeat`: how often they are asked
    again before the next step.
    """

    to: tuple[Target, ...] = Field(min_length=1)
    waits: Waits = Field(default_factory=dict)
    repeat: int = Field(default=0, ge=0, le=20)


class RouteTrack(StrictModel):
    """One audience's side of an incident: its steps in order."""

    audience: str = Field(pattern="^[a-z_]+$", max_length=20)
    acknowledge: bool
    steps: tuple[RouteStep, ...] = Field(min_length=1)


COUNTY = "county"
"""Audience of the informed people who may take an incident."""


def every_grade(waits: Waits) -> Waits:
    """Return the waits; raise a ValueError that names the severities without one."""
    missing = [name for name in GRADES if name not in waits]
    if missing:
        raise ValueError(f"a wait is missing for: {', '.join(missing)}")
    return waits


def audiences_once(tracks: tuple[RouteTrack, ...]) -> tuple[RouteTrack, ...]:
    """Return the tracks; raise a ValueError that names an audience with two of them."""
    names = [track.audience for track in tracks]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"the track {name} stands here twice")
    return tracks


def daily_at_least(repeats: Waits) -> Waits:
    """Return the waits before people are asked again; raise a ValueError for one too short or too long."""
    for severity, wait in repeats.items():
        if not SHORTEST_REPEAT <= wait <= LONGEST_REPEAT:
            raise ValueError(f"{severity}: people are asked again after 15m at the soonest, 1d at the latest")
    return repeats


def _repeat_untaken() -> Waits:
    return {"extreme": timedelta(hours=2)}


class Route(StrictModel):
    """The route of one incident. `exhausted`: recipients, beside the reporter, who hear that the last step
    passed without a holder; the fallback if not given. `ask_beside`: the severities of which the tracks that
    must acknowledge are still asked after an informed person took it. `repeat_untaken`: after how long people
    are asked again once that step has passed, by severity. `told`: who is told what after the alert.
    """

    tracks: tuple[RouteTrack, ...] = Field(min_length=1)
    waits: Waits
    informed: tuple[Informed, ...] = ()
    fallback: tuple[Target, ...] = Field(min_length=1)
    exhausted: tuple[Target, ...] | None = None
    ask_beside: tuple[Graded, ...] = ("severe", "extreme")
    repeat_untaken: Waits = Field(default_factory=_repeat_untaken)
    told: Told = Told()

    @field_validator("repeat_untaken")
    @classmethod
    def _repeats(cls, repeats: Waits) -> Waits:
        return daily_at_least(repeats)

    @field_validator("waits")
    @classmethod
    def _every_severity(cls, waits: Waits) -> Waits:
        return every_grade(waits)

    @field_validator("tracks")
    @classmethod
    def _audiences_once(cls, tracks: tuple[RouteTrack, ...]) -> tuple[RouteTrack, ...]:
        return audiences_once(tracks)

    @property
    def told_at_last(self) -> tuple[Target, ...]:
        """Recipients who hear that no recipient took the incident."""
        return self.fallback if self.exhausted is None else self.exhausted

    @cached_property
    def has_readers(self) -> bool:
        """True if some people read of the incident in a digest only."""
        return any(each.digest for each in self.informed)

    @cached_property
    def written(self) -> str:
        """The JSON copy that an incident keeps."""
        return self.model_dump_json(exclude_defaults=True, exclude=_NOT_OF_ONE)

    def with_tracks(self, tracks: tuple[RouteTrack, ...]) -> "Route":
        """Return the route with other tracks."""
        route = self.model_copy(update={"tracks": tracks})
        for name in ("written", "has_readers"):  # a copy would keep what was made of the tracks before
            route.__dict__.pop(name, None)
        return route

    def track(self, audience: str) -> RouteTrack | None:
        """Return the track of an audience, or None."""
        return next((track for track in self.tracks if track.audience == audience), None)

    def repeat(self, severity: Severity | None) -> timedelta | None:
        """Return after how long people are asked again to take an incident of this severity, or None."""
        return self.repeat_untaken.get(severity or "unsaid")

    def wait(self, severity: Severity | None, step: RouteStep | None = None) -> timedelta:
        """Return how long a step of an incident of this severity waits for an answer."""
        graded: Graded = severity or "unsaid"
        own = step.waits.get(graded) if step else None
        return self.waits[graded] if own is None else own


@lru_cache(maxsize=256)
def read_copy(written: str) -> Route | None:
    """Return the route in an incident's copy; None if it has none or one in a form no longer known."""
    try:
        read = json.loads(written)
        # The first version copied the whole file.
        return Route.model_validate(_timed({key: read[key] for key in read if key not in _NOT_OF_ONE}))
    except (ValueError, TypeError):  # not JSON, or not a route
        return None


_PERIOD = TypeAdapter(timedelta)

_TIMED = ("waits", "repeat_untaken")
"""Keys of a route whose values are durations by severity."""


def _timed(read: Any) -> Any:
    """Convert the durations of a copy, which stand there as PT30M, a form that people do not write in a
    file.
    """
    if isinstance(read, list):
        return [_timed(each) for each in read]
    if not isinstance(read, Mapping):
        return read
    return {
        key: {grade: _PERIOD.validate_python(wait) for grade, wait in value.items()}
        if key in _TIMED and isinstance(value, Mapping)
        else _timed(value)
        for key, value in read.items()
    }

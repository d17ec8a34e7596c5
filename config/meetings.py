"""meetings.yaml: the series of meetings, their invitees, and the times of their messages."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal

from pydantic import Field, field_validator, model_validator

from config.durations import Duration, TimeOfDay
from config.names import ALONE, check
from config.terms import Role, StrictModel

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}

WORKING_DAY = "working day"

MONTHS = tuple(range(1, 13))

_RULE = re.compile(rf"({'|'.join(ORDINALS)}) ({'|'.join(WEEKDAYS)}|{WORKING_DAY})|(?:day )?(\d\d?)")

Holiday = Literal["next working day", "previous working day", "stay", "skip"]
"""What happens to a meeting on a public holiday or, unless the rule names it, on a weekend."""


class Rule(StrictModel):
    """A day of the month: "first thursday", "last working day", "15".

    `nth` counts from 0 (-1 is the last) among the days `weekday` (0 is Monday), or among the working days if
    that is None. Otherwise `day` is the day of the month, 1 to 31; shorter months take their last day.
    """

    written: str
    nth: int = 0
    weekday: int | None = None
    day: int | None = None


def parse_rule(written: str) -> Rule:
    """Parse a rule; raise ValueError that says the right form."""
    match = _RULE.fullmatch(" ".join(str(written).lower().split()))
    if match is None or (match[3] and not 1 <= int(match[3]) <= 31):
        raise ValueError(
            f'{written!r} is no day of a month: write it like "first thursday", "last working day" or "15"'
        )
    if match[3]:
        return Rule(written=match[3], day=int(match[3]))
    weekday = None if match[2] == WORKING_DAY else WEEKDAYS.index(match[2])
    return Rule(written=match[0], nth=ORDINALS[match[1]], weekday=weekday)


class StandingGuest(StrictModel):
    """A rule for invitees: the holders of `role` for the county, those of them in `group`, or one `person` by
    the roster's name. `sectors`: only people who work in one of them, or who list none.
    """

    role: Role | None = None
    group: str | None = None
    person: str | None = None
    sectors: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_of_three(self) -> "StandingGuest":
        if sum(each is not None for each in (self.role, self.group, self.person)) != 1:
            raise ValueError("name one of role, group, person")
        return self


class SeriesPlan(StrictModel):
    """Times of a meeting's messages before (or after) its start.

    `invitation`: all invitees are asked. `again`: the silent ones are asked again. `headcount`: the conveners
    get the answers and the agenda. `come`: those who will come are reminded. `minutes`: after the start, the
    conveners are asked for the minutes.
    """

    invitation: Duration = timedelta(days=7)
    again: Duration = timedelta(days=3)
    headcount: Duration = timedelta(days=1)
    come: Duration = timedelta(hours=2)
    minutes: Duration = timedelta(days=1)

    @model_validator(mode="after")
    def _in_order(self) -> "SeriesPlan":
        if not self.invitation > self.again > self.headcount > self.come:
            raise ValueError(
                "invitation, again, headcount, come: each of them must be sooner than the one before"
            )
        return self


class OwnPlan(StrictModel):
    """Differences of a series from the common plan."""

    invitation: Duration | None = None
    again: Duration | None = None
    headcount: Duration | None = None
    come: Duration | None = None
    minutes: Duration | None = None


class Series(StrictModel):
    """A rule for meetings, with meetings of its own in each of `counties` (empty: all of the mechanism).

    `name` is by language; names in mechanism.yaml override it. `months`: the months with a meeting.
    `holiday`: what happens on a day that is none for meetings. `venue`: one for all counties, or one by
    county. `once`: a single meeting in each county, such as a first one. `invited`, `told` and `plan`
    override those of the file.
    """

    id: str = Field(pattern="^[a-z][a-z_]*$", max_length=64)
    name: dict[str, str] = Field(default={})
    on: Rule
    at: TimeOfDay
    months: tuple[int, ...] = MONTHS
    counties: tuple[str, ...] = ()
    venue: str | dict[str, str] = ""
    holiday: Holiday = "next working day"
    once: bool = False
    invited: tuple[StandingGuest, ...] | None = None
    told: tuple[StandingGuest, ...] | None = None
    plan: OwnPlan = OwnPlan()

    @field_validator("on", mode="before")
    @classmethod
    def _rule(cls, written: object) -> object:
        return parse_rule(str(written)) if isinstance(written, str | int) else written

    @field_validator("name")
    @classmethod
    def _known_names(cls, name: dict[str, str]) -> dict[str, str]:
        for words in name.values():
            check(words, ALONE)
        return name

    @field_validator("months")
    @classmethod
    def _are_months(cls, months: tuple[int, ...]) -> tuple[int, ...]:
        if not months or any(month not in MONTHS for month in months):
            raise ValueError("months are numbers from 1 to 12")
        return tuple(sorted(set(months)))

    def venue_in(self, county: str) -> str:
        """Return the venue in a county, or empty."""
        return self.venue if isinstance(self.venue, str) else self.venue.get(county, "")


class Attendance(StrictModel):
    """Time before and after the start in which HERE counts. `word`: HERE must include the word of the
    room.
    """

    before: Duration = timedelta(minutes=30)
    after: Duration = timedelta(hours=2)
    word: bool = False


class MeetingFile(StrictModel):
    """The model of meetings.yaml."""

    lasts: Duration = timedelta(hours=3)
    ahead: int = Field(default=3, ge=1, le=12)
    here: Attendance = Attendance()
    invited: tuple[StandingGuest, ...] = Field(min_length=1)
    told: tuple[StandingGuest, ...] = ()
    plan: SeriesPlan = SeriesPlan()
    series: tuple[Series, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> "MeetingFile":
        ids = [series.id for series in self.series]
        for name in ids:
            if ids.count(name) > 1:
                raise ValueError(f"the series {name} stands here twice")
        for series in self.series:
            try:
                self._changed(series.plan)
            except ValueError as error:
                raise ValueError(f"the plan of the series {series.id}: its parts are not in order") from error
        return self

    def named(self, series_id: str) -> Series | None:
        """Return a series by its id; None if the file no longer has it."""
        return next((series for series in self.series if series.id == series_id), None)

    def guests(self, series_id: str) -> tuple[StandingGuest, ...]:
        """Return the rules for invitees of a series, or (empty id) of a meeting that a convener set up
        alone.
        """
        series = self.named(series_id)
        return self.invited if series is None or series.invited is None else series.invited

    def listeners(self, series_id: str) -> tuple[StandingGuest, ...]:
        """Return the rules for people who are told of the meetings and not asked, likewise."""
        series = self.named(series_id)
        return self.told if series is None or series.told is None else series.told

    def plan_of(self, series_id: str) -> SeriesPlan:
        """Return the plan of the messages, likewise."""
        series = self.named(series_id)
        return self.plan if series is None else self._changed(series.plan)

    def _changed(self, own: OwnPlan) -> SeriesPlan:
        return SeriesPlan.model_validate(self.plan.model_dump() | own.model_dump(exclude_none=True))

    def unknown(
        self, sectors: Sequence[str], counties: Sequence[str] | None
    ) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the location and fault of each name that other files do not define. `counties` is None if any
        county is allowed.
        """
        yield from _unknown_sectors(("invited",), self.invited, sectors)
        yield from _unknown_sectors(("told",), self.told, sectors)
        for number, series in enumerate(self.series):
            yield from _unknown_sectors(("series", number, "invited"), series.invited or (), sectors)
            yield from _unknown_sectors(("series", number, "told"), series.told or (), sectors)
            venues = () if isinstance(series.venue, str) else tuple(series.venue)
            for key, named in (("counties", series.counties), ("venue", venues)):
                for county in named:
                    if counties is not None and county not in counties:
                        yield ("series", number, key), f"{county!r} is no county of mechanism.yaml"


def _unknown_sectors(
    where: tuple[str | int, ...], guests: Sequence[StandingGuest], sectors: Sequence[str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, guest in enumerate(guests):
        for sector in guest.sectors:
            if sector not in sectors:
                yield (*where, number, "sectors"), f"the sector {sector!r} is not in hazards.yaml"

"""meetings.yaml: the series of meetings, who is invited, what they are told when."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field, field_validator, model_validator

from config.durations import Duration, TimeOfDay
from config.terms import STRICT, Role

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}

WORKING_DAY = "working day"

MONTHS = tuple(range(1, 13))

_RULE = re.compile(rf"({'|'.join(ORDINALS)}) ({'|'.join(WEEKDAYS)}|{WORKING_DAY})|(?:day )?(\d\d?)")

Holiday = Literal["next working day", "previous working day", "stay", "skip"]
"""What becomes of a meeting whose day is a public holiday or, unless the rule names it, of a weekend."""


class _File(BaseModel):
    model_config = STRICT


class Rule(BaseModel):
    """ "first thursday", "last working day", "15": a day of the month.

    `nth` counts from 0, or -1 for the last, of those of `weekday` (0 is Monday), or of the working days
    where it is None; or `day` is the day of the month, 1 to 31: the last one in shorter months.
    """

    model_config = STRICT

    written: str
    nth: int = 0
    weekday: int | None = None
    day: int | None = None


def parse_rule(written: str) -> Rule:
    """Read a rule; raises ValueError that says what would be right."""
    match = _RULE.fullmatch(" ".join(str(written).lower().split()))
    if match is None or (match[3] and not 1 <= int(match[3]) <= 31):
        raise ValueError(
            f'{written!r} is no day of a month: write it like "first thursday", "last working day" or "15"'
        )
    if match[3]:
        return Rule(written=match[3], day=int(match[3]))
    weekday = None if match[2] == WORKING_DAY else WEEKDAYS.index(match[2])
    return Rule(written=match[0], nth=ORDINALS[match[1]], weekday=weekday)


class Guest(_File):
    """Who is invited: everybody who holds `role` for the county, everybody in `group` who does, or one
    `person` by the roster's name. `sectors`: only those who work in one of them, or who list none.
    """

    role: Role | None = None
    group: str | None = None
    person: str | None = None
    sectors: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_of_three(self) -> "Guest":
        if sum(each is not None for each in (self.role, self.group, self.person)) != 1:
            raise ValueError("name one of role, group, person")
        return self


class Plan(_File):
    """How long before its start, or after it, something is told of a meeting.

    `invitation`: everybody is asked. `again`: the silent are. `headcount`: those who convene hear who
    comes, and get the agenda. `come`: those who come are reminded. `minutes`: after the start, those who
    convene are asked for the minutes.
    """

    invitation: Duration = timedelta(days=7)
    again: Duration = timedelta(days=3)
    headcount: Duration = timedelta(days=1)
    come: Duration = timedelta(hours=2)
    minutes: Duration = timedelta(days=1)

    @model_validator(mode="after")
    def _in_order(self) -> "Plan":
        if not self.invitation > self.again > self.headcount > self.come:
            raise ValueError(
                "invitation, again, headcount, come: each of them must be sooner than the one before"
            )
        return self


class OwnPlan(_File):
    """What is different in the plan of a series."""

    invitation: Duration | None = None
    again: Duration | None = None
    headcount: Duration | None = None
    come: Duration | None = None
    minutes: Duration | None = None


class Series(_File):
    """A rule that meetings come from, in each of `counties` (empty: all of the mechanism) one of its own.

    `months` in which there is one. `holiday`: what becomes of one whose day is none for meetings.
    `venue` is one for all, or by county. `invited`, `told`, `plan` where they differ from those of the file.
    """

    id: str = Field(pattern="^[a-z][a-z_]*$", max_length=64)
    name: dict[str, str]
    on: Rule
    at: TimeOfDay
    months: tuple[int, ...] = MONTHS
    counties: tuple[str, ...] = ()
    venue: str | dict[str, str] = ""
    holiday: Holiday = "next working day"
    invited: tuple[Guest, ...] | None = None
    told: tuple[Guest, ...] | None = None
    plan: OwnPlan = OwnPlan()

    @field_validator("on", mode="before")
    @classmethod
    def _rule(cls, written: object) -> object:
        return parse_rule(str(written)) if isinstance(written, str | int) else written

    @field_validator("months")
    @classmethod
    def _are_months(cls, months: tuple[int, ...]) -> tuple[int, ...]:
        if not months or any(month not in MONTHS for month in months):
            raise ValueError("months are numbers from 1 to 12")
        return tuple(sorted(set(months)))

    def venue_in(self, county: str) -> str:
        """Where it is held in a county, or empty."""
        return self.venue if isinstance(self.venue, str) else self.venue.get(county, "")


class Attendance(_File):
    """When HERE counts: so long before and after the start. `word`: HERE must say the word of the room."""

    before: Duration = timedelta(minutes=30)
    after: Duration = timedelta(hours=2)
    word: bool = False


class MeetingFile(_File):
    """meetings.yaml."""

    lasts: Duration = timedelta(hours=3)
    ahead: int = Field(default=3, ge=1, le=12)
    here: Attendance = Attendance()
    invited: tuple[Guest, ...] = Field(min_length=1)
    told: tuple[Guest, ...] = ()
    plan: Plan = Plan()
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
        """A series by its id; None where the file has it no more."""
        return next((series for series in self.series if series.id == series_id), None)

    def guests(self, series_id: str) -> tuple[Guest, ...]:
        """Who is invited to the meetings of a series, or (empty) to one that somebody convened."""
        series = self.named(series_id)
        return self.invited if series is None or series.invited is None else series.invited

    def listeners(self, series_id: str) -> tuple[Guest, ...]:
        """Who is told of them and not asked, likewise."""
        series = self.named(series_id)
        return self.told if series is None or series.told is None else series.told

    def plan_of(self, series_id: str) -> Plan:
        """What is told when, likewise."""
        series = self.named(series_id)
        return self.plan if series is None else self._changed(series.plan)

    def _changed(self, own: OwnPlan) -> Plan:
        return Plan.model_validate(self.plan.model_dump() | own.model_dump(exclude_none=True))

    def unknown(
        self, sectors: Sequence[str], counties: Sequence[str] | None
    ) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """What it names that other files do not know: where it stands, and what is wrong. `counties` is
        None where any will do.
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
    where: tuple[str | int, ...], guests: Sequence[Guest], sectors: Sequence[str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, guest in enumerate(guests):
        for sector in guest.sectors:
            if sector not in sectors:
                yield (*where, number, "sectors"), f"the sector {sector!r} is not in hazards.yaml"

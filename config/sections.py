"""The sections of mechanism.yaml: what belongs together there, each with its own limits."""

from datetime import time, timedelta
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from config.durations import Duration, TimeOfDay
from config.terms import Role, StrictModel


class WatchLimits(StrictModel):
    """Limits beyond which the program reports a fault of itself: `watch` in mechanism.yaml."""

    inbox_late: Duration
    alert_late: Duration
    holds_late: Duration
    steps_late: Duration
    failing_share: float = Field(gt=0, le=1)
    failing_least: int = Field(ge=1)
    callbacks_silent: Duration
    callbacks_least: int = Field(ge=1)
    grace: Duration
    repeat: Duration


class Retention(StrictModel):
    """How long what is no longer needed is kept: `retention` in mechanism.yaml.

    `strangers`: after the last text of a number that is not on the roster. `former_people`: after a person
    has left the roster. `messages`: after what they are about is over. `received`: what the providers sent,
    as it came, likewise. `kept_texts`: after a person has settled them. `links`: after they have ended.
    """

    strangers: Duration = timedelta(days=365)
    former_people: Duration = timedelta(days=730)
    messages: Duration = timedelta(days=730)
    received: Duration = timedelta(days=730)
    kept_texts: Duration = timedelta(days=365)
    links: Duration = timedelta(days=30)

    @field_validator("strangers", "former_people", "messages", "received", "kept_texts")
    @classmethod
    def _at_least_a_month(cls, kept: timedelta) -> timedelta:
        if kept < timedelta(days=30):
            raise ValueError("should be 30d or more: people come back to what they sent")
        return kept


class Net(StrictModel):
    """How texts that are not surely understood go to coordinators: `net` in mechanism.yaml."""

    next_after: Duration = timedelta(minutes=20)
    ask_again: Duration = timedelta(hours=1)
    messages_an_hour: int = Field(default=2, ge=1)


class ReaderLimits(StrictModel):
    """The probabilities from which the learned heads decide: `reader` in mechanism.yaml.

    All but `plea` and `ordinary` are of a report. `agree`: a sure reading of the rules goes out unasked.
    `ask`: the sender is asked where the rules see no report. `doubtful`: the same where they see a hazard and
    doubt it. `plea`: of a plea; it goes out at once from `plea_report` on, and is asked about otherwise.
    `plea_floor`: a plea of the rules goes out at once. `talk`: below it, a text is talk, whatever the rules
    see in it. `settled`: a short report in keywords goes out unasked. `ordinary`: of ordinary talk; such a
    text is kept where a report is less likely than `unlikely`. `learn` is no probability: whether what people
    decide about texts is kept as examples.
    """

    agree: float = Field(default=0.8, ge=0, le=1)
    ask: float = Field(default=0.35, ge=0, le=1)
    doubtful: float = Field(default=0.3, ge=0, le=1)
    plea: float = Field(default=0.4, ge=0, le=1)
    plea_report: float = Field(default=0.8, ge=0, le=1)
    plea_floor: float = Field(default=0.6, ge=0, le=1)
    talk: float = Field(default=0.1, ge=0, le=1)
    settled: float = Field(default=0.1, ge=0, le=1)
    ordinary: float = Field(default=0.5, ge=0, le=1)
    unlikely: float = Field(default=0.6, ge=0, le=1)
    learn: bool = True


class Protection(StrictModel):
    """Focal persons for reports of abuse, and where senders find help: `protection` in mechanism.yaml.

    `focal_persons`: names of the roster, in the order in which they are asked; empty: RLA.
    """

    focal_persons: tuple[str, ...] = ()
    referral: dict[str, str] = Field(default={})


class CodeLimits(StrictModel):
    """How long a code counts, and how often a person may try: `codes` in mechanism.yaml.

    `lasts`: how long a code counts. `tries`: wrong codes that end a question. `wrong_a_day`: wrong codes of
    one person in 24 hours, after which their codes have eight digits until the oldest is a day old.
    """

    lasts: Duration = timedelta(minutes=10)
    tries: int = Field(default=5, ge=1)
    wrong_a_day: int = Field(default=15, ge=1)


class Beyond(StrictModel):
    """Who hears of a shock in a county that the mechanism does not serve: `beyond` in mechanism.yaml.

    `county`: its name, or "any". `person`: a name of the roster, to whom the words are sent. `name`, `phone`:
    whom the reporter is told to call.
    """

    county: str
    person: str = ""
    name: str = ""
    phone: str = ""

    @model_validator(mode="after")
    def _names_one(self) -> "Beyond":
        if not (self.person or (self.name and self.phone)):
            raise ValueError("no recipient: write person, as on the roster, or name and phone")
        return self


class Quarterly(StrictModel):
    """When UPDATE is asked for, and the brief is sent: `quarterly` in mechanism.yaml.

    `months`: the months in which this happens. `ask_on`, `brief_on`: days of the month; the lead of the CLT
    is asked from the first on, but no more on the second.
    """

    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(default=(1, 4, 7, 10), min_length=1)
    ask_on: int = Field(default=5, ge=1, le=28)
    brief_on: int = Field(default=15, ge=1, le=28)
    brief_at: TimeOfDay = time(9, 30)

    @model_validator(mode="after")
    def _asks_first(self) -> "Quarterly":
        if self.ask_on >= self.brief_on:
            raise ValueError("brief_on must be a later day than ask_on")
        return self


OF_A_COUNTY = (
    Role.COUNTY_LEAD, Role.DEPUTY_COUNTY_LEAD, Role.CLT_LEAD, Role.CLT_MEMBER, Role.COUNTY_POC,
    Role.COUNTY_OFFICIAL, Role.IP_FOCAL, Role.SECTOR_REP,
)  # fmt: skip
"""Roles for which people can be nominated by text: none that is held for the whole mechanism."""


class Seat(StrictModel):
    """Who nominates the holder of a role: a row of `seats` in mechanism.yaml.

    `county`: its name; empty: all counties. `organisation`: as on the roster; its focal persons nominate.
    `offices`: or the holders of these roles in the county do.
    """

    role: Role
    county: str = ""
    organisation: str = ""
    offices: tuple[Role, ...] = ()

    @model_validator(mode="after")
    def _names_one(self) -> "Seat":
        if bool(self.organisation) == bool(self.offices):
            raise ValueError("write organisation, as on the roster, or offices: one of the two")
        return self

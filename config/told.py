"""Who is told what after the alert: the table `told` of routes.yaml.

Five events, each with the relations and roles that hear of it: at once, in the next morning digest, in the
digest of the week, or never. Of a person whom several rows name, one row counts: their relation to the
incident before their role, their role before the question whether the alert asked them to act.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, field_validator, model_validator

from config.terms import ROLES, SEVERITIES, Role, Severity, StrictModel

Graded = Literal[Severity, "unsaid"]
"""A severity, or `unsaid` if the reporter gave none."""

GRADES: tuple[Graded, ...] = (*SEVERITIES, "unsaid")


class Telling(StrEnum):
    """Events of which people are told after the alert."""

    TAKEN = "taken"
    PROMISE = "promise"
    OFFER = "offer"
    ESCALATED = "escalated"
    CLOSED = "closed"


class Relation(StrEnum):
    """Relations of a person to an incident. `asked`: the alert asked them to take it; `informed`: they got it
    for their information; `giver`: they offered help.
    """

    REPORTER = "reporter"
    HOLDER = "holder"
    GIVER = "giver"
    ASKED = "asked"
    INFORMED = "informed"


CLOSE: tuple[Relation, ...] = (Relation.REPORTER, Relation.HOLDER, Relation.GIVER)
"""Relations that count before the role of a person, in this order."""

ALERTED: tuple[Relation, ...] = (Relation.ASKED, Relation.INFORMED)
"""Relations that count behind it."""


class Hears(StrEnum):
    """When a person hears of an event, the soonest first."""

    NOW = "now"
    DIGEST = "digest"
    WEEKLY = "weekly"
    NEVER = "never"


_SOONEST = tuple(Hears)


def _hearer(name: object) -> object:
    """Return the relation or role of that name."""
    if isinstance(name, str) and name in tuple(Relation):
        return Relation(name)
    if isinstance(name, str) and name in ROLES:
        return Role(name)
    raise ValueError(f"{name!r} is no relation ({', '.join(Relation)}) and no role")


class When(StrictModel):
    """When one relation or role hears of an event: one word, or a word for some severities and `others`."""

    minor: Hears | None = None
    moderate: Hears | None = None
    severe: Hears | None = None
    extreme: Hears | None = None
    unsaid: Hears | None = None
    others: Hears

    @model_validator(mode="before")
    @classmethod
    def _one_word(cls, written: object) -> object:
        return {"others": written} if isinstance(written, str) else written

    def of(self, grade: Graded) -> Hears:
        """Return when they hear of an incident of this severity."""
        own: Hears | None = getattr(self, grade)
        return self.others if own is None else own


Row = dict[Annotated[Relation | Role, BeforeValidator(_hearer)], When]
"""Who hears of one event. Relations and roles that are not here do not hear."""


def _row(**hears: Hears | dict[str, Hears]) -> Row:
    return {_known(name): When.model_validate(when) for name, when in hears.items()}


def _known(name: str) -> Relation | Role:
    return Relation(name) if name in tuple(Relation) else Role(name)


_LIGHT_WEEKLY: dict[str, Hears] = {"minor": Hears.WEEKLY, "moderate": Hears.WEEKLY}
"""Severities of which news stands in the digest of the week for those who were only informed."""


class Told(StrictModel):
    """The table. An event that is left out is as in the packaged file."""

    taken: Row = _row(
        reporter=Hears.NOW,
        holder=Hears.NOW,
        asked=Hears.NOW,
        informed=_LIGHT_WEEKLY | {"others": Hears.DIGEST},
    )
    promise: Row = _row(reporter=Hears.NOW)
    offer: Row = _row(reporter=Hears.NOW, holder=Hears.NOW, county_lead=Hears.NOW)
    escalated: Row = _row(reporter=Hears.NOW, holder=Hears.NOW)
    closed: Row = _row(
        reporter=Hears.NOW,
        holder=Hears.NOW,
        giver=Hears.NOW,
        asked=Hears.NOW,
        informed=_LIGHT_WEEKLY | {"unsaid": Hears.DIGEST, "others": Hears.NOW},
    )

    @field_validator("closed")
    @classmethod
    def _reporters_are_asked(cls, row: Row) -> Row:
        reporter = row.get(Relation.REPORTER)
        if reporter is None or any(reporter.of(grade) != Hears.NOW for grade in GRADES):
            raise ValueError("reporter must be now: the reporter is asked whether it is solved")
        return row

    def with_changes(self, own: "Told | None") -> "Told":
        """Return the table with the events that a special route names in place of its own."""
        if own is None:
            return self
        return self.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})

    def hears(
        self,
        event: Telling,
        grade: Graded,
        relations: Collection[Relation],
        roles: Collection[Role | str],
    ) -> Hears:
        """Return when a person of these relations and roles hears of an event."""
        row: Row = getattr(self, event.value)
        named = [relation for relation in CLOSE if relation in relations and relation in row][:1]
        found = [row[each].of(grade) for each in named]
        found = found or [row[role].of(grade) for role in ROLES if role in roles and role in row]
        found = found or [row[each].of(grade) for each in ALERTED if each in relations and each in row][:1]
        return min(found, key=_SOONEST.index, default=Hears.NEVER)

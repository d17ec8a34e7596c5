"""Tables: incidents, the reports that describe them, their tracks, who was told, what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import Double, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial

LIVE = ("held", "open", "taken")
"""What an incident is until it is over."""

CONCERN = "concern"
"""The kind of an incident that is an issue, need, gap or idea for the CLT: C14."""

SUBJECT = 32
"""So many characters at most has the subject of a concern."""


class Incident(Base):
    """The event that one or more reports describe. `ref` is what people call it: S127.

    `kind`: shock, or concern (C14): it has no hazard, but perhaps `sectors`, by which it is routed, and
    a `subject`, its first words, by which lists name it.

    `status`: held (waits for answers until `held_until`), open, taken, closed, cancelled.
    `counties` has one name, or several while nobody said which one it is; `county` is the one, or
    empty, for looking it up. `same_as` is the incident that this one may be the same as; on one that
    is cancelled, the one that it was found to be the same as.
    `follow_up_at`: when whoever has taken it is nudged, unless something is noted before.
    `route` is the route as it was configured when the incident opened (JSON), or empty.
    `latitude`, `longitude` (degrees, WGS 84) where somebody shared a location: the place is near it.
    `plea`: it began as a call for help, whatever the hazard. `nameless`: its reporter asked not to be
    named. `caller`: the address of the stranger who sent it, which a coordinator made an incident of; its
    `reporter_id` is that coordinator. `against`: organisations that it complains of, whose staff are not
    told.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        Index("ix_incidents_held", "held_until", **partial("status = 'held'")),
        Index("ix_incidents_follow_up", "follow_up_at", **partial("status = 'taken'")),
        Index("ix_incidents_live", "opened_at", **partial("status in ('open', 'taken')")),
        Index(
            "ix_incidents_event",
            "county",
            "hazard",
            "reported_at",
            **partial("status in ('held', 'open', 'taken')"),
        ),
    )

    ref: Mapped[str] = mapped_column(String(16), primary_key=True)
    hazard: Mapped[str] = mapped_column(String(64))
    counties: Mapped[list[str]]
    place: Mapped[str | None]
    ward_code: Mapped[str | None] = mapped_column(String(8))
    severity: Mapped[str | None] = mapped_column(String(16))
    affected: Mapped[dict[str, Any]]
    sensitive: Mapped[bool]
    status: Mapped[str] = mapped_column(String(16))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reported_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    route: Mapped[str] = mapped_column(Text)
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    county: Mapped[str] = mapped_column(String(64), server_default=text("''"), default="")
    same_as: Mapped[str | None] = mapped_column(String(16))
    follow_up_at: Mapped[datetime | None]
    kind: Mapped[str] = mapped_column(String(16), server_default="shock", default="shock")
    sectors: Mapped[list[str] | None]
    subject: Mapped[str] = mapped_column(String(40), server_default=text("''"), default="")
    plea: Mapped[bool] = mapped_column(server_default=false(), default=False)
    nameless: Mapped[bool] = mapped_column(server_default=false(), default=False)
    caller: Mapped[str] = mapped_column(server_default=text("''"), default="")
    against: Mapped[list[str] | None]


class Report(Base):
    """What one person sent about an incident, as sent. `kind`: report; words (an answer, a correction,
    an addition: a later version of what this person reported).
    """

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    incident_ref: Mapped[str] = mapped_column(ForeignKey("incidents.ref"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16), server_default="report")


class Track(Base):
    """One audience's side of an incident. `step` counts from 1; 0: nobody was found in any step.

    `due_at`: when the next step is due, None where there is none or nothing to wait for. `asked_at`:
    since when the present one waits. `repeated`: how often it was asked again since.
    `gaps`: the roles that were sought and not found, as [role, county].
    """

    __tablename__ = "tracks"
    __table_args__ = (
        Index("ix_tracks_due", "due_at", **partial("due_at is not null")),
        Index("ix_tracks_asked", "asked_at", **partial("due_at is not null")),
    )

    incident_ref: Mapped[str] = mapped_column(ForeignKey("incidents.ref"), primary_key=True)
    audience: Mapped[str] = mapped_column(String(20), primary_key=True)
    county: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int]
    acknowledge: Mapped[bool]
    due_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    acknowledged_at: Mapped[datetime | None]
    gaps: Mapped[list[Any]]
    asked_at: Mapped[datetime | None]
    repeated: Mapped[int] = mapped_column(server_default="0")


class Recipient(Base):
    """Who was told of an incident, once each. `acts`: was asked to take it, as `audience`.
    `unreachable_at`: when the alert had failed at all of their addresses.
    """

    __tablename__ = "recipients"
    __table_args__ = (Index("ix_recipients_person", "person_id", "incident_ref"),)

    incident_ref: Mapped[str] = mapped_column(ForeignKey("incidents.ref"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    audience: Mapped[str | None] = mapped_column(String(20))
    step: Mapped[int | None]
    acts: Mapped[bool]
    told_at: Mapped[datetime]
    unreachable_at: Mapped[datetime | None]


class History(Base):
    """What happened, in order: append only. `about` is a reference, or empty."""

    __tablename__ = "history"
    __table_args__ = (
        Index("ix_history_about", "about", "id"),
        Index("ix_history_beyond", "id", **partial("what = 'told beyond'")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    about: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    address: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(Text, default="")


class Counter(Base):
    """The last number given out for one letter of reference."""

    __tablename__ = "counters"

    letter: Mapped[str] = mapped_column(String(1), primary_key=True)
    value: Mapped[int] = mapped_column(BigId)

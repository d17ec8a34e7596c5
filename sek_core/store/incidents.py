"""Tables: incidents, their reports, tracks and recipients, and the history."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    ForeignKey,
    Index,
    String,
    Text,
    false,
    func,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import IncidentStatus, PromiseStatus

LIVE = (IncidentStatus.HELD, IncidentStatus.OPEN, IncidentStatus.TAKEN)
"""Statuses of an incident that is not over."""

CONCERN = "concern"
"""The kind of incident that is an issue, need, gap or idea for the CLT: C14."""

SUBJECT = 32
"""Maximum length of a concern's subject, in characters."""


class Incident(Base):
    """The event that one or more reports describe. `ref` is its reference, such as S127.

    `kind`: shock, or concern (C14). A concern has no hazard. It may have `sectors`, which decide its route,
    and has a `subject`: its first words, by which lists name it.

    `status`: held (waits for answers until `held_until`), open, taken, closed, cancelled. `counties` holds
    one name, or several while the county is still in doubt; `county` is the single one, or empty, for
    look-ups. `same_as` is the incident that this one may duplicate; on a cancelled incident, the one that it
    was found to duplicate. `confirmed`: whether its reporter says that it is solved (yes, partly, no), None
    before an answer; `confirm_until`: as long as the answer is awaited. `route` is the route as configured
    when the incident opened (JSON), or empty. `latitude`, `longitude` (degrees, WGS 84) are a shared location
    near the place. `plea`: it began as a call for help, whatever the hazard. `nameless`: the reporter asked
    not to be named. `caller`: the address of the stranger who sent the text from which a coordinator made the
    incident; `reporter_id` is then that coordinator. `against`: organisations that the report complains of;
    their staff are not alerted. `needs`: what is needed most, by the names of `config.terms.Need`, in their
    order. `watch_at`: when people are asked next how it stands; `watched_at`: when they were asked or told so
    last. `again_at`: when people are asked again to take what no one has taken; `again`: how often they were.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        Index("ix_incidents_caller", "caller", **partial("status in ('held', 'open', 'taken')")),
        Index("ix_incidents_held", "held_until", **partial("status = 'held'")),
        Index("ix_incidents_taken", "taken_at", **partial("status = 'taken'")),
        Index("ix_incidents_confirm", "confirm_until", **partial("confirm_until is not null")),
        Index("ix_incidents_watch", "watch_at", **partial("status in ('open', 'taken')")),
        Index("ix_incidents_again", "again_at", **partial("again_at is not null")),
        Index("ix_incidents_live", "opened_at", **partial("status in ('open', 'taken')")),
        Index(
            "ix_incidents_event",
            "county",
            "hazard",
            "reported_at",
            **partial("status in ('held', 'open', 'taken')"),
        ),
        Index("ix_incidents_holder", "taken_by_id", "opened_at", **partial("status = 'taken'")),
        Index("ix_incidents_reported", "reported_at", "ref"),
        Index("ix_incidents_board", "reported_at", "ref", **partial("status in ('held', 'open', 'taken')")),
        Index(
            "ix_incidents_over",
            "kind",
            "status",
            "reported_at",
            "ref",
            **partial("status in ('closed', 'cancelled')"),
        ),
        Index("ix_incidents_county", "county", "reported_at", "ref"),
        Index("ix_incidents_same", "same_as", **partial("same_as is not null")),
        Index("ix_incidents_reporter", "reporter_id", **partial("status in ('held', 'open', 'taken')")),
        Index(
            "ix_incidents_event_place",
            "county",
            "hazard",
            text("coalesce(lower(place), '')"),
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
    status: Mapped[IncidentStatus] = mapped_column(vocabulary(IncidentStatus))
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
    follow_up_at: Mapped[datetime | None]  # unused; the previous version writes it while an upgrade starts
    kind: Mapped[str] = mapped_column(String(16), server_default="shock", default="shock")
    sectors: Mapped[list[str] | None]
    subject: Mapped[str] = mapped_column(String(40), server_default=text("''"), default="")
    plea: Mapped[bool] = mapped_column(server_default=false(), default=False)
    nameless: Mapped[bool] = mapped_column(server_default=false(), default=False)
    caller: Mapped[str] = mapped_column(server_default=text("''"), default="")
    against: Mapped[list[str] | None]
    confirmed: Mapped[str | None] = mapped_column(String(8))
    confirm_until: Mapped[datetime | None]
    needs: Mapped[list[str] | None]
    watch_at: Mapped[datetime | None]
    watched_at: Mapped[datetime | None]
    again_at: Mapped[datetime | None]
    again: Mapped[int] = mapped_column(server_default="0", default=0)
    hidden_ids: Mapped[list[Any] | None]
    forwarded: Mapped[str | None] = mapped_column(String(80))


def place_key(place: ColumnElement[str | None]) -> ColumnElement[str]:
    """Return a place as `ix_incidents_event_place` holds it: in lower case, empty if none is known."""
    return func.coalesce(func.lower(place), literal_column("''"))


class ReportRow(Base):
    """What one person sent about an incident, as sent. `kind`: report; words (an answer, a correction or an
    addition, which makes a later version of the person's report).
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_person_created", "person_id", "created_at"),
        Index("ix_reports_inbox", "inbox_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    incident_ref: Mapped[str] = mapped_column(ForeignKey("incidents.ref"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16), server_default="report")


class Track(Base):
    """One audience's side of an incident. `step` counts from 1; 0: no step had a recipient.

    `due_at`: when the next step is due, None if there is no next step or nothing to wait for. `asked_at`:
    when the present step began to wait. `repeated`: how often the step was asked again since. `gaps`: vacant
    roles of the route, as [role, county].
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
    """One person who was told of an incident; one row per person and incident. `acts`: the person was asked
    to take it, as a member of `audience`. `unreachable_at`: when the alert had failed at all of the person's
    addresses. `reads_in`: the digest in which the route lets the person read of it; None: they are told.
    `waits_for`: the digest in which something of it stands next; None: nothing waits.
    """

    __tablename__ = "recipients"
    __table_args__ = (
        Index("ix_recipients_person", "person_id", "incident_ref"),
        Index("ix_recipients_waits", "waits_for", **partial("waits_for is not null")),
    )

    incident_ref: Mapped[str] = mapped_column(ForeignKey("incidents.ref"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    audience: Mapped[str | None] = mapped_column(String(20))
    step: Mapped[int | None]
    acts: Mapped[bool]
    told_at: Mapped[datetime]
    unreachable_at: Mapped[datetime | None]
    reads_in: Mapped[str | None] = mapped_column(String(16))
    waits_for: Mapped[str | None] = mapped_column(String(16))


class History(Base):
    """The audit trail: one row per event, append only. `about` is a reference, or empty."""

    __tablename__ = "history"
    __table_args__ = (
        Index("ix_history_about", "about", "id"),
        Index("ix_history_person", "person_id", "id"),
        Index("ix_history_what", "what", "id"),
        Index("ix_history_beyond", "id", **partial("what = 'told beyond'")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    about: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    address: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(Text, default="")


class Promise(Base):
    """The time by which the holder of an incident has promised news of it.

    `status`: waiting; reminded (the holder was reminded); late (the time has passed without news); over (it
    was closed, given away or given back). An incident has at most one that is not over. `said`: the holder
    named the day; else `span`, in seconds, came from the severity. A note moves it by `span`; `moves`
    counts that and each new day. `late`: how often news failed to come. `next_at`: when the next step of the
    promise is due, None if none is.
    """

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_live", "incident_ref", unique=True, **partial("status <> 'over'")),
        Index("ix_promises_due", "next_at", **partial("next_at is not null")),
        Index("ix_promises_incident", "incident_ref"),
        Index("ix_promises_late", "person_id", "due_at", **partial("status = 'late'")),
        Index("ix_promises_said", "due_at", sqlite_where=text("said = 1"), postgresql_where=text("said")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    incident_ref: Mapped[str] = mapped_column(ForeignKey("incidents.ref"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    said: Mapped[bool]
    span: Mapped[int]
    moves: Mapped[int] = mapped_column(server_default="0", default=0)
    late: Mapped[int] = mapped_column(server_default="0", default=0)
    status: Mapped[PromiseStatus] = mapped_column(vocabulary(PromiseStatus), default=PromiseStatus.WAITING)
    next_at: Mapped[datetime | None]


class Counter(Base):
    """The last number issued for one letter of reference."""

    __tablename__ = "counters"

    letter: Mapped[str] = mapped_column(String(1), primary_key=True)
    value: Mapped[int] = mapped_column(BigId)

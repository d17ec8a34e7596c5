"""Tables: the outbox, and the few facts that all processes share."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial


class Delivery(Base):
    """One message in front of one person over one address.

    `status`: queued, sending (a worker holds it), accepted, delivered, failed, unknown (nobody
    knows whether it left), skipped. `due_at` is when the row wants attention next: a queued one is
    sent, a sending one has lost its worker, an unknown one is sent once more. It and `changed_at`
    are real time, which the demonstration's clock does not move; `created_at` is the program's.
    `content` is the message in its language before the channel rendered it (JSON), so that another
    channel can. `text` is what leaves, or left, and `wire` what the channel's renderer and sender
    agree on besides it. `person_id` is None for strangers and groups.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_queued", "channel", "priority", "id", **partial("status = 'queued'")),
        Index(
            "ix_deliveries_lane",
            "channel",
            "address",
            "priority",
            "id",
            **partial("status in ('queued', 'sending')"),
        ),
        Index("ix_deliveries_leaving", "channel", "address", **partial("status = 'sending'")),
        Index("ix_deliveries_watched", "due_at", **partial("status in ('sending', 'unknown')")),
        Index("ix_deliveries_provider", "channel", "provider_id"),
        Index("ix_deliveries_about", "about", "id"),
        Index("ix_deliveries_person", "person_id", "id"),
        Index("ix_deliveries_origin", "origin_id", **partial("origin_id is not null")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    about: Mapped[str] = mapped_column(String(16))
    step: Mapped[int | None]
    priority: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    segments: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[bool] = mapped_column(default=False)
    provider_id: Mapped[str | None]
    cost: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))
    error: Mapped[str | None] = mapped_column(Text)
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"))
    """The first delivery of this message, where this one goes to another address of the person."""
    wire: Mapped[dict[str, Any] | None]
    while_open: Mapped[bool] = mapped_column(server_default=false())
    """It is about an incident that nobody has taken: it does not leave once somebody has. Or it is about a
    meeting or task in the version `step`: it does not leave once that has been changed."""


class Fact(Base):
    """A named value that all processes share, such as how far the demonstration's clock is ahead."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Bucket(Base):
    """How much may be sent to one chat, or by one channel altogether: see `sek_core.deliveries.rate_limits`.

    `full_at` is real time.
    """

    __tablename__ = "buckets"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    full_at: Mapped[datetime]


class Lease(Base):
    """What only one process may do at a time, such as asking Telegram for updates. Real time."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]

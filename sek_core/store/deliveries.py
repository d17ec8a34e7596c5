"""Tables: the outbox, and the few values that all processes share."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Numeric, String, Text, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import Budget, DeliveryStatus


class Delivery(Base):
    """One message to one person (or group) at one address.

    `status`: queued, sending (a worker holds it), accepted, delivered, failed, unknown (it may or may not
    have left), skipped, bundled (the message of another row says it). `due_at` is when the row needs
    attention next: a queued row is sent, a sending row has lost its worker, an unknown row is sent once more.
    `due_at` and `changed_at` are real time, which the demonstration's clock does not move; `created_at` is
    the program's time. `content` is the message in its language before the channel rendered it (JSON), so
    that another channel can render it. `text` is the text that leaves or has left. `wire` holds what else the
    channel's renderer passes to its sender. `person_id` is None for strangers and groups. `secret`: what
    stands in the place of `MASK` in the text that leaves; no list, export or log reads it, and it is erased
    once it is of no more use.
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
        Index("ix_deliveries_address", "address", "id"),
        Index("ix_deliveries_about", "about", "id"),
        Index("ix_deliveries_person", "person_id", "id"),
        Index("ix_deliveries_secret", "person_id", **partial("secret is not null")),
        Index("ix_deliveries_origin", "origin_id", **partial("origin_id is not null")),
        Index("ix_deliveries_erase", "id", sqlite_where=sql("erase = 1"), postgresql_where=sql("erase")),
        Index("ix_deliveries_alerts", "channel", "address", "created_at", **partial("kind = 'alert'")),
        Index("ix_deliveries_told", "created_at", **partial("kind in ('alert', 'nudge')")),
        Index("ix_deliveries_bundle", "bundle_id", **partial("bundle_id is not null")),
        Index("ix_deliveries_held", "county", **partial("status = 'queued' and held_by is not null")),
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
    status: Mapped[DeliveryStatus] = mapped_column(vocabulary(DeliveryStatus))
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[bool] = mapped_column(default=False)
    provider_id: Mapped[str | None]
    cost: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))
    error: Mapped[str | None] = mapped_column(Text)
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"))
    """The first delivery of this message, if this row sends it to another address of the person."""
    wire: Mapped[dict[str, Any] | None]
    while_open: Mapped[bool] = mapped_column(server_default=false())
    """True if the message is wanted only while its subject is unchanged. An alert of an incident does not
    leave once the incident is taken; a message about version `step` of a meeting or task does not leave once
    that version is superseded.
    """
    secret: Mapped[str | None] = mapped_column(String(8))
    erase: Mapped[bool] = mapped_column(server_default=false(), default=False)
    """True if the message holds words of a forgotten person, and they go once it can leave no more."""
    bundle_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"))
    """The delivery whose message says this alert, or this answer, together with others."""
    county: Mapped[str] = mapped_column(server_default=sql("''"), default="")
    """The county whose budget pays for it; empty if it is of none, or of several."""
    held_by: Mapped[Budget | None] = mapped_column(vocabulary(Budget))
    """The budget for whose next day a queued message waits."""


class Spending(Base):
    """What the messages of one day cost one budget: see `sek_core.deliveries.spending`.

    `day`: a day of the mechanism's zone. `budget`: see `sek_core.store.states.Budget`. `key`: the county, the
    address, or empty. `spent`: ten-thousandths of the currency, so that sums are exact. `alarmed_at`: when
    people were told that most of it is used up.
    """

    __tablename__ = "spending"

    day: Mapped[date] = mapped_column(primary_key=True)
    budget: Mapped[Budget] = mapped_column(vocabulary(Budget), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    spent: Mapped[int] = mapped_column(BigInteger)
    messages: Mapped[int]
    segments: Mapped[int]
    alarmed_at: Mapped[datetime | None]


class Fact(Base):
    """A named value that all processes share, such as how far the demonstration's clock is ahead."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Bucket(Base):
    """Rate limit of one chat or of one whole channel: see `sek_core.deliveries.rate_limits`.

    `full_at` is real time.
    """

    __tablename__ = "buckets"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    full_at: Mapped[datetime]


class Lease(Base):
    """The right to do what only one process may do at a time, such as asking Telegram for updates. `until` is
    real time.
    """

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]

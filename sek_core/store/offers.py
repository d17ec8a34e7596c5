"""The table of offers: who brings what for an incident."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import Arrival, OfferStatus


class Offer(Base):
    """What one person, the giver, said that they or their organisation would bring for an incident.

    `what` is the help in the giver's words, without its day and place; `amount` and `unit` where it begins
    with a number ("2 bowsers"). `day` is the day that the giver named, None if none; `is_deadline`: by that
    day, not from it. `words` is the whole text as sent.

    `due_at`: when the clock looks at it next, None if never. It then asks the giver whether it was delivered,
    takes it for late if the giver was asked (`asked_at`) and stayed silent, or, once it is delivered, asks
    the reporter (`confirm_asked_at`). `arrival` is what the reporter said.
    """

    __tablename__ = "offers"
    __table_args__ = (
        Index("ix_offers_incident", "incident_ref"),
        Index("ix_offers_person", "person_id"),
        Index("ix_offers_changed", "changed_at"),
        Index("ix_offers_due", "due_at", **partial("due_at is not null")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    incident_ref: Mapped[str] = mapped_column(ForeignKey("incidents.ref"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation: Mapped[str] = mapped_column(server_default=text("''"), default="")
    what: Mapped[str] = mapped_column(Text)
    amount: Mapped[int | None] = mapped_column(BigId)
    unit: Mapped[str] = mapped_column(String(32), server_default=text("''"), default="")
    place: Mapped[str] = mapped_column(server_default=text("''"), default="")
    day: Mapped[date | None]
    is_deadline: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    status: Mapped[OfferStatus] = mapped_column(vocabulary(OfferStatus), default=OfferStatus.OFFERED)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    confirm_asked_at: Mapped[datetime | None]
    arrival: Mapped[Arrival | None] = mapped_column(vocabulary(Arrival))

"""Tables: nominations for seats, and who was asked to confirm them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import NominationStatus


class Nomination(Base):
    """One person who was nominated for a role in a county, by telephone number.

    `seat`: names what one person at a time can be nominated for. `sectors`: of a sector representative.
    `organisation`: of the nominee; `nominated_by`: the organisation or person that the roster will name.
    `person_id`: the nominee on the roster, once confirmed.
    """

    __tablename__ = "nominations"
    __table_args__ = (Index("ix_nominations_open", "seat", unique=True, **partial("status = 'open'")),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    seat: Mapped[str] = mapped_column(String(128))
    role: Mapped[str] = mapped_column(String(32))
    county: Mapped[str] = mapped_column(String(64))
    sectors: Mapped[list[str]]
    name: Mapped[str]
    number: Mapped[str] = mapped_column(String(32))
    organisation: Mapped[str]
    nominated_by: Mapped[str]
    nominator_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    status: Mapped[NominationStatus] = mapped_column(vocabulary(NominationStatus))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class NominationAsk(Base):
    """One person who was asked to confirm a nomination, last at `asked_at`."""

    __tablename__ = "nomination_asks"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nominations.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    asked_at: Mapped[datetime]

"""Tables: nominations for seats, and who was asked to confirm them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import NominationStatus, StartStatus


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


class RoleStart(Base):
    """One role or address that a person got by text, and that starts later: until then the secretariat and
    the county's leads can stop it.

    It is of a kept text (VOUCH: `kept_ref`; the sender's address becomes the person's, who gets the `role` in
    `county`, if there is one) or of a nomination, which holds the rest.
    """

    __tablename__ = "role_starts"
    __table_args__ = (
        Index("ix_role_starts_due", "starts_at", **partial("status = 'waiting'")),
        Index("ix_role_starts_kept", "kept_ref", **partial("kept_ref is not null")),
        Index("ix_role_starts_nomination", "nomination_id", **partial("nomination_id is not null")),
        Index("ix_role_starts_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kept_ref: Mapped[str | None] = mapped_column(ForeignKey("kept.ref"))
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nominations.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(32))
    county: Mapped[str | None] = mapped_column(String(64))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    status: Mapped[StartStatus] = mapped_column(vocabulary(StartStatus))
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

"""Tables: people, the roles they hold, the addresses they are reached at."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sek_core.store.base import Base, BigId, partial


class Person(Base):
    """Somebody on the roster, now or once. Never deleted by an import: history refers to people."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(8))
    """The roster's language; what the person chose by LANG stands in `chosen_language`."""
    chosen_language: Mapped[str | None] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(16), default="")
    """The channel that the roster prefers, or empty: Telegram before SMS."""

    roles: Mapped[list["Role"]] = relationship(
        back_populates="person", lazy="raise", cascade="all, delete-orphan", order_by="Role.id"
    )
    addresses: Mapped[list["Address"]] = relationship(
        back_populates="person", lazy="raise", order_by="Address.id"
    )


class Role(Base):
    """One line of the roster: a role, for a county or (`county` None) for all of them."""

    __tablename__ = "roles"
    __table_args__ = (Index("ix_roles_role_county", "role", "county"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    county: Mapped[str | None]
    sectors: Mapped[list[str]]
    groups: Mapped[list[str]]
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    """The last day on which the role is held."""

    person: Mapped[Person] = relationship(back_populates="roles", lazy="raise")


TROUBLE = "opted_out_at is not null or dead_since is not null or blocked_at is not null"


class Address(Base):
    """A number or chat. `person_id` is None for an address that is not on the roster."""

    __tablename__ = "addresses"
    __table_args__ = (
        UniqueConstraint("channel", "value"),
        Index("ix_addresses_trouble", "id", **partial(TROUBLE)),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    value: Mapped[str]
    opted_out_at: Mapped[datetime | None]
    dead_since: Mapped[datetime | None]
    """Since when the provider says that this address does not work; hearing from it clears it."""
    linked_by: Mapped[str | None]
    """The telephone number by which its owner showed whose chat this is; "vouched" where somebody on the
    roster said whose it is; None where the roster says so. An import keeps it for as long as the number is
    the person's, or the person has the same name."""
    blocked_at: Mapped[datetime | None]
    """Of a stranger who is not answered and not passed on any more."""

    person: Mapped[Person | None] = relationship(back_populates="addresses", lazy="raise")


class Absence(Base):
    """Somebody who is away, one row a person: `until` is the last day; who covers, or None."""

    __tablename__ = "absences"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since: Mapped[datetime]
    until: Mapped[date]
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

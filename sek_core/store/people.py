"""Tables: people, their roles, addresses and absences."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import Batched


class PersonRow(Base):
    """One person on the roster, now or earlier. An import never deletes people, because the history refers to
    them.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(8))
    """The roster's language; `chosen_language` is what the person chose by LANG."""
    chosen_language: Mapped[str | None] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(16), default="")
    """The channel that the roster prefers; empty means Telegram before SMS."""
    batched: Mapped[Batched | None] = mapped_column(vocabulary(Batched))
    """What the person reads in the morning, by QUIET or DIGEST; None: nothing."""
    left_at: Mapped[datetime | None]
    """When the clock first saw that the person holds no role any more; None while they hold one."""
    version: Mapped[int] = mapped_column(server_default="0", default=0)
    """Grows with each change of what a form shows, so that no form undoes what it never showed."""
    edited_at: Mapped[datetime | None]
    """When the version grew last; if somebody did it on a page, the history says who."""

    roles: Mapped[list["RoleRow"]] = relationship(
        back_populates="person", lazy="raise", cascade="all, delete-orphan", order_by="RoleRow.id"
    )
    addresses: Mapped[list["AddressRow"]] = relationship(
        back_populates="person", lazy="raise", order_by="AddressRow.id"
    )


class RoleRow(Base):
    """One row of the roster: a role in one county, or in all counties (`county` None)."""

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
    nominated_by: Mapped[str] = mapped_column(server_default=text("''"), default="")
    """The organisation or person that nominated its holder; empty if the roster does not say."""

    person: Mapped[PersonRow] = relationship(back_populates="roles", lazy="raise")


TROUBLE = "opted_out_at is not null or dead_since is not null or blocked_at is not null"


class AddressRow(Base):
    """One number or chat. `person_id` is None for an address that is not on the roster."""

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
    """When the provider first said that this address does not work. A message from the address clears it."""
    linked_by: Mapped[str | None]
    """How the chat was linked to its person: the telephone number by which the owner proved it; "vouched" if
    a person on the roster said whose it is; None if the roster says so. An import keeps the link as long as
    the number is the person's, or the person has the same name.
    """
    blocked_at: Mapped[datetime | None]
    """When a stranger was blocked; the program neither answers nor passes on a blocked stranger's texts."""

    person: Mapped[PersonRow | None] = relationship(back_populates="addresses", lazy="raise")


class FormerContact(Base):
    """One name, e-mail, number or chat that a person had before: kept so that erasure finds it too.

    `what`: name, email, or the channel of a number or chat. `ended_at`: until when it was the person's.
    """

    __tablename__ = "former_contacts"
    __table_args__ = (Index("ix_former_contacts_value", "what", "value"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    what: Mapped[str] = mapped_column(String(16))
    value: Mapped[str]
    ended_at: Mapped[datetime]


class RosterEdit(Base):
    """One value that somebody changed on a page: an import of the roster keeps it while the file still says
    `before`, what stood there when it was first changed.

    `field`: see `sek_core.roster.editing`. There is one row for each person and field.
    """

    __tablename__ = "roster_edits"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    before: Mapped[str]
    after: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class DutyRow(Base):
    """One week in which a member of the CLT of `counties` is asked first at night; `since` and `until`
    are its first and last day, whose night ends the morning after. Of two rows for one day the newer one
    counts. `remind_at`: when the member is reminded; None once that is done.
    """

    __tablename__ = "duties"
    __table_args__ = (
        Index("ix_duties_until", "until"),
        Index("ix_duties_remind", "remind_at", **partial("remind_at is not null")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    counties: Mapped[list[str]]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    said_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]


class AbsenceRow(Base):
    """One absent person: `until` is the last day, `cover_id` the cover or None."""

    __tablename__ = "absences"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since: Mapped[datetime]
    until: Mapped[date]
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

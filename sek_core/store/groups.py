"""Tables: group chats that the program is a member of."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from sek_core.store.base import Base, BigId


class Group(Base):
    """One group chat to which the program was added. `county`: the county whose alerts it gets, None until a
    member names it. `member`: True while the program is in the group. `topic`: the number of the topic into
    which the alerts go; None: the group has no topics, or they go to the general one.
    """

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str]
    title: Mapped[str]
    county: Mapped[str | None]
    member: Mapped[bool] = mapped_column(Boolean)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    topic: Mapped[int | None] = mapped_column(BigInteger)


def serving(session: Session, channels: Collection[str]) -> list[Group]:
    """Return the groups on these channels that get a county's alerts, in order of id."""
    query = select(Group).where(Group.member, Group.county.is_not(None), Group.channel.in_(sorted(channels)))
    return list(session.scalars(query.order_by(Group.id)))

"""Tables: what is wrong with the program itself, and which provider refuses our account."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base


class Alarm(Base):
    """Something that is wrong now, and how far its telling has come: see `sek_core.monitoring.alarms`.

    `since` is the program's time. Real time: `seen_at` when it was noticed, `told_at` when it was
    told last (None: it has not lasted long enough), `gone_at` since when it is not seen any more.
    """

    __tablename__ = "alarms"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]
    detail: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]


class Refusal(Base):
    """A channel whose provider refused us when it was asked last, by a fault of our account, since
    when (the program's time) and with which words.
    """

    __tablename__ = "refusals"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)

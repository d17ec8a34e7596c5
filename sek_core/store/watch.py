"""Tables: alarms about the program itself, and providers that refuse the program's account."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base


class Alarm(Base):
    """One present fault, and how far its notification has come: see `sek_core.monitoring.alarms`.

    `since` is the program's time. The others are real time: `seen_at` when it was noticed, `told_at` when it
    was last reported (None: it has not lasted long enough), `gone_at` since when it is not seen any more.
    """

    __tablename__ = "alarms"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]
    detail: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]


class Refusal(Base):
    """One channel whose provider refused the last request because of a fault of the program's account: since
    when (the program's time), and in which words.
    """

    __tablename__ = "refusals"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)

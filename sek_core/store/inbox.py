"""Tables: what was received, what of it is kept for people to look at, and open dialogues."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial


class InboxRow(Base):
    """One thing that a provider brought: a text, a delivery report, an opt-out.

    `lane` orders it: of the rows of one lane only the oldest new one may be handled.
    `status`: new, done, failed (its turn raised; kept for replay), unmatched (a delivery report
    whose message is not known yet). `about` is the provider's id of the message reported on;
    of a text, the other id under which it is known (see `sek_core.inbox.reconciliation`).
    `parts` is what a message holds besides its text, see `sek_core.inbox.queue.Parts`, or None.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "kind", "provider_id"),
        Index("ix_inbox_new", "lane", "id", **partial("status = 'new'")),
        Index("ix_inbox_new_id", "id", **partial("status = 'new'")),
        Index("ix_inbox_unmatched", "about", **partial("status = 'unmatched'")),
        Index("ix_inbox_failed", "id", **partial("status = 'failed'")),
        Index("ix_inbox_sender", "channel", "sender", "id"),
        Index("ix_inbox_reports", "channel", "id", **partial("kind = 'delivery_report'")),
        Index("ix_inbox_listed", "sender", **partial("kind = 'text' and about = provider_id")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    provider_id: Mapped[str]
    lane: Mapped[str]
    sender: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(default="")
    payload: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(16), default="new")
    error: Mapped[str | None] = mapped_column(Text)
    handled_at: Mapped[datetime | None]
    parts: Mapped[dict[str, Any] | None]


class Kept(Base):
    """A text that needs a person's eye: of an unknown sender, or not understood. Reference U5.

    `status`: open; settled (its sender said what it is); vouched (it was handled as somebody's);
    assigned (its words joined an incident); blocked (so is its sender); made (a coordinator made an
    incident of it); dismissed (a coordinator said that it is none); replied (a coordinator wrote back);
    taken (a focal person follows it). `settled_by_id` is who did that, `became` the incident that came
    of it. `counties`: those that it concerns, as far as known.
    `pass_at`: when its words go to the next coordinator (see `sek_core.triage.net`); None: they do not.
    """

    __tablename__ = "kept"
    __table_args__ = (
        Index("ix_kept_open", "created_at", **partial("status = 'open'")),
        Index("ix_kept_sender", "channel", "sender"),
        Index("ix_kept_inbox", "inbox_id"),
        Index("ix_kept_became", "became", **partial("became is not null")),
        Index("ix_kept_pass", "pass_at", **partial("pass_at is not null")),
    )

    ref: Mapped[str] = mapped_column(String(16), primary_key=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))
    channel: Mapped[str] = mapped_column(String(16))
    sender: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16), default="open")
    created_at: Mapped[datetime]
    counties: Mapped[list[str] | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    became: Mapped[str | None] = mapped_column(String(16))
    pass_at: Mapped[datetime | None]


class KeptReader(Base):
    """A coordinator to whom the words of a kept text were sent. `bundle`: the newest kept text of the
    message with which they went; texts of one sender go together.
    """

    __tablename__ = "kept_readers"
    __table_args__ = (Index("ix_kept_readers_person", "person_id", "told_at"),)

    kept_ref: Mapped[str] = mapped_column(ForeignKey("kept.ref"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    told_at: Mapped[datetime]
    bundle: Mapped[str] = mapped_column(String(16))


class Conversation(Base):
    """The dialogue with one party: a person, or an address that belongs to nobody known.

    Its row is the lock that a turn holds, so that two channels of one person take turns.
    `question` is what was asked last (see `sek_core.work.conversations.Question`), or None.
    `turns` counts the questions, so that a button of an older one is known as such; `asked_at` is when
    the last of them was asked.
    `helps` are the times of the last answers that only explained; `pass_asked_at`: when they were asked
    last whether what was not understood is a report.
    """

    __tablename__ = "conversations"

    party: Mapped[str] = mapped_column(String(24), primary_key=True)
    question: Mapped[dict[str, Any] | None]
    helps: Mapped[list[str]]
    turns: Mapped[int] = mapped_column(server_default="0")
    asked_at: Mapped[datetime | None]
    pass_asked_at: Mapped[datetime | None]

"""Tables: the inbox, the kept texts that a person must read, and open dialogues."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import InboxStatus, KeptStatus

# The databases write a condition on a boolean differently.
_PRESSING: dict[str, Any] = {
    "sqlite_where": text("status = 'new' and pressing = 1"),
    "postgresql_where": text("status = 'new' and pressing"),
}


class InboxRow(Base):
    """One item that a provider delivered: a text, a delivery report, an opt-out.

    `lane` orders the rows: only the oldest new row of a lane may be handled. `status`: new, done, failed (its
    turn raised; kept for replay), unmatched (a delivery report whose message is not known yet). `about` of a
    delivery report is the provider's id of the message it reports on; of a text, the other id under which the
    text is known (see `sek_core.inbox.reconciliation`); of a membership, the program's own name there.
    `parts` is what a message holds besides its text, see `sek_core.inbox.queue.Parts`, or None. `pressing`: a
    first look saw words of need or urgency, so its lane goes first when texts wait long (see
    `sek_core.inbox.claiming`). `read_as`: what the text was read as (the order, or the answer
    and its question), where a channel lets people change what they have sent.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "kind", "provider_id"),
        Index("ix_inbox_new", "lane", "id", **partial("status = 'new'")),
        Index("ix_inbox_new_id", "id", **partial("status = 'new'")),
        Index("ix_inbox_pressing", "lane", "id", **_PRESSING),
        Index("ix_inbox_pressing_id", "id", **_PRESSING),
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
    status: Mapped[InboxStatus] = mapped_column(vocabulary(InboxStatus), default=InboxStatus.NEW)
    error: Mapped[str | None] = mapped_column(Text)
    handled_at: Mapped[datetime | None]
    parts: Mapped[dict[str, Any] | None]
    pressing: Mapped[bool] = mapped_column(server_default=false(), default=False)
    read_as: Mapped[dict[str, Any] | None]


class Kept(Base):
    """One text that a person must read, because its sender is unknown or it was not understood. Reference U5.

    `status`: open; settled (its sender said what it is); vouched (it was handled as a text of a person on the
    roster); assigned (its words joined an incident); blocked (so is its sender); made (a coordinator made an
    incident of it); dismissed (a coordinator said that it is none); replied (a coordinator wrote back); taken
    (a focal person follows it). `settled_by_id` is the person who did that, `became` the resulting incident.
    `counties`: the counties that it concerns, as far as known. `pass_at`: when its words go to the next
    coordinator (see `sek_core.triage.net`); None: they do not.
    """

    __tablename__ = "kept"
    __table_args__ = (
        Index("ix_kept_waiting", "reason", "created_at", **partial("status = 'open'")),
        Index("ix_kept_open", "created_at", **partial("status = 'open'")),
        Index("ix_kept_person", "person_id", "inbox_id", **partial("status = 'open'")),
        Index("ix_kept_replied", "person_id", "settled_at", **partial("status = 'replied'")),
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
    status: Mapped[KeptStatus] = mapped_column(vocabulary(KeptStatus), default=KeptStatus.OPEN)
    created_at: Mapped[datetime]
    counties: Mapped[list[str] | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    became: Mapped[str | None] = mapped_column(String(16))
    pass_at: Mapped[datetime | None]


class KeptReader(Base):
    """One coordinator to whom the words of a kept text were sent. `bundle`: the newest kept text in the
    message that carried them; the texts of one sender go together.
    """

    __tablename__ = "kept_readers"
    __table_args__ = (Index("ix_kept_readers_person", "person_id", "told_at"),)

    kept_ref: Mapped[str] = mapped_column(ForeignKey("kept.ref"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    told_at: Mapped[datetime]
    bundle: Mapped[str] = mapped_column(String(16))


class Conversation(Base):
    """The dialogue with one party: a person, or an address of no known person.

    A turn locks this row, so that two channels of one person take turns. `question` is the last question (see
    `sek_core.work.conversations.Question`), or None. `turns` counts the questions, so that a button of an
    older question is recognised; `asked_at` is the time of the last question. `helps` are the times of the
    last answers that only explained. `pass_asked_at` is when the party was last asked whether a text that was
    not understood is a report. `echo`: the last text of the party, and how often it came in a row as a direct
    reply (see `sek_core.inbox.echoes.Echo`). `last_seal`: the sealed code of the newest question that needed
    one; `wrong_codes`: when the party sent wrong codes.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_open", "party", **partial("question is not null")),)

    party: Mapped[str] = mapped_column(String(24), primary_key=True)
    question: Mapped[dict[str, Any] | None]
    helps: Mapped[list[str]]
    turns: Mapped[int] = mapped_column(server_default="0")
    asked_at: Mapped[datetime | None]
    pass_asked_at: Mapped[datetime | None]
    last_seal: Mapped[str | None]
    wrong_codes: Mapped[list[str] | None]
    echo: Mapped[dict[str, Any] | None]

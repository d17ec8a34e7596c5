"""Tables: what was told to many and asked of many, what they answered, tasks for many, decisions, and what is
planned in a county.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import InquiryStatus


class Inquiry(Base):
    """One question that a person, the asker, sent to many: Q3.

    `audience`: the words that named the people. `choices`: the numbered answers, none for a question that
    takes any words. `ends_at`: until when an answer counts. `remind_at`: when the silent are asked once more,
    None once they were. `progress_at`: when the asker hears next how many have answered. `told_at`: when the
    result was sent to the people who answered.
    """

    __tablename__ = "inquiries"
    __table_args__ = (Index("ix_inquiries_open", "ends_at", **partial("status = 'open'")),)

    ref: Mapped[str] = mapped_column(String(16), primary_key=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    audience: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    choices: Mapped[list[str]]
    status: Mapped[InquiryStatus] = mapped_column(vocabulary(InquiryStatus))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    progress_at: Mapped[datetime | None]
    progress_told_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class InquiryAnswer(Base):
    """One person who was asked, and their answer: "" and no time until there is one; the newest counts.

    `pass_at`: when an answer that came after the end is passed to the asker, None once it was.
    """

    __tablename__ = "inquiry_answers"
    __table_args__ = (
        Index("ix_inquiry_answers_person", "person_id", "asked_at"),
        Index("ix_inquiry_answers_pass", "pass_at", **partial("pass_at is not null")),
    )

    inquiry_ref: Mapped[str] = mapped_column(ForeignKey("inquiries.ref"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    pass_at: Mapped[datetime | None]


class Announcement(Base):
    """One message of a person to many: TELL or INFO (`kind`). `passed_at`: when its sender last got
    replies.
    """

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    sender_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    passed_at: Mapped[datetime | None]


class AnnouncementRecipient(Base):
    """One person who got an announcement."""

    __tablename__ = "announcement_recipients"
    __table_args__ = (Index("ix_announcement_recipients_person", "person_id", "told_at"),)

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    told_at: Mapped[datetime]


class AnnouncementReply(Base):
    """Words of a recipient for the sender of an announcement. `pass_at`: when they go, None once they
    went.
    """

    __tablename__ = "announcement_replies"
    __table_args__ = (Index("ix_announcement_replies_pass", "pass_at", **partial("pass_at is not null")),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    pass_at: Mapped[datetime | None]


class CountyUpdate(Base):
    """What a person said that the donor and its partners do and plan in a county. The newest counts."""

    __tablename__ = "county_updates"
    __table_args__ = (Index("ix_county_updates_county", "county", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    county: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class TaskGroup(Base):
    """Tasks that were given to many at once: one a person. `ref` is that of the first of them; each of them
    names it (`tasks.group_ref`). `tell_at`: when the giver hears next how many are done, None if nothing is
    new.
    """

    __tablename__ = "task_groups"
    __table_args__ = (Index("ix_task_groups_tell", "tell_at", **partial("tell_at is not null")),)

    ref: Mapped[str] = mapped_column(String(16), primary_key=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    audience: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    tell_at: Mapped[datetime | None]


class Decision(Base):
    """One line of minutes that the person who gave them kept as a decision of the meeting."""

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_county", "county", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_ref: Mapped[str] = mapped_column(ForeignKey("meetings.ref"), index=True)
    county: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

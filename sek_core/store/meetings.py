"""Tables: meetings, who is invited, what is due when, agendas, minutes, tasks."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial

COMING = ("planned", "called")
"""What a meeting is that is not called off."""


class Meeting(Base):
    """A dated meeting: M12.

    `series` is the id of the rule that it comes from, or empty where somebody convened it; `occurrence`
    the day which that rule gave, wherever it was moved since. `version` counts up with each change that
    those who are invited must hear of. `status`: planned (nobody is asked yet), called, cancelled.
    `why` says why it is not on the day of its rule, or why it was called off. `code` is the word that is
    told in the room, `token` stands in its private calendar link. `nudged_on` is the last day on which
    the silent were asked again because somebody wanted it.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("series", "county", "occurrence"),
        Index("ix_meetings_token", "token", unique=True),
        Index("ix_meetings_starts", "starts_at"),
    )

    ref: Mapped[str] = mapped_column(String(16), primary_key=True)
    county: Mapped[str] = mapped_column(String(64))
    series: Mapped[str] = mapped_column(String(64))
    occurrence: Mapped[date | None]
    starts_at: Mapped[datetime]
    venue: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    why: Mapped[str] = mapped_column(Text, server_default=sql("''"), default="")
    code: Mapped[str] = mapped_column(String(16))
    token: Mapped[str] = mapped_column(String(64))
    convener_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    nudged_on: Mapped[date | None]


class Invitation(Base):
    """Somebody who is invited, once a meeting.

    `invited_by_id`: who added them, None for whom the rule names. `version` is the version of the meeting
    that they were asked about (0: not yet), `told_start` the time that they were told, `asked_at` when they
    were asked last. `told`: they only hear of it, and no answer is waited for, though they may give one.
    `ask_by`: another question is open with them, so they are asked when it is answered, or then. `answer`:
    yes, no, maybe, None; `note` what they said beside it. `present` is None where nobody said so;
    `present_by_id` who did, `proof` how: word, said, corrected.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        Index("ix_invitations_person", "person_id", "meeting_ref"),
        Index("ix_invitations_wait", "ask_by", **partial("ask_by is not null")),
    )

    meeting_ref: Mapped[str] = mapped_column(ForeignKey("meetings.ref"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int]
    told_start: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    ask_by: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text, server_default=sql("''"), default="")
    answered_at: Mapped[datetime | None]
    present: Mapped[bool | None]
    present_at: Mapped[datetime | None]
    present_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    proof: Mapped[str] = mapped_column(String(16), server_default=sql("''"), default="")
    told: Mapped[bool] = mapped_column(server_default=false())


class Reminder(Base):
    """Something that is told about a meeting or a task at its time, once.

    `about` is M12 or T9, `version` that of the meeting or task. `status`: waiting, sent, stale (it came
    too late to be told), dropped (what it is about was moved or is over).
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("about", "version", "kind"),
        Index("ix_reminders_due", "due_at", **partial("status = 'waiting'")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    about: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime]
    stale_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(16))
    done_at: Mapped[datetime | None]


class AgendaItem(Base):
    """What somebody wants to be talked about at a meeting."""

    __tablename__ = "agenda_items"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_ref: Mapped[str] = mapped_column(ForeignKey("meetings.ref"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class Minutes(Base):
    """What was written down of a meeting: words, or a file, or both; the newest counts."""

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_ref: Mapped[str] = mapped_column(ForeignKey("meetings.ref"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    created_at: Mapped[datetime]


class Task(Base):
    """A duty or an action item: T9. `status`: open, done, dropped. `meeting_ref` where it was agreed on,
    or None. `version` counts up with each change of its day. `due_on` is the last day on which it is in
    time.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_owner", "owner_id", **partial("status = 'open'")),
        Index("ix_tasks_meeting", "meeting_ref", **partial("meeting_ref is not null")),
    )

    ref: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    county: Mapped[str] = mapped_column(String(64))
    meeting_ref: Mapped[str | None] = mapped_column(ForeignKey("meetings.ref"))
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    outcome: Mapped[str] = mapped_column(Text, server_default=sql("''"), default="")
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class SeriesChange(Base):
    """What somebody changed by text of a series in a county: its day, time, venue, or that it is off."""

    __tablename__ = "series_changes"

    series: Mapped[str] = mapped_column(String(64), primary_key=True)
    county: Mapped[str] = mapped_column(String(64), primary_key=True)
    rule: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(8))
    venue: Mapped[str] = mapped_column(Text)
    off: Mapped[bool] = mapped_column(server_default=false())
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class SeriesState(Base):
    """Whether a series invites in a county. `state`: asleep (nobody has decided), awake, declined.

    Nobody is asked about it before `ask_from`. `asked_id` is who was asked last, as holder of `asked_role`,
    `asked_at` when. One that is not here is asleep.
    """

    __tablename__ = "series_states"

    series: Mapped[str] = mapped_column(String(64), primary_key=True)
    county: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    ask_from: Mapped[datetime | None]
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_role: Mapped[str] = mapped_column(String(64), server_default=sql("''"), default="")
    asked_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class CalendarLink(Base):
    """The private link to somebody's calendar; one that was revoked opens nothing."""

    __tablename__ = "calendar_links"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

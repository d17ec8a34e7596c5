"""Tables: meetings, invitations, reminders, agendas, minutes, tasks."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import MeetingStatus, ReminderStatus, SeriesStanding, TaskStatus

COMING = (MeetingStatus.PLANNED, MeetingStatus.CALLED)
"""Statuses of a meeting that is not called off."""


class Meeting(Base):
    """One dated meeting: M12.

    `series` is the id of the rule that it comes from, empty if a convener set it up alone; `occurrence` is
    the day that the rule gave, wherever the meeting was moved since. `version` counts the changes that
    invitees must hear of. `status`: planned (no invitee is asked yet), called, cancelled. `why` is the reason
    why it is not on the day of its rule, or why it was called off. `code` is the word that is told in the
    room. `token` is part of its private calendar link. `nudged_on` is the last day on which a person had the
    silent invitees asked again. `county` is the first of its counties; `also_in` has each further one between
    line ends. `whom` names the group that alone is invited: clt, group:water_users, sector:water_wash; empty
    for the people whom meetings.yaml names.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("series", "county", "occurrence"),
        Index("ix_meetings_token", "token", unique=True),
        Index("ix_meetings_starts", "starts_at"),
        Index("ix_meetings_convener", "convener_id"),
    )

    ref: Mapped[str] = mapped_column(String(16), primary_key=True)
    county: Mapped[str] = mapped_column(String(64))
    series: Mapped[str] = mapped_column(String(64))
    occurrence: Mapped[date | None]
    starts_at: Mapped[datetime]
    venue: Mapped[str] = mapped_column(Text)
    status: Mapped[MeetingStatus] = mapped_column(vocabulary(MeetingStatus))
    version: Mapped[int]
    why: Mapped[str] = mapped_column(Text, server_default=sql("''"), default="")
    code: Mapped[str] = mapped_column(String(16))
    token: Mapped[str] = mapped_column(String(64))
    convener_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    nudged_on: Mapped[date | None]
    also_in: Mapped[str] = mapped_column(Text, server_default=sql("''"), default="")
    whom: Mapped[str] = mapped_column(String(64), server_default=sql("''"), default="")

    @property
    def counties(self) -> tuple[str, ...]:
        """All counties of the meeting, the first one first."""
        return (self.county, *filter(None, (self.also_in or "").split("\n")))


class Invitation(Base):
    """One invitee of one meeting.

    `invited_by_id`: the person who added the invitee, None if the rule names them. `version` is the version
    of the meeting that the invitee was asked about (0: not yet), `told_start` the start that they were told,
    `asked_at` the time they were last asked. `told`: the invitee is only informed; no answer is expected,
    though they may give one. `ask_by`: the invitee has another open question, so they are asked when it is
    answered, or at this time. `answer`: yes, no, maybe, None; `note` is what they said beside it. `present`
    is None if nothing was said about their attendance; `present_by_id` is the person who said it, `proof`
    how: word, said, corrected.
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
    """One reminder of a meeting or task, sent once.

    `about` is M12 or T9, `version` that of the meeting or task. `status`: waiting, sent, stale (it was too
    late to send), dropped (the meeting or task moved or is over).
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
    status: Mapped[ReminderStatus] = mapped_column(vocabulary(ReminderStatus))
    done_at: Mapped[datetime | None]


class AgendaItem(Base):
    """One topic that a person proposed for a meeting."""

    __tablename__ = "agenda_items"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_ref: Mapped[str] = mapped_column(ForeignKey("meetings.ref"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class Minutes(Base):
    """Minutes of a meeting: words, a file, or both. The newest row counts."""

    __tablename__ = "minutes"
    __table_args__ = (Index("ix_minutes_person", "person_id", "created_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_ref: Mapped[str] = mapped_column(ForeignKey("meetings.ref"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    created_at: Mapped[datetime]


class Task(Base):
    """One duty or action item: T9. `status`: open, done, dropped. `meeting_ref` is the meeting that agreed on
    it, or None. `version` counts the changes of its due day. `due_on` is the last day on which it is in time.
    `group_ref`: the first of the tasks that were given to many together with it, or None.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_owner", "owner_id", **partial("status = 'open'")),
        Index("ix_tasks_county", "county", "due_on"),
        Index("ix_tasks_meeting", "meeting_ref", **partial("meeting_ref is not null")),
        Index("ix_tasks_done", "done_at", **partial("done_at is not null")),
        Index("ix_tasks_group", "group_ref", **partial("group_ref is not null")),
    )

    ref: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    county: Mapped[str] = mapped_column(String(64))
    meeting_ref: Mapped[str | None] = mapped_column(ForeignKey("meetings.ref"))
    due_on: Mapped[date | None]
    status: Mapped[TaskStatus] = mapped_column(vocabulary(TaskStatus))
    version: Mapped[int]
    outcome: Mapped[str] = mapped_column(Text, server_default=sql("''"), default="")
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    group_ref: Mapped[str | None] = mapped_column(String(16))


class SeriesChange(Base):
    """One change by text to a series in a county: its day, time, venue, or that it is off."""

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
    """State of a series in a county. `state`: asleep (undecided), awake, declined. A series without a row is
    asleep.

    The program asks no coordinator before `ask_from`. `asked_id` is the person asked last, as holder of
    `asked_role`, at `asked_at`.
    """

    __tablename__ = "series_states"

    series: Mapped[str] = mapped_column(String(64), primary_key=True)
    county: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[SeriesStanding] = mapped_column(vocabulary(SeriesStanding))
    ask_from: Mapped[datetime | None]
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_role: Mapped[str] = mapped_column(String(64), server_default=sql("''"), default="")
    asked_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class RegularGuest(Base):
    """One guest who is invited to the meetings of a series without being named by meetings.yaml.

    `county` None means all counties, `series` empty all series and the meetings outside any. `ended_at`: when
    this was ended. A guest who holds no role can only answer invitations.
    """

    __tablename__ = "regular_guests"
    __table_args__ = (Index("ix_regular_guests_live", "person_id", **partial("ended_at is null")),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    county: Mapped[str | None] = mapped_column(String(64))
    series: Mapped[str] = mapped_column(String(64), server_default=sql("''"), default="")
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WalkIn(Base):
    """One attendee of a meeting who is neither invited nor on the roster, as a convener typed it. `county`:
    that of the meeting, empty if it has several.
    """

    __tablename__ = "walk_ins"
    __table_args__ = (UniqueConstraint("meeting_ref", "folded"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_ref: Mapped[str] = mapped_column(ForeignKey("meetings.ref"))
    folded: Mapped[str] = mapped_column(String(200))
    """The name in small letters without accents, so that it is entered once."""
    name: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    county: Mapped[str] = mapped_column(String(64))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime]


class CalendarLink(Base):
    """The private link to a person's calendar. A revoked link opens nothing."""

    __tablename__ = "calendar_links"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

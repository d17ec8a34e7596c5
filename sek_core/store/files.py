"""Tables: photos, voice notes and documents that people sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial, vocabulary
from sek_core.store.states import FileStatus


class File(Base):
    """One photo, voice note or document, and the state of its download from the channel.

    `kind`: photo, voice, video, audio, document. `source` is its id at the channel. `status`: wanted,
    fetching (a worker holds it), kept, refused (too large, or the channel no longer has it). `due_at` (real
    time) is when the row needs attention next. `token` is part of its private link. `path` is its place on
    disk, None if the database holds it. `incident_ref` is None until its incident is known; `meeting_ref`
    is the meeting whose list of attendees it shows. `album`: what the photos of one album have in common;
    `ask_at`: when its sender is asked what the album shows, None if no question waits.
    """

    __tablename__ = "files"
    __table_args__ = (
        Index("ix_files_due", "due_at", **partial("status in ('wanted', 'fetching')")),
        Index("ix_files_inbox", "inbox_id"),
        Index("ix_files_incident", "incident_ref", **partial("incident_ref is not null")),
        Index("ix_files_token", "token", unique=True),
        Index("ix_files_person", "person_id", "created_at"),
        Index("ix_files_ask", "ask_at", **partial("ask_at is not null")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))
    incident_ref: Mapped[str | None] = mapped_column(ForeignKey("incidents.ref"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int | None] = mapped_column(BigId)
    status: Mapped[FileStatus] = mapped_column(vocabulary(FileStatus))
    error: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    token: Mapped[str] = mapped_column(String(64))
    path: Mapped[str | None] = mapped_column(Text)
    meeting_ref: Mapped[str | None] = mapped_column(ForeignKey("meetings.ref"))
    album: Mapped[str | None] = mapped_column(String(64))
    ask_at: Mapped[datetime | None]


class FileContent(Base):
    """The bytes of a file that the database keeps. They have a table of their own so that queries do not load
    them by accident.
    """

    __tablename__ = "file_contents"

    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)

"""Tables: who is signed in to the pages, and the links and codes by which people sign in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, partial


class SignIn(Base):
    """One link or code by which one person signs in once, or confirms who they are before a risky act.

    `kind`: link, code, again (a code of a person who is signed in). `person_id` is None for a reader of the
    Mission, whom `email` names. `seal` is the hash of the token or, with `browser`, of the code. `browser`:
    the hash of the cookie that ties a code to the browser in which it was asked for. `tries`: wrong codes.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (
        Index("ix_sign_ins_seal", "seal"),
        Index("ix_sign_ins_browser", "browser", "id"),
        Index("ix_sign_ins_person", "person_id", "created_at"),
        Index("ix_sign_ins_created", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    email: Mapped[str] = mapped_column(server_default=text("''"), default="")
    seal: Mapped[str] = mapped_column(String(96))
    browser: Mapped[str] = mapped_column(String(64), server_default=text("''"), default="")
    created_at: Mapped[datetime]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(server_default="0", default=0)


class PageSession(Base):
    """One browser in which one person is signed in. `token` is the hash of its cookie.

    `until`: when it ends; each use on another day moves it. `ended_at`: when it was signed out. `sure_until`:
    how long the code counts by which the person confirmed who they are. `device`: browser and system, in
    words.
    """

    __tablename__ = "page_sessions"
    __table_args__ = (
        Index("ix_page_sessions_token", "token", unique=True),
        Index("ix_page_sessions_person", "person_id", **partial("ended_at is null")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    email: Mapped[str] = mapped_column(server_default=text("''"), default="")
    device: Mapped[str] = mapped_column(String(64), server_default=text("''"), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    sure_until: Mapped[datetime | None]

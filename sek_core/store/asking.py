"""Table: the questions that the program asks by itself, and when."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base


class Asked(Base):
    """One question that a person was asked within a budget; one row fills the slot.

    `budget`: which questions share it. `slot`: the day (2026-11-28) or the week (2026-W48) that it fills.
    `kind`: what was asked. `about`: the references, with a space between.
    """

    __tablename__ = "asked"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    budget: Mapped[str] = mapped_column(String(16), primary_key=True)
    slot: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    about: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

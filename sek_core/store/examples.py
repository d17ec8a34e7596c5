"""Table: texts that people have labelled, from which the reader learns."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base, BigId, vocabulary
from sek_core.store.states import ExampleLabel, LabelledBy


class ExampleRow(Base):
    """One text with what people decided about it. `text` names no person and has no number of one: see
    `sek_core.understanding.scrubbing`.

    `inbox_id`: the message that brought the text; a text has one label, the last one. `hazard`: the hazard of
    a report, None where no person chose one. `county`: empty where it is not known. `person_id`: the sender,
    if that is a person on the roster, so that the text can be forgotten.
    """

    __tablename__ = "examples"
    __table_args__ = (UniqueConstraint("inbox_id"), Index("ix_examples_person", "person_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))
    text: Mapped[str] = mapped_column(Text)
    county: Mapped[str] = mapped_column(String(64))
    label: Mapped[ExampleLabel] = mapped_column(vocabulary(ExampleLabel))
    hazard: Mapped[str | None] = mapped_column(String(64))
    decided_by: Mapped[LabelledBy] = mapped_column(vocabulary(LabelledBy))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]

"""Table: places that the gazetteer lacks, by the names that reporters confirmed."""

from datetime import datetime

from sqlalchemy import Double, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from sek_core.store.base import Base


class KnownPlace(Base):
    """One confirmed name of a place in a county.

    `sound` is what all spellings of the name have in common (see
    `sek_core.understanding.confirmed_names.key_of`), `name` the name as its first sender wrote it.
    `ward_code`, `latitude`, `longitude` (degrees, WGS 84) are None until they are known. `incident_ref` is
    the incident for which the name was confirmed, `person_id` the person who did; None once that person is
    erased.
    """

    __tablename__ = "known_places"
    __table_args__ = (
        Index("ix_known_places_incident", "incident_ref"),
        Index("ix_known_places_person", "person_id"),
    )

    county: Mapped[str] = mapped_column(String(64), primary_key=True)
    sound: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    ward_code: Mapped[str | None] = mapped_column(String(8))
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    incident_ref: Mapped[str] = mapped_column(ForeignKey("incidents.ref"))
    confirmed_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

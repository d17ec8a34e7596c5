"""Kept texts that wait for a coordinator: the words, the sender, how they were read, and what they may be
about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from config.rights import Deed
from sek_core.roster import name_matching
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.inbox import Kept
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.triage import kept_texts
from sek_core.triage.kept_texts import KeptText
from sek_core.understanding.reader import Reading
from sek_core.views.visibility import in_counties, visible
from sek_core.work.unit_of_work import UnitOfWork

PAGE = 20
NEAR = timedelta(days=3)
FEW = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kept text. `before`: how many texts of its sender were kept before. `near`: live incidents that it
    may be about. `named`: people of the roster whose name its words or its sender's own name are like.
    """

    shown: KeptText
    reading: Reading
    before: int
    near: Sequence[Incident]
    named: Sequence[Person]


def may_read(work: UnitOfWork, reader: Person) -> bool:
    """Return True if a person reads kept texts: by the right to TRIAGE, in any county."""
    return work.rights.may(reader, Deed.TRIAGE, work.configuration.mechanism.counties)


def count(work: UnitOfWork, reader: Person) -> int:
    """Return how many kept texts wait for a person."""
    return len(kept_texts.open_for(work, reader)) if may_read(work, reader) else 0


def waiting(work: UnitOfWork, reader: Person) -> tuple[list[Waiting], int]:
    """Return the kept texts of the first page, those with words of distress first, and how many there are."""
    everything = kept_texts.open_for(work, reader)
    first = [_waiting(work, reader, shown) for shown in everything[:PAGE]]
    return sorted(first, key=lambda each: not each.reading.plea), len(everything)


def _waiting(work: UnitOfWork, reader: Person, shown: KeptText) -> Waiting:
    counties = tuple(shown.kept.counties or ())
    reading = work.core.reader.read(shown.text, counties)
    before = select(func.count()).where(
        Kept.channel == shown.kept.channel,
        Kept.sender == shown.kept.sender,
        Kept.created_at < shown.kept.created_at,
    )
    return Waiting(
        shown,
        reading,
        work.session.scalar(before) or 0,
        _near(work, reader, shown, reading),
        _named(work, shown),
    )


def _near(work: UnitOfWork, reader: Person, shown: KeptText, reading: Reading) -> list[Incident]:
    """Return live incidents of the counties that the text concerns: of its hazard or place first."""
    counties = reading.counties or tuple(shown.kept.counties or ())
    if not counties:
        return []
    query = (
        select(Incident)
        .where(
            among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN),
            in_counties(counties),
            visible(work, reader),
            Incident.reported_at > work.now - NEAR,
        )
        .order_by(Incident.opened_at.desc())
        .limit(50)
    )
    place = reading.place.name if reading.place else None
    found = [
        incident
        for incident in work.session.scalars(query)
        if incident.hazard == reading.hazard or (place and incident.place == place)
    ]
    return found[:FEW]


def _named(work: UnitOfWork, shown: KeptText) -> list[Person]:
    """Return people on the roster whose name the sender gives as their own."""
    if shown.person is not None or not shown.name:
        return []
    counties = work.configuration.mechanism.counties
    everybody = work.people.everybody()
    found = name_matching.find(work.people, work.configuration, shown.name, everybody, counties)
    return list(found.people[:FEW]) if found.role is None else []

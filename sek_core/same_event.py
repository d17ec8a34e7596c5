"""The same event twice: which incident a new report may be about.

Nothing is joined in silence: a reporter is asked (`sek_core.joining` does what they say). Until then
the younger one carries the other's reference, and goes out marked with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

from config.mechanism import OTHER
from sek_core.store.base import among
from sek_core.store.conditional import won
from sek_core.store.incidents import CONCERN, LIVE, Incident

if TYPE_CHECKING:
    from sek_core.incidents import AnyIncident
    from sek_core.work import Work

MOST = 50
"""So many of the newest that fit are looked at."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What of an incident tells whether it is the same event."""

    ref: str
    hazard: str
    counties: Sequence[str]
    place: str | None
    reported_at: datetime


def find(work: "Work", incident: "AnyIncident") -> str | None:
    """The incident that this one may be the same as: an older one that is not over, of the same hazard
    or of one that leads to it, at the same place or with one of the two inside the other.

    Reports take their references one after the other, also of two workers, and look around only
    then: of two in the same second, the younger sees the older.
    """
    if incident.hazard == OTHER or incident.kind == CONCERN:
        return None
    found = [known for known in _candidates(work, incident) if _fits(work, known, incident)]
    return max(found, key=lambda known: _likeness(known, incident)).ref if found else None


def look_again(work: "Work", incident: Incident) -> None:
    """What it may be the same as, now that more is known of an incident that is held."""
    same_as = find(work, incident)
    if same_as == incident.same_as:
        return
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == "held")
    won(work.session, mine.values(same_as=same_as))
    work.session.refresh(incident)


def _candidates(work: "Work", incident: "AnyIncident") -> Iterator[_Known]:
    since = incident.reported_at - work.configuration.mechanism.same_event
    family = _family(work, incident)
    for row in work.rows.pending(Incident):
        if row["hazard"] in family and row["reported_at"] >= since:
            yield _Known(row["ref"], row["hazard"], row["counties"], row["place"], row["reported_at"])
    query = (
        select(Incident.ref, Incident.hazard, Incident.counties, Incident.place, Incident.reported_at)
        .where(
            among(Incident.status, *LIVE),
            Incident.county.in_([*incident.counties, ""]),
            Incident.hazard.in_(family),
            Incident.reported_at >= since,
        )
        .order_by(Incident.reported_at.desc())
        .limit(MOST)
    )
    if incident.place:
        query = query.where(
            or_(Incident.place.is_(None), func.lower(Incident.place).in_(_near(work, incident)))
        )
    for ref, hazard, counties, place, reported_at in work.session.execute(query):
        yield _Known(ref, hazard, counties, place, reported_at)


def _family(work: "Work", incident: "AnyIncident") -> list[str]:
    """The hazard, and those that lead to it; what is sensitive stays among its like."""
    return [
        hazard.id
        for hazard in work.configuration.hazards.values()
        if (hazard.id == incident.hazard or incident.hazard in hazard.leads_to)
        and hazard.sensitive == incident.sensitive
    ]


def _near(work: "Work", incident: "AnyIncident") -> set[str]:
    place = incident.place or ""
    return set().union(*(work.core.nesting.around(county, place) for county in incident.counties))


def _fits(work: "Work", known: _Known, incident: "AnyIncident") -> bool:
    if number(known.ref) >= number(incident.ref) or not set(known.counties) & set(incident.counties):
        return False
    return known.place is None or incident.place is None or known.place.casefold() in _near(work, incident)


def _likeness(known: _Known, incident: "AnyIncident") -> tuple[bool, bool, bool, datetime]:
    return (
        known.hazard == incident.hazard,
        known.place == incident.place,
        known.place is not None,
        known.reported_at,
    )


def number(ref: str) -> int:
    """Which of two came first: 127 of S127."""
    return int(ref[1:])

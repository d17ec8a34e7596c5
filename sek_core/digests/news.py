"""News of incidents in the morning digest, for those who hear them there: the table `told` of routes.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from config.told import Telling
from sek_core.digests import statistics
from sek_core.digests.statistics import Happened
from sek_core.incidents import hearing
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

State = Literal[
    "exhausted", "waits", "covered", "yours", "given_back", "taken", "promise", "escalated", "offer", "ended"
]

NEWS: tuple[State, ...] = ("given_back", "taken", "promise", "escalated", "offer", "ended")
"""States that are news. The others are incidents that stand open for the reader."""

_TAKEN = (Event.TAKEN, Event.GIVEN)
_GIVEN_BACK = (Event.RELEASED, Event.LEFT_BEHIND)
_OFFER = (Event.OFFERED, Event.OFFER_MOVED, Event.OFFER_WITHDRAWN, Event.OFFER_LATE, Event.OFFER_NOT_YET)

_EVENTS = {
    **dict.fromkeys((*_TAKEN, *_GIVEN_BACK), Telling.TAKEN),
    **dict.fromkeys(_OFFER, Telling.OFFER),
    **dict.fromkeys((Event.ESCALATED, Event.EXHAUSTED), Telling.ESCALATED),
    **dict.fromkeys(statistics.OVER, Telling.CLOSED),
    Event.PROMISED: Telling.PROMISE,
}

_LIVE: dict[Telling, State] = {
    Telling.TAKEN: "taken",
    Telling.PROMISE: "promise",
    Telling.ESCALATED: "escalated",
    Telling.OFFER: "offer",
}


@dataclass(frozen=True, slots=True)
class Item:
    """An incident of a recipient. `holder`: the person who took it, or who closed it; None without one."""

    incident: Incident
    state: State
    holder: Person | None = None


def between(work: UnitOfWork, start: datetime, end: datetime) -> Iterator[tuple[Person, Item]]:
    """Return who hears what of the events between two digests, by how each incident stands now."""
    found: dict[str, dict[Telling, list[Happened]]] = {}
    for each in statistics.happened_since(work, start, tuple(_EVENTS)):
        if each.at < end:
            found.setdefault(each.ref, {}).setdefault(_EVENTS[Event(each.what)], []).insert(0, each)
    if not found:
        return
    query = select(Incident).where(Incident.ref.in_(found), Incident.sensitive.is_(False))
    for incident in work.session.scalars(query.order_by(Incident.closed_at, Incident.ref)).all():
        yield from _of(work, incident, found[incident.ref])


def _of(
    work: UnitOfWork, incident: Incident, happened: dict[Telling, list[Happened]]
) -> Iterator[tuple[Person, Item]]:
    for telling, events in happened.items():
        state = _state(incident, telling, events)
        if state is None:
            continue
        known = [incident.taken_by_id, incident.closed_by_id, events[-1].by]
        holder_id = incident.closed_by_id if state == "ended" else incident.taken_by_id
        holder = work.people.get(holder_id) if holder_id is not None else None
        for person in hearing.by_the_table(work, incident, telling, known).digest:
            yield person, Item(incident, state, holder)


def _state(incident: Incident, telling: Telling, events: list[Happened]) -> State | None:
    """Return as what an event stands in the digest; None if it is over, or the reader knows no different."""
    if incident.status == IncidentStatus.CLOSED:
        return "ended" if telling is Telling.CLOSED else None
    if incident.status not in (IncidentStatus.OPEN, IncidentStatus.TAKEN):
        return None
    taken = incident.status == IncidentStatus.TAKEN
    match telling:
        case Telling.CLOSED:
            return None
        case Telling.TAKEN if not taken:
            # If it was taken since the last digest, the reader does not know that.
            return "given_back" if events[0].what in _GIVEN_BACK else None
        case Telling.PROMISE if not taken:
            return None
        case _:
            return _LIVE[telling]

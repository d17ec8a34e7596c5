"""Figures of what became of incidents, by county and month: how soon, whether promises were kept, and whether
the county says that it is solved. What was not measured is None.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from sek_core.digests.statistics import median_of
from sek_core.store.base import among
from sek_core.store.incidents import History, Incident, Promise
from sek_core.store.states import IncidentStatus, PromiseStatus
from sek_core.work.events import Event

FIRSTS: dict[Event, str] = {
    Event.TAKEN: "taken",
    Event.GIVEN: "taken",
    Event.OFFERED: "offered",
    Event.OFFER_DELIVERED: "delivered",
}
"""Events whose first time counts, with what they measure."""

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Figures of the incidents of a county that opened in a month ("2026-11").

    `closed`: those that are closed now; `confirmed`: those of them that the county calls solved. Times are
    medians since the opening, of the incidents that got so far. `promised`: promises with a day that a holder
    named, and that are due or over; `kept`: those of them whose news came in time.
    """

    county: str
    month: str
    opened: int
    closed: int
    confirmed: int
    to_take: timedelta | None
    to_offer: timedelta | None
    to_deliver: timedelta | None
    to_close: timedelta | None
    promised: int
    kept: int


@dataclass(slots=True)
class _Incident:
    opened_at: datetime
    closed_at: datetime | None
    confirmed: bool
    firsts: dict[str, datetime]
    promises: list[bool]


def by_month(
    session: Session, zone: ZoneInfo, now: datetime, county: str = "", month: str = ""
) -> Iterator[Outcomes]:
    """Yield the figures by county and month, the oldest first; of one county or month if it is named."""
    groups: dict[tuple[str, str], list[_Incident]] = defaultdict(list)
    for incident in _incidents(session):
        assert incident.opened_at is not None
        opened_in = f"{incident.opened_at.astimezone(zone):%Y-%m}"
        if month not in ("", opened_in):
            continue
        found = _Incident(
            incident.opened_at,
            incident.closed_at if incident.status == IncidentStatus.CLOSED else None,
            incident.confirmed == "yes",
            _firsts(session, incident.ref),
            list(_kept(session, incident.ref, now)),
        )
        for each in incident.counties:
            if county in ("", each):
                groups[opened_in, each].append(found)
    for (when, where), found_there in sorted(groups.items()):
        yield _figures(where, when, found_there)


def kept_between(
    session: Session, since: datetime, until: datetime, counties: Collection[str]
) -> tuple[int, int]:
    """Return how many promises with a named day were kept, and how many fell due, between two times."""
    query = (
        select(Promise.late, Incident.counties)
        .join(Incident, Incident.ref == Promise.incident_ref)
        .where(Promise.said, Promise.due_at >= since, Promise.due_at < until)
    )
    kept = [late == 0 for late, where in session.execute(query) if not set(where).isdisjoint(counties)]
    return sum(kept), len(kept)


def _incidents(session: Session) -> Iterator[Incident]:
    """Yield all incidents that were told to others and not withdrawn, a page at a time."""
    last = ""
    while True:
        query = (
            select(Incident)
            .where(
                Incident.ref > last,
                Incident.opened_at.is_not(None),
                among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN, IncidentStatus.CLOSED),
            )
            .order_by(Incident.ref)
            .limit(_PAGE)
        )
        page = session.scalars(query).all()
        if not page:
            return
        yield from page
        last = page[-1].ref


def _firsts(session: Session, ref: str) -> dict[str, datetime]:
    query = select(History.what, History.at).where(History.about == ref, History.what.in_(FIRSTS))
    firsts: dict[str, datetime] = {}
    for what, at in session.execute(query.order_by(History.at, History.id)):
        firsts.setdefault(FIRSTS[Event(what)], at)
    return firsts


def _kept(session: Session, ref: str, now: datetime) -> Iterator[bool]:
    """Yield whether each promise with a named day was kept, once that is known."""
    query = select(Promise).where(Promise.incident_ref == ref, Promise.said)
    for promise in session.scalars(query):
        if promise.late:
            yield False
        elif promise.status == PromiseStatus.OVER or promise.due_at <= now:
            yield True


def _figures(county: str, month: str, found: Collection[_Incident]) -> Outcomes:
    def since_opening(what: str) -> timedelta | None:
        # REOPEN begins anew: what came before it is left out.
        known = (each.firsts[what] - each.opened_at for each in found if what in each.firsts)
        return median_of(time for time in known if time >= timedelta())

    kept = [one for each in found for one in each.promises]
    closed = [each for each in found if each.closed_at is not None]
    return Outcomes(
        county,
        month,
        opened=len(found),
        closed=len(closed),
        confirmed=sum(each.confirmed for each in closed),
        to_take=since_opening("taken"),
        to_offer=since_opening("offered"),
        to_deliver=since_opening("delivered"),
        to_close=median_of(each.closed_at - each.opened_at for each in closed if each.closed_at is not None),
        promised=len(kept),
        kept=sum(kept),
    )

"""Figures of the last weeks: incidents opened, taken and closed, how soon, and steps without an answer."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from sqlalchemy import select

from sek_core.store.base import among
from sek_core.store.incidents import History, Incident
from sek_core.store.states import IncidentStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

WEEKS = 4
"""Number of weeks that are compared."""

TAKEN = (Event.TAKEN, Event.GIVEN)
"""Events that give an incident a holder."""

OVER = (Event.CLOSED, Event.ENDED)
"""Events that end an incident: CLOSE, or the word of the person who watches it that it is over."""

CONFIRMED = (Event.CONFIRMED, Event.ENDED)
"""Events by which the county says that it is solved."""

HELPED = (Event.OFFERED, Event.OFFER_DELIVERED)
"""Events by which help is offered, and by which it comes."""

COUNTED = frozenset(
    {
        Event.OPENED,
        *TAKEN,
        *OVER,
        Event.CONFIRMED,
        Event.ESCALATED,
        Event.EXHAUSTED,
        *HELPED,
    }
)
"""Events from which the figures are counted."""

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the history. `by`: id of the person who acted, None for the clock."""

    at: datetime
    ref: str
    what: str
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """An incident that is open now. `affected`: its numbers by what they count; none if it is sensitive."""

    ref: str
    counties: tuple[str, ...]
    taken: bool
    affected: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Records:
    """Data from which the figures of any counties are counted. `starts`: the start of each week, the oldest
    first, and the end of the last. `firsts`: all times at which the incidents taken, helped or closed
    in these weeks were opened, taken or helped.
    """

    starts: tuple[datetime, ...]
    happened: tuple[Happened, ...]
    counties: dict[str, tuple[str, ...]]
    firsts: tuple[Happened, ...]
    open: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Numbers of incidents opened, taken and closed in the week that begins on `first`."""

    first: date
    opened: int
    taken: int
    closed: int

    @property
    def anything(self) -> bool:
        """True if an incident was opened, taken or closed in it."""
        return bool(self.opened or self.taken or self.closed)

    @property
    def last(self) -> date:
        """Sunday of the week."""
        return self.first + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class CountyFigures:
    """Figures of some counties. `weeks`: the oldest first; all else is of the last week, or of now.

    `to_take`, `to_close`, `to_offer`, `to_deliver`: median times from the opening until an incident was taken
    or closed, and until its first offer and its first delivery; None if there was none. `silent`: steps that
    passed without an answer; `exhausted`: incidents without a holder at the end of their route. `confirmed`:
    incidents that the county calls solved. `offered`, `delivered`: offers of help made, and delivered.
    """

    weeks: tuple[Week, ...]
    to_take: timedelta | None
    to_close: timedelta | None
    silent: int
    exhausted: int
    open: tuple[Open, ...]
    confirmed: int = 0
    offered: int = 0
    delivered: int = 0
    to_offer: timedelta | None = None
    to_deliver: timedelta | None = None

    @property
    def anything(self) -> bool:
        """True if there is anything to tell of the last week."""
        week = self.weeks[-1]
        counted = (week.opened, week.taken, week.closed, self.silent, self.offered, self.delivered)
        return any(counted) or bool(self.open)

    @property
    def affected(self) -> dict[str, int]:
        """Sums over the open incidents, by what they count."""
        total: Counter[str] = Counter()
        for each in self.open:
            total.update(each.affected)
        return dict(total)


def records(work: UnitOfWork, monday: date) -> Records:
    """Return the data of the weeks before `monday`."""
    zone = work.configuration.mechanism.zone
    mondays = [monday - timedelta(weeks=number) for number in range(WEEKS, -1, -1)]
    starts = tuple(datetime.combine(each, time(), zone) for each in mondays)
    happened = [each for each in happened_since(work, starts[0]) if each.at < starts[-1]]
    went_on = {each.ref for each in happened if each.what in (*TAKEN, *OVER, *HELPED)}
    live = (
        select(Incident)
        .where(among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN))
        .order_by(Incident.opened_at, Incident.ref)
    )
    standing = tuple(
        Open(
            incident.ref,
            tuple(incident.counties),
            incident.status == IncidentStatus.TAKEN,
            {} if incident.sensitive else incident.affected,
        )
        for incident in work.session.scalars(live)
    )
    counties = dict(_counties(work, {each.ref for each in happened}))
    return Records(starts, tuple(happened), counties, tuple(_firsts(work, went_on)), standing)


def figures_of_counties(known: Records, counties: Collection[str]) -> CountyFigures:
    """Return the figures of these counties."""
    theirs = {ref for ref, its in known.counties.items() if not set(its).isdisjoint(counties)}
    happened = [each for each in known.happened if each.ref in theirs]
    weeks = tuple(
        Week(
            start.date(),
            len(_refs(happened, start, end, "opened")),
            len(_refs(happened, start, end, *TAKEN)),
            len(_refs(happened, start, end, *OVER)),
        )
        for start, end in zip(known.starts, known.starts[1:], strict=False)
    )
    start, end = known.starts[-2:]
    opened = _first(known.firsts, "opened")
    closed = {each.ref: each.at for each in happened if each.what in OVER and start <= each.at < end}
    silent = [each for each in happened if start <= each.at < end and _is_silence(each)]

    def to_first(*what: str) -> timedelta | None:
        first = {ref: at for ref, at in _first(known.firsts, *what).items() if ref in theirs}
        return median_of(at - opened[ref] for ref, at in first.items() if start <= at < end and ref in opened)

    return CountyFigures(
        weeks=weeks,
        to_take=to_first(*TAKEN),
        to_close=median_of(at - opened[ref] for ref, at in closed.items() if ref in opened),
        silent=len(silent),
        exhausted=len({each.ref for each in silent if each.what == "exhausted"}),
        open=tuple(each for each in known.open if not set(each.counties).isdisjoint(counties)),
        offered=sum(each.what == Event.OFFERED and start <= each.at < end for each in happened),
        confirmed=len(_refs(happened, start, end, *CONFIRMED)),
        delivered=sum(each.what == Event.OFFER_DELIVERED and start <= each.at < end for each in happened),
        to_offer=to_first(Event.OFFERED),
        to_deliver=to_first(Event.OFFER_DELIVERED),
    )


def median_of(times: Iterable[timedelta]) -> timedelta | None:
    """Return the median of these times, or None if there are none."""
    seconds = [time.total_seconds() for time in times]
    return timedelta(seconds=median(seconds)) if seconds else None


def _is_silence(each: Happened) -> bool:
    """Return True if the clock took the next step, or found none, as no recipient answered the one before."""
    return each.what == "exhausted" or (each.what == "escalated" and each.by is None)


def _refs(happened: Sequence[Happened], start: datetime, end: datetime, *what: str) -> set[str]:
    return {each.ref for each in happened if each.what in what and start <= each.at < end}


def _first(happened: Iterable[Happened], *what: str) -> dict[str, datetime]:
    """Return the first time of these events, by incident."""
    found: dict[str, datetime] = {}
    for each in happened:
        if each.what in what:
            found[each.ref] = min(each.at, found.get(each.ref, each.at))
    return found


def happened_since(
    work: UnitOfWork, start: datetime, counted: Collection[str] = COUNTED
) -> Iterator[Happened]:
    """Return these events since `start`, read from the end of the history. The history is in order of time,
    unless the clock was put back a little.
    """
    work.flush()
    below: int | None = None
    while True:
        query = select(History.id, History.at, History.about, History.what, History.person_id)
        query = query if below is None else query.where(History.id < below)
        page = work.session.execute(query.order_by(History.id.desc()).limit(_PAGE)).all()
        recent = [row for row in page if row.at >= start]
        for row in recent:
            if row.what in counted:
                yield Happened(row.at, row.about, row.what, row.person_id)
        if not recent:
            return
        below = page[-1].id


def _firsts(work: UnitOfWork, refs: Collection[str]) -> Iterator[Happened]:
    for some in _some(refs):
        query = select(History.at, History.about, History.what).where(
            History.about.in_(some), History.what.in_((Event.OPENED, *TAKEN, *HELPED))
        )
        yield from (Happened(*row) for row in work.session.execute(query))


def _counties(work: UnitOfWork, refs: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return references and counties, without incidents that were merged into others."""
    for some in _some(refs):
        query = select(Incident.ref, Incident.counties).where(
            Incident.ref.in_(some), (Incident.status != IncidentStatus.CANCELLED) | Incident.same_as.is_(None)
        )
        yield from ((ref, tuple(counties)) for ref, counties in work.session.execute(query))


def _some(refs: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(refs)
    return (ordered[place : place + _PAGE] for place in range(0, len(ordered), _PAGE))

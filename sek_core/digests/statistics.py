"""How the last weeks were: what opened, was taken and closed, how soon, and what nobody answered."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from sqlalchemy import select

from sek_core.store.base import among
from sek_core.store.incidents import History, Incident
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

WEEKS = 4
"""So many are shown beside each other."""

TAKEN = (Event.TAKEN, Event.GIVEN)
"""What of the history says that somebody has it."""

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the history; `by` is who did it, None for the clock."""

    at: datetime
    ref: str
    what: str
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """What is open now."""

    ref: str
    counties: tuple[str, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class Records:
    """What the figures of any counties are counted from. `starts`: where each week begins, the oldest
    first, and where the last one ends. `firsts`: what ever became of what was taken or closed in them.
    """

    starts: tuple[datetime, ...]
    happened: tuple[Happened, ...]
    counties: dict[str, tuple[str, ...]]
    firsts: tuple[Happened, ...]
    open: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """How many incidents were opened, taken and closed in the week that begins on `first`."""

    first: date
    opened: int
    taken: int
    closed: int

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some counties. `weeks`: the oldest first; all else is of the last of them, or of now.

    `to_take`, `to_close`: the medians from when it opened; None where nothing was. `silent`: steps that
    passed without an answer; `exhausted`: incidents that nobody took at the end of their route.
    """

    weeks: tuple[Week, ...]
    to_take: timedelta | None
    to_close: timedelta | None
    silent: int
    exhausted: int
    open: tuple[Open, ...]

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell of the last week."""
        week = self.weeks[-1]
        return bool(week.opened or week.taken or week.closed or self.silent or self.open)


def records(work: UnitOfWork, monday: date) -> Records:
    """Of the weeks before `monday`."""
    zone = work.configuration.mechanism.zone
    mondays = [monday - timedelta(weeks=number) for number in range(WEEKS, -1, -1)]
    starts = tuple(datetime.combine(each, time(), zone) for each in mondays)
    happened = [each for each in _since(work, starts[0]) if each.at < starts[-1]]
    over = {each.ref for each in happened if each.what in (*TAKEN, Event.CLOSED)}
    live = select(Incident).where(among(Incident.status, "open", "taken")).order_by(Incident.opened_at)
    standing = tuple(
        Open(incident.ref, tuple(incident.counties), incident.status == "taken")
        for incident in work.session.scalars(live)
    )
    counties = dict(_counties(work, {each.ref for each in happened}))
    return Records(starts, tuple(happened), counties, tuple(_firsts(work, over)), standing)


def of(known: Records, counties: Collection[str]) -> Figures:
    """The figures of these counties."""
    theirs = {ref for ref, its in known.counties.items() if not set(its).isdisjoint(counties)}
    happened = [each for each in known.happened if each.ref in theirs]
    weeks = tuple(
        Week(
            start.date(),
            len(_refs(happened, start, end, "opened")),
            len(_refs(happened, start, end, *TAKEN)),
            len(_refs(happened, start, end, "closed")),
        )
        for start, end in zip(known.starts, known.starts[1:], strict=False)
    )
    start, end = known.starts[-2:]
    opened = _first(known.firsts, "opened")
    taken = {ref: at for ref, at in _first(known.firsts, *TAKEN).items() if ref in theirs and at >= start}
    closed = {each.ref: each.at for each in happened if each.what == "closed" and start <= each.at < end}
    silent = [each for each in happened if start <= each.at < end and _is_silence(each)]
    return Figures(
        weeks=weeks,
        to_take=median_of(at - opened[ref] for ref, at in taken.items() if at < end and ref in opened),
        to_close=median_of(at - opened[ref] for ref, at in closed.items() if ref in opened),
        silent=len(silent),
        exhausted=len({each.ref for each in silent if each.what == "exhausted"}),
        open=tuple(each for each in known.open if not set(each.counties).isdisjoint(counties)),
    )


def median_of(times: Iterable[timedelta]) -> timedelta | None:
    """As long as half of them lasted at most; between the middle two where there is no middle one."""
    seconds = [time.total_seconds() for time in times]
    return timedelta(seconds=median(seconds)) if seconds else None


def _is_silence(each: Happened) -> bool:
    """The clock has taken the next step, or found none: nobody answered the one before."""
    return each.what == "exhausted" or (each.what == "escalated" and each.by is None)


def _refs(happened: Sequence[Happened], start: datetime, end: datetime, *what: str) -> set[str]:
    return {each.ref for each in happened if each.what in what and start <= each.at < end}


def _first(happened: Iterable[Happened], *what: str) -> dict[str, datetime]:
    """When it happened first, by incident."""
    found: dict[str, datetime] = {}
    for each in happened:
        if each.what in what:
            found[each.ref] = min(each.at, found.get(each.ref, each.at))
    return found


def _since(work: UnitOfWork, start: datetime) -> Iterator[Happened]:
    """What happened since `start`, read from the end of the history: it is in its order of time, but for
    a clock that was put back a little.
    """
    work.flush()
    below: int | None = None
    while True:
        query = select(History.id, History.at, History.about, History.what, History.person_id)
        query = query if below is None else query.where(History.id < below)
        page = work.session.execute(query.order_by(History.id.desc()).limit(_PAGE)).all()
        recent = [row for row in page if row.at >= start]
        for row in recent:
            if row.what in (Event.OPENED, *TAKEN, Event.CLOSED, Event.ESCALATED, Event.EXHAUSTED):
                yield Happened(row.at, row.about, row.what, row.person_id)
        if not recent:
            return
        below = page[-1].id


def _firsts(work: UnitOfWork, refs: Collection[str]) -> Iterator[Happened]:
    for some in _some(refs):
        query = select(History.at, History.about, History.what).where(
            History.about.in_(some), History.what.in_((Event.OPENED, *TAKEN))
        )
        yield from (Happened(*row) for row in work.session.execute(query))


def _counties(work: UnitOfWork, refs: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """By reference; without those that were found to be the same as others."""
    for some in _some(refs):
        query = select(Incident.ref, Incident.counties).where(
            Incident.ref.in_(some), (Incident.status != "cancelled") | Incident.same_as.is_(None)
        )
        yield from ((ref, tuple(counties)) for ref, counties in work.session.execute(query))


def _some(refs: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(refs)
    return (ordered[place : place + _PAGE] for place in range(0, len(ordered), _PAGE))

"""When something is due next: the jobs are asked at later times, and do nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.jobs import JOBS
from scheduler.stored_times import first_after
from sek_core.timing.clock import Clock
from sek_core.work.unit_of_work import Services

FARTHEST = timedelta(days=14)
"""How far ahead it is looked."""

HOURS = tuple(time(hour, minute) for hour in range(6, 21) for minute in (0, 30))
"""Times of a day at which something may be due that no row says: a digest, a reminder of a meeting."""

_MOMENT = timedelta(seconds=1)


class _LaterClock:
    """A clock that is asked about a later time; real time stays."""

    def __init__(self, at: datetime, real: Callable[[], datetime]) -> None:
        self.at = at
        self.real = real

    def now(self) -> datetime:
        """Return the time that is asked about."""
        return self.at


def next_due(core: Services, session: Session) -> datetime | None:
    """Return a time just after something becomes due, or None if nothing does within `FARTHEST`.

    What the jobs write as they look is undone.
    """
    later = _LaterClock(core.clock.now(), core.clock.real)
    asked = replace(core, clock=later)
    looking = session.begin_nested()
    try:
        for at in _times(core.clock, session, core.configuration.mechanism.zone):
            later.at = at + _MOMENT
            work = asked.work(session)
            if any(job.due(work) for job in JOBS):
                return later.at
        return None
    finally:
        looking.rollback()


def _times(clock: Clock, session: Session, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield now, and then the times at which something may become due, in their order."""
    at = now = clock.now()
    yield at
    while at < now + FARTHEST:
        stored, hour = first_after(session, at), _hour_after(at.astimezone(zone))
        at = min(stored, hour) if stored else hour
        yield at


def _hour_after(here: datetime) -> datetime:
    days = (here.date(), here.date() + timedelta(days=1))
    hours = (datetime.combine(day, hour, here.tzinfo) for day in days for hour in HOURS)
    return next(at for at in hours if at > here)

"""Schedule of the digests, each on the days that its entry names. A row records the last day done.

A new database catches up nothing, and of several missed days only the last is sent. A digest is read and put
in words before the transaction that sends it, so that no turn waits for that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from config.mechanism import Mechanism
from sek_core.digests import letters, morning, owed, quarterly, weekly
from sek_core.store import facts
from sek_core.timing.quiet_hours import first_not_quiet, is_quiet
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

MONDAY = 0

WEEKLY_AT = time(8)

STALE = timedelta(hours=3)
"""Maximum delay of a morning digest; a later one would come too close to the next."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One kind of digest, sent every day, or only on those for which `is_day` is true. `read` returns what
    there is to tell for a day, and only reads; `tell` sends it.

    `stale`: delay after its hour above which it is not sent; None for no limit. `apart`: the most days from
    one to the next.
    """

    read: Callable[[UnitOfWork, date], Any]
    tell: Callable[[UnitOfWork, date, Any], None]
    at: Callable[[Mechanism], time]
    is_day: Callable[[Mechanism, date], bool] = lambda _mechanism, _day: True
    stale: timedelta | None = None
    apart: int = 1


DIGESTS = {
    "morning": Digest(morning.read, morning.tell, lambda mechanism: mechanism.morning_digest, stale=STALE),
    "weekly": Digest(
        weekly.read, weekly.tell, lambda _: WEEKLY_AT, lambda _, day: day.weekday() == MONDAY, apart=7
    ),
    "seats": Digest(
        owed.read,
        letters.send,
        lambda mechanism: mechanism.questions_at,
        owed.is_day,
        stale=owed.STALE,
        apart=owed.APART,
    ),
    "brief": Digest(
        quarterly.read,
        letters.send,
        lambda mechanism: mechanism.quarterly.brief_at,
        lambda mechanism, day: quarterly.is_day(mechanism, day, mechanism.quarterly.brief_on),
        stale=quarterly.STALE,
        apart=quarterly.APART,
    ),
}
"""Digests by name. The names are stored in the database."""


def due(work: UnitOfWork) -> list[str]:
    """Return the names of the digests whose last day has not been sent yet; none in quiet hours."""
    last = {name: _last(work, digest).isoformat() for name, digest in DIGESTS.items()}
    done = facts.values_of(work.session, _fact(""))
    facts.begin(work.session, {_fact(name): last[name] for name in DIGESTS if _fact(name) not in done})
    if is_quiet(work.configuration.mechanism, work.now):
        return []
    return [name for name in DIGESTS if done.get(_fact(name), last[name]) < last[name]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A digest that was read for this day."""

    day: date
    told: Any


def read(work: UnitOfWork, name: str) -> Ready:
    """Read one digest, for `tell`."""
    digest = DIGESTS[name]
    day = _last(work, digest)
    return Ready(day, digest.read(work, day))


def tell(work: UnitOfWork, name: str, ready: Ready) -> bool:
    """Send one digest; False if it is stale or another clock was quicker."""
    digest = DIGESTS[name]
    day = _last(work, digest)
    if ready.day != day:
        return False  # midnight came in between: the next tick reads it again
    done = facts.value_of(work.session, _fact(name))
    if done is None or done >= day.isoformat():
        return False
    if not facts.change(work.session, _fact(name), day.isoformat(), was=done):
        return False
    stale = digest.stale is not None and work.now > _hour(work, digest, day) + digest.stale
    _say_what_is_skipped(work, name, date.fromisoformat(done), day if stale else day - timedelta(days=1))
    if not stale:
        digest.tell(work, day, ready.told)
    return not stale


def postpone(_work: UnitOfWork, _name: str) -> None:
    """Do nothing: the next tick tries again."""


def _say_what_is_skipped(work: UnitOfWork, name: str, done: date, until: date) -> None:
    """Record in the audit trail the days whose digest is never sent, because the program was not running."""
    first = done + timedelta(days=1)
    mechanism = work.configuration.mechanism
    days = [first + timedelta(days=number) for number in range((until - done).days)]
    skipped = [day.isoformat() for day in days if DIGESTS[name].is_day(mechanism, day)]
    if skipped:
        which = skipped[0] if len(skipped) == 1 else f"{len(skipped)}, {skipped[0]} to {skipped[-1]}"
        work.audit_log.add("", Event.DIGEST_SKIPPED, detail=f"{name}: {which}")


def _fact(name: str) -> str:
    return f"digest:{name}"


def _last(work: UnitOfWork, digest: Digest) -> date:
    """Return the last day of a digest whose hour has come."""
    mechanism = work.configuration.mechanism
    today = work.now.astimezone(mechanism.zone).date()
    # Quiet hours may put a digest off to the next day: its last day is then two days further back.
    days = (today - timedelta(days=number) for number in range(digest.apart + 2))
    return next(day for day in days if digest.is_day(mechanism, day) and _hour(work, digest, day) <= work.now)


def _hour(work: UnitOfWork, digest: Digest, day: date) -> datetime:
    """Return the time of a digest on one of its days: its hour, or the end of the quiet hours around it."""
    mechanism = work.configuration.mechanism
    return first_not_quiet(mechanism, datetime.combine(day, digest.at(mechanism), mechanism.zone))

"""Rate limits of a channel: as a whole, and of each chat. The database keeps them, so that they bound what
all processes send together.

A bucket is one time, `full_at` (the generic cell rate algorithm). Each message moves it on by the bucket's
interval. A message may leave while `full_at` is less than `burst` intervals ahead. The bucket of a channel
gives out times a little ahead (`Limits.ahead`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from sek_core.store.deliveries import Bucket
from sek_core.store.statements import insert_missing, table_of
from sek_core.timing import backoff
from sek_core.timing.clock import SKEW
from sek_core.work.unit_of_work import UnitOfWork

LONGEST_HOLD = backoff.LONGEST
"""Maximum hold of a chat; a chat that should wait longer is tried again anyway. A bucket that is full for
longer was filled before the clock was set back, and would delay a chat, or the whole channel, until then.
"""

_BUCKETS = table_of(Bucket)
_READ = (
    select(_BUCKETS.c.name, _BUCKETS.c.full_at)
    .where(_BUCKETS.c.name.in_(bindparam("names", expanding=True)))
    .order_by(_BUCKETS.c.name)
    .with_for_update()
)
_WRITE = _BUCKETS.update().where(_BUCKETS.c.name == bindparam("of")).values(full_at=bindparam("until"))


class Candidate(NamedTuple):
    """A delivery that is due. `is_message`: False if only a word beside a button is sent."""

    id: int
    address: str
    is_message: bool = True
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """Deliveries that may leave, each at the time beside its id. `held`: ids that wait for their own chat,
    each until the time beside it. Other ids wait for the whole channel, until `free_at`.
    """

    leaves_at: Mapping[int, datetime]
    held: Mapping[int, datetime]
    free_at: datetime | None


def pass_through(work: UnitOfWork, channel: str, candidates: Sequence[Candidate]) -> Passed:
    """Return which deliveries may leave, and when, of candidates in order. Lock the buckets until the
    transaction ends.
    """
    limits = work.core.channels.of(channel).limits
    if limits is None:
        return Passed(dict.fromkeys((each.id for each in candidates), work.real_now), {}, None)
    whole, rates = channel, limits.altogether
    names = sorted({whole, *(f"{channel}:{each.address}" for each in candidates)})
    full = _load(work, names)
    before = dict(full)
    end = work.real_now + limits.ahead * rates.interval
    end_of_urgent = work.real_now + limits.urgent_ahead * rates.interval
    passed: dict[int, datetime] = {}
    held: dict[int, datetime] = {}
    for each in candidates:
        mine, rate = f"{channel}:{each.address}", limits.of(each.address)
        slot = max(rates.free_at(full[whole]), work.real_now)
        if slot >= (end_of_urgent if each.urgent else end):
            break
        if each.is_message and (free_at := rate.free_at(full[mine], urgent=each.urgent)) > slot:
            held[each.id] = free_at
            continue
        passed[each.id] = slot
        full[whole] = rates.used(full[whole], slot)
        if each.is_message:
            full[mine] = rate.used(full[mine], slot)
    _save(work, {name: at for name, at in full.items() if at != before[name]})
    waits = len(passed) + len(held) < len(candidates)
    # Look again one interval before the next slot is free, so that it is given out in time.
    soon = rates.free_at(full[whole]) - (limits.ahead - 1) * rates.interval
    return Passed(passed, held, soon if waits else None)


def hold(work: UnitOfWork, channel: str, address: str, seconds: float) -> None:
    """Hold back one chat, because the channel said that it must wait. Other chats go on."""
    limits = work.core.channels.of(channel).limits
    if limits is None:
        return
    name, rate = f"{channel}:{address}", limits.of(address)
    full_at = _load(work, [channel, name])[name]  # both, in the order in which other transactions lock them
    credit = (max(rate.burst, rate.urgent_burst) - 1) * rate.interval  # not even an urgent message may go
    until = work.real_now + min(timedelta(seconds=seconds), LONGEST_HOLD) + credit
    if until > full_at:
        _save(work, {name: until})


def _load(work: UnitOfWork, names: Sequence[str]) -> dict[str, datetime]:
    connection = work.session.connection()
    found: dict[str, datetime] = _read(connection, names)
    missing = [name for name in names if name not in found]
    if missing:
        long_ago = work.real_now - timedelta(days=1)
        insert_missing(work.session, Bucket, [{"name": name, "full_at": long_ago} for name in missing])
        found |= _read(connection, missing)
    return {name: _possible(name, full_at, work.real_now) for name, full_at in found.items()}


def _possible(name: str, full_at: datetime, now: datetime) -> datetime:
    longest = LONGEST_HOLD if ":" in name else timedelta()  # only chats are held
    return full_at if full_at <= now + longest + SKEW else now


def _read(connection: Connection, names: Sequence[str]) -> dict[str, datetime]:
    rows = connection.execute(_READ, {"names": list(names)})
    return {row.name: row.full_at for row in rows}


def _save(work: UnitOfWork, changed: Mapping[str, datetime]) -> None:
    if changed:
        work.session.connection().execute(
            _WRITE, [{"of": name, "until": at} for name, at in sorted(changed.items())]
        )

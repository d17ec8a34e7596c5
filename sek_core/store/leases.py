"""Leases: rights that only one process may hold at a time."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from sek_core.store.deliveries import Lease
from sek_core.store.statements import changed_one, insert_missing
from sek_core.timing.clock import SKEW


def take(session: Session, name: str, holder: str, now: datetime, length: timedelta) -> bool:
    """Take or extend the lease `name`; return False while another holder has it. `now` is real time.

    A lease that lasts longer than possible was taken before the clock was set back, and its holder may be
    gone.
    """
    insert_missing(session, Lease, [{"name": name, "holder": holder, "until": now + length}])
    impossible = Lease.until > now + length + SKEW
    mine = update(Lease).where(
        Lease.name == name, or_(Lease.holder == holder, Lease.until <= now, impossible)
    )
    return changed_one(session, mine.values(holder=holder, until=now + length))


def give_up(session: Session, name: str, holder: str) -> None:
    """Release the lease, so that another process can take it at once."""
    session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))

"""Restoration of a backup: messages that it holds as unsent may have left, and later events are lost.

A text sent before the database was lost was perhaps handled, and people told of it. The program cannot know,
so it handles the text now; a recipient who may hear of it for the second time reads so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sek_core.store import facts
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Counter, ReportRow
from sek_core.store.states import DeliveryStatus
from sek_core.work.unit_of_work import UnitOfWork

UNSETTLED = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)

ROUND = 100
"""References continue from the next hundred but one. References of the lost database stand in people's
phones: an "OK S12" must not take another incident that now has this reference.
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """Number of unsettled deliveries that were marked and skipped, and the next reference of an incident."""

    marked: int
    skipped: int
    next_reference: str


def unsettled(session: Session, lost: datetime) -> Sequence[Delivery]:
    """Return the deliveries that would be sent, or sent again, although they may have left by the time
    `lost`.
    """
    query = select(Delivery).where(Delivery.status.in_(UNSETTLED), Delivery.created_at <= lost)
    return session.scalars(query.order_by(Delivery.id)).all()


def settle(work: UnitOfWork, lost: datetime) -> Settled:
    """Settle the deliveries of a restored backup: alerts and answers leave marked "(repeat)", the rest is
    skipped. Record `lost`, because texts may arrive again, and move the references on.
    """
    from sek_core.deliveries import recovery

    marked = skipped = 0
    for delivery in unsettled(work.session, lost):
        if recovery.settle_restored(work, delivery):
            marked += 1
        else:
            skipped += 1
    facts.put(work.session, facts.LOST_AT, lost.isoformat())
    next_reference = ""
    for counter in work.session.scalars(select(Counter).with_for_update()):
        counter.value = (counter.value // ROUND + 2) * ROUND - 1
        if counter.letter == "S":
            next_reference = f"S{counter.value + 1}"
    return Settled(marked, skipped, next_reference)


def perhaps_told(work: UnitOfWork, row: InboxRow) -> bool:
    """Return True if people may already know what follows from this text."""
    return work.lost_at is not None and (row.sent_at or row.received_at) <= work.lost_at


def perhaps_told_of(work: UnitOfWork, ref: str) -> bool:
    """Return True if people may already know of this incident."""
    if work.lost_at is None:
        return False
    work.flush()
    first = (
        select(InboxRow)
        .join(ReportRow, ReportRow.inbox_id == InboxRow.id)
        .where(ReportRow.incident_ref == ref)
    )
    row = work.session.scalars(first.order_by(ReportRow.id).limit(1)).first()
    return row is not None and perhaps_told(work, row)

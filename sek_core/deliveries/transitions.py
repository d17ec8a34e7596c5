"""Changes of a delivery's status. Each is one conditional update, so that a late worker, a repeated report
and two processes at once do no harm. Statuses only move forward.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import case, update

from sek_core.inbox import queue
from sek_core.messages.kinds import Priority
from sek_core.store.deliveries import Delivery
from sek_core.store.statements import changed_one
from sek_core.store.states import DeliveryStatus
from sek_core.work.unit_of_work import UnitOfWork

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Due time of an unknown message that is not recovered any more, because no news of it will come."""


def set_unknown(work: UnitOfWork, delivery_id: int, reason: str) -> None:
    """Record that it is not known whether this claimed delivery left."""
    delivery = get_delivery(work, delivery_id)
    age, mechanism = work.now - delivery.created_at, work.configuration.mechanism
    due_at = NEVER if age > mechanism.give_up_sending else work.real_now + patience(work, delivery)
    if change_status(
        work,
        delivery_id,
        (DeliveryStatus.SENDING,),
        status=DeliveryStatus.UNKNOWN,
        due_at=due_at,
        error=reason,
    ):
        queue.match_number_again(work.session, delivery.address, delivery.created_at)


def patience(work: UnitOfWork, delivery: Delivery) -> timedelta:
    """Return how long an unknown message waits for a delivery report: as long as it is old. So a silent
    provider gets ever fewer repetitions, and so does a person who received them all.
    """
    return max(work.configuration.mechanism.unknown_wait, work.now - delivery.created_at)


def skip_superseded_messages(work: UnitOfWork, person_id: int, kind: str, about: str | None = None) -> None:
    """Skip a person's queued messages of this kind (and `about` this): a newer message replaces them, or they
    are no longer true.
    """
    waiting = update(Delivery).where(
        Delivery.person_id == person_id, Delivery.kind == kind, Delivery.status == DeliveryStatus.QUEUED
    )
    if about is not None:
        waiting = waiting.where(Delivery.about == about)
    work.session.execute(
        waiting.values(
            status=DeliveryStatus.SKIPPED, error="a newer one says it", changed_at=work.real_now
        ).execution_options(synchronize_session=False)
    )


def make_urgent(work: UnitOfWork, about: str) -> None:
    """Let the queued alerts of an incident leave before all other messages, and wait for no others: it is
    graver than they say.
    """
    work.flush()
    waiting = update(Delivery).where(
        Delivery.about == about,
        Delivery.kind == "alert",
        Delivery.status == DeliveryStatus.QUEUED,
        Delivery.priority > Priority.URGENT,
    )
    at_once = case((Delivery.attempts == 0, work.real_now), else_=Delivery.due_at)
    work.session.execute(
        waiting.values(priority=Priority.URGENT, due_at=at_once).execution_options(synchronize_session=False)
    )


def get_delivery(work: UnitOfWork, delivery_id: int) -> Delivery:
    """Return a delivery as it is stored now; raise KeyError if there is none."""
    delivery = work.session.get(Delivery, delivery_id, populate_existing=True)
    if delivery is None:
        raise KeyError(delivery_id)
    return delivery


def change_status(work: UnitOfWork, delivery_id: int, was: Sequence[DeliveryStatus], **values: Any) -> bool:
    """Compare and set: update the delivery if it has one of these statuses; return True if it had."""
    mine = update(Delivery).where(Delivery.id == delivery_id, Delivery.status.in_(was))
    return changed_one(work.session, mine.values(changed_at=work.real_now, **values))

"""Every change of a delivery's status is one conditional UPDATE, so that a late worker, a repeated report and
two processes at once do no harm. Statuses only move forward.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from sek_core.inbox import queue
from sek_core.store.conditional import changed_one
from sek_core.store.deliveries import Delivery
from sek_core.work.unit_of_work import UnitOfWork

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a message is looked after of which nobody knows, and of which nobody will hear any more."""


def _unknown(work: UnitOfWork, delivery_id: int, reason: str) -> None:
    delivery = _get(work, delivery_id)
    age, mechanism = work.now - delivery.created_at, work.configuration.mechanism
    due_at = NEVER if age > mechanism.give_up_sending else work.real_now + _patience(work, delivery)
    if _change(work, delivery_id, ("sending",), status="unknown", due_at=due_at, error=reason):
        queue.match_number_again(work.session, delivery.address, delivery.created_at)


def _patience(work: UnitOfWork, delivery: Delivery) -> timedelta:
    """How long a message of which nobody knows waits for a delivery report: as long as it is old. So a
    provider that is silent for long gets fewer and fewer repetitions, and so does a person who had
    them all.
    """
    return max(work.configuration.mechanism.unknown_wait, work.now - delivery.created_at)


def supersede(work: UnitOfWork, person_id: int, kind: str, about: str | None = None) -> None:
    """What of this kind (and `about` this) has not left for this person does not leave: a newer message
    says it, or it is so no more.
    """
    waiting = update(Delivery).where(
        Delivery.person_id == person_id, Delivery.kind == kind, Delivery.status == "queued"
    )
    if about is not None:
        waiting = waiting.where(Delivery.about == about)
    work.session.execute(
        waiting.values(
            status="skipped", error="a newer one says it", changed_at=work.real_now
        ).execution_options(synchronize_session=False)
    )


def _get(work: UnitOfWork, delivery_id: int) -> Delivery:
    delivery = work.session.get(Delivery, delivery_id, populate_existing=True)
    if delivery is None:
        raise KeyError(delivery_id)
    return delivery


def _change(work: UnitOfWork, delivery_id: int, was: Sequence[str], **values: Any) -> bool:
    """The conditional UPDATE; True if the delivery had one of these statuses."""
    mine = update(Delivery).where(Delivery.id == delivery_id, Delivery.status.in_(was))
    return changed_one(work.session, mine.values(changed_at=work.real_now, **values))

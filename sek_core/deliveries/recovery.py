"""Recovery of messages whose fate is unknown: their worker died, or no answer came."""

from datetime import timedelta

from sqlalchemy import and_, bindparam, func, or_, select, update

from sek_core.deliveries.outcomes import POSTPONED_BY
from sek_core.deliveries.transitions import NEVER, change_status, patience, set_unknown
from sek_core.messages.content import AIM, content_from_json
from sek_core.messages.kinds import REPEATABLE, TOLD_TWICE
from sek_core.store.base import among
from sek_core.store.deliveries import Delivery
from sek_core.store.states import DeliveryStatus
from sek_core.timing.clock import SKEW
from sek_core.work.unit_of_work import UnitOfWork

_STUCK = and_(
    among(
        Delivery.status, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN
    ),  # SQLite does not see its index in the conditions below
    or_(
        Delivery.status == DeliveryStatus.SENDING,
        and_(
            Delivery.status == DeliveryStatus.UNKNOWN,
            Delivery.due_at < bindparam(None, NEVER, type_=Delivery.due_at.type),
            Delivery.kind.in_(REPEATABLE),
        ),
    ),
)


FIRST_OVERDUE = select(func.min(Delivery.due_at)).where(_STUCK)
"""The earliest time (real time) at which such a delivery is due for recovery."""


def overdue(work: UnitOfWork, most: int = 100) -> list[int]:
    """Return the ids of deliveries that hang: their worker died while sending, or their fate is unknown."""
    beyond = work.real_now + _shortest_watch(work) + SKEW
    query = (
        select(Delivery)
        .where(or_(Delivery.due_at <= work.real_now, Delivery.due_at > beyond), _STUCK)
        .order_by(Delivery.due_at)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [
        delivery.id
        for delivery in work.session.scalars(query)
        if delivery.due_at <= work.real_now or _is_impossible(work, delivery)
    ]


def recover(work: UnitOfWork, delivery_id: int) -> bool:
    """Move a hanging delivery on: sending to unknown if its worker is gone, unknown to queued, to be sent
    again. Return True if it changed.
    """
    delivery = work.session.get(Delivery, delivery_id, populate_existing=True, with_for_update=True)
    if delivery is None:
        return False
    if _is_impossible(work, delivery):
        # The clock was set back: start its wait afresh.
        wait = work.configuration.mechanism.unknown_wait
        return change_status(
            work,
            delivery.id,
            (DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN),
            status=DeliveryStatus.UNKNOWN,
            due_at=work.real_now + wait,
        )
    if delivery.due_at > work.real_now:
        return False
    if delivery.status == DeliveryStatus.SENDING:
        set_unknown(work, delivery.id, "the worker that held it is gone")
        return True
    if work.now - delivery.created_at > work.configuration.mechanism.give_up_sending:
        return change_status(work, delivery.id, (DeliveryStatus.UNKNOWN,), due_at=NEVER)
    return delivery.status == DeliveryStatus.UNKNOWN and _send_again(work, delivery)


def _is_impossible(work: UnitOfWork, delivery: Delivery) -> bool:
    """Return True if its due time is later than any rule could have set: the clock was set back."""
    wait = _shortest_watch(work)
    if delivery.status == DeliveryStatus.UNKNOWN:
        wait = max(wait, patience(work, delivery))
    return work.real_now + wait + SKEW < delivery.due_at < NEVER


def _shortest_watch(work: UnitOfWork) -> timedelta:
    """Return how far ahead any delivery may be due. An unknown one may be due later still: see
    `patience`.
    """
    mechanism = work.configuration.mechanism
    return max(mechanism.send_lease, mechanism.unknown_wait, POSTPONED_BY)


def postpone(work: UnitOfWork, delivery_id: int) -> None:
    """Delay the recovery of one delivery that could not be recovered now, so that it does not block the
    others.
    """
    later = work.real_now + POSTPONED_BY
    work.session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(due_at=later)
        .execution_options(synchronize_session=False)
    )


def settle_restored(work: UnitOfWork, delivery: Delivery) -> bool:
    """Settle a delivery of a restored backup that may have left: return True if it will be sent (once more)
    and says so, False if it is skipped.
    """
    if delivery.kind not in TOLD_TWICE:
        change_status(
            work,
            delivery.id,
            (delivery.status,),
            status=DeliveryStatus.SKIPPED,
            error="a backup was put back",
        )
        return False
    if not delivery.repeated:
        return _send_again(work, delivery, repeated=False)
    # It says so already. A delivery in sending becomes unknown with its lease, and stays so.
    return delivery.status == DeliveryStatus.QUEUED


def _send_again(work: UnitOfWork, delivery: Delivery, repeated: bool = True) -> bool:
    """Queue the delivery again, marked "(repeat)". With `repeated`, this is the last repetition. Return False
    if it is skipped.
    """
    render = work.core.channels.renderer(delivery.channel)
    aim = {name: value for name, value in (delivery.wire or {}).items() if name in AIM}
    if aim.get("only_toast"):  # a word beside a button pressed minutes ago is useless
        change_status(
            work, delivery.id, (delivery.status,), status=DeliveryStatus.SKIPPED, error="too late to matter"
        )
        return False
    # Editing a message twice shows nothing twice.
    rendered = render(content_from_json(delivery.content), repeat="edit" not in aim)
    return change_status(
        work,
        delivery.id,
        (delivery.status,),
        status=DeliveryStatus.QUEUED,
        due_at=work.real_now,
        repeated=repeated,
        text=rendered.text,
        wire=None if rendered.wire is None else {**rendered.wire, **aim},
        segments=rendered.segments,
    )

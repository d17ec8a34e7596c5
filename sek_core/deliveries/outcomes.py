"""Recording of the outcomes of sent messages, and of faults of the account at a provider."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from sek_core.deliveries import group_chats, rate_limits, spending
from sek_core.deliveries.fallback import addresses_left, fall_back_to_next_address, mark_dead
from sek_core.deliveries.transitions import change_status, get_delivery, set_unknown
from sek_core.inbox import queue
from sek_core.messages.channel import Accepted, Moved, NoAnswer, Outcome, Refused
from sek_core.messages.kinds import URGENT
from sek_core.store.deliveries import Delivery
from sek_core.store.statements import insert_missing, table_of
from sek_core.store.states import DeliveryStatus
from sek_core.store.watch import Refusal
from sek_core.timing import backoff
from sek_core.work.unit_of_work import UnitOfWork

POSTPONED_BY = timedelta(minutes=1)


# Every message needs this statement, so it is built once: building it costs more than running it.
_OUT = table_of(Delivery)


_ACCEPT = (
    _OUT.update()
    # "unknown": the lease ran out before the gateway answered, and now it has answered.
    .where(
        _OUT.c.id == bindparam("of"),
        or_(_OUT.c.status == DeliveryStatus.SENDING, _OUT.c.status == DeliveryStatus.UNKNOWN),
    )
    .values(
        status=DeliveryStatus.ACCEPTED,
        provider_id=bindparam("as_id"),
        segments=func.coalesce(bindparam("in_parts", type_=_OUT.c.segments.type), _OUT.c.segments),
        cost=func.coalesce(bindparam("at_cost", type_=_OUT.c.cost.type), _OUT.c.cost),
        error=None,
        changed_at=bindparam("now"),
    )
)


def record(work: UnitOfWork, outcomes: Mapping[int, Outcome]) -> None:
    """Record the outcomes of claimed deliveries."""
    spending.settle(work, outcomes)
    accepted = {i: outcome for i, outcome in outcomes.items() if isinstance(outcome, Accepted)}
    _accepted(work, accepted)
    for delivery_id, outcome in sorted(outcomes.items()):
        match outcome:
            case Refused():
                _refused(work, delivery_id, outcome)
            case Moved(address):
                _moved(work, delivery_id, address)
            case NoAnswer(reason):
                set_unknown(work, delivery_id, reason)
    record_account_faults(work, outcomes)


def _accepted(work: UnitOfWork, outcomes: Mapping[int, Accepted]) -> None:
    if not outcomes:
        return
    rows = [
        {
            "of": delivery_id,
            "as_id": outcome.provider_id,
            "in_parts": outcome.segments,
            "at_cost": outcome.cost,
            "now": work.real_now,
        }
        for delivery_id, outcome in sorted(outcomes.items())
    ]
    work.session.execute(_ACCEPT, rows)
    known = [outcome.provider_id for outcome in outcomes.values() if outcome.provider_id]
    queue.match_again(work.session, known)


def _refused(work: UnitOfWork, delivery_id: int, outcome: Refused) -> None:
    delivery = get_delivery(work, delivery_id)
    if outcome.permanent or _waited_too_long(work, delivery, outcome):
        if change_status(
            work, delivery_id, (DeliveryStatus.SENDING,), status=DeliveryStatus.FAILED, error=outcome.reason
        ):
            if outcome.permanent and not outcome.content:
                mark_dead(work, delivery, public=outcome.public)
            fall_back_to_next_address(work, delivery)
        return
    if outcome.retry_after:
        rate_limits.hold(work, delivery.channel, delivery.address, outcome.retry_after)
    wait = backoff.delay(delivery.attempts, outcome.retry_after, outcome.ours, random.random())
    _queue_again(work, delivery_id, due_at=work.real_now + wait, error=outcome.reason)


def _queue_again(work: UnitOfWork, delivery_id: int, **changes: Any) -> None:
    """Queue a claimed delivery, with these changes."""
    change_status(work, delivery_id, (DeliveryStatus.SENDING,), status=DeliveryStatus.QUEUED, **changes)


def _waited_too_long(work: UnitOfWork, delivery: Delivery, outcome: Refused) -> bool:
    """Return True if this address should be given up. An urgent message gives up sooner if the person can be
    reached over another channel, even if the program's own account is at fault.
    """
    waited, mechanism = work.now - delivery.created_at, work.configuration.mechanism
    if waited > mechanism.give_up_sending and not outcome.ours:
        return True
    return (
        delivery.kind in URGENT
        and waited > mechanism.other_channel_after
        and any(address.channel != delivery.channel for address in addresses_left(work, delivery))
    )


def _moved(work: UnitOfWork, delivery_id: int, address: str) -> None:
    """Send this message, and all that follow, to the group's new address."""
    delivery = get_delivery(work, delivery_id)
    group_chats.record_group_moved(work, delivery.channel, delivery.address, address)
    _queue_again(work, delivery_id, due_at=work.real_now, address=address)


def load_refusals(session: Session) -> dict[str, Refusal]:
    """Return the refusals in force, by channel."""
    return {refusal.channel: refusal for refusal in session.scalars(select(Refusal))}


def record_account_faults(work: UnitOfWork, outcomes: Mapping[int, Outcome]) -> None:
    """Record what these outcomes of deliveries say about the program's accounts. While all is well it costs
    one look at an empty table.

    Call it last in its transaction: all workers share its rows.
    """
    ours = {i: each.reason for i, each in outcomes.items() if isinstance(each, Refused) and each.ours}
    taken = [i for i, each in outcomes.items() if isinstance(each, Accepted)]
    standing = load_refusals(work.session) if ours or taken else {}
    if not ours and not standing:
        return
    channels = _channels(work.session, [*ours, *taken])
    refusing = {channels[i]: reason for i, reason in ours.items()}
    # If one round brought both, their order is unknown: the next round will tell.
    opened = {channels[i] for i in taken} & standing.keys() - refusing.keys()
    if opened:
        gone = delete(Refusal).where(Refusal.channel.in_(opened))
        work.session.execute(gone.execution_options(synchronize_session=False))
    for channel, reason in refusing.items():
        if channel not in standing:
            row = {"channel": channel, "since": work.now, "reason": reason}
            insert_missing(work.session, Refusal, [row])
        elif standing[channel].reason != reason:
            changed = update(Refusal).where(Refusal.channel == channel).values(reason=reason)
            work.session.execute(changed.execution_options(synchronize_session=False))


def _channels(session: Session, delivery_ids: list[int]) -> dict[int, str]:
    rows = session.execute(select(Delivery.id, Delivery.channel).where(Delivery.id.in_(delivery_ids)))
    return {row.id: row.channel for row in rows}

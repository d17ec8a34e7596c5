"""The way of a message out: claimed, sent, its outcome recorded, its delivery report matched.

Every change of a status is one conditional UPDATE, so that a late worker, a repeated report and
two processes at once do no harm. Statuses only move forward.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.orm import aliased

from sek_core import inbox, retry
from sek_core.outbox import content_from_json
from sek_core.sending import Accepted, NoAnswer, Outcome, Refused
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.people import Address

if TYPE_CHECKING:
    from sek_core.work import Work

REPEATABLE = frozenset({"alert", "answer", "update", "notice"})
"""Kinds that are sent once more when nobody knows whether they left: better twice than never."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this worker holds now, and alone."""

    id: int
    channel: str
    address: str
    text: str
    kind: str


def claim(work: "Work", channels: Sequence[str], most: int) -> list[Claimed]:
    """Take due deliveries, first by priority, then in order; at most one an address at a time.

    Of one address the next one waits until the one before has left: so each person's messages
    arrive in their order. PostgreSQL skips rows that another worker is taking at this moment.
    """
    other = aliased(Delivery)
    before = or_(
        other.status == "sending",
        and_(
            other.status == "queued",
            or_(
                other.priority < Delivery.priority,
                and_(other.priority == Delivery.priority, other.id < Delivery.id),
            ),
        ),
    )
    blocked = (
        select(other.id)
        .where(
            other.channel == Delivery.channel,
            other.address == Delivery.address,
            other.status.in_(("queued", "sending")),
            other.id != Delivery.id,
            before,
        )
        .exists()
    )
    due = (
        select(Delivery.id)
        .where(
            Delivery.status == "queued",
            Delivery.channel.in_(channels),
            Delivery.due_at <= work.real_now,
            ~blocked,
        )
        .order_by(Delivery.priority, Delivery.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = list(work.session.scalars(due))
    if not ids:
        return []
    taken = work.session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.status == "queued")
        .values(
            status="sending",
            attempts=Delivery.attempts + 1,
            due_at=work.real_now + work.configuration.mechanism.send_lease,
            changed_at=work.real_now,
        )
        .returning(Delivery.id, Delivery.channel, Delivery.address, Delivery.text, Delivery.kind)
        .execution_options(synchronize_session=False)
    )
    return sorted((Claimed(*row) for row in taken), key=lambda claimed: claimed.id)


def record(work: "Work", outcomes: Mapping[int, Outcome]) -> None:
    """Write down what became of deliveries that were claimed."""
    for delivery_id, outcome in sorted(outcomes.items()):
        match outcome:
            case Accepted():
                _accepted(work, delivery_id, outcome)
            case Refused():
                _refused(work, delivery_id, outcome)
            case NoAnswer(reason):
                _unknown(work, delivery_id, reason)


def _accepted(work: "Work", delivery_id: int, outcome: Accepted) -> None:
    values: dict[str, Any] = {"status": "accepted", "provider_id": outcome.provider_id, "error": None}
    if outcome.segments is not None:
        values["segments"] = outcome.segments
    if outcome.cost is not None:
        values["cost"] = outcome.cost
    # "unknown": the lease ran out while the gateway was thinking, and now it has answered.
    if _change(work, delivery_id, ("sending", "unknown"), **values) and outcome.provider_id:
        inbox.match_again(work.session, about=outcome.provider_id)


def _refused(work: "Work", delivery_id: int, outcome: Refused) -> None:
    delivery = _get(work, delivery_id)
    waited = work.now - delivery.created_at
    too_long = waited > work.configuration.mechanism.give_up_sending and not outcome.ours
    if outcome.permanent or too_long:
        if _change(work, delivery_id, ("sending",), status="failed", error=outcome.reason):
            if outcome.permanent:
                _mark_dead(work, delivery)
            fall_to_next_address(work, delivery)
        return
    wait = retry.delay(delivery.attempts, outcome.retry_after, outcome.ours, random.random())
    due_at = work.real_now + wait
    _change(work, delivery_id, ("sending",), status="queued", due_at=due_at, error=outcome.reason)


def _unknown(work: "Work", delivery_id: int, reason: str) -> None:
    due_at = work.real_now + work.configuration.mechanism.unknown_wait
    if _change(work, delivery_id, ("sending",), status="unknown", due_at=due_at, error=reason):
        inbox.match_again(work.session, number=_get(work, delivery_id).address)


def fall_to_next_address(work: "Work", delivery: Delivery) -> bool:
    """Send the same message to the person's next address; False if there is none."""
    if delivery.person_id is None:
        return False
    origin = delivery.origin_id or delivery.id
    tried = work.session.execute(
        select(Delivery.channel, Delivery.address).where(
            or_(Delivery.id == origin, Delivery.origin_id == origin)
        )
    )
    used = {(channel, address) for channel, address in tried}
    person = work.people.get(delivery.person_id)
    left = [a for a in work.people.reachable_at(person) if (a.channel, a.value) not in used]
    if not left:
        work.chronicle.add(delivery.about, "undeliverable", person.id, delivery.address, delivery.kind)
        return False
    render = work.core.renderers[left[0].channel]
    rendered = render(content_from_json(delivery.content))
    work.session.execute(
        insert(Delivery).values(
            person_id=delivery.person_id,
            channel=left[0].channel,
            address=left[0].value,
            kind=delivery.kind,
            about=delivery.about,
            step=delivery.step,
            priority=delivery.priority,
            content=delivery.content,
            text=rendered.text,
            segments=rendered.segments,
            status="queued",
            due_at=work.real_now,
            created_at=delivery.created_at,
            changed_at=work.real_now,
            attempts=0,
            repeated=False,
            origin_id=origin,
        )
    )
    return True


def apply_report(work: "Work", row: InboxRow) -> bool:
    """Match a delivery report (`row.text`: accepted, delivered, failed) with its delivery.

    False: its message is not known, perhaps not yet. It is kept, and looked at again when an
    outcome with its id comes, or when a message to its number turns out to be unknown.
    """
    delivery = work.session.scalar(
        select(Delivery)
        .where(Delivery.channel == row.channel, Delivery.provider_id == row.about)
        .execution_options(populate_existing=True)
    )
    if delivery is None:
        delivery = _unknown_to(work, row)
        if delivery is None:
            return False
        _change(work, delivery.id, (delivery.status,), provider_id=row.about)
    if row.text == "delivered":
        waiting = ("queued",) if delivery.repeated else ()
        _change(
            work, delivery.id, ("sending", "unknown", "accepted", *waiting), status="delivered", error=None
        )
    elif row.text == "failed":
        reason = row.payload.get("failureReason") or row.payload.get("status") or "not delivered"
        if _change(work, delivery.id, ("sending", "unknown", "accepted"), status="failed", error=str(reason)):
            fall_to_next_address(work, delivery)
    elif row.text == "accepted":
        _change(work, delivery.id, ("unknown",), status="accepted", error=None)
    return True


def _unknown_to(work: "Work", row: InboxRow) -> Delivery | None:
    """The only delivery to this number of which nobody knows whether it left: it must be meant."""
    if not row.sender:
        return None
    candidates = work.session.scalars(
        select(Delivery)
        .where(
            Delivery.channel == row.channel,
            Delivery.address == row.sender,
            Delivery.provider_id.is_(None),
            or_(
                Delivery.status == "unknown",
                and_(Delivery.status == "queued", Delivery.repeated),
            ),
        )
        .limit(2)
        .execution_options(populate_existing=True)
    ).all()
    return candidates[0] if len(candidates) == 1 else None


def watch(work: "Work", most: int = 100) -> int:
    """Look after what hangs: workers that died while sending, and messages nobody knows of.

    Returns how many deliveries were changed.
    """
    overdue = work.session.scalars(
        select(Delivery)
        .where(
            Delivery.due_at <= work.real_now,
            or_(
                Delivery.status == "sending",
                and_(Delivery.status == "unknown", ~Delivery.repeated),
            ),
        )
        .order_by(Delivery.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    changed = 0
    for delivery in overdue:
        if delivery.status == "sending":
            _unknown(work, delivery.id, "the worker that held it is gone")
            changed += 1
        elif delivery.kind in REPEATABLE:
            changed += _send_once_more(work, delivery)
    return changed


def _send_once_more(work: "Work", delivery: Delivery) -> bool:
    render = work.core.renderers[delivery.channel]
    rendered = render(content_from_json(delivery.content), repeat=True)
    return _change(
        work,
        delivery.id,
        ("unknown",),
        status="queued",
        due_at=work.real_now,
        repeated=True,
        text=rendered.text,
        segments=rendered.segments,
    )


def _mark_dead(work: "Work", delivery: Delivery) -> None:
    address_id = work.session.scalar(
        select(Address.id).where(Address.channel == delivery.channel, Address.value == delivery.address)
    )
    if address_id is not None:
        work.people.mark_dead(address_id)


def _get(work: "Work", delivery_id: int) -> Delivery:
    delivery = work.session.get(Delivery, delivery_id, populate_existing=True)
    if delivery is None:
        raise KeyError(delivery_id)
    return delivery


def _change(work: "Work", delivery_id: int, was: Sequence[str], **values: Any) -> bool:
    """The conditional UPDATE; True if the delivery had one of these statuses."""
    changed_at: datetime = work.real_now
    result = work.session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.status.in_(was))
        .values(changed_at=changed_at, **values)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]

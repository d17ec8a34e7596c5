"""The way of a message out: claimed, sent, its outcome recorded, its delivery report matched.

Every change of a status is one conditional UPDATE, so that a late worker, a repeated report and
two processes at once do no harm. Statuses only move forward.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from sek_core import buckets, groups, inbox, retry
from sek_core.outbox import AIM, content_from_json
from sek_core.sending import Accepted, Moved, NoAnswer, Outcome, Refused, Wire
from sek_core.store.conditional import won
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.people import Address
from sek_core.store.rows import table_of

if TYPE_CHECKING:
    from sek_core import directory
    from sek_core.work import Work

PUT_OFF = timedelta(minutes=1)

REPEATABLE = frozenset({"alert", "answer", "update", "notice"})
"""Kinds that are sent again when nobody knows whether they left: better twice than never."""


# Statements that every message needs are built once: building one costs more than running it.
_OUT = table_of(Delivery)
_other = _OUT.alias("other")
_blocked = (
    select(_other.c.id)
    .where(
        _other.c.channel == _OUT.c.channel,
        _other.c.address == _OUT.c.address,
        _other.c.status.in_(("queued", "sending")),
        _other.c.id != _OUT.c.id,
        or_(
            _other.c.status == "sending",
            and_(
                _other.c.status == "queued",
                or_(
                    _other.c.priority < _OUT.c.priority,
                    and_(_other.c.priority == _OUT.c.priority, _other.c.id < _OUT.c.id),
                ),
            ),
        ),
    )
    .exists()
)
_DUE = (
    select(_OUT.c.id, _OUT.c.address, _OUT.c.wire)
    .where(
        _OUT.c.status == "queued",
        _OUT.c.channel == bindparam("by"),
        _OUT.c.due_at <= bindparam("now", type_=_OUT.c.due_at.type),
        ~_blocked,
    )
    .order_by(_OUT.c.priority, _OUT.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_OUT)
)
_TAKE = (
    _OUT.update()
    .where(_OUT.c.id.in_(bindparam("ids", expanding=True)), _OUT.c.status == "queued")
    .values(
        status="sending",
        attempts=_OUT.c.attempts + 1,
        due_at=bindparam("until"),
        changed_at=bindparam("now"),
    )
    .returning(_OUT.c.id, _OUT.c.channel, _OUT.c.address, _OUT.c.text, _OUT.c.kind, _OUT.c.wire)
)
_LATER = _OUT.update().where(_OUT.c.id == bindparam("of")).values(due_at=bindparam("until"))
_ACCEPT = (
    _OUT.update()
    # "unknown": the lease ran out while the gateway was thinking, and now it has answered.
    .where(_OUT.c.id == bindparam("of"), or_(_OUT.c.status == "sending", _OUT.c.status == "unknown"))
    .values(
        status="accepted",
        provider_id=bindparam("as_id"),
        segments=func.coalesce(bindparam("in_parts", type_=_OUT.c.segments.type), _OUT.c.segments),
        cost=func.coalesce(bindparam("at_cost", type_=_OUT.c.cost.type), _OUT.c.cost),
        error=None,
        changed_at=bindparam("now"),
    )
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this worker holds now, and alone."""

    id: int
    channel: str
    address: str
    text: str
    kind: str
    wire: Wire | None


@dataclass(frozen=True, slots=True)
class Claims:
    """What was claimed; `more`: something else may be due, at once or, where it stands, at `free_at`
    (the channel's own limit).
    """

    claimed: list[Claimed]
    more: bool
    free_at: datetime | None = None


def claim(work: "Work", channel: str, most: int) -> Claims:
    """Take due deliveries, first by priority, then in order; at most one an address at a time.

    Of one address the next one waits until the one before has left: so each person's messages
    arrive in their order. PostgreSQL skips rows that another worker is taking at this moment.
    """
    connection = work.session.connection()
    due = connection.execute(_DUE, {"by": channel, "now": work.real_now, "most": most}).all()
    if not due:
        return Claims([], more=False)
    ids, free_at = [row.id for row in due], None
    if channel in buckets.LIMITS:
        candidates = [(row.id, row.address, not (row.wire or {}).get("only_toast")) for row in due]
        passed = buckets.pass_through(work, channel, candidates)
        ids, free_at = list(passed.now), passed.free_at
        if passed.held:
            later = [{"of": held_id, "until": at} for held_id, at in sorted(passed.held.items())]
            connection.execute(_LATER, later)
            free_at = min([*([free_at] if free_at else []), *passed.held.values()])
    taken: list[Claimed] = []
    if ids:
        lease = work.real_now + work.configuration.mechanism.send_lease
        rows = connection.execute(_TAKE, {"ids": ids, "until": lease, "now": work.real_now})
        taken = sorted((Claimed(*row) for row in rows), key=lambda claimed: claimed.id)
    return Claims(taken, more=len(due) == most, free_at=free_at)


def record(work: "Work", outcomes: Mapping[int, Outcome]) -> None:
    """Write down what became of deliveries that were claimed."""
    accepted = {i: outcome for i, outcome in outcomes.items() if isinstance(outcome, Accepted)}
    _accepted(work, accepted)
    for delivery_id, outcome in sorted(outcomes.items()):
        match outcome:
            case Refused():
                _refused(work, delivery_id, outcome)
            case Moved(address):
                _moved(work, delivery_id, address)
            case NoAnswer(reason):
                _unknown(work, delivery_id, reason)


def _accepted(work: "Work", outcomes: Mapping[int, Accepted]) -> None:
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
    inbox.match_again(work.session, known)


def _refused(work: "Work", delivery_id: int, outcome: Refused) -> None:
    delivery = _get(work, delivery_id)
    if outcome.permanent or _waited_too_long(work, delivery, outcome):
        if _change(work, delivery_id, ("sending",), status="failed", error=outcome.reason):
            if outcome.permanent and not outcome.content:
                _mark_dead(work, delivery)
            fall_to_next_address(work, delivery)
        return
    if outcome.retry_after:
        buckets.hold(work, delivery.channel, delivery.address, outcome.retry_after)
    wait = retry.delay(delivery.attempts, outcome.retry_after, outcome.ours, random.random())
    due_at = work.real_now + wait
    _change(work, delivery_id, ("sending",), status="queued", due_at=due_at, error=outcome.reason)


def _waited_too_long(work: "Work", delivery: Delivery, outcome: Refused) -> bool:
    """Whether to give this address up. An alert does so sooner, where the person can be reached
    over another channel; and then whoever is at fault, even we.
    """
    waited, mechanism = work.now - delivery.created_at, work.configuration.mechanism
    if waited > mechanism.give_up_sending and not outcome.ours:
        return True
    return (
        delivery.kind == "alert"
        and waited > mechanism.other_channel_after
        and any(address.channel != delivery.channel for address in _addresses_left(work, delivery))
    )


def _moved(work: "Work", delivery_id: int, address: str) -> None:
    """A group has another address now: this message goes there, and so does all that follows."""
    delivery = _get(work, delivery_id)
    groups.moved(work, delivery.channel, delivery.address, address)
    _change(work, delivery_id, ("sending",), status="queued", address=address, due_at=work.real_now)


def _unknown(work: "Work", delivery_id: int, reason: str) -> None:
    delivery = _get(work, delivery_id)
    # A provider that is silent for long gets fewer and fewer repetitions, and so does a person who
    # had them all.
    wait = work.configuration.mechanism.unknown_wait * 2 ** min(delivery.attempts - 1, 20)
    if _change(work, delivery_id, ("sending",), status="unknown", due_at=work.real_now + wait, error=reason):
        inbox.match_number_again(work.session, delivery.address, delivery.created_at)


def fall_to_next_address(work: "Work", delivery: Delivery) -> bool:
    """Send the same message to the person's next address; False if there is none."""
    if delivery.person_id is None or (delivery.wire or {}).get("only_toast"):
        return False
    person = work.people.get(delivery.person_id)
    if delivery.kind != "answer" and not work.people.roles(person):
        return False  # no longer on the roster
    left = _addresses_left(work, delivery)
    if not left:
        work.chronicle.add(delivery.about, "undeliverable", person.id, delivery.address, delivery.kind)
        return False
    origin = delivery.origin_id or delivery.id
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
            wire=rendered.wire,
            segments=rendered.segments,
            status="queued",
            due_at=work.real_now,
            created_at=work.now,
            changed_at=work.real_now,
            attempts=0,
            repeated=False,
            origin_id=origin,
        )
    )
    return True


def _addresses_left(work: "Work", delivery: Delivery) -> "list[directory.Address]":
    """The person's addresses at which this message was not tried yet, best first."""
    if delivery.person_id is None:
        return []
    origin = delivery.origin_id or delivery.id
    tried = work.session.execute(
        select(Delivery.channel, Delivery.address).where(
            or_(Delivery.id == origin, Delivery.origin_id == origin)
        )
    )
    used = {(channel, address) for channel, address in tried}
    person = work.people.get(delivery.person_id)
    return [a for a in work.people.reachable_at(person) if (a.channel, a.value) not in used]


def about(work: "Work", channel: str, chat: str, message: int) -> str:
    """The reference that a message of ours was about, by its number in its chat; or empty."""
    query = select(Delivery.about).where(
        Delivery.channel == channel, Delivery.provider_id == f"{chat}:{message}"
    )
    return work.session.scalar(query.order_by(Delivery.id.desc()).limit(1)) or ""


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
    """The only delivery to this number with a try that nobody knows the fate of: it must be meant.

    One that was repeated has such a try, even where the repetition has an id by now: the report may be
    on the first copy. Not while another is being sent there, whose report this may be, come before its
    answer; and never one that was made after the report came.
    """
    if not row.sender:
        return None
    to_number = select(Delivery).where(Delivery.channel == row.channel, Delivery.address == row.sender)
    if work.session.scalar(to_number.where(Delivery.status == "sending").limit(1)) is not None:
        return None
    in_doubt = work.session.scalars(
        to_number.where(
            Delivery.created_at <= row.received_at,
            or_(
                and_(Delivery.status == "unknown", Delivery.provider_id.is_(None)),
                and_(
                    Delivery.repeated,
                    Delivery.created_at > row.received_at - work.configuration.mechanism.give_up_sending,
                ),
            ),
        )
        .limit(2)
        .execution_options(populate_existing=True)
    ).all()
    if len(in_doubt) != 1:
        return None
    meant = in_doubt[0]
    return meant if meant.status in ("unknown", "queued") and meant.provider_id is None else None


def drop_for(work: "Work", channel: str, address: str) -> None:
    """Somebody said STOP there: what has not left does not leave, but goes to the next address.

    Answers to what was asked before still go.
    """
    work.flush()
    waiting = work.session.scalars(
        select(Delivery)
        .where(
            Delivery.channel == channel,
            Delivery.address == address,
            Delivery.status.in_(("queued", "unknown")),
            Delivery.kind != "answer",
        )
        .execution_options(populate_existing=True)
    ).all()
    for delivery in waiting:
        if _change(work, delivery.id, ("queued", "unknown"), status="skipped", error="opted out"):
            fall_to_next_address(work, delivery)


def overdue(work: "Work", most: int = 100) -> list[int]:
    """Deliveries that hang: their worker died while sending, or nobody knows of them."""
    query = (
        select(Delivery.id)
        .where(
            Delivery.due_at <= work.real_now,
            or_(
                Delivery.status == "sending",
                and_(
                    Delivery.status == "unknown",
                    Delivery.created_at > work.now - work.configuration.mechanism.give_up_sending,
                    Delivery.kind.in_(REPEATABLE),
                ),
            ),
        )
        .order_by(Delivery.due_at)
        .limit(most)
    )
    return list(work.session.scalars(query))


def look_after(work: "Work", delivery_id: int) -> bool:
    """Sending -> unknown where the worker is gone, unknown -> queued to be sent again."""
    delivery = work.session.get(Delivery, delivery_id, populate_existing=True, with_for_update=True)
    if delivery is None or delivery.due_at > work.real_now:
        return False
    if delivery.status == "sending":
        _unknown(work, delivery.id, "the worker that held it is gone")
        return True
    return delivery.status == "unknown" and _send_again(work, delivery)


def put_off(work: "Work", delivery_id: int) -> None:
    """Look after this one later: it could not be done now, and must not hold up the others."""
    later = work.real_now + PUT_OFF
    work.session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(due_at=later)
        .execution_options(synchronize_session=False)
    )


def _send_again(work: "Work", delivery: Delivery) -> bool:
    render = work.core.renderers[delivery.channel]
    aim = {name: value for name, value in (delivery.wire or {}).items() if name in AIM}
    if aim.get("only_toast"):  # a word beside a button that was pressed minutes ago helps nobody
        return _change(work, delivery.id, ("unknown",), status="skipped", error="too late to matter")
    # To edit a message twice shows nothing twice.
    rendered = render(content_from_json(delivery.content), repeat="edit" not in aim)
    return _change(
        work,
        delivery.id,
        ("unknown",),
        status="queued",
        due_at=work.real_now,
        repeated=True,
        text=rendered.text,
        wire=None if rendered.wire is None else {**rendered.wire, **aim},
        segments=rendered.segments,
    )


def _mark_dead(work: "Work", delivery: Delivery) -> None:
    if groups.left(work, delivery.channel, delivery.address):
        return
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
    mine = update(Delivery).where(Delivery.id == delivery_id, Delivery.status.in_(was))
    return won(work.session, mine.values(changed_at=work.real_now, **values))

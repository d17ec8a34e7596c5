"""What becomes of a message on its way out: its outcome recorded, its delivery report matched.

Every change of a status is one conditional UPDATE, so that a late worker, a repeated report and
two processes at once do no harm. Statuses only move forward.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from sek_core import buckets, groups, inbox, refusals
from sek_core.messages.channel import Accepted, Moved, NoAnswer, Outcome, Refused
from sek_core.messages.content import AIM, content_from_json
from sek_core.store.base import among
from sek_core.store.conditional import won
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.people import Address
from sek_core.store.rows import table_of
from sek_core.timing import backoff
from sek_core.timing.clock import SKEW

if TYPE_CHECKING:
    from sek_core import directory
    from sek_core.work import Work
from sek_core.messages.kinds import REPEATABLE, TOLD_TWICE, URGENT

PUT_OFF = timedelta(minutes=1)


NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a message is looked after of which nobody knows, and of which nobody will hear any more."""


# Every message needs it, so it is built once: building one costs more than running it.
_OUT = table_of(Delivery)


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
    refusals.note(work, outcomes)


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
    wait = backoff.delay(delivery.attempts, outcome.retry_after, outcome.ours, random.random())
    due_at = work.real_now + wait
    _change(work, delivery_id, ("sending",), status="queued", due_at=due_at, error=outcome.reason)


def _waited_too_long(work: "Work", delivery: Delivery, outcome: Refused) -> bool:
    """Whether to give this address up. An urgent one does so sooner, where the person can be reached
    over another channel; and then whoever is at fault, even we.
    """
    waited, mechanism = work.now - delivery.created_at, work.configuration.mechanism
    if waited > mechanism.give_up_sending and not outcome.ours:
        return True
    return (
        delivery.kind in URGENT
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
    age, mechanism = work.now - delivery.created_at, work.configuration.mechanism
    due_at = NEVER if age > mechanism.give_up_sending else work.real_now + _patience(work, delivery)
    if _change(work, delivery_id, ("sending",), status="unknown", due_at=due_at, error=reason):
        inbox.match_number_again(work.session, delivery.address, delivery.created_at)


def _patience(work: "Work", delivery: Delivery) -> timedelta:
    """How long a message of which nobody knows waits for a delivery report: as long as it is old. So a
    provider that is silent for long gets fewer and fewer repetitions, and so does a person who had
    them all.
    """
    return max(work.configuration.mechanism.unknown_wait, work.now - delivery.created_at)


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
        work.core.undeliverable(work, delivery)
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
            while_open=delivery.while_open,
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
    delivery = _with_id(work, row)
    if delivery is None:
        in_doubt = _unknown_to(work, row)
        # Once more: its outcome may have been written down between the first look and the second.
        delivery = _with_id(work, row)
        if delivery is None and in_doubt is not None:
            _change(work, in_doubt.id, (in_doubt.status,), provider_id=row.about)
            delivery = in_doubt
        if delivery is None:
            return False
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


def _with_id(work: "Work", row: InboxRow) -> Delivery | None:
    """The delivery with the id that a delivery report names."""
    return work.session.scalar(
        select(Delivery)
        .where(Delivery.channel == row.channel, Delivery.provider_id == row.about)
        .execution_options(populate_existing=True)
    )


_TAKEN_BACK = and_(Delivery.status == "skipped", Delivery.attempts > 0, Delivery.provider_id.is_(None))
"""Skipped, although it was tried: perhaps it has left."""


def _unknown_to(work: "Work", row: InboxRow) -> Delivery | None:
    """The only delivery to this number with a try that nobody knows the fate of: it must be meant.

    One that was repeated has such a try, even where the repetition has an id by now: the report may be
    on the first copy; so has one that STOP took back while nobody knew. Not while another is being sent
    there, whose report this may be, come before its answer; and never one made after the report came.
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
                    or_(Delivery.repeated, _TAKEN_BACK),
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


def overtake(work: "Work", person_id: int, kind: str, about: str | None = None) -> None:
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


_HANGS = and_(
    among(Delivery.status, "sending", "unknown"),  # what follows does not show SQLite its index
    or_(
        Delivery.status == "sending",
        and_(
            Delivery.status == "unknown",
            Delivery.due_at < bindparam(None, NEVER, type_=Delivery.due_at.type),
            Delivery.kind.in_(REPEATABLE),
        ),
    ),
)


FIRST_OVERDUE = select(func.min(Delivery.due_at)).where(_HANGS)
"""When the first of those wants to be looked after (real time)."""


def overdue(work: "Work", most: int = 100) -> list[int]:
    """Deliveries that hang: their worker died while sending, or nobody knows of them."""
    beyond = work.real_now + _shortest_watch(work) + SKEW
    query = (
        select(Delivery)
        .where(or_(Delivery.due_at <= work.real_now, Delivery.due_at > beyond), _HANGS)
        .order_by(Delivery.due_at)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [
        delivery.id
        for delivery in work.session.scalars(query)
        if delivery.due_at <= work.real_now or _is_impossible(work, delivery)
    ]


def look_after(work: "Work", delivery_id: int) -> bool:
    """Sending -> unknown where the worker is gone, unknown -> queued to be sent again."""
    delivery = work.session.get(Delivery, delivery_id, populate_existing=True, with_for_update=True)
    if delivery is None:
        return False
    if _is_impossible(work, delivery):
        # The clock was put back: what it waits for has its time once more, from now on.
        wait = work.configuration.mechanism.unknown_wait
        return _change(
            work, delivery.id, ("sending", "unknown"), status="unknown", due_at=work.real_now + wait
        )
    if delivery.due_at > work.real_now:
        return False
    if delivery.status == "sending":
        _unknown(work, delivery.id, "the worker that held it is gone")
        return True
    if work.now - delivery.created_at > work.configuration.mechanism.give_up_sending:
        return _change(work, delivery.id, ("unknown",), due_at=NEVER)
    return delivery.status == "unknown" and _send_again(work, delivery)


def _is_impossible(work: "Work", delivery: Delivery) -> bool:
    """Whether it is to be looked after later than anybody would have said: the clock was put back."""
    wait = _shortest_watch(work)
    if delivery.status == "unknown":
        wait = max(wait, _patience(work, delivery))
    return work.real_now + wait + SKEW < delivery.due_at < NEVER


def _shortest_watch(work: "Work") -> timedelta:
    """So far ahead may the time always be at which a delivery is looked after."""
    mechanism = work.configuration.mechanism
    return max(mechanism.send_lease, mechanism.unknown_wait, PUT_OFF)


def put_off(work: "Work", delivery_id: int) -> None:
    """Look after this one later: it could not be done now, and must not hold up the others."""
    later = work.real_now + PUT_OFF
    work.session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(due_at=later)
        .execution_options(synchronize_session=False)
    )


def settle_restored(work: "Work", delivery: Delivery) -> bool:
    """A delivery of a backup that was put back, which has perhaps left: True if it is sent once more, and
    says so; else it is skipped.
    """
    if delivery.kind not in TOLD_TWICE:
        _change(work, delivery.id, (delivery.status,), status="skipped", error="a backup was put back")
        return False
    if not delivery.repeated:
        return _send_again(work, delivery, repeated=False)
    # It says so already. One that is sending becomes unknown with its lease, and stays so.
    return delivery.status == "queued"


def _send_again(work: "Work", delivery: Delivery, repeated: bool = True) -> bool:
    """Queue it, marked; `repeated`: and not once more after that. False if it is skipped."""
    render = work.core.renderers[delivery.channel]
    aim = {name: value for name, value in (delivery.wire or {}).items() if name in AIM}
    if aim.get("only_toast"):  # a word beside a button that was pressed minutes ago helps nobody
        _change(work, delivery.id, (delivery.status,), status="skipped", error="too late to matter")
        return False
    # To edit a message twice shows nothing twice.
    rendered = render(content_from_json(delivery.content), repeat="edit" not in aim)
    return _change(
        work,
        delivery.id,
        (delivery.status,),
        status="queued",
        due_at=work.real_now,
        repeated=repeated,
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

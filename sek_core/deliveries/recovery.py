"""Look after messages of which nobody knows: their worker died, or no answer came."""

from datetime import timedelta

from sqlalchemy import and_, bindparam, func, or_, select, update

from sek_core.deliveries.outcomes import POSTPONED_BY
from sek_core.deliveries.transitions import NEVER, _change, _patience, _unknown
from sek_core.messages.content import AIM, content_from_json
from sek_core.messages.kinds import REPEATABLE, TOLD_TWICE
from sek_core.store.base import among
from sek_core.store.deliveries import Delivery
from sek_core.timing.clock import SKEW
from sek_core.work.unit_of_work import UnitOfWork

_STUCK = and_(
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


FIRST_OVERDUE = select(func.min(Delivery.due_at)).where(_STUCK)
"""When the first of those wants to be looked after (real time)."""


def overdue(work: UnitOfWork, most: int = 100) -> list[int]:
    """Deliveries that hang: their worker died while sending, or nobody knows of them."""
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


def _is_impossible(work: UnitOfWork, delivery: Delivery) -> bool:
    """Whether it is to be looked after later than anybody would have said: the clock was put back."""
    wait = _shortest_watch(work)
    if delivery.status == "unknown":
        wait = max(wait, _patience(work, delivery))
    return work.real_now + wait + SKEW < delivery.due_at < NEVER


def _shortest_watch(work: UnitOfWork) -> timedelta:
    """So far ahead may the time always be at which a delivery is looked after."""
    mechanism = work.configuration.mechanism
    return max(mechanism.send_lease, mechanism.unknown_wait, POSTPONED_BY)


def postpone(work: UnitOfWork, delivery_id: int) -> None:
    """Look after this one later: it could not be done now, and must not hold up the others."""
    later = work.real_now + POSTPONED_BY
    work.session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(due_at=later)
        .execution_options(synchronize_session=False)
    )


def settle_restored(work: UnitOfWork, delivery: Delivery) -> bool:
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


def _send_again(work: UnitOfWork, delivery: Delivery, repeated: bool = True) -> bool:
    """Queue it, marked; `repeated`: and not once more after that. False if it is skipped."""
    render = work.core.channels.renderer(delivery.channel)
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

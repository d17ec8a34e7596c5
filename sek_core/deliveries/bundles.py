"""Bundles: who got many alerts gets the next ones together, in one message.

The claim counts, because it alone sees what waits for an address, in all processes. An alert that finds too
many before it waits a little; then all that wait for its address become one message. Each row keeps its
place in the history, as `bundled`, and names the row of that message.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from sek_core.messages.kinds import Priority
from sek_core.messages.screens import Screen
from sek_core.store.base import among, is_just
from sek_core.store.deliveries import Delivery
from sek_core.store.statements import table_of
from sek_core.store.states import DeliveryStatus
from sek_core.work.unit_of_work import UnitOfWork

_OUT = table_of(Delivery)

_TOLD = (
    DeliveryStatus.SENDING, DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED, DeliveryStatus.UNKNOWN,
)  # fmt: skip
"""Statuses of an alert that its recipient has got, or may have got."""

# Built once: building it costs more than running it.
_RECENT = (
    select(_OUT.c.address, func.count())
    .where(
        is_just(_OUT.c.kind, "alert"),
        _OUT.c.channel == bindparam("by"),
        _OUT.c.address.in_(bindparam("addresses", expanding=True)),
        _OUT.c.created_at > bindparam("since", type_=_OUT.c.created_at.type),
        _OUT.c.status.in_(_TOLD),
    )
    .group_by(_OUT.c.address)
)


@dataclass(frozen=True, slots=True)
class Crowded:
    """Due alerts that do not leave by themselves now. `later`: ids that wait, and until when (real time);
    `bundled`: ids of those that are now part of a message.
    """

    later: dict[int, datetime]
    bundled: set[int]


def may_bundle(row: Any) -> bool:
    """Return True if a delivery is an alert that may leave in a bundle: of a shock, not urgent, to a person,
    not tried yet and no copy of a failed one.
    """
    return (
        row.kind == "alert"
        and row.priority == Priority.ALERT
        and row.person_id is not None
        and row.about.startswith("S")
        and row.attempts == 0
        and row.origin_id is None
    )


def gather(work: UnitOfWork, channel: str, due: Sequence[Any]) -> Crowded:
    """Hold, or bundle, the due alerts to addresses that got many. `due`: the first message of each."""
    alerts = [row for row in due if may_bundle(row)]
    found = Crowded({}, set())
    if not alerts:
        return found
    limits = work.configuration.mechanism.bundles
    asked = {
        "by": channel,
        "addresses": [row.address for row in alerts],
        "since": work.now - limits.within,
    }
    recent = {row[0]: row[1] for row in work.session.execute(_RECENT, asked)}
    for row in alerts:
        if recent.get(row.address, 0) < limits.after:
            continue
        left = row.created_at + limits.wait - work.now
        if left > timedelta():
            found.later[row.id] = work.real_now + min(left, limits.wait)
        elif _bundle(work, channel, row.address):
            found.bundled.add(row.id)
    return found


def _bundle(work: UnitOfWork, channel: str, address: str) -> bool:
    """Make one message of the alerts that wait for this address; False if fewer than two are wanted."""
    waiting = (
        select(Delivery)
        .where(
            Delivery.channel == channel,
            Delivery.address == address,
            among(Delivery.status, DeliveryStatus.QUEUED, DeliveryStatus.SENDING),  # the index's condition
            Delivery.status == DeliveryStatus.QUEUED,
            Delivery.priority == Priority.ALERT,
        )
        .order_by(Delivery.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = [row for row in work.session.scalars(waiting) if may_bundle(row)]
    said = work.core.bundle(work, rows)
    over = [row.id for row in rows if row.id not in said.wanted]
    _set(work, over, status=DeliveryStatus.SKIPPED, error="no longer waiting to be taken")
    if said.screen is None or len(said.wanted) < 2:
        return any(row.id not in said.wanted for row in rows[:1])
    first = next(row for row in rows if row.id in said.wanted)
    content, rendered = work.outbox.word(said.screen, work.people.get(first.person_id or 0), channel)
    values = {
        "person_id": first.person_id,
        "channel": channel,
        "address": address,
        "kind": "alert",
        "about": "",
        "priority": Priority.ALERT,
        "content": content,
        "text": rendered.text,
        "wire": rendered.wire,
        "segments": rendered.segments,
        "status": DeliveryStatus.QUEUED,
        "due_at": work.real_now,
        "created_at": work.now,
        "changed_at": work.real_now,
        "attempts": 0,
        "repeated": False,
    }
    bundle_id = work.session.scalar(insert(Delivery).values(**values).returning(Delivery.id))
    _set(work, said.wanted, status=DeliveryStatus.BUNDLED, bundle_id=bundle_id)
    return True


def _set(work: UnitOfWork, ids: Collection[int], **values: Any) -> None:
    if ids:
        mine = update(Delivery).where(Delivery.id.in_(ids), Delivery.status == DeliveryStatus.QUEUED)
        work.session.execute(
            mine.values(changed_at=work.real_now, **values).execution_options(synchronize_session=False)
        )


def members(work: UnitOfWork, delivery: Delivery) -> Sequence[Delivery]:
    """Return the alerts that a message replaced, oldest first; none if it is no bundle."""
    if delivery.kind != "alert" or delivery.about:
        return ()
    query = select(Delivery).where(Delivery.bundle_id == (delivery.origin_id or delivery.id))
    return work.session.scalars(query.order_by(Delivery.id)).all()


def worded_anew(work: UnitOfWork, delivery: Delivery) -> tuple[bool, Screen | None]:
    """Return whether a message is a bundle, and its words with what is still wanted; None if nothing is."""
    rows = members(work, delivery)
    return bool(rows), work.core.bundle(work, rows).screen if rows else None

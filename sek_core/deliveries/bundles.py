"""Bundles: who got many alerts gets the next ones together, in one message. Beyond a budget, all alerts and
answers come so.

The claim counts, because it alone sees what waits for an address, in all processes. An alert that finds too
many before it waits a little; then all that wait for its address become one message. Each row keeps its
place in the history, as `bundled`, and names the row of that message.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from sek_core.messages.content import content_from_json, content_to_json
from sek_core.messages.kinds import Priority
from sek_core.messages.screens import UNASKED, Arg, Joined, Moment, Screen, Text
from sek_core.store.base import among, is_just
from sek_core.store.deliveries import Delivery
from sek_core.store.statements import table_of
from sek_core.store.states import DeliveryStatus
from sek_core.work.unit_of_work import UnitOfWork

_OUT = table_of(Delivery)

LISTED = 20
"""Maximum number of references in one message of several; LIST shows the others."""

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


def may_bundle(row: Any, priority: Priority = Priority.ALERT) -> bool:
    """Return True if a delivery is an alert that may leave in a bundle: of a shock, of this priority, to a
    person, not tried yet and no copy of a failed one.
    """
    return (
        row.kind == "alert"
        and row.priority == priority
        and row.person_id is not None
        and row.about.startswith("S")
        and row.attempts == 0
        and row.origin_id is None
    )


def may_join_answers(row: Any) -> bool:
    """Return True if a delivery is an answer that may leave with others: it holds no code, is not tried yet
    and is no bundle.
    """
    return (
        row.kind == "answer"
        and row.priority == Priority.ANSWER
        and row.attempts == 0
        and row.origin_id is None
        and row.secret is None
        and row.step is None
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


def gather_beyond(work: UnitOfWork, channel: str, beyond: Sequence[Any]) -> Crowded:
    """Hold, or bundle, the due alerts and answers that go beyond a budget. Urgent alerts never wait: those
    that are there at this moment go together.
    """
    limits = work.configuration.mechanism.bundles
    found = Crowded({}, set())
    for row in beyond:
        wait, bundled = timedelta(), partial(_bundle, priority=Priority.URGENT)
        if may_bundle(row):
            wait, bundled = limits.wait, partial(_bundle)
        elif may_join_answers(row):
            wait, bundled = limits.answer_wait, partial(_join_answers)
        elif not may_bundle(row, Priority.URGENT):
            continue
        left = row.created_at + wait - work.now
        if left > timedelta():
            found.later[row.id] = work.real_now + min(left, wait)
        elif bundled(work, channel, row.address):
            found.bundled.add(row.id)
    return found


def _waiting(work: UnitOfWork, channel: str, address: str, priority: Priority) -> Sequence[Delivery]:
    """Return what waits for an address, of this priority, and lock it."""
    waiting = (
        select(Delivery)
        .where(
            Delivery.channel == channel,
            Delivery.address == address,
            among(Delivery.status, DeliveryStatus.QUEUED, DeliveryStatus.SENDING),  # the index's condition
            Delivery.status == DeliveryStatus.QUEUED,
            Delivery.priority == priority,
        )
        .order_by(Delivery.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return work.session.scalars(waiting).all()


def _bundle(work: UnitOfWork, channel: str, address: str, priority: Priority = Priority.ALERT) -> bool:
    """Make one message of the alerts that wait for this address; False if fewer than two are wanted."""
    rows = [row for row in _waiting(work, channel, address, priority) if may_bundle(row, priority)]
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
        "priority": priority,
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
        "county": first.county,
    }
    bundle_id = work.session.scalar(insert(Delivery).values(**values).returning(Delivery.id))
    _set(work, said.wanted, status=DeliveryStatus.BUNDLED, bundle_id=bundle_id)
    return True


def _join_answers(work: UnitOfWork, channel: str, address: str) -> bool:
    """Put the answers that wait for this address into the newest of them, which may hold the question that is
    open: it names what the others are about. False if there are fewer than two.
    """
    waiting = [row for row in _waiting(work, channel, address, Priority.ANSWER) if may_join_answers(row)]
    contents = {row.id: content_from_json(row.content) for row in waiting}
    rows = [row for row in waiting if contents[row.id].attachment is None]
    if len(rows) < 2 or rows[0] is not waiting[0]:
        return False
    *others, newest = rows
    person = work.people.get(newest.person_id) if newest.person_id is not None else None
    said = work.outbox.in_words(_of_answers(others), person)
    content = contents[newest.id]
    segments = content.max_segments
    content = replace(
        content,
        body=f"{said.body} {content.body}",
        max_segments=None if segments is None else min(segments + 1, UNASKED),
    )
    rendered = work.core.channels.renderer(channel)(content)
    _set(
        work,
        [newest.id],
        content=content_to_json(content),
        text=rendered.text,
        wire=rendered.wire,
        segments=rendered.segments,
        step=len(rows),
        due_at=work.real_now,
    )
    ids = [row.id for row in others]
    _set(work, ids, status=DeliveryStatus.BUNDLED, bundle_id=newest.id)
    return True


def _of_answers(others: Sequence[Delivery]) -> Screen:
    """Return "13 texts since 10:04 are handled: S6, S7. STATUS S6 shows one." """
    refs = list(dict.fromkeys(row.about for row in others if row.about))
    args: dict[str, Arg] = {"time": Moment(others[0].created_at)}
    if not refs:
        return Screen(Text("bundle.answers", args, n=len(others)))
    shown: list[Arg] = list(refs[:LISTED])
    if len(refs) > LISTED:
        shown.append(Text("bundle.others", n=len(refs) - LISTED))
    args |= {"refs": Joined(tuple(shown)), "ref": refs[0]}
    return Screen(Text("bundle.answers_about", args, n=len(others)))


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

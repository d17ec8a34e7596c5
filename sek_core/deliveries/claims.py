"""Claims of due messages: one worker claims each that is still wanted, in the order of sending and within the
rate limits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, or_, select, tuple_, update

from sek_core.deliveries import bundles, rate_limits, spending
from sek_core.deliveries.rate_limits import Candidate
from sek_core.messages.channel import Wire
from sek_core.messages.kinds import Priority
from sek_core.store.base import among, is_just
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import Conversation
from sek_core.store.incidents import Incident
from sek_core.store.meetings import Meeting, Task
from sek_core.store.statements import table_of
from sek_core.store.states import Budget, DeliveryStatus, IncidentStatus
from sek_core.timing.clock import SKEW
from sek_core.work import codes
from sek_core.work.unit_of_work import UnitOfWork

DIALOGUE = timedelta(minutes=2)
"""Time after a question to a person in which routine messages wait for the answer."""

# Every message needs these statements, so they are built once: building one costs more than running it.
_OUT = table_of(Delivery)
_other = _OUT.alias("other")
_of_the_same = and_(_other.c.channel == _OUT.c.channel, _other.c.address == _OUT.c.address)
# Each is one index look-up, however long the queue of an address is: the first finds the heads of the queues,
# and there are few heads.
_behind_another = (
    select(_other.c.id)
    .where(
        _of_the_same,
        among(_other.c.status, DeliveryStatus.QUEUED, DeliveryStatus.SENDING),  # the condition of the index
        _other.c.status == DeliveryStatus.QUEUED,
        tuple_(_other.c.priority, _other.c.id) < tuple_(_OUT.c.priority, _OUT.c.id),
    )
    .exists()
)
# An urgent message does not wait until another one has left, unless that is urgent too: they arrive in order.
_URGENT: BindParameter[int] = bindparam("urgent", Priority.URGENT)
_another_is_leaving = (
    select(_other.c.id)
    .where(
        _of_the_same,
        is_just(_other.c.status, DeliveryStatus.SENDING),
        _other.c.id != _OUT.c.id,
        or_(_OUT.c.priority > _URGENT, _other.c.priority <= _URGENT),
    )
    .exists()
)
_DUE = (
    select(
        _OUT.c.id,
        _OUT.c.address,
        _OUT.c.wire,
        _OUT.c.about,
        _OUT.c.step,
        _OUT.c.while_open,
        _OUT.c.priority,
        _OUT.c.person_id,
        _OUT.c.created_at,
        _OUT.c.kind,
        _OUT.c.attempts,
        _OUT.c.origin_id,
        _OUT.c.segments,
        _OUT.c.county,
        _OUT.c.secret,
    )
    .where(
        _OUT.c.status == DeliveryStatus.QUEUED,
        _OUT.c.channel == bindparam("by"),
        _OUT.c.priority <= bindparam("lowest"),
        # A row that was changed in the future was changed before the clock was set back: it waits no longer.
        or_(
            _OUT.c.due_at <= bindparam("now", type_=_OUT.c.due_at.type),
            _OUT.c.changed_at > bindparam("impossible", type_=_OUT.c.changed_at.type),
        ),
        ~_behind_another,
        ~_another_is_leaving,
    )
    .order_by(_OUT.c.priority, _OUT.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_OUT)
)
_TAKE = (
    _OUT.update()
    .where(_OUT.c.id.in_(bindparam("ids", expanding=True)), _OUT.c.status == DeliveryStatus.QUEUED)
    .values(
        status=DeliveryStatus.SENDING,
        attempts=_OUT.c.attempts + 1,
        due_at=bindparam("until"),
        changed_at=bindparam("now"),
        held_by=None,
    )
    .returning(
        _OUT.c.id,
        _OUT.c.channel,
        _OUT.c.address,
        _OUT.c.text,
        _OUT.c.kind,
        _OUT.c.wire,
        _OUT.c.priority,
        _OUT.c.secret,
    )
)
_HOLD = (
    _OUT.update()
    .where(_OUT.c.id == bindparam("of"), _OUT.c.status == DeliveryStatus.QUEUED)
    .values(due_at=bindparam("until"), held_by=bindparam("by"))
)
_LATER = _OUT.update().where(_OUT.c.id == bindparam("of")).values(due_at=bindparam("until"))


@dataclass(frozen=True, slots=True)
class Claimed:
    """One delivery that this worker alone holds."""

    id: int
    channel: str
    address: str
    text: str
    kind: str
    wire: Wire | None
    priority: int
    secret: str | None = None
    leaves_at: datetime | None = None
    """Time (real) at which its request begins, where the channel has a rate."""

    @property
    def unmasked(self) -> str:
        """The text as it leaves, with its code."""
        return codes.unmask(self.text, self.secret)

    @property
    def urgent(self) -> bool:
        """Whether it leaves beside, not behind, the messages that are under way."""
        return self.priority <= Priority.URGENT


@dataclass(frozen=True, slots=True)
class Claims:
    """The claimed deliveries. `more`: others may be due, at once or, if set, at `free_at` (the limit of the
    whole channel).
    """

    claimed: list[Claimed]
    more: bool
    free_at: datetime | None = None


def claim(work: UnitOfWork, channel: str, most: int, lowest: Priority = Priority.ROUTINE) -> Claims:
    """Claim due deliveries, by priority and then in order; at most one per address at a time. `lowest`: what
    comes after it in the order of sending is left.

    The next message of an address waits until the one before it has left, so that each person's messages
    arrive in order; an urgent one waits only for an urgent one. PostgreSQL skips rows that another worker is
    claiming. Messages that are no longer wanted are skipped, routine messages to people in a dialogue put
    off, and alerts to a recipient of many bundled.
    """
    connection = work.session.connection()
    now = work.real_now
    asked = {"by": channel, "now": now, "impossible": now + SKEW, "most": most, "lowest": lowest}
    due: Sequence[Any] = connection.execute(_DUE, asked).all()
    if not due:
        return Claims([], more=False)
    full = len(due) == most
    waiting = [WaitingDelivery(row.id, row.about, row.step) for row in due if row.while_open]
    over = skip_unwanted_deliveries(work, waiting)
    later = _in_dialogues(work, [row for row in due if row.id not in over])
    crowded = bundles.gather(work, channel, [row for row in due if row.id not in over])
    bundled = crowded.bundled
    over |= crowded.bundled
    later |= crowded.later
    due = [row for row in due if row.id not in over and row.id not in later]
    beyond = spending.charge(work, channel, due)
    counted = due
    if beyond:
        crowded = _beyond_budget(work, channel, due, beyond)
        bundled |= crowded.bundled
        over |= crowded.bundled
        later |= crowded.later
        due = [row for row in due if row.id not in over and row.id not in later]
    leaves_at: Mapping[int, datetime | None] = dict.fromkeys(row.id for row in due)
    free_at = None
    if due and work.core.channels.of(channel).limits is not None:
        passed = rate_limits.pass_through(work, channel, [_candidate(row) for row in due])
        leaves_at, free_at = passed.leaves_at, passed.free_at
        later |= passed.held
    if len(leaves_at) < len(counted):
        spending.refund(work, channel, [row for row in counted if row.id not in leaves_at])
    if later:
        connection.execute(_LATER, [{"of": held_id, "until": at} for held_id, at in sorted(later.items())])
        free_at = min([*([free_at] if free_at else []), *later.values()])
    taken: list[Claimed] = []
    if leaves_at:
        lease = now + work.configuration.mechanism.send_lease
        rows = connection.execute(_TAKE, {"ids": list(leaves_at), "until": lease, "now": now})
        claimed = [Claimed(**row, leaves_at=leaves_at[row["id"]]) for row in rows.mappings()]
        taken = sorted(claimed, key=lambda one: (one.leaves_at or now, one.id))
    # The message of a bundle can leave now, whatever others wait for.
    return Claims(taken, more=full or bool(over), free_at=None if bundled else free_at)


def _beyond_budget(
    work: UnitOfWork, channel: str, due: Sequence[Any], beyond: Mapping[int, Budget]
) -> bundles.Crowded:
    """Decide what becomes of messages that go beyond a budget: alerts and answers go together, the rest waits
    for the next day. What is urgent leaves.
    """
    rows = [row for row in due if row.id in beyond]
    crowded = bundles.gather_beyond(work, channel, rows)
    waits = [row for row in rows if not spending.leaves_anyway(row)]
    held = {row.id: spending.looked_at_again(work, row) for row in waits}
    if held:
        work.session.connection().execute(
            _HOLD, [{"of": held_id, "until": at, "by": beyond[held_id]} for held_id, at in held.items()]
        )
    return bundles.Crowded(crowded.later | held, crowded.bundled)


def _candidate(row: Any) -> Candidate:
    is_message = not (row.wire or {}).get("only_toast")
    return Candidate(row.id, row.address, is_message, row.priority <= Priority.URGENT)


def _in_dialogues(work: UnitOfWork, due: Sequence[Any]) -> dict[int, datetime]:
    """Return the routine messages to people who were asked a question just now, and until when they wait."""
    routine = [row for row in due if row.priority >= Priority.ROUTINE and row.person_id is not None]
    if not routine:
        return {}
    query = select(Conversation.party, Conversation.asked_at, Conversation.question).where(
        Conversation.party.in_({f"p{row.person_id}" for row in routine}),
        Conversation.question.is_not(None),
        Conversation.asked_at > work.now - DIALOGUE,
        Conversation.asked_at <= work.now,
    )
    asked_at = {
        row.party: row.asked_at
        for row in work.session.execute(query)
        if row.asked_at is not None and not row.question.get("yields")
    }
    # What was written together with the question is, or belongs to, the question.
    return {
        row.id: work.real_now + (at + DIALOGUE - work.now)
        for row in routine
        if (at := asked_at.get(f"p{row.person_id}")) is not None and at != row.created_at
    }


@dataclass(frozen=True, slots=True)
class WaitingDelivery:
    """One delivery that is wanted only while its subject (`about`) is unchanged: an incident without a
    holder, or this version (`step`) of a meeting or a task.
    """

    id: int
    about: str
    step: int | None


def skip_unwanted_deliveries(work: UnitOfWork, waiting: Sequence[WaitingDelivery]) -> set[int]:
    """Skip the deliveries that are no longer wanted, and return their ids."""
    if not waiting:
        return set()
    taken = _taken(work, [each for each in waiting if each.about[:1] not in _VERSIONED])
    _skip(work, taken, "no longer waiting to be taken")
    changed: set[int] = set()
    for letter, table in _VERSIONED.items():
        changed |= _changed(work, [each for each in waiting if each.about.startswith(letter)], table)
    _skip(work, changed, "changed since")
    return taken | changed


def _skip(work: UnitOfWork, over: set[int], why: str) -> None:
    if over:
        work.session.execute(
            update(Delivery)
            .where(Delivery.id.in_(over), Delivery.status == DeliveryStatus.QUEUED)
            .values(status=DeliveryStatus.SKIPPED, error=why, changed_at=work.real_now)
            .execution_options(synchronize_session=False)
        )


_VERSIONED: dict[str, type[Meeting] | type[Task]] = {"M": Meeting, "T": Task}


def _taken(work: UnitOfWork, waiting: Sequence[WaitingDelivery]) -> set[int]:
    if not waiting:
        return set()
    refs = {each.about for each in waiting}
    query = select(Incident.ref).where(Incident.ref.in_(refs), Incident.status == IncidentStatus.OPEN)
    still_open = set(work.session.scalars(query))
    return {each.id for each in waiting if each.about not in still_open}


def _changed(
    work: UnitOfWork, waiting: Sequence[WaitingDelivery], table: type[Meeting] | type[Task]
) -> set[int]:
    if not waiting:
        return set()
    refs = {each.about for each in waiting}
    rows = work.session.execute(select(table.ref, table.version).where(table.ref.in_(refs)))
    versions = {row.ref: row.version for row in rows}
    return {each.id for each in waiting if versions.get(each.about) != each.step}

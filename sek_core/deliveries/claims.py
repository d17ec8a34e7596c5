"""Claims of due messages: one worker claims each that is still wanted, within the rate limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select, tuple_, update

from sek_core.deliveries import rate_limits
from sek_core.messages.channel import Wire
from sek_core.store.base import among, is_just
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident
from sek_core.store.meetings import Meeting, Task
from sek_core.store.statements import table_of
from sek_core.store.states import DeliveryStatus, IncidentStatus
from sek_core.timing.clock import SKEW
from sek_core.work import codes
from sek_core.work.unit_of_work import UnitOfWork

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
        among(_other.c.status, DeliveryStatus.QUEUED, DeliveryStatus.SENDING),
        tuple_(_other.c.priority, _other.c.id) < tuple_(_OUT.c.priority, _OUT.c.id),
    )
    .exists()
)
_another_is_leaving = (
    select(_other.c.id)
    .where(_of_the_same, is_just(_other.c.status, DeliveryStatus.SENDING), _other.c.id != _OUT.c.id)
    .exists()
)
_DUE = (
    select(_OUT.c.id, _OUT.c.address, _OUT.c.wire, _OUT.c.about, _OUT.c.step, _OUT.c.while_open)
    .where(
        _OUT.c.status == DeliveryStatus.QUEUED,
        _OUT.c.channel == bindparam("by"),
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

    @property
    def unmasked(self) -> str:
        """The text as it leaves, with its code."""
        return codes.unmask(self.text, self.secret)


@dataclass(frozen=True, slots=True)
class Claims:
    """The claimed deliveries. `more`: others may be due, at once or, if set, at `free_at` (the limit of the
    whole channel).
    """

    claimed: list[Claimed]
    more: bool
    free_at: datetime | None = None


def claim(work: UnitOfWork, channel: str, most: int) -> Claims:
    """Claim due deliveries, by priority and then in order; at most one per address at a time.

    The next message of an address waits until the one before it has left, so that each person's messages
    arrive in order. PostgreSQL skips rows that another worker is claiming. Messages that are no longer wanted
    are skipped.
    """
    connection = work.session.connection()
    now = work.real_now
    due = connection.execute(_DUE, {"by": channel, "now": now, "impossible": now + SKEW, "most": most}).all()
    if not due:
        return Claims([], more=False)
    full = len(due) == most
    waiting = [WaitingDelivery(row.id, row.about, row.step) for row in due if row.while_open]
    over = skip_unwanted_deliveries(work, waiting)
    due = [row for row in due if row.id not in over]
    ids, free_at = [row.id for row in due], None
    if due and work.core.channels.of(channel).limits is not None:
        candidates = [(row.id, row.address, not (row.wire or {}).get("only_toast")) for row in due]
        passed = rate_limits.pass_through(work, channel, candidates)
        ids, free_at = list(passed.now), passed.free_at
        if passed.held:
            later = [{"of": held_id, "until": at} for held_id, at in sorted(passed.held.items())]
            connection.execute(_LATER, later)
            free_at = min([*([free_at] if free_at else []), *passed.held.values()])
    taken: list[Claimed] = []
    if ids:
        lease = now + work.configuration.mechanism.send_lease
        rows = connection.execute(_TAKE, {"ids": ids, "until": lease, "now": now})
        taken = sorted((Claimed(*row) for row in rows), key=lambda claimed: claimed.id)
    return Claims(taken, more=full or bool(over), free_at=free_at)


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

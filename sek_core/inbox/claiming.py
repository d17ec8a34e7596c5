"""Claims of inbox rows: which of those that wait are handled next.

Only the oldest new row of a lane may be handled, so a sender's texts never overtake each other. While nothing
waits long, rows go by age. Otherwise lanes with a pressing text anywhere in them go first.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, true
from sqlalchemy.orm import Session, aliased

from sek_core.inbox.queue import TEXT
from sek_core.store.base import is_just
from sek_core.store.inbox import InboxRow
from sek_core.store.states import InboxStatus

BEHIND = timedelta(seconds=2)
"""Wait of the oldest new row from which pressing lanes go first."""

LONG = timedelta(minutes=1)
"""Wait of the oldest new row from which half of each batch goes by age, so that every row has its turn."""

LOOKED_AT = 256
"""Number of pressing lanes that one claim looks at: enough for several workers, each of which holds some."""

# Every message needs these statements, so they are built once: building one costs more than running it.
_earlier = aliased(InboxRow)
_blocked = (
    select(_earlier.id)
    .where(_earlier.lane == InboxRow.lane, _earlier.status == InboxStatus.NEW, _earlier.id < InboxRow.id)
    .exists()
)
_BY_AGE = (
    select(InboxRow)
    .where(InboxRow.status == InboxStatus.NEW, ~_blocked)
    .order_by(InboxRow.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=InboxRow)
)
_BY_AGE_BESIDES = _BY_AGE.where(InboxRow.id.not_in(bindparam("taken", expanding=True)))

_pressing, _before, _head = aliased(InboxRow), aliased(InboxRow), aliased(InboxRow)
_first_of_lane = (
    select(func.min(_head.id))
    .where(_head.lane == _pressing.lane, is_just(_head.status, InboxStatus.NEW))
    .scalar_subquery()
)
_pressing_before = (
    select(_before.id)
    .where(
        _before.lane == _pressing.lane,
        is_just(_before.status, InboxStatus.NEW),
        _before.pressing == true(),
        _before.id < _pressing.id,
    )
    .exists()
)
_heads = (
    select(_first_of_lane)
    .where(is_just(_pressing.status, InboxStatus.NEW), _pressing.pressing == true(), ~_pressing_before)
    .order_by(_pressing.id)
    .limit(LOOKED_AT)
)
_PRESSING = (
    select(InboxRow)
    .where(InboxRow.id.in_(_heads), InboxRow.status == InboxStatus.NEW)
    .order_by(InboxRow.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=InboxRow)
)
_OLDEST = (
    select(InboxRow.received_at)
    .where(is_just(InboxRow.status, InboxStatus.NEW))
    .order_by(InboxRow.id)
    .limit(1)
)
_ANY_NEW = select(InboxRow.id).where(InboxRow.status == InboxStatus.NEW).limit(1)


def next_batch(session: Session, most: int, now: datetime) -> list[InboxRow]:
    """Return new rows, only the oldest of each lane, locked until the transaction ends: by age, or pressing
    lanes first if the oldest row has waited long. Each of the two parts is by age in itself.

    While another worker holds the oldest row of a lane, the next row of that lane stays where it is, because
    it is still behind a new row.
    """
    share = _pressing_share(session, most, now)
    pressing = list(session.scalars(_PRESSING, {"most": share})) if share else []
    if not pressing:
        return list(session.scalars(_BY_AGE, {"most": most}))
    if len(pressing) == most:
        return pressing
    besides = {"most": most - len(pressing), "taken": [row.id for row in pressing]}
    return [*pressing, *session.scalars(_BY_AGE_BESIDES, besides)]


def next_texts(session: Session, most: int, now: datetime) -> list[str]:
    """Return the words of the next texts, without taking them."""
    texts: list[str] = []
    if share := _pressing_share(session, most, now):
        heads = select(InboxRow.text).where(InboxRow.id.in_(_heads), InboxRow.kind == TEXT)
        texts += session.scalars(heads.order_by(InboxRow.id).limit(share))
    new = select(InboxRow.text).where(is_just(InboxRow.status, InboxStatus.NEW), InboxRow.kind == TEXT)
    texts += session.scalars(new.order_by(InboxRow.id).limit(most - len(texts)))
    return texts


def next_one(session: Session, inbox_id: int) -> list[InboxRow]:
    """Return one row, if it is next in its lane."""
    return list(session.scalars(_BY_AGE.where(InboxRow.id == inbox_id), {"most": 1}))


def just_stored(session: Session, channel: str, provider_id: str) -> list[InboxRow]:
    """Return the text with this id, which this transaction has stored, so that no other can have it."""
    query = select(InboxRow).where(
        InboxRow.channel == channel, InboxRow.kind == TEXT, InboxRow.provider_id == provider_id
    )
    return list(session.scalars(query))


def any_new(session: Session) -> bool:
    """Return True if any row waits to be handled, in a free lane or not."""
    return session.scalar(_ANY_NEW) is not None


def _pressing_share(session: Session, most: int, now: datetime) -> int:
    """Return how many of `most` rows pressing lanes may have.

    The oldest row counts, of whatever kind: one of another kind in front changes nothing for it, and texts
    wait behind it.
    """
    oldest = session.scalar(_OLDEST)
    if oldest is None or now - oldest <= BEHIND:
        return 0
    return most if now - oldest <= LONG else most // 2

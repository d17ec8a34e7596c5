"""What was received: stored before anybody hears "ok", handled in order, never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.orm import Session, aliased

from sek_core.messages.incoming import Parts, parts_of
from sek_core.roster.snapshot import Address
from sek_core.store.conditional import changed_one
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.rows import table_of
from sek_core.store.upsert import insert_missing

TEXT, DELIVERY_REPORT, OPT_OUT = "text", "delivery_report", "opt_out"
MEMBERSHIP, OTHER = "membership", "other"
"""The kinds of what is received. text: whatever a person says or taps. membership: the program was
added to a chat or taken out of it. other: kept, and nothing follows from it.
"""

# Statements that every message needs are built once: building one costs more than running it.
_earlier = aliased(InboxRow)
_blocked = (
    select(_earlier.id)
    .where(_earlier.lane == InboxRow.lane, _earlier.status == "new", _earlier.id < InboxRow.id)
    .exists()
)
_NEXT = (
    select(InboxRow)
    .where(InboxRow.status == "new", ~_blocked)
    .order_by(InboxRow.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=InboxRow)
)
_ANY_NEW = select(InboxRow.id).where(InboxRow.status == "new").limit(1)
_INBOX = table_of(InboxRow)
_MARK = (
    _INBOX.update()
    .where(_INBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(status=bindparam("becomes"), handled_at=bindparam("at"), error=bindparam("why"))
)
_MATCH_AGAIN = (
    _INBOX.update()
    .where(_INBOX.c.status == "unmatched", _INBOX.c.about.in_(bindparam("ids", expanding=True)))
    .values(status="new")
)


def arrival(
    channel: str,
    kind: str,
    provider_id: str,
    lane: str,
    payload: dict[str, Any],
    received_at: datetime,
    *,
    sender: str = "",
    text: str = "",
    about: str = "",
    sent_at: datetime | None = None,
    parts: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One inbox row as it is inserted. (channel, kind, provider_id) is stored once."""
    return {
        "channel": channel,
        "kind": kind,
        "provider_id": provider_id,
        "lane": lane,
        "sender": sender,
        "text": text,
        "about": about,
        "payload": payload,
        "sent_at": sent_at,
        "received_at": received_at,
        "status": "new",
        "parts": parts,
    }


def store(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert arrivals, in one statement; what was stored before is left as it is."""
    insert_missing(session, InboxRow, rows)


@dataclass(frozen=True, slots=True)
class Said:
    """What a message said before it was changed: its first row, and its text as it stood last."""

    first_id: int
    text: str


def said_before(session: Session, address: Address, parts: Parts, inbox_id: int) -> Said | None:
    """What the message of these parts said in the rows before `inbox_id`."""
    if parts.message is None:
        return None
    query = (
        select(InboxRow.id, InboxRow.text, InboxRow.parts)
        .where(
            InboxRow.channel == address.channel,
            InboxRow.sender == address.value,
            InboxRow.kind == TEXT,
            InboxRow.id < inbox_id,
            InboxRow.parts["message"].as_integer() == parts.message,
        )
        .order_by(InboxRow.id)
    )
    rows = [row for row in session.execute(query) if parts_of(row.parts).group == parts.group]
    return Said(rows[0].id, rows[-1].text) if rows else None


def next_batch(session: Session, most: int) -> list[InboxRow]:
    """New rows, oldest first, of each lane only the oldest; locked until the transaction ends.

    While another worker holds the oldest row of a lane, the next one of that lane stays where it
    is: it is still behind a new row.
    """
    return list(session.scalars(_NEXT, {"most": most}))


def next_one(session: Session, inbox_id: int) -> list[InboxRow]:
    """One row, if it is next in its lane."""
    return list(session.scalars(_NEXT.where(InboxRow.id == inbox_id), {"most": 1}))


def any_new(session: Session) -> bool:
    """Whether anything waits to be handled, in a lane that is free or not."""
    return session.scalar(_ANY_NEW) is not None


def mark(session: Session, ids: Sequence[int], status: str, now: datetime, error: str | None = None) -> None:
    """Set the status of rows that were handled, or that failed."""
    if ids:
        session.execute(_MARK, {"ids": list(ids), "becomes": status, "at": now, "why": error})


def replay(session: Session, inbox_id: int) -> bool:
    """Let a failed row be handled once more; False if it is not there or has not failed."""
    failed = update(InboxRow).where(InboxRow.id == inbox_id, InboxRow.status == "failed")
    return changed_one(session, failed.values(status="new", error=None))


def handle_again(session: Session, kept: Mapping[int, str]) -> None:
    """Let rows that were handled be handled once more, as what was kept under these references."""
    for inbox_id, ref in kept.items():
        row = session.get_one(InboxRow, inbox_id)
        parts = {**(row.parts or {}), "kept": ref}
        done = update(InboxRow).where(InboxRow.id == inbox_id, InboxRow.status == "done")
        changed_one(session, done.values(status="new", parts=parts))


def last_text(session: Session, channel: str, sender: str, before: int) -> InboxRow | None:
    """The last text of this sender that came before the row `before`."""
    query = select(InboxRow).where(
        InboxRow.channel == channel, InboxRow.sender == sender, InboxRow.kind == TEXT, InboxRow.id < before
    )
    return session.scalars(query.order_by(InboxRow.id.desc()).limit(1)).first()


def match_again(session: Session, provider_ids: Sequence[str]) -> None:
    """Let delivery reports on these messages that came too early be looked at once more."""
    if provider_ids:
        session.execute(_MATCH_AGAIN, {"ids": list(provider_ids)})


def match_number_again(session: Session, number: str, since: datetime) -> None:
    """The same for reports on messages to this number that came after `since`."""
    session.execute(
        update(InboxRow)
        .where(InboxRow.status == "unmatched", InboxRow.sender == number, InboxRow.received_at >= since)
        .values(status="new")
        .execution_options(synchronize_session=False)
    )


def matchable(session: Session, most: int = 100) -> list[int]:
    """Reports that were stored as unmatched in the very moment in which their outcome came."""
    query = (
        select(InboxRow.id)
        .where(
            InboxRow.status == "unmatched",
            exists().where(Delivery.channel == InboxRow.channel, Delivery.provider_id == InboxRow.about),
        )
        .limit(most)
    )
    return list(session.scalars(query))


def look_again(session: Session, inbox_id: int) -> bool:
    """Let one unmatched report be handled again."""
    unmatched = update(InboxRow).where(InboxRow.id == inbox_id, InboxRow.status == "unmatched")
    return changed_one(session, unmatched.values(status="new"))

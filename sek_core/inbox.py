"""What was received: stored before anybody hears "ok", handled in order, never lost."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from sek_core.store.inbox import InboxRow
from sek_core.store.upsert import insert_missing

TEXT, DELIVERY_REPORT, OPT_OUT = "text", "delivery_report", "opt_out"


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
    }


def store(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert arrivals, in one statement; what was stored before is left as it is."""
    insert_missing(session, InboxRow, rows)


def next_batch(session: Session, most: int, only: int | None = None) -> list[InboxRow]:
    """New rows, oldest first, of each lane only the oldest; locked until the transaction ends.

    While another worker holds the oldest row of a lane, the next one of that lane stays where it
    is: it is still behind a new row. `only` asks for one row by id.
    """
    earlier = aliased(InboxRow)
    blocked = (
        select(earlier.id)
        .where(earlier.lane == InboxRow.lane, earlier.status == "new", earlier.id < InboxRow.id)
        .exists()
    )
    query = (
        select(InboxRow)
        .where(InboxRow.status == "new", ~blocked)
        .order_by(InboxRow.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=InboxRow)
    )
    if only is not None:
        query = query.where(InboxRow.id == only)
    return list(session.scalars(query))


def mark(session: Session, ids: Sequence[int], status: str, now: datetime, error: str | None = None) -> None:
    """Set the status of rows that were handled, or that failed."""
    if ids:
        session.execute(
            update(InboxRow)
            .where(InboxRow.id.in_(ids))
            .values(status=status, handled_at=now, error=error)
            .execution_options(synchronize_session=False)
        )


def replay(session: Session, inbox_id: int) -> bool:
    """Let a failed row be handled once more; False if it is not there or has not failed."""
    result = session.execute(
        update(InboxRow)
        .where(InboxRow.id == inbox_id, InboxRow.status == "failed")
        .values(status="new", error=None)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def match_again(session: Session, *, about: str = "", number: str = "") -> None:
    """Let delivery reports that came too early be looked at once more."""
    wanted = InboxRow.about == about if about else InboxRow.sender == number
    session.execute(
        update(InboxRow)
        .where(InboxRow.status == "unmatched", wanted)
        .values(status="new")
        .execution_options(synchronize_session=False)
    )

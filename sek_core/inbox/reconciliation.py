"""Reconciliation of a gateway's list of received texts with its callbacks: each text is stored once.

The list and the callbacks give the same text different ids, so it is recognised by its sender, words and
time. docs/decisions/0013-the-list-and-the-callbacks.md says why this loses nothing.

`about` of a text's row tells its sources: empty while only a callback brought it, its own `provider_id` while
only the list did, and the other's id once both have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from sek_core.inbox import queue
from sek_core.store import facts
from sek_core.store.inbox import InboxRow
from sek_core.store.statements import changed_one

TOLERANCE = timedelta(hours=4)
"""Maximum difference between the two times of one text: a date without a zone may be meant in Kenya's (three
hours), and a network may be slow. A wide tolerance does no harm, because each row is matched once.
"""

LIST_ID, LIST_SINCE = "sms_list_id", "sms_list_since"


@dataclass(frozen=True, slots=True)
class Position:
    """Position in the list: read up to `last_id`. Texts sent before `since` are ignored."""

    last_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Counts of a list's texts: `new` were stored, `known` were there already, `old` were ignored."""

    new: int = 0
    known: int = 0
    old: int = 0

    def __add__(self, other: "Reconciled") -> "Reconciled":
        return Reconciled(self.new + other.new, self.known + other.known, self.old + other.old)


def position(session: Session, now: datetime) -> Position:
    """Return the position in the list. The first time it is the beginning, and texts sent before `now` are
    ignored: a new installation does not answer texts older than itself.
    """
    facts.begin(session, {LIST_ID: "0", LIST_SINCE: now.isoformat()})
    value = facts.values_of(session, "sms_list")
    return Position(int(value[LIST_ID]), datetime.fromisoformat(value[LIST_SINCE]))


def set_position(session: Session, to: Position) -> None:
    """Store the position from which to go on."""
    for name, value in ((LIST_ID, str(to.last_id)), (LIST_SINCE, to.since.isoformat())):
        facts.put(session, name, value)


def store_listed(session: Session, rows: Sequence[dict[str, Any]], since: datetime) -> Reconciled:
    """Store the texts that no callback brought. `rows` are arrivals of texts of one channel, oldest first."""
    there = _texts_of(session, rows)
    ids = {known for row in there for known in (row.provider_id, row.about) if known}
    unlisted = [row for row in there if not row.about]
    missing: list[dict[str, Any]] = []
    known = old = 0
    for row in ({**row, "about": row["provider_id"]} for row in rows):
        if row["provider_id"] in ids:
            known += 1
        elif (match := _match(InboxRow(**row), unlisted)) is not None:
            unlisted.remove(match)
            match.about = row["provider_id"]
            known += 1
        elif (row["sent_at"] or row["received_at"]) < since:
            old += 1
        else:
            missing.append(row)
    session.flush()
    queue.store(session, missing)
    return Reconciled(len(missing), known, old)


def brought_already(session: Session, rows: Iterable[InboxRow]) -> set[int]:
    """Return the ids of those fresh rows of a callback whose text the list had brought before."""
    fresh = [row for row in rows if not row.about]
    if not fresh:
        return set()
    query = select(InboxRow).where(
        # Spelled as in the partial index, which is empty in a good week.
        text("kind = 'text' and about = provider_id"),
        InboxRow.sender.in_({row.sender for row in fresh}),
    )
    listed = list(session.scalars(query))
    found: set[int] = set()
    for row in fresh:
        match = _match(row, [other for other in listed if other.channel == row.channel])
        if match is None:
            continue
        listed.remove(match)
        mine = update(InboxRow).where(InboxRow.id == match.id, InboxRow.about == match.provider_id)
        if changed_one(session, mine.values(about=row.provider_id)):
            row.about = match.provider_id
            found.add(row.id)
    return found


def _texts_of(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[InboxRow]:
    """Return all stored texts of these senders that may equal one of `rows`."""
    if not rows:
        return []
    earliest = min(row["sent_at"] or row["received_at"] for row in rows) - TOLERANCE
    query = select(InboxRow).where(
        InboxRow.channel == rows[0]["channel"],
        InboxRow.sender.in_({row["sender"] for row in rows}),
        InboxRow.kind == queue.TEXT,
        InboxRow.received_at >= earliest,
    )
    return list(session.scalars(query.order_by(InboxRow.id)))


def _match(one: InboxRow, others: Sequence[InboxRow]) -> InboxRow | None:
    """Return the same text among `others`: the one with the same link id if both have one, else the nearest
    in time.
    """
    same = [
        (_link(other) != _link(one) or not _link(one), apart, other.id, other)
        for other in others
        if other.sender == one.sender and other.text.split() == one.text.split()
        if (apart := _apart(one, other)) <= TOLERANCE
    ]
    return min(same, key=lambda each: each[:3])[3] if same else None


def _link(row: InboxRow) -> str:
    return str(row.payload.get("linkId") or "")


def _apart(one: InboxRow, other: InboxRow) -> timedelta:
    """Return the smallest difference between the times of two rows."""
    return min(abs(a - b) for a in _times(one) for b in _times(other))


def _times(row: InboxRow) -> list[datetime]:
    """Return when the text was sent. For a callback add when it came, because its date may be missing or in
    another zone than it says.
    """
    if row.sent_at is None:
        return [row.received_at]
    return [row.sent_at] if row.about == row.provider_id else [row.sent_at, row.received_at]

"""A gateway's list of what it received, held against what its callbacks brought: each text once.

The list and the callbacks give the same text different ids, so it is recognised by its sender, its
words and its time. docs/decisions/0013-the-list-and-the-callbacks.md says why this loses nothing.

Of a text's row, `about` tells how far it is known: empty while only a callback brought it, its own
`provider_id` while only the list did, and the other's id once both have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from sek_core.inbox import queue
from sek_core.store import facts
from sek_core.store.conditional import changed_one
from sek_core.store.inbox import InboxRow

TOLERANCE = timedelta(hours=4)
"""So far may the two times of one text lie apart: a date without a zone that is meant in Kenya's (three
hours), and a network that was slow. Wide does no harm, as each row is matched once.
"""

LIST_ID, LIST_SINCE = "sms_list_id", "sms_list_since"


@dataclass(frozen=True, slots=True)
class Position:
    """How far the list was read: up to `last_id`. What was sent before `since` is nobody's concern."""

    last_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Of the texts of a list: `new` were stored, `known` were there already, `old` were passed over."""

    new: int = 0
    known: int = 0
    old: int = 0

    def __add__(self, other: "Reconciled") -> "Reconciled":
        return Reconciled(self.new + other.new, self.known + other.known, self.old + other.old)


def position(session: Session, now: datetime) -> Position:
    """How far the list was read. The first time: nothing yet, and what was sent until `now` stays out,
    as a new installation answers nobody who wrote before there was one.
    """
    facts.begin(session, {LIST_ID: "0", LIST_SINCE: now.isoformat()})
    value = facts.values_of(session, "sms_list")
    return Position(int(value[LIST_ID]), datetime.fromisoformat(value[LIST_SINCE]))


def set_position(session: Session, to: Position) -> None:
    """Go on from there."""
    for name, value in ((LIST_ID, str(to.last_id)), (LIST_SINCE, to.since.isoformat())):
        facts.put(session, name, value)


def store_listed(session: Session, rows: Sequence[dict[str, Any]], since: datetime) -> Reconciled:
    """Store what no callback brought. `rows` are arrivals of texts of one channel, oldest first."""
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
    """The ids of those rows, fresh from a callback, whose text the list had brought before."""
    fresh = [row for row in rows if not row.about]
    if not fresh:
        return set()
    query = select(InboxRow).where(
        # Spelled as the index has it, which is empty in a good week.
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
    """All texts of these senders that may be one of `rows`."""
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
    """The one of `others` that is the same text: by its link id where both have the same, else the
    nearest in time.
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
    """The least that lies between the times of two rows."""
    return min(abs(a - b) for a in _times(one) for b in _times(other))


def _times(row: InboxRow) -> list[datetime]:
    """When the text was sent; of a callback also when it came, as its date may be missing, or in another
    zone than it says.
    """
    if row.sent_at is None:
        return [row.received_at]
    return [row.sent_at] if row.about == row.provider_id else [row.sent_at, row.received_at]

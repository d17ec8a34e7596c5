"""The inbox queue: items are stored before the provider gets its "ok", handled in order, never lost."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, bindparam, exists, func, select, update
from sqlalchemy.orm import Session

from sek_core.messages.incoming import Parts, parts_of
from sek_core.roster.snapshot import Address
from sek_core.store.base import is_just
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.statements import changed_one, insert_missing, inserted, table_of
from sek_core.store.states import InboxStatus
from sek_core.understanding.pressing import PressingWords

log = structlog.get_logger(__name__)

TEXT, DELIVERY_REPORT, OPT_OUT = "text", "delivery_report", "opt_out"
MEMBERSHIP, OTHER, UNREAD = "membership", "other", "unread"
"""Kinds of received items. text: what a person says or taps. membership: the program was added to a chat or
removed from it. other: stored without any effect. unread: reading it raised, so it is kept as it came.
"""

LONGEST_ERROR = 2000
"""Maximum number of letters of an error that is kept: it may repeat the text that it is about."""

# Every message needs these statements, so they are built once: building one costs more than running it.
_INBOX = table_of(InboxRow)
_MARK = (
    _INBOX.update()
    .where(_INBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(status=bindparam("becomes"), handled_at=bindparam("at"), error=bindparam("why"))
)
_MATCH_AGAIN = (
    _INBOX.update()
    .where(_INBOX.c.status == InboxStatus.UNMATCHED, _INBOX.c.about.in_(bindparam("ids", expanding=True)))
    .values(status=InboxStatus.NEW)
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
    """Return one inbox row for insertion. A triple (channel, kind, provider_id) is stored once."""
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
        "status": InboxStatus.NEW,
        "parts": parts,
        "pressing": False,
        "error": None,
        "handled_at": None,
    }


def unread(channel: str, kind: str, raw: Any, error: Exception, received_at: datetime) -> dict[str, Any]:
    """Return the row of an arrival that could not be read, or that the database refused. `kind`: what it
    would be; `raw`: its fields, as they came. The same fields make the same row.
    """
    written = json.dumps(raw, default=repr, sort_keys=True)  # in ASCII, which every database stores
    digest = hashlib.sha256(f"{kind} {written}".encode()).hexdigest()[:32]
    row = arrival(channel, UNREAD, digest, f"{UNREAD}:{digest}", {"kind": kind, "raw": written}, received_at)
    return {**row, "status": InboxStatus.FAILED, "error": error_text(error), "handled_at": received_at}


def error_text(error: Exception) -> str:
    """Return what was raised, in letters that every database stores."""
    return storable(f"{type(error).__name__}: {error}")[:LONGEST_ERROR]


def weighed(row: dict[str, Any], words: PressingWords) -> dict[str, Any]:
    """Return an arrival with a mark if its text is pressing. An error leaves it unmarked: it is stored all
    the same.
    """
    if row["kind"] != TEXT:
        return row
    try:
        return {**row, "pressing": words.stand_in(row["text"])}
    except Exception as error:
        log.error("not_weighed", error=type(error).__name__)
        return row


def store(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert arrivals in one statement; skip those that were stored before."""
    insert_missing(session, InboxRow, rows)


def stored_now(session: Session, row: dict[str, Any]) -> bool:
    """Insert one arrival; return False if it was stored before."""
    return inserted(session, InboxRow, row)


@dataclass(frozen=True, slots=True)
class Said:
    """A message before it was edited: the id of its first row, when that came, its latest text, what the
    latest version that was an order or an answer was read as, and what the latest that did something did.
    """

    first_id: int
    text: str
    received_at: datetime
    read: dict[str, Any]
    acts: list[dict[str, str]]


def said_before(session: Session, address: Address, parts: Parts, inbox_id: int) -> Said | None:
    """Return what this edited message said in the rows before `inbox_id`; None if it is not there."""
    if parts.message is None:
        return None
    query = (
        select(
            InboxRow.id,
            InboxRow.text,
            InboxRow.parts,
            InboxRow.received_at,
            InboxRow.read_as,
        )
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
    if not rows:
        return None
    kept = [row.read_as for row in reversed(rows) if row.read_as]
    read: dict[str, Any] = next((each["read"] for each in kept if each["read"]), {})
    acts: list[dict[str, str]] = next((each["acts"] for each in kept if each["acts"]), [])
    return Said(rows[0].id, rows[-1].text, rows[0].received_at, read, acts)


def album_has_words(session: Session, address: Address, album: str) -> bool:
    """Return True if a photo of this album came with words."""
    return _of_album(session, address, album, InboxRow.text != "")


def album_began(session: Session, address: Address, album: str, inbox_id: int) -> bool:
    """Return True if another photo of this album came before the row `inbox_id`."""
    return _of_album(session, address, album, InboxRow.id < inbox_id)


def _of_album(session: Session, address: Address, album: str, which: ColumnElement[bool]) -> bool:
    query = select(InboxRow.id).where(
        InboxRow.channel == address.channel,
        InboxRow.sender == address.value,
        InboxRow.kind == TEXT,
        InboxRow.parts["album"].as_string() == album,
        which,
    )
    return session.scalar(query.limit(1)) is not None


def keep_reading(session: Session, inbox_id: int, read: dict[str, Any]) -> None:
    """Keep what a text was read as, for the case that its sender changes it."""
    session.get_one(InboxRow, inbox_id).read_as = read


def mark(
    session: Session, ids: Sequence[int], status: InboxStatus, now: datetime, error: str | None = None
) -> None:
    """Set the status of rows that were handled or that failed."""
    if ids:
        session.execute(_MARK, {"ids": list(ids), "becomes": status, "at": now, "why": error})


def replay(session: Session, inbox_id: int) -> bool:
    """Queue a failed row again; return False if there is none, or it has not failed, or it was never read."""
    failed = update(InboxRow).where(
        InboxRow.id == inbox_id, InboxRow.status == InboxStatus.FAILED, InboxRow.kind != UNREAD
    )
    return changed_one(session, failed.values(status=InboxStatus.NEW, error=None))


def replace_unread(session: Session, inbox_id: int, row: dict[str, Any], now: datetime) -> bool:
    """Store `row`, which is what an unread row says, in its place; return False if it was replaced before. If
    the same has been stored meanwhile, only the unread row changes.
    """
    mine = update(InboxRow).where(
        InboxRow.id == inbox_id, InboxRow.status == InboxStatus.FAILED, InboxRow.kind == UNREAD
    )
    if not changed_one(session, mine.values(status=InboxStatus.DONE, handled_at=now)):
        return False
    store(session, [row])
    return True


def count_failed(session: Session) -> tuple[int, int]:
    """Return how many rows could not be handled, and how many of these could not even be read."""
    rows = session.execute(
        select(InboxRow.kind, func.count())
        .where(is_just(InboxRow.status, InboxStatus.FAILED))
        .group_by(InboxRow.kind)
    )
    counts = {row[0]: row[1] for row in rows}
    return sum(counts.values()), counts.get(UNREAD, 0)


def handle_again(session: Session, kept: Mapping[int, str]) -> None:
    """Queue handled rows again, as the kept texts with these references."""
    for inbox_id, ref in kept.items():
        row = session.get_one(InboxRow, inbox_id)
        parts = {**(row.parts or {}), "kept": ref}
        done = update(InboxRow).where(InboxRow.id == inbox_id, InboxRow.status == InboxStatus.DONE)
        changed_one(session, done.values(status=InboxStatus.NEW, parts=parts))


def last_text(session: Session, channel: str, sender: str, before: int) -> InboxRow | None:
    """Return the last text of this sender before the row `before`."""
    query = select(InboxRow).where(
        InboxRow.channel == channel, InboxRow.sender == sender, InboxRow.kind == TEXT, InboxRow.id < before
    )
    return session.scalars(query.order_by(InboxRow.id.desc()).limit(1)).first()


def match_again(session: Session, provider_ids: Sequence[str]) -> None:
    """Queue delivery reports again that came before their messages were known."""
    if provider_ids:
        session.execute(_MATCH_AGAIN, {"ids": list(provider_ids)})


def match_number_again(session: Session, number: str, since: datetime) -> None:
    """Queue reports again on messages to this number that came after `since`."""
    session.execute(
        update(InboxRow)
        .where(
            InboxRow.status == InboxStatus.UNMATCHED, InboxRow.sender == number, InboxRow.received_at >= since
        )
        .values(status=InboxStatus.NEW)
        .execution_options(synchronize_session=False)
    )


def matchable(session: Session, most: int = 100) -> list[int]:
    """Return the ids of unmatched reports whose message is known by now. Each was stored at the very moment
    when its outcome came.
    """
    query = (
        select(InboxRow.id)
        .where(
            InboxRow.status == InboxStatus.UNMATCHED,
            exists().where(Delivery.channel == InboxRow.channel, Delivery.provider_id == InboxRow.about),
        )
        .limit(most)
    )
    return list(session.scalars(query))


def look_again(session: Session, inbox_id: int) -> bool:
    """Queue one unmatched report again."""
    unmatched = update(InboxRow).where(InboxRow.id == inbox_id, InboxRow.status == InboxStatus.UNMATCHED)
    return changed_one(session, unmatched.values(status=InboxStatus.NEW))


class MissingField(Exception):
    """A required field is missing from an arrival."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is missing")
        self.field = field


def storable(value: str) -> str:
    """Return `value` without what PostgreSQL stores in no text: NUL, and halves of surrogate pairs.

    One of them would fail the whole batch of rows.
    """
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-8", "replace").decode().replace("\0", "")

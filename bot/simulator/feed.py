"""Feed of the phones: every message sent and received, from the database."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.simulator import chat
from sek_core.inbox.queue import TEXT
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.people import PersonRow
from sek_core.work import codes

HISTORY = 500
"""Rows of each table that a page gets at first. The same number is watched for changes from then on."""

SHOWN = ("sms", chat.CHANNEL)
"""Channels of a phone."""

STAND_INS = 9_990_100_000_000
"""First chat id for people without one on the roster; no real chat id is as high. They can identify
themselves by their number.
"""

MOVING = frozenset({"new", "queued", "sending", "unknown"})
"""Statuses that do not last: such a row is watched however many rows have followed it."""


class Feed:
    """Tells one page of new messages and changed statuses.

    It begins with the last messages each time that a page connects, so that the page misses nothing; the page
    knows a message by its `key`.
    """

    def __init__(self, zone: ZoneInfo, segments: Callable[[str], int]) -> None:
        self._zone = zone
        self._segments = segments
        self._inbox = _Watched(InboxRow)
        self._deliveries = _Watched(Delivery)

    def news(self, session: Session) -> list[dict[str, Any]]:
        """Return messages that are new or have another status since the last call, in their order."""
        found = [*self._received(session), *self._sent(session)]
        return sorted(found, key=lambda message: str(message["at"]))

    def _received(self, session: Session) -> Iterator[dict[str, Any]]:
        ids = self._inbox.changed(session)
        if not ids:
            return
        kept = set(session.scalars(select(Kept.inbox_id).where(Kept.inbox_id.in_(ids))))
        texts = select(InboxRow).where(
            InboxRow.id.in_(ids), InboxRow.channel.in_(SHOWN), InboxRow.kind == TEXT
        )
        for row in session.scalars(texts.order_by(InboxRow.id)):
            yield {
                "key": f"i{row.id}",
                "channel": row.channel,
                "address": row.sender,
                "direction": "in",
                "kind": row.kind,
                "text": row.text,
                "at": self._local(row.received_at),
                "status": "kept" if row.id in kept else row.status,
                "handled": self._local(row.handled_at) if row.handled_at else None,
                **self._of_channel(row),
            }

    def _sent(self, session: Session) -> Iterator[dict[str, Any]]:
        ids = self._deliveries.changed(session)
        if not ids:
            return
        messages = select(Delivery).where(Delivery.id.in_(ids), Delivery.channel.in_(SHOWN))
        for row in session.scalars(messages.order_by(Delivery.id)):
            yield {
                "key": f"d{row.id}",
                "channel": row.channel,
                "address": row.address,
                "direction": "out",
                "kind": row.kind,
                "text": codes.unmask(row.text, row.secret),
                "at": self._local(row.created_at),
                "status": row.status,
                **self._of_channel(row),
            }

    def _of_channel(self, row: InboxRow | Delivery) -> dict[str, Any]:
        """Return the details that only one of the channels has."""
        match row:
            case InboxRow(channel="sms"):
                return {"segments": self._segments(row.text), "cost": None}
            case Delivery(channel="sms"):
                cost = f"{row.cost:.2f}" if row.cost is not None else None
                return {"segments": row.segments, "cost": cost}
            case InboxRow():
                return chat.received(row)
            case Delivery():
                return chat.sent(row)

    def _local(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).isoformat(timespec="microseconds")


class _Watched:
    """Rows of one table, watched for new ones and changed statuses."""

    def __init__(self, table: type[InboxRow | Delivery]) -> None:
        self._id = table.id
        # By nothing but the id: for any other condition SQLite would walk a whole index of the table.
        self._query = select(table.id, table.status)
        self._known: dict[int, str] = {}
        self._oldest: int | None = None

    def changed(self, session: Session) -> list[int]:
        """Return the ids of rows that are new or have another status since the last call.

        Ids and statuses alone are cheap to read, and show a row that was committed after one with a higher
        id, which following the highest id would miss.
        """
        if self._oldest is None:
            query = self._query.order_by(self._id.desc()).limit(HISTORY)
        else:
            query = self._query.where(self._id >= self._oldest)
        found = {row_id: str(status) for row_id, status in session.execute(query)}
        changed = [row_id for row_id, status in found.items() if self._known.get(row_id) != status]
        moving = [row_id for row_id, status in found.items() if status in MOVING]
        self._oldest = min([max(found, default=0) - HISTORY + 1, *moving])
        self._known = found
        return changed


def people(session: Session, called: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return all people on the roster who have a phone, for the page's lists; `called`: names of roles."""
    query = (
        select(PersonRow)
        .order_by(PersonRow.id)
        .options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
    )
    return [
        {
            "id": person.id,
            "name": person.name,
            "organisation": person.organisation,
            "roles": [role.role for role in person.roles],
            "title": "; ".join(_title(called, role.role, role.county) for role in person.roles),
            **reached,
        }
        for person in session.scalars(query)
        if person.roles and (reached := _reached(person))
    ]


def _reached(person: PersonRow) -> dict[str, str]:
    """Return the person's phone and chat, and the channel of their messages; {} without a phone."""
    values = {address.channel: address.value for address in reversed(person.addresses)}
    if "sms" not in values:
        return {}
    preferred = person.channel or (chat.CHANNEL if chat.CHANNEL in values else "sms")
    return {
        "phone": values["sms"],
        "chat": values.get(chat.CHANNEL, str(STAND_INS + person.id)),
        "channel": preferred,
    }


def _title(called: Mapping[str, str], role: str, county: str | None) -> str:
    words = called.get(role, role)
    return f"{words}, {county}" if county else words

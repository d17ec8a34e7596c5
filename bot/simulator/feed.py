"""What the phones show: every text sent and received, as the database has it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.people import Person

HISTORY = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a page has been told: the last inbox row, and the last change of a delivery."""

    inbox_id: int = 0
    delivery_id: int = 0

    @classmethod
    def parse(cls, written: str) -> "Cursor":
        """From `12.34`; anything else is the beginning."""
        first, _, second = written.partition(".")
        if first.isdigit() and second.isdigit():
            return cls(int(first), int(second))
        return cls()

    def __str__(self) -> str:
        return f"{self.inbox_id}.{self.delivery_id}"


class Feed:
    """Follows the messages for one page, from a cursor on."""

    def __init__(self, cursor: Cursor, zone: ZoneInfo, segments: Callable[[str], int]) -> None:
        self.cursor = cursor
        self._zone = zone
        self._unsettled: dict[str, str] = {}
        self._segments = segments

    def news(self, session: Session) -> list[dict[str, Any]]:
        """Messages that are new since the last call, and those whose status has changed."""
        found = [*self._texts(session), *self._deliveries(session)]
        return sorted(found, key=lambda message: (message["at"], message["order"]))

    def _texts(self, session: Session) -> Iterator[dict[str, Any]]:
        query = select(InboxRow).where(InboxRow.kind == "text", InboxRow.channel == "sms")
        for row in self._since(session, query, InboxRow.id, self.cursor.inbox_id, "i"):
            if self._is_news(f"i{row.id}", row.status, row.status == "new"):
                kept = session.scalar(select(Kept.ref).where(Kept.inbox_id == row.id))
                yield self._message(
                    f"i{row.id}", row.sender, "in", row.text, row.received_at, row.status, "text"
                ) | {
                    "segments": self._segments(row.text),
                    "cost": None,
                    "kept": kept is not None,
                }
            self.cursor = Cursor(max(self.cursor.inbox_id, row.id), self.cursor.delivery_id)

    def _deliveries(self, session: Session) -> Iterator[dict[str, Any]]:
        query = select(Delivery).where(Delivery.channel == "sms")
        for row in self._since(session, query, Delivery.id, self.cursor.delivery_id, "d"):
            moving = row.status in ("queued", "sending", "accepted", "unknown")
            if self._is_news(f"d{row.id}", row.status, moving):
                message = self._message(
                    f"d{row.id}", row.address, "out", row.text, row.created_at, row.status, row.kind
                )
                cost = f"{row.cost:.2f}" if row.cost is not None else None
                yield message | {"segments": row.segments, "cost": cost, "kept": False}
            self.cursor = Cursor(self.cursor.inbox_id, max(self.cursor.delivery_id, row.id))

    def _since(self, session: Session, query: Any, column: Any, last: int, letter: str) -> list[Any]:
        """Rows behind the cursor, and earlier ones that were still on their way when last seen."""
        moving = [int(key[1:]) for key in self._unsettled if key.startswith(letter)]
        if last == 0:
            return list(reversed(session.scalars(query.order_by(column.desc()).limit(HISTORY)).all()))
        return list(session.scalars(query.where((column > last) | column.in_(moving)).order_by(column)))

    def _is_news(self, key: str, status: str, moving: bool) -> bool:
        known = self._unsettled.get(key)
        if moving:
            self._unsettled[key] = status
        else:
            self._unsettled.pop(key, None)
        return known != status

    def _message(
        self, key: str, phone: str, direction: str, text: str, at: datetime, status: str, kind: str
    ) -> dict[str, Any]:
        return {
            "key": key,
            "order": int(key[1:]),
            "phone": phone,
            "direction": direction,
            "text": text,
            "at": at.astimezone(self._zone).isoformat(timespec="milliseconds"),
            "status": status,
            "kind": kind,
        }


def people(session: Session) -> list[dict[str, Any]]:
    """Everybody on the roster who has a phone, for the page's lists."""
    query = (
        select(Person).order_by(Person.id).options(selectinload(Person.roles), selectinload(Person.addresses))
    )
    return [
        {
            "id": person.id,
            "name": person.name,
            "organisation": person.organisation,
            "roles": [role.role for role in person.roles],
            "title": _title(person),
            "phone": phones[0],
            "language": person.speaks,
        }
        for person in session.scalars(query)
        if person.roles and (phones := [a.value for a in person.addresses if a.channel == "sms"])
    ]


def _title(person: Person) -> str:
    titles = []
    for role in person.roles:
        name = role.role.replace("_", " ")
        for short in ("clt", "usaid", "rla", "ip"):
            name = " ".join(word.upper() if word == short else word for word in name.split())
        titles.append(f"{name}, {role.county}" if role.county else name)
    return "; ".join(titles)

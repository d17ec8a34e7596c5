"""Display of a Telegram chat beside its words: buttons, edits, notes, documents, shared places and
numbers.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sek_core.messages.content import AIM
from sek_core.messages.screens import Enclosure
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow

CHANNEL = "telegram"

DOCUMENTS = "/simulator/documents"
MOST_ID = 2**63 - 1
"""Largest id that a database holds."""

PARTS = frozenset({"tap", "location", "contact", "file"})
"""Parts of a person's own message that the page shows."""


def received(row: InboxRow) -> dict[str, Any]:
    """Return the `PARTS` of a person's own message."""
    parts = row.parts or {}
    shown = {name: parts[name] for name in PARTS & parts.keys()}
    if file := shown.get("file"):
        shown["file"] = file["kind"]
    return shown


def sent(row: Delivery) -> dict[str, Any]:
    """Return the parts of the program's message: its "html" and "keyboard", its number in the chat
    ("message", None until accepted), a "document" with name and address, and how an answer to a tap is shown
    (`sek_core.work.outbox.AIM`).

    If "message" differs from "edit", the edit failed and the message went by itself.
    """
    wire = row.wire or {}
    _, _, number = (row.provider_id or "").rpartition(":")
    shown = {name: wire.get(name) for name in ("html", "keyboard")}
    if written := wire.get("document"):
        shown["document"] = {"name": written["name"], "link": f"{DOCUMENTS}/{row.id}"}
    aim = {name: wire[name] for name in AIM & wire.keys()}
    return {**shown, "message": int(number) if number else None, **aim}


def document(session: Session, delivery: int) -> Enclosure | None:
    """Return the document of a message of the program's, or None."""
    if delivery > MOST_ID:
        return None
    wire = session.scalar(select(Delivery.wire).where(Delivery.id == delivery, Delivery.channel == CHANNEL))
    written = (wire or {}).get("document")
    return Enclosure(**written) if written else None


def keyboard(session: Session, chat: str, message: int) -> dict[str, Any] | None:
    """Return the current keyboard under a message of the program's, or None."""
    newest = (
        select(Delivery.wire)
        .where(Delivery.channel == CHANNEL, Delivery.provider_id == f"{chat}:{message}")
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    return (session.scalar(newest) or {}).get("keyboard")

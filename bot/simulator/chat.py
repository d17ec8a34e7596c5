"""What a Telegram phone shows beside words: buttons, edits, notes, documents, places and numbers that were
shared.
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
"""No database counts further."""

PARTS = frozenset({"tap", "location", "contact"})
"""What a message of the person's own may hold that the page shows."""


def received(row: InboxRow) -> dict[str, Any]:
    """Of a person's own message: see `PARTS`."""
    parts = row.parts or {}
    return {name: parts[name] for name in PARTS & parts.keys()}


def sent(row: Delivery) -> dict[str, Any]:
    """Of the program's message: its "html" and "keyboard", its number in the chat ("message", None
    until it was accepted), a "document" with its name and where it is opened, and how an answer to a tap
    is shown (`sek_core.work.outbox.AIM`).

    What was to be edited and is another "message" than "edit" could not be, and went by itself.
    """
    wire = row.wire or {}
    _, _, number = (row.provider_id or "").rpartition(":")
    shown = {name: wire.get(name) for name in ("html", "keyboard")}
    if written := wire.get("document"):
        shown["document"] = {"name": written["name"], "link": f"{DOCUMENTS}/{row.id}"}
    aim = {name: wire[name] for name in AIM & wire.keys()}
    return {**shown, "message": int(number) if number else None, **aim}


def document(session: Session, delivery: int) -> Enclosure | None:
    """The document of a message of the program's; None where there is none."""
    if delivery > MOST_ID:
        return None
    wire = session.scalar(select(Delivery.wire).where(Delivery.id == delivery, Delivery.channel == CHANNEL))
    written = (wire or {}).get("document")
    return Enclosure(**written) if written else None


def keyboard(session: Session, chat: str, message: int) -> dict[str, Any] | None:
    """The keyboard under a message of the program's, as it stands now; None for none."""
    newest = (
        select(Delivery.wire)
        .where(Delivery.channel == CHANNEL, Delivery.provider_id == f"{chat}:{message}")
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    return (session.scalar(newest) or {}).get("keyboard")

"""An e-mail as it is sent: its headers, the words, and a document beside them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

import structlog

from bot.documents import document_bytes
from bot.email.render import REPEAT, one_line, visible
from sek_core.messages.channel import Wire
from sek_core.messages.screens import Enclosure

log = structlog.get_logger(__name__)

_SIGNATURE = "\n\n-- \n"


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail: the bytes, and its id without brackets."""

    content: bytes
    message_id: str


def compose(sender: tuple[str, str], to: str, text: str, wire: Wire, below: str, now: datetime) -> Letter:
    """Return the e-mail to one address. `sender`: name and address. `below`: the lines at the end.

    The id is made of the delivery and what it says, so that a second copy is known by it. The numbers of
    deliveries alone would come again after a backup was put back.
    """
    name, address = sender
    subject = _header(str(wire.get("subject") or text))
    said = f"{to}\n{text.removeprefix(REPEAT)}"
    digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:24]
    message_id = f"{wire.get('delivery', 0)}.{digest}@{address.rpartition('@')[2]}"
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_header(name), addr_spec=address)
    message["Reply-To"] = Address(_header(name), addr_spec=address)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: machines do not answer it
    message["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    words = visible(text) + (_SIGNATURE + visible(below) if below else "") + "\n"
    message.set_content(words, cte="quoted-printable")
    if document := wire.get("document"):
        _attach(message, document)
    return Letter(message.as_bytes(), message_id)


def _header(text: str) -> str:
    """Return a text as a header may have it. The library reads encoded words in it, line ends among them, and
    would write these as they are.
    """
    return one_line(text).replace("=?", "= ?")


def _attach(message: EmailMessage, document: Any) -> None:
    """Attach the document. If it cannot be made, the words go all the same."""
    try:
        enclosed = Enclosure(**document)
        maintype, _, subtype = enclosed.media_type.partition("/")
        params = {"charset": "utf-8"} if maintype == "text" else {}
        message.add_attachment(
            document_bytes(enclosed), maintype, subtype, filename=_header(enclosed.name), params=params
        )
    except Exception as error:
        log.error("document_failed", error=type(error).__name__)

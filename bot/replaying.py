"""A second try for a received message that could not be handled, or not even read."""

import json
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels import ADAPTERS
from config.mechanism import Configuration
from sek_core.inbox import queue
from sek_core.inbox.queue import MissingField
from sek_core.store.inbox import InboxRow
from sek_core.store.states import InboxStatus
from sek_core.timing.clock import SystemClock
from sek_core.understanding.pressing import PressingWords


class _At(SystemClock):
    """A clock that stands at the time when the message came."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


def replay(session: Session, identity: int, configuration: Configuration) -> str:
    """Queue a failed message once more; return in a line why that is not possible."""
    row = session.get(InboxRow, identity)
    if row is None or row.status != InboxStatus.FAILED:
        return f"not there, or not failed: {identity}"
    if row.kind != queue.UNREAD:
        return "" if queue.replay(session, identity) else f"not there, or not failed: {identity}"
    adapter = next((each for each in ADAPTERS if each.channel.name == row.channel), None)
    reader = adapter.readers.get(row.payload.get("kind", "")) if adapter else None
    if reader is None:
        return f"{identity}: no channel reads it"
    try:
        read = reader(json.loads(row.payload["raw"]), _At(row.received_at))
    except MissingField as error:
        return f"{identity}: still cannot be read: {error}"
    except Exception as error:
        return f"{identity}: still cannot be read: {queue.error_text(error)}"
    read = queue.weighed(read, PressingWords(configuration))
    if not queue.replace_unread(session, identity, read, SystemClock().now()):
        return f"not there, or not failed: {identity}"
    return ""

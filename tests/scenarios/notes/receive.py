"""From a note to a row of the inbox."""

from typing import Any

from sek_core.inbox import queue
from sek_core.timing.clock import Clock
from tests.scenarios.notes import NAME


def note(fields: dict[str, Any], clock: Clock) -> dict[str, Any]:
    """A note: "id", "by" and "text"."""
    sender = fields["by"]
    lane = f"{NAME}:{sender}"
    row = queue.arrival(NAME, queue.TEXT, fields["id"], lane, fields, clock.now(), sender=sender)
    return {**row, "text": fields["text"]}

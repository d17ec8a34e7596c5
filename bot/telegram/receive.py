"""Conversion of an update of Telegram to a row of the inbox."""

from typing import Any

from bot.telegram import NAME, parse
from sek_core.inbox import queue
from sek_core.timing.clock import Clock


def update(raw: Any, clock: Clock, own_id: int | None = None) -> dict[str, Any]:
    """Return the row of an update. Raises MissingField for `update_id`.

    A person's messages and taps are handled in their order, and so are the bot's membership changes in one
    chat. `own_id`: the id of the bot, if known.
    """
    read = parse.update(raw, own_id)
    ordered = read.chat or read.sender
    lane = ordered if ordered and read.kind != "other" else f"update:{read.provider_id}"
    row = queue.arrival(
        NAME,
        read.kind,
        read.provider_id,
        f"{NAME}:{lane}",
        read.payload,
        clock.now(),
        sender=read.sender,
        text=read.text,
        sent_at=read.sent_at,
        about=read.own_name,
    )
    return {**row, "parts": read.parts}


READERS = dict.fromkeys((queue.TEXT, queue.MEMBERSHIP, queue.OTHER), update)
"""How an update is read, by the kind of its rows."""

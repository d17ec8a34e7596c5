"""What becomes of a text while its sender is asked what it is."""

from handlers.engine.turn import Turn
from sek_core.triage import kept_texts, net


def keep(turn: Turn, reason: str) -> str:
    """Keep the text, and return its reference. Without an answer a coordinator reads it at the end of the
    hold.
    """
    ref = kept_texts.keep(turn.work, turn.inbox_id, turn.address, reason, turn.text)
    net.schedule_for_coordinator(turn.work, ref)
    return ref

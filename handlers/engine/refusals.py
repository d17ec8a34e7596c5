"""Refusals: keep the words of a sender who may not do what they say, and tell the sender."""

from handlers.engine.turn import Reply, Turn
from sek_core.messages.screens import Screen, Text
from sek_core.triage import kept_texts


def keep(turn: Turn, reason: str) -> str:
    """Keep the text for the coordinators; return its reference."""
    return kept_texts.keep(turn.work, turn.inbox_id, turn.address, reason, turn.text)


def not_for_them(turn: Turn, key: str) -> Reply | None:
    """Keep the text of a sender who may not do what it says. Tell the sender, but only so often."""
    ref = keep(turn, "not for them")
    return Reply(Screen(Text(key)), ref) if _may_explain(turn) else None


def _may_explain(turn: Turn) -> bool:
    silence = turn.work.configuration.mechanism.help_silence
    return turn.work.conversations.may_explain(turn.party, turn.work.now, silence)

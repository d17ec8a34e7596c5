"""Words of a sender who may not do what they say: they are refused as the table of rights says."""

from collections.abc import Mapping

from config.rights import SILENT, Deed
from handlers.engine.turn import Reply, Turn
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.triage import kept_texts


def keep(turn: Turn, reason: str) -> str:
    """Keep the text for the coordinators; return its reference."""
    return kept_texts.keep(turn.work, turn.inbox_id, turn.address, reason, turn.text)


def not_for_them(turn: Turn, deed: Deed) -> Reply | None:
    """Keep the text of a sender who may not do what it says. Tell the sender, but only so often."""
    ref = keep(turn, "not for them")
    return kept(turn, deed, ref) if _may_explain(turn) else None


def kept(turn: Turn, deed: Deed, ref: str) -> Reply | None:
    """Tell the sender that they may not do what their text says, kept as `ref`; None where that is silent."""
    return None if _key(turn, deed) == SILENT else refused(turn, deed, ref)


def refused(
    turn: Turn, deed: Deed, about: str, args: Mapping[str, Arg] | None = None, *, elsewhere: bool = False
) -> Reply:
    """Tell the sender that they may not do this, or (`elsewhere`) not of what their text is about."""
    mechanism = turn.work.configuration.mechanism.short_name
    key = _key(turn, deed, elsewhere)
    return Reply(Screen(Text(key, {"mechanism": mechanism, "ref": about, **(args or {})})), about)


def _key(turn: Turn, deed: Deed, elsewhere: bool = False) -> str:
    return turn.work.configuration.rights.refusal(deed, elsewhere or turn.may(deed))


def _may_explain(turn: Turn) -> bool:
    silence = turn.work.configuration.mechanism.help_silence
    return turn.work.conversations.may_explain(turn.party, turn.work.now, silence)

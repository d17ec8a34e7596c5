"""The refusals of texts whose sender lacks the right, as the table of rights says."""

from collections.abc import Mapping

from config.rights import SILENT, Deed
from handlers.engine.turn import Reply, Turn
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.triage import kept_texts


def keep(turn: Turn, reason: str) -> str:
    """Keep the text for the coordinators; return its reference."""
    return kept_texts.keep(turn.work, turn.inbox_id, turn.address, reason, turn.text)


def not_for_them(turn: Turn, deed: Deed) -> Reply | None:
    """Keep the text of a sender without the right. Tell the sender, unless they got too many explanations."""
    ref = keep(turn, "not for them")
    return kept(turn, deed, ref) if may_explain(turn) else None


def kept(turn: Turn, deed: Deed, ref: str) -> Reply | None:
    """Return the refusal of a text kept as `ref`, or None if the deed is refused in silence."""
    return None if _key(turn, deed) == SILENT else refused(turn, deed, ref)


def refused(
    turn: Turn, deed: Deed, about: str, args: Mapping[str, Arg] | None = None, *, elsewhere: bool = False
) -> Reply:
    """Return the refusal of a deed; `elsewhere`: by the text for a right in another county only."""
    key = _key(turn, deed, elsewhere)
    return Reply(Screen(Text(key, {"ref": about, **(args or {})})), about)


def _key(turn: Turn, deed: Deed, elsewhere: bool = False) -> str:
    return turn.work.configuration.rights.refusal(deed, elsewhere or turn.may(deed))


def may_explain(turn: Turn) -> bool:
    """Return True, and count it, if one more explaining answer may go to the sender."""
    silence = turn.work.configuration.mechanism.help_silence
    return turn.work.conversations.may_explain(turn.party, turn.work.now, silence)

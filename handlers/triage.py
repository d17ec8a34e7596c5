"""Texts of unknown senders, and texts that were not understood: nothing typed is thrown away."""

from handlers import asking, enrol
from handlers.turn import Reply, Turn
from sek_core import triage
from sek_core.directory import Address
from sek_core.screens import Screen, Text
from sek_core.work import Work


def unknown_sender(turn: Turn) -> Reply | None:
    """Keep the text, pass it to the coordinators, and say so."""
    ref = triage.keep(turn.work, turn.inbox_id, turn.address, triage.UNKNOWN, turn.text)
    answered = _may_explain(turn)
    words = turn.text or (f"({turn.parts.attached.kind})" if turn.parts.attached else "")
    if answered or turn.work.core.reader.read(turn.text, ()).hazard:
        # What may be a shock is passed on even where the sender was told three times already.
        triage.pass_on(turn.work, ref, turn.address, words, turn.parts.name)
    if not answered:
        return None
    mechanism = turn.work.configuration.mechanism.short_name
    return Reply(
        Screen(Text(f"unknown.kept.{turn.address.channel}", {"mechanism": mechanism}), contact=enrol.CONTACT),
        ref,
    )


def not_understood(turn: Turn) -> Reply | None:
    """Keep the text; repeat the open question, or say what can be done."""
    ref = triage.keep(turn.work, turn.inbox_id, turn.address, "not understood", turn.text)
    if not _may_explain(turn):
        return None
    if turn.question is not None:
        return Reply(asking.again(turn), ref)
    return Reply(Screen(Text("unclear")), ref)


def keep(turn: Turn, reason: str) -> str:
    """Keep the text for the coordinators; returns its reference."""
    return triage.keep(turn.work, turn.inbox_id, turn.address, reason, turn.text)


def not_for_them(turn: Turn, key: str) -> Reply | None:
    """Keep the text of somebody who may not do what it says, and tell them so."""
    ref = keep(turn, "not for them")
    return Reply(Screen(Text(key)), ref) if _may_explain(turn) else None


def blocked_sender(turn: Turn) -> None:
    """Keep the text, and say nothing to anybody."""
    triage.keep(turn.work, turn.inbox_id, turn.address, triage.UNKNOWN, turn.text, status="blocked")


def machine(work: Work, inbox_id: int, address: Address) -> None:
    """Keep what no person has sent."""
    triage.keep(work, inbox_id, address, triage.MACHINE)


def _may_explain(turn: Turn) -> bool:
    silence = turn.work.configuration.mechanism.help_silence
    return turn.work.conversations.may_explain(turn.party, turn.work.now, silence)

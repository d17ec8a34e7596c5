"""Reports of abuse: one focal person is asked to call, and the sender gets numbers that help."""

from handlers.engine.turn import Reply, Turn
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.triage import protection
from sek_core.wording import phrases


def received(turn: Turn) -> Reply:
    """Keep the report unseen, ask a focal person to call, and say where help is."""
    work, mechanism = turn.work, turn.work.configuration.mechanism
    ref, asked = protection.receive(work, turn.inbox_id, turn.address, turn.parts.name)
    referral = mechanism.protection.referral
    args: dict[str, Arg] = {
        "referral": referral.get(turn.language) or next(iter(referral.values()), ""),
        "numbers": phrases.numbers_to_call(work),
    }
    key = "protection.received" if asked else "protection.nobody"
    return Reply(Screen(Text(key, args), max_segments=2), ref)


def add_to_abuse_report(turn: Turn) -> Reply | None:
    """Add what a sender says after a report of abuse to that report: it is shown to no one, and joins no
    other report.
    """
    ref = protection.keep_further_words(turn.work, turn.inbox_id, turn.address)
    return Reply(Screen(Text("protection.added")), ref) if ref else None

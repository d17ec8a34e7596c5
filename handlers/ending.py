"""CANCEL without a reference: it ends the question that is open before it withdraws anything."""

from handlers import asking, confirm, net
from handlers.intents import CONFIRM, EITHER, IS_REPORT, NET, PROTECT, SURE, Choose
from handlers.turn import Reply, Turn
from sek_core.messages.screens import Screen, Text
from sek_core.triage import kept_texts

NEVER_ASKED = frozenset({NET, PROTECT})
"""Kinds of questions that are only what a message to somebody lets them answer."""


def question(turn: Turn) -> Reply | None:
    """End the open question, if it is about anything but a report of the sender's own."""
    asked = turn.question
    if asked is None or asked.kind in NEVER_ASKED or asked.kind in asking.ABOUT_A_REPORT:
        return None
    if asked.kind == CONFIRM:
        return confirm.answered(turn, Choose("no"))
    if asked.kind == IS_REPORT:
        return net.said(turn, Choose("no"))
    if asked.kind in SURE:
        return Reply(asking.again(turn), asked.about)
    if asked.kind == EITHER:
        kept_texts.settle(turn.work, asked.about)
    turn.work.conversations.answered(turn.party)
    return Reply(Screen(Text("question.ended")), asked.about)

"""Delivery of the one answer to a message: as a message, in place of the question, or beside a button."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.engine import buttons
from handlers.engine.buttons import Stale
from handlers.engine.turn import Reply, Turn
from sek_core.messages.screens import Screen, Text


def give(turn: Turn, reply: Reply) -> None:
    """Queue the answer, and behind it its attachments, as far as the channel can show them."""
    outbox, language = turn.work.outbox, reply.language or turn.language
    outbox.answer(turn.address, _with_question(turn, reply.screen), language, reply.about, _aim(turn, reply))
    for number, attachment in enumerate(reply.attachments, start=1):
        if attachment.channel == turn.address.channel or attachment.link:
            what = Text(f"file.{attachment.kind}")
            caption = Text("file.caption", {"ref": reply.about, "file": what, "number": number})
            outbox.answer(turn.address, Screen(caption, attachment=attachment), language, reply.about)


def _with_question(turn: Turn, screen: Screen) -> Screen:
    """Tie the screen's buttons to the question that is open now."""
    if screen.asked or not (screen.options or screen.suggestions or screen.skippable):
        return screen
    question = turn.work.conversations.question(turn.party, turn.work.now)
    return replace(screen, asked=buttons.question_prefix(turn.party, question)) if question else screen


def _aim(turn: Turn, reply: Reply) -> Mapping[str, object] | None:
    """Return where to show the answer to a pressed button: in place of its question, or behind it. In a
    group, only the person who pressed it sees the answer, with the same words beside the button.
    """
    tap, group = turn.parts.tap, turn.parts.group
    if tap is None:
        return None
    aim: dict[str, object] = {"callback": tap.callback}
    if reply.brief:
        aim |= {"toast": True, "alert": True, "only_toast": True}
        if turn.pressed == Stale() and tap.message and not group:
            aim["strip"] = tap.message
    elif group:
        aim["toast"] = True
    elif tap.message and not tap.data.startswith(buttons.SAYS):
        aim["edit"] = tap.message
    return aim

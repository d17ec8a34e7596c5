"""Topics of group chats: a coordinator chooses the one into which the alerts go."""

from config.rights import Deed
from handlers.engine.turn import Turn
from sek_core.deliveries import group_chats
from sek_core.messages.screens import Screen, Text


def choose(turn: Turn) -> None:
    """Let the alerts of a group come into the topic in which a person who may bring them there greets the
    program. To any other greeting in a group the program says nothing.
    """
    work, parts = turn.work, turn.parts
    group = group_chats.find(work, turn.address.channel, parts.group)
    if group is None or not group.member or not group.county or parts.topic is None:
        return
    if turn.person is None or group.county not in work.rights.counties(turn.person, Deed.GROUP):
        return
    if group_chats.choose_topic(work, group, parts.topic, turn.person):
        text = Text("group.topic", {"county": group.county})
        work.outbox.post(turn.address.channel, parts.group, Screen(text), "notice")

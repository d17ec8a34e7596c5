"""For whom a meeting is convened: several counties, all, the CLT, or a group."""

from collections.abc import Sequence
from dataclasses import replace

from config.rights import Deed
from handlers.engine.turn import Reply, Turn
from sek_core.meetings import addressed, whom
from sek_core.messages.screens import Joined, Screen, Text

GROUPS_NAMED = 8


def for_whom(turn: Turn, words: str, mine: list[str]) -> addressed.Addressed | Reply | None:
    """Return for whom the meeting is, if the first words say more than one county of the sender; a reply if
    there is no such group, or a county is not the sender's to convene in.
    """
    who = addressed.read(turn.work, words)
    if who is None or (not who.group and len(who.counties) == 1 and who.counties[0] in mine):
        return None
    if forbidden := [county for county in who.counties if not turn.may(Deed.MEETING, [county])]:
        return _not_all(turn, forbidden)
    if not who.group:
        return who
    group = whom.find(turn.work, who.group)
    return replace(who, group=group) if group else _no_group(turn, who.group)


def _not_all(turn: Turn, counties: Sequence[str]) -> Reply:
    """Say which of the counties that were named are not the sender's to convene in."""
    return Reply(Screen(Text("convene.not_all", {"counties": Joined(tuple(counties))}), max_segments=2))


def _no_group(turn: Turn, name: str) -> Reply:
    """Say that there is no such group, and which there are."""
    known = Joined(tuple(whom.known(turn.work)[:GROUPS_NAMED]))
    return Reply(Screen(Text("convene.no_group", {"name": name, "groups": known}), max_segments=2))

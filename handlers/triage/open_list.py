"""LIST: the open incidents of the sender's counties, and the number of texts that wait for the sender."""

from handlers.engine.turn import Reply, Turn
from handlers.incidents.follow import LISTED
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from handlers.triage import kept
from sek_core.incidents import queries, wording
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.offers import supply
from sek_core.response import following


def listing(turn: Turn, command: Command) -> Reply:
    """List the open incidents of the sender's counties."""
    found = [
        incident
        for incident in queries.find_open_incidents(turn.work, turn.counties)
        if not incident.sensitive or following.may_see(turn.work, incident, turn.sender)
    ]
    if not found:
        waiting = kept.count(turn)
        if waiting:
            return Reply(Screen(Text("list.none_but", {"kept": Text("list.kept", n=waiting)})))
        return Reply(Screen(Text("list.none")))
    lines: list[Arg] = [
        supply.with_supply(
            turn.work,
            incident,
            Text(f"list.{incident.status}", {"ref": incident.ref, "incident": wording.short(incident)}),
        )
        for incident in found[:LISTED]
    ]
    if len(found) > LISTED:
        lines.append(Text("list.others", n=len(found) - LISTED))
    if waiting := kept.count(turn):
        lines.append(Text("list.kept", n=waiting))
    return Reply(Screen(Text("list", {"lines": Joined(tuple(lines), "\n")}), max_segments=None))


WORDS = (
    Verb(
        "list",
        ("LIST",),
        ("ORODHA",),
        "bare",
        "what is open in my counties",
        "everyone on the roster",
        listed=10,
    ),
)
COMMANDS = {("list", ""): listing}

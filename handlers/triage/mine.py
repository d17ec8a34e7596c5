"""MINE: what the sender has: incidents taken, tasks, and own reports that are open."""

from handlers.engine.turn import Reply, Turn
from handlers.incidents.follow import LISTED
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from handlers.tasks import duties
from sek_core.incidents import queries, wording
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import following
from sek_core.tasks import tasks


def mine(turn: Turn, _command: Command) -> Reply:
    """List what the sender has taken, has to do, and has reported that is open."""
    held = following.held_by(turn.work, turn.sender)
    duty = tasks.open_of(turn.work, turn.sender)
    reported = [
        each for each in queries.live_of(turn.work, turn.sender) if each.ref not in {h.ref for h in held}
    ]
    lines: list[Arg] = [
        Text("mine.held", {"ref": each.ref, "incident": wording.short(each)}) for each in held[:LISTED]
    ]
    lines += [duties.line(turn, each) for each in duty[:LISTED]]
    lines += [
        Text(f"list.{each.status}", {"ref": each.ref, "incident": wording.short(each)})
        for each in reported[:LISTED]
    ]
    left = sum(max(0, len(found) - LISTED) for found in (held, duty, reported))
    if left:
        lines.append(Text("list.others", n=left))
    if not lines:
        return Reply(Screen(Text("mine.none")))
    return Reply(Screen(Text("list", {"lines": Joined(tuple(lines), "\n")}), max_segments=None))


WORDS = (
    Verb(
        "mine",
        ("MINE",),
        ("ZANGU",),
        "bare",
        "what I have: what I took, my tasks, my open reports",
        "everyone on the roster",
    ),
)
COMMANDS = {("mine", ""): mine}

"""REOPEN S127: the incident is not solved."""

from handlers.engine.disambiguation import nothing_to, one_of
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.response import reopening
from sek_core.store.states import IncidentStatus


def offer(turn: Turn, command: Command) -> Reply:
    """Answer "No, that is not solved" after "S127 is closed" with the exact reply to send."""
    assert command.ref is not None  # only of a closed incident
    args: dict[str, Arg] = {"ref": command.ref, "words": f"{command.rest or '...'}"}
    return Reply(Screen(Text("reopen.offer", args), max_segments=2), command.ref)


def reopen(turn: Turn, command: Command) -> Reply:
    """Reopen a closed incident that the sender reported; without a reference, the only such one."""
    work, person = turn.work, turn.sender
    ref = command.ref
    if ref is None:
        mine = reopening.closed_for(work, person)
        if len(mine) != 1:
            return one_of(turn, "REOPEN", mine) if mine else Reply(Screen(Text("reopen.none")))
        ref = mine[0].ref
    incident = turn.incident(ref)
    if incident is None:
        return nothing_to(turn, command)
    result = reopening.reopen(work, incident, person, turn.address.value, command.rest).result
    keys = {
        "done": "reopen.done",
        "late": "reopen.late",
        "forbidden": "reopen.forbidden",
        "open": "reopen.open",
    }
    key = (
        "reopen.cancelled"
        if result == "open" and incident.status == IncidentStatus.CANCELLED
        else keys[result]
    )
    return Reply(Screen(Text(key, {"ref": ref, "incident": wording.short(incident)})), ref)


WORDS = (
    Verb(
        "reopen",
        ("REOPEN",),
        ("FUNGUA",),
        "text",
        "it is not solved, or was withdrawn by mistake: opens what was closed or withdrawn within the last "
        "14 days, perhaps with words; the person who closed it and those who were asked to act are told, and "
        "asked to take it",
        "its reporter, and the person who closed it",
        reference=True,
    ),
)
COMMANDS = {
    ("reopen", ""): reopen,
}

"""Questions of a reporter in words: "who has it?", "mtakuja lini?". The answer is STATUS, in words."""

from handlers.engine import examples
from handlers.engine.disambiguation import one_of
from handlers.engine.turn import Reply, Turn
from handlers.incidents import follow
from handlers.language.intents import Command
from sek_core.incidents import queries, wording
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import asked_after, following
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases

NAMED = 3
"""Maximum number of people whom the answer names; the others are counted."""


def about_own(turn: Turn) -> Reply | None:
    """Say who was told of the sender's own open report, and who has answered; None if the text does not
    ask.
    """
    if turn.parts.kept or turn.said_at is not None or not turn.work.core.reader.asks_who(turn.text):
        return None
    latest = queries.latest_of(turn.work, turn.sender)
    held = [latest] if latest is not None and latest.status == IncidentStatus.HELD else []
    found = held or queries.live_of(turn.work, turn.sender)
    if len(found) == 1:
        return _answer(turn, found[0])
    found = found or following.known_to(turn.work, turn.sender)
    if len(found) == 1:
        return follow.status(turn, Command("status", found[0].ref))
    if found:
        return one_of(turn, "STATUS", found)
    return Reply(Screen(Text("asked_after.none", {"place": examples.place(turn)})))


def _answer(turn: Turn, incident: Incident) -> Reply:
    if incident.status == IncidentStatus.HELD:
        return follow.status(turn, Command("status", incident.ref))
    asked = asked_after.tell(turn.work, incident, turn.sender, turn.address.value, turn.text)
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "told": Text("asked_after.they_hear" if asked.now else "asked_after.they_know"),
    }
    if incident.status == IncidentStatus.TAKEN:
        text = Text("asked_after.taken", args | {"state": follow.taken_state(turn, incident)})
    elif asked.people:
        names: list[Arg] = [person.name for person in asked.people[:NAMED]]
        if len(asked.people) > NAMED:
            names.append(Text("list.others", n=len(asked.people) - NAMED))
        text = Text("asked_after.open", args | {"names": Joined(tuple(names))})
    else:
        text = Text("asked_after.nobody", args | {"numbers": phrases.numbers_to_call(turn.work)})
    actions = phrases.actions(incident.ref, "note", "more")
    return Reply(Screen(text, max_segments=2, actions=actions), incident.ref)

"""ESCALATE: a sender does not want to wait, and the program takes the next step now."""

from config.rights import Deed
from handlers.engine import refusals
from handlers.engine.disambiguation import nothing_to, one_of
from handlers.engine.turn import Reply, Turn
from handlers.incidents.acknowledge import holder_screen
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from sek_core.alerts import escalation
from sek_core.incidents import queries
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import following
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases

NAMED = 2
"""Maximum number of new recipients that the answer names."""


def escalate(turn: Turn, command: Command) -> Reply:
    """Take the next step now, if the sender may ask for it; say who was told."""
    work, person = turn.work, turn.sender
    if command.ref is None:
        found = _candidates(turn)
        if not found:
            return Reply(Screen(Text("nothing", {"word": "ESCALATE"})))
        if len(found) > 1:
            return one_of(turn, "ESCALATE", found)
        incident: Incident | None = found[0]
    else:
        incident = turn.incident(command.ref)
    if incident is None:
        return nothing_to(turn, command)
    asked = escalation.escalate_on_request(work, incident, person, turn.address.value)
    if asked.result == "forbidden":
        return refusals.refused(turn, Deed.ESCALATE, incident.ref)
    if asked.result == "not_open":
        return Reply(_not_open(turn, incident), incident.ref)
    if asked.result == "last":
        return Reply(Screen(Text("escalate.last", {"ref": incident.ref})), incident.ref)
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "step": str(asked.step),
        "names": _names(asked.told),
    }
    text = Text("escalate.done", args, n=len(asked.told))
    return Reply(Screen(text, max_segments=2), incident.ref)


def _names(people: tuple[Person, ...]) -> Joined:
    named: list[Arg] = [phrases.named(person) for person in people[:NAMED]]
    if len(people) > NAMED:
        named.append("...")
    return Joined(tuple(named), "; ")


def _candidates(turn: Turn) -> list[Incident]:
    """Return the open incidents that the sender may escalate, newest first."""
    work, person = turn.work, turn.sender
    known = [*queries.find_open_incidents(work, turn.counties), *following.known_to(work, person)]
    found = {
        incident.ref: incident
        for incident in known
        if incident.status == IncidentStatus.OPEN and escalation.may_ask(work, incident, person)
    }
    return list(found.values())


def _not_open(turn: Turn, incident: Incident) -> Screen:
    if incident.status == IncidentStatus.TAKEN:
        return holder_screen(turn, incident)
    key = {IncidentStatus.HELD: "escalate.held", IncidentStatus.CLOSED: "closed.already"}.get(
        incident.status, "state.not_open"
    )
    return Screen(Text(key, {"ref": incident.ref}))


WORDS = (
    Verb(
        "escalate",
        ("ESCALATE",),
        ("PANDISHA",),
        "bare",
        "asks the next people at once, without waiting for those who were asked",
        "its reporter; lead and deputy, CLT lead and members of its county, USAID, RLA, chair",
        reference=True,
    ),
)
COMMANDS = {
    ("escalate", ""): escalate,
}

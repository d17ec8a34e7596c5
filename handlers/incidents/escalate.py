"""ESCALATE: a sender does not want to wait, and the program takes the next step now."""

from config.rights import Deed
from handlers.engine import questions, refusals
from handlers.engine.disambiguation import nothing_to, one_of
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.alerts import on_request
from sek_core.incidents import queries, wording
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import following
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.conversations import Question

ASK_NEXT = Kind("ask_next", "yes_or_no", labels="answer")
"""Are the next people to be asked about an incident of which nothing was heard?"""

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
    asked = on_request.escalate(work, incident, person, turn.address.value)
    if asked.result == "forbidden":
        return refusals.refused(turn, Deed.ESCALATE, incident.ref)
    if asked.result == "beside":
        return _asked_beside(turn, incident, asked.told)
    if asked.result == "not_open":
        return Reply(_not_open(incident), incident.ref)
    if asked.result == "last":
        return Reply(_at_the_end(turn, incident), incident.ref)
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "step": str(asked.step),
        "names": _names(asked.told),
    }
    text = Text("escalate.done", args, n=len(asked.told))
    return Reply(Screen(text, max_segments=2), incident.ref)


def _at_the_end(turn: Turn, incident: Incident) -> Screen:
    """Say that no one is left to ask, and who has it, if one has."""
    if incident.taken_by_id is None:
        return Screen(Text("escalate.last", {"ref": incident.ref}))
    holder = turn.work.people.get(incident.taken_by_id)
    args: dict[str, Arg] = {"ref": incident.ref, "who": wording.name_actor(turn.work, incident, holder)}
    return Screen(Text("escalate.last_taken", args))


def _asked_beside(turn: Turn, incident: Incident, told: tuple[Person, ...]) -> Reply:
    """Say that the incident stays with its holder, and who was asked beside them."""
    assert incident.taken_by_id is not None
    holder = turn.work.people.get(incident.taken_by_id)
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "who": phrases.who(turn.work, holder, incident.counties),
        "names": _names(told),
    }
    return Reply(Screen(Text("escalate.beside", args), max_segments=2), incident.ref)


def offer(turn: Turn, ref: str) -> Reply:
    """Read words of a reporter who still waits back as ESCALATE, once."""
    incident = turn.incident(ref)
    assert incident is not None  # the sender reported it
    turn.ask(ASK_NEXT, ref, choices=questions.YES_NO)
    screen = Screen(
        _offered(turn, incident),
        questions.options(ASK_NEXT, questions.YES_NO),
        skippable=True,
        max_segments=2,
    )
    return Reply(screen, ref)


def _offered(turn: Turn, incident: Incident) -> Text:
    args: dict[str, Arg] = {"ref": incident.ref, "incident": wording.short(incident)}
    if incident.taken_by_id is None:
        return Text("escalate.ask", args)
    holder = turn.work.people.get(incident.taken_by_id)
    return Text("escalate.ask_beside", args | {"who": phrases.who(turn.work, holder, incident.counties)})


def _shown(turn: Turn, question: Question) -> Text:
    incident = turn.incident(question.about)
    return _offered(turn, incident) if incident else Text("ref.unknown", {"ref": question.about})


def _decided(turn: Turn, action: Choose | Skip) -> Reply:
    """Take the next step on a yes; otherwise leave it."""
    assert turn.question is not None
    turn.work.conversations.answered(turn.party)
    ref = turn.question.about
    if isinstance(action, Choose) and action.value == "yes":
        return escalate(turn, Command("escalate", ref))
    return Reply(Screen(Text("escalate.left", {"ref": ref})), ref)


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
        if incident.status in (IncidentStatus.OPEN, IncidentStatus.TAKEN)
        and on_request.may_ask(work, incident, person)
    }
    return list(found.values())


def _not_open(incident: Incident) -> Screen:
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
        "asks the next people at once, without waiting for those who were asked; what is taken stays "
        "with its holder, who hears it",
        "its reporter; {rights}",
        reference=True,
    ),
)
QUESTIONS = (Asks(ASK_NEXT, questions.of_choice(_decided), _shown, questions.end_question),)
COMMANDS = {
    ("escalate", ""): escalate,
}

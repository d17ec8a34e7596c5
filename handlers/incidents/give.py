"""GIVE S127 to a person: handing over an incident."""

from config.rights import Deed
from handlers.engine import questions, refusals
from handlers.engine.disambiguation import CANDIDATES, nothing_to, one_of
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import acknowledge
from handlers.language.intents import Answer, Choose, Command, Say, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import following, handover
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases

GIVE = Kind("give", takes="a_name")
"""To whom is an incident given?"""


def give(turn: Turn, command: Command) -> Reply:
    """Hand over the incident of the reference, or, without one, the one that the sender holds."""
    work, person = turn.work, turn.sender
    if command.ref is None:
        mine = following.held_by(work, person)
        if len(mine) != 1:
            return one_of(turn, "GIVE", mine, command.rest) if mine else Reply(Screen(Text("release.none")))
        incident: Incident | None = mine[0]
    else:
        incident = turn.incident(command.ref)
    if incident is None or incident.status == IncidentStatus.HELD:
        return nothing_to(turn, command)
    return _give(turn, incident, command.rest)


def take_back(turn: Turn, incident: Incident) -> Reply:
    """Take what the sender gave away back from its receiver, who hears of it."""
    return _give_to(turn, incident, turn.sender)


def answered(turn: Turn, action: Answer) -> Reply:
    """Give it to the chosen one of several people, or to the person of another name."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(question.about)
    if incident is None:
        return nothing_to(turn, Command("give", question.about))
    match action:
        case Choose(value):
            chosen = question.draft.split()[question.choices.index(value)]
            return _give_to(turn, incident, turn.work.people.get(int(chosen)))
        case Say(words):
            return _give(turn, incident, words)
        case Skip():
            return Reply(Screen(Text("give.dropped", {"ref": incident.ref})), incident.ref)


def _give(turn: Turn, incident: Incident, words: str) -> Reply:
    work, ref = turn.work, incident.ref
    if not turn.may(Deed.GIVE, incident.counties):
        return refusals.refused(turn, Deed.GIVE, ref)
    if incident.status not in (IncidentStatus.OPEN, IncidentStatus.TAKEN):
        return _over(incident)
    found = handover.find_receiver_named(work, incident, turn.sender, words)
    if len(found.people) == 1:
        return _give_to(turn, incident, found.people[0])
    if found.people:
        return _ask(turn, incident, found.people)
    others = handover.receivers(work, incident, turn.sender)
    if not words:
        return _ask(turn, incident, others)
    takers = work.rights.roles(Deed.TAKE)
    held = [role.role for person in others for role in work.people.roles(person) if role.role in takers]
    roles = Joined(tuple(phrases.role_of(work, role) for role in dict.fromkeys(held)))
    key = "give.unknown" if held else "give.nobody"
    return Reply(Screen(Text(key, {"ref": ref, "lines": roles}), max_segments=2), ref)


def _ask(turn: Turn, incident: Incident, people: "list[Person] | tuple[Person, ...]") -> Reply:
    """Ask which person. The choices are names; the draft holds their ids in the same order."""
    ref = incident.ref
    if not people:
        return Reply(Screen(Text("give.nobody", {"ref": ref})), ref)
    shown = people[:CANDIDATES]
    names = tuple(f"{person.name}, {person.organisation}".removesuffix(", ") for person in shown)
    turn.ask(GIVE, ref, choices=names, draft=" ".join(str(person.id) for person in shown))
    screen = Screen(
        Text("ask.give", {"ref": ref}), questions.options_of_names(names), skippable=True, max_segments=2
    )
    return Reply(screen, ref)


def _give_to(turn: Turn, incident: Incident, receiver: Person) -> Reply:
    work, ref = turn.work, incident.ref
    if (absence := work.people.away(receiver)) and receiver.id != turn.sender.id:
        args: dict[str, Arg] = {
            "ref": ref,
            "who": phrases.named(receiver),
            "day": phrases.day(absence.until),
        }
        return Reply(Screen(Text("give.away", args)), ref)
    result = handover.give(work, incident, turn.sender, receiver, turn.address.value).result
    if result == "forbidden":
        return refusals.refused(turn, Deed.GIVE, ref)
    if result == "not_open":
        return _over(incident)
    if result == "already" and incident.status == IncidentStatus.OPEN:
        return Reply(Screen(Text("release.not_taken", {"ref": ref})), ref)
    if result in ("already", "theirs"):
        return Reply(acknowledge.holder_screen(turn, incident), ref)
    if receiver.id == turn.sender.id:
        return acknowledge.confirm_taken(turn, incident)
    to = phrases.who(work, receiver, incident.counties)
    return Reply(Screen(Text("give.done", {"ref": ref, "to": to})), ref)


def _over(incident: Incident) -> Reply:
    key = "closed.already" if incident.status == IncidentStatus.CLOSED else "state.not_open"
    return Reply(Screen(Text(key, {"ref": incident.ref})), incident.ref)


QUESTIONS = (Asks(GIVE, questions.of_any(answered), questions.by_its_kind, questions.end_question),)
WORDS = (
    Verb(
        "give",
        ("GIVE",),
        ("MPE",),
        "text",
        "`GIVE S127 to Jane`, `GIVE S127 CLT lead`: hands it over to a person who may take it, "
        "also from another holder; the receiver gets all of it, the others hear once",
        "{rights}",
        reference=True,
        gives_way="to_report_unless_allowed",
        listed=13,
    ),
)
COMMANDS = {("give", ""): give}

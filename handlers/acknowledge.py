"""OK and RELEASE: somebody takes an incident, or gives it back."""

from handlers import rsvp
from handlers.choosing import nothing_to, one_of
from handlers.intents import Command, Rsvp
from handlers.turn import Reply, Turn
from sek_core import following, incidents, phrasing
from sek_core.meetings import answers
from sek_core.screens import Moment, Screen, Text
from sek_core.store.incidents import Incident

HOLDER = ("note", "close", "release", "more")
"""What whoever has taken it may want to say next."""


def take(turn: Turn, command: Command) -> Reply:
    """ "I take this." A bare OK takes the one alert that waits; without any it is a courtesy."""
    work, person = turn.work, turn.sender
    if command.ref is None:
        waiting = following.waiting_for(work, person) if _is_taker(turn) else []
        if not waiting:
            # SAWA to an invitation, with no alert open, is a yes.
            invited = answers.unanswered(work, person)
            return rsvp.answered(turn, Rsvp("yes")) if invited else Reply(Screen(Text("courtesy")))
        if len(waiting) > 1:
            return one_of(turn, "OK", waiting)
        incident: Incident | None = waiting[0]
    else:
        incident = incidents.find(work, command.ref)
    if incident is None or incident.status == "held":
        return nothing_to(turn, command)
    result = following.take(work, incident, person, turn.address.value, command.rest).result
    if result == "forbidden":
        return Reply(Screen(Text("take.forbidden", {"ref": incident.ref})), incident.ref)
    if result == "not_open":
        key = "closed.already" if incident.status == "closed" else "state.not_open"
        return Reply(Screen(Text(key, {"ref": incident.ref})), incident.ref)
    if result == "already":
        return Reply(has_it(turn, incident), incident.ref)
    return taken(turn, incident)


def taken(turn: Turn, incident: Incident) -> Reply:
    """The sender has it from this moment."""
    reporter = turn.work.people.get(incident.reporter_id)
    key = "take.done_own" if reporter.id == turn.sender.id else "take.done"
    text = Text(key, {"ref": incident.ref, "who": phrasing.author(incident, reporter)})
    return Reply(Screen(text, actions=phrasing.actions(incident.ref, *HOLDER)), incident.ref)


def release(turn: Turn, command: Command) -> Reply:
    """Give it back, so that the others can take it."""
    work, person = turn.work, turn.sender
    if command.ref is None:
        mine = following.held_by(work, person)
        if not mine:
            return Reply(Screen(Text("release.none")))
        if len(mine) > 1:
            return one_of(turn, "RELEASE", mine)
        incident: Incident | None = mine[0]
    else:
        incident = incidents.find(work, command.ref)
    if incident is None or incident.status == "held":
        return nothing_to(turn, command)
    result = following.release(work, incident, person, turn.address.value).result
    if result == "not_yours":
        return Reply(has_it(turn, incident), incident.ref)
    if result == "not_open":
        key = "closed.already" if incident.status == "closed" else "release.not_taken"
        return Reply(Screen(Text(key, {"ref": incident.ref})), incident.ref)
    return Reply(Screen(Text("release.done", {"ref": incident.ref})), incident.ref)


def _is_taker(turn: Turn) -> bool:
    return turn.work.people.may_take(turn.sender, turn.counties)


def has_it(turn: Turn, incident: Incident) -> Screen:
    """Who took it and when; perhaps the very person who asks."""
    assert incident.taken_by_id is not None and incident.taken_at is not None
    if incident.taken_by_id == turn.sender.id:
        text = Text("take.yours", {"ref": incident.ref, "time": Moment(incident.taken_at)})
        return Screen(text, actions=phrasing.actions(incident.ref, *HOLDER))
    holder = turn.work.people.get(incident.taken_by_id)
    return Screen(
        Text(
            "take.already",
            {
                "ref": incident.ref,
                "who": phrasing.who(turn.work, holder, incident.counties),
                "time": Moment(incident.taken_at),
            },
        )
    )

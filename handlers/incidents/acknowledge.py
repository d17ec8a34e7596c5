"""OK, NO and RELEASE: a recipient takes an incident, leaves it to the others, or gives it back."""

from dataclasses import replace

from config.rights import Deed
from handlers.engine import refusals
from handlers.engine.disambiguation import nothing_to, one_of
from handlers.engine.turn import Reply, Turn
from handlers.incidents import reopen, solved
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from handlers.language.words import REFERENCE
from sek_core.alerts import promise_dates, promises
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.offers import supply
from sek_core.response import following, handover, standing_beside
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases

SEGMENTS = 3

HOLDER = ("note", "close", "release", "more")
"""Commands that the holder may want next."""


def take(turn: Turn, command: Command) -> Reply:
    """Take the incident: OK S127. Take each of several: OK S127 S128."""
    more = [form.upper() for form in forms_of(command.rest)]
    if more and all(REFERENCE.fullmatch(form.lower()) or form in ("AND", "NA") for form in more):
        replies = [
            _take(turn, Command("take", ref)) for ref in (command.ref, *more) if ref not in ("AND", "NA")
        ]
        text = Text("list", {"lines": Joined(tuple(each.screen.text for each in replies), "\n")})
        return Reply(Screen(text, max_segments=None), replies[0].about)
    return _take(turn, command)


def _take(turn: Turn, command: Command) -> Reply:
    work, person = turn.work, turn.sender
    incident = turn.incident(command.ref)
    if incident is None or incident.status == IncidentStatus.HELD:
        return nothing_to(turn, command)
    if following.is_hidden(work, incident, person):
        return _not_for_you(incident)
    result = following.take(work, incident, person, turn.address.value, command.rest).result
    if result == "forbidden":
        return refusals.refused(turn, Deed.TAKE, incident.ref)
    if result == "not_open":
        key = "closed.already" if incident.status == IncidentStatus.CLOSED else "state.not_open"
        return Reply(Screen(Text(key, {"ref": incident.ref})), incident.ref)
    if result == "already" and standing_beside.stand(
        work, incident, person, turn.address.value, command.rest
    ):
        return _stands_beside(turn, incident)
    if result == "already":
        return _holds_it_already(turn, incident, command.rest)
    return confirm_taken(turn, incident, command.rest)


def _holds_it_already(turn: Turn, incident: Incident, words: str) -> Reply:
    """Move the promise of a holder who names a time: OK S1 by Friday. Else say who holds it."""
    named = promise_dates.named_in(turn.work, words) if words else None
    if named is None or incident.taken_by_id != turn.sender.id:
        return Reply(holder_screen(turn, incident), incident.ref)
    if named.due_at is None or promises.move(turn.work, incident, named.due_at, turn.sender) is None:
        screen = holder_screen(turn, incident)
        text = Text("ask", {"said": Text("take.past"), "question": screen.text})
        return Reply(replace(screen, text=text), incident.ref)
    return moved(turn, incident)


def _stands_beside(turn: Turn, incident: Incident) -> Reply:
    """Confirm that the sender stands beside the holder, who keeps the incident."""
    assert incident.taken_by_id is not None
    holder = turn.work.people.get(incident.taken_by_id)
    who = phrases.holder(turn.work, holder, incident.counties)
    screen = Screen(
        Text("beside.done", {"ref": incident.ref, "who": who}),
        max_segments=2,
        actions=phrases.actions(incident.ref, "note", "more"),
    )
    return Reply(screen, incident.ref)


def _not_for_you(incident: Incident) -> Reply:
    return Reply(Screen(Text("ref.forbidden", {"ref": incident.ref})))


def moved(turn: Turn, incident: Incident) -> Reply:
    """Confirm by when the county now expects news."""
    args: dict[str, Arg] = {"ref": incident.ref, **following.promised(turn.work, incident)}
    return Reply(
        Screen(Text("take.moved", args), actions=phrases.actions(incident.ref, *HOLDER)), incident.ref
    )


def handle_no(turn: Turn, command: Command) -> Reply:
    """NO to an alert leaves it to the others; to what was closed, it is not solved."""
    incident = turn.incident(command.ref)
    if incident is None:
        return nothing_to(turn, command)
    if incident.status == IncidentStatus.CLOSED:
        return solved.say_no(turn, incident, command.rest) or reopen.offer(turn, command)
    return Reply(Screen(Text("take.no", {"ref": incident.ref}), max_segments=2), incident.ref)


def confirm_taken(turn: Turn, incident: Incident, words: str = "") -> Reply:
    """Confirm that the sender now holds the incident, and say by when the county expects news."""
    reporter = turn.work.people.get(incident.reporter_id)
    key = "take.done_own" if reporter.id == turn.sender.id else "take.done"
    if not turn.work.people.roles(reporter):
        key = "take.done_gone"
    args: dict[str, Arg] = {"ref": incident.ref, "who": wording.author(incident, reporter)}
    text = Text(key, args | following.promised(turn.work, incident))
    if (offers := supply.offered(turn.work, incident)) != phrases.EMPTY:
        text = Text("take.with_offers", {"said": text, "offers": offers})
    named = promise_dates.named_in(turn.work, words) if words else None
    if named and named.due_at is None:
        text = Text("ask", {"said": Text("take.past"), "question": text})
    return Reply(
        Screen(text, max_segments=SEGMENTS, actions=phrases.actions(incident.ref, *HOLDER)), incident.ref
    )


def release(turn: Turn, command: Command) -> Reply:
    """Give the incident back, so that the others can take it."""
    work, person = turn.work, turn.sender
    if command.ref is None:
        mine = following.held_by(work, person)
        if not mine:
            return Reply(Screen(Text("release.none")))
        if len(mine) > 1:
            return one_of(turn, "RELEASE", mine)
        incident: Incident | None = mine[0]
    else:
        incident = turn.incident(command.ref)
    if incident is None or incident.status == IncidentStatus.HELD:
        return nothing_to(turn, command)
    if following.is_hidden(work, incident, person):
        return _not_for_you(incident)
    if (other := handover.leave_to_other(work, incident, person, turn.address.value)) is not None:
        to = phrases.who(work, other, incident.counties)
        return Reply(Screen(Text("give.done", {"ref": incident.ref, "to": to})), incident.ref)
    result = following.release(work, incident, person, turn.address.value).result
    if result == "not_yours":
        return Reply(holder_screen(turn, incident), incident.ref)
    if result == "not_open":
        key = "closed.already" if incident.status == IncidentStatus.CLOSED else "release.not_taken"
        return Reply(Screen(Text(key, {"ref": incident.ref})), incident.ref)
    return Reply(Screen(Text("release.done", {"ref": incident.ref})), incident.ref)


def holder_screen(turn: Turn, incident: Incident) -> Screen:
    """Say who holds the incident and since when; the holder may be the sender."""
    assert incident.taken_by_id is not None and incident.taken_at is not None
    if incident.taken_by_id == turn.sender.id:
        args: dict[str, Arg] = {"ref": incident.ref, "time": Moment(incident.taken_at)}
        text = Text("take.yours", args | following.promised(turn.work, incident))
        return Screen(text, actions=phrases.actions(incident.ref, *HOLDER))
    holder = turn.work.people.get(incident.taken_by_id)
    return Screen(
        Text(
            "take.already",
            {
                "ref": incident.ref,
                "who": phrases.holder(turn.work, holder, incident.counties),
                "time": Moment(incident.taken_at),
            },
        )
    )


WORDS = (
    Verb(
        "release",
        ("RELEASE",),
        ("ACHIA",),
        "bare",
        "gives it back, so that the others can take it",
        "its holder",
        reference=True,
        listed=2,
    ),
    Verb(
        "no",
        ("NO",),
        ("HAPANA",),
        "option",
        "the same: it is none, it stays as it was",
        "the people who were asked",
        reference=True,
        answers=True,
    ),
)
COMMANDS = {
    ("no", ""): handle_no,
    ("release", ""): release,
    ("take", "S"): take,
    ("take", "C"): take,
}

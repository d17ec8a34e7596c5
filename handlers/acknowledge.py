"""OK and RELEASE: somebody takes an incident, or gives it back."""

from dataclasses import replace

from handlers import duties, reopen, rsvp
from handlers.choosing import CANDIDATES, nothing_to, one_of
from handlers.intents import Command, Rsvp
from handlers.turn import Reply, Turn
from sek_core.incidents import queries, wording
from sek_core.meetings import answers, register, texts
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.response import following
from sek_core.store.incidents import Incident
from sek_core.triage import last_said
from sek_core.triage.last_said import Last
from sek_core.wording import phrases

HOLDER = ("note", "close", "release", "more")
"""What whoever has taken it may want to say next."""


def take(turn: Turn, command: Command) -> Reply:
    """ "I take this." A bare OK is about what was said last: the alert that waits, a task, an invitation."""
    work, person = turn.work, turn.sender
    if command.ref is None:
        last = last_said.last(work, person)
        waiting = following.waiting_for(work, person) if _is_taker(turn) else []
        waiting.sort(key=lambda each: each.ref != last.ref)
        if (other := _not_an_alert(turn, last, waiting)) is not None:
            return other
        if len(waiting) > 1 or (last.what in ("other", "closed") and last.ref):
            return one_of(turn, "OK", waiting)
        incident: Incident | None = waiting[0]
    else:
        incident = queries.find(work, command.ref)
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


def _not_an_alert(turn: Turn, last: Last, waiting: list[Incident]) -> Reply | None:
    """What an OK says where no alert was the last thing said. None: it may take one of those that wait."""
    if last.what == "task":
        return duties.accepted(turn, last.ref, _also(waiting))
    if last.what == "held" and (held := queries.find(turn.work, last.ref)) is not None:
        screen = has_it(turn, held)
        text = Text("with_more", {"said": screen.text, "more": _also(waiting)}) if waiting else screen.text
        return Reply(replace(screen, text=text, max_segments=2), held.ref)
    if last.what == "invitation":
        return _invited(turn, last, waiting)
    if waiting:
        return None
    if not answers.unanswered(turn.work, turn.sender):
        return Reply(Screen(Text("courtesy")))
    # SAWA to an invitation, with no alert open, is a yes; not behind something else.
    return rsvp.late(turn) if last.ref else rsvp.answered(turn, Rsvp("yes"))


def _invited(turn: Turn, last: Last, waiting: list[Incident]) -> Reply:
    """OK to an invitation is a yes; with an alert open it asks which of the two."""
    meeting = register.find(turn.work, last.ref)
    if not waiting or meeting is None:
        return rsvp.answered(turn, Rsvp("yes"))
    first: dict[str, Arg] = {"word": "OK", "ref": last.ref, "incident": texts.title(turn.work, meeting)}
    others = tuple(
        Text("which.line", {"word": "OK", "ref": each.ref, "incident": wording.short(each)})
        for each in waiting[: CANDIDATES - 1]
    )
    lines = Joined((Text("which.line", first), *others), "\n")
    return Reply(Screen(Text("which", {"lines": lines}), max_segments=2))


def _also(waiting: list[Incident]) -> Arg:
    """ ". S5 waits too: OK S5": behind an OK to something else; or nothing."""
    return Text("take.also", {"ref": waiting[0].ref}) if waiting else phrases.EMPTY


def refused(turn: Turn, command: Command) -> Reply:
    """NO to an alert leaves it to the others; to what was closed, it is not solved."""
    incident = queries.find(turn.work, command.ref or "")
    if incident is None:
        return nothing_to(turn, command)
    if incident.status == "closed":
        return reopen.offer(turn, command)
    return Reply(Screen(Text("take.no", {"ref": incident.ref}), max_segments=2), incident.ref)


def taken(turn: Turn, incident: Incident) -> Reply:
    """The sender has it from this moment."""
    reporter = turn.work.people.get(incident.reporter_id)
    key = "take.done_own" if reporter.id == turn.sender.id else "take.done"
    text = Text(key, {"ref": incident.ref, "who": wording.author(incident, reporter)})
    return Reply(Screen(text, actions=phrases.actions(incident.ref, *HOLDER)), incident.ref)


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
        incident = queries.find(work, command.ref)
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
        return Screen(text, actions=phrases.actions(incident.ref, *HOLDER))
    holder = turn.work.people.get(incident.taken_by_id)
    return Screen(
        Text(
            "take.already",
            {
                "ref": incident.ref,
                "who": phrases.who(turn.work, holder, incident.counties),
                "time": Moment(incident.taken_at),
            },
        )
    )


COMMANDS = {
    ("take", ""): take,
    ("no", ""): refused,
    ("release", ""): release,
}

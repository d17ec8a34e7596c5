"""Orders that their sender changed after sending: "ok s1" becomes "ok s2"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.dialogue import undo
from handlers.engine.turn import Reply, Turn
from handlers.incidents import give
from handlers.language.intents import RSVP, Choose, Command, Report, Rsvp
from handlers.meetings import rsvp
from handlers.tasks import assign
from sek_core.inbox.queue import Said
from sek_core.messages.screens import Screen, Text
from sek_core.response import closing, following
from sek_core.store.states import TaskStatus
from sek_core.tasks import assigning, notices, tasks
from sek_core.understanding.tokens import forms_of
from sek_core.work.acts import Act
from sek_core.work.events import Event

Usual = Callable[[Turn], Reply | None]

ANSWERS = (Event.ANSWERED_YES, Event.ANSWERED_NO, Event.ANSWERED_MAYBE)

AT_ONCE: dict[Event, str] = {
    Event.TAKEN: "release",
    Event.CLOSED: "reopen",
    Event.AWAY: "back",
}
"""Acts that are taken back without a question, and the command word that does it."""


CHANGES: dict[tuple[Event, str], Event] = {
    (Event.DUE_CHANGED, "task"): Event.ASSIGNED,
    (Event.CORRECTED, "close"): Event.CLOSED,
}
"""What an act is that an earlier change of the message did, by the command word of the message."""


def handle(turn: Turn, before: Said, done: Sequence[Act], usual: Usual) -> Reply | None:
    """Put right what the first version did, and do what the new one says."""
    first = done[0]
    if (what := CHANGES.get((first.what, before.read.get("verb", "")))) is not None:
        first = replace(first, what=what)
    if first.what in ANSWERS and (answer := _rsvp(turn, first.ref)) is not None:
        return rsvp.answered(turn, answer)
    action = turn.intent.action
    if isinstance(action, Command) and (same := _same_order(turn, before, first, action, usual)) is not None:
        return same
    if not isinstance(action, Command | Rsvp | Report):
        return _stands(turn, first)
    back = _taken_back(turn, first)
    return _both(back, usual(turn))


def of_answer(turn: Turn, done: Sequence[Act]) -> Reply:
    """Take back what the first answer did, if the new one is a no and it is early enough; else say it."""
    action = turn.intent.action
    is_no = not isinstance(action, Choose) or action.value == "no"
    back = undo.reverse(turn, done[0]) if is_no and _is_early(turn, done[0]) else None
    return back or _stands(turn, done[0])


def _same_order(turn: Turn, before: Said, first: Act, action: Command, usual: Usual) -> Reply | None:
    """Handle the same order with other words; None if it is another one."""
    if before.read.get("verb") != action.verb:
        return None
    ref = action.ref or first.ref
    if action.verb == "task" and first.what == Event.ASSIGNED:
        return _task(turn, first.ref, action)
    if ref != first.ref:
        return None
    incident = turn.incident(ref)
    if first.what == Event.NOTED and incident is not None:
        address = turn.address.value
        count = following.note(turn.work, incident, turn.sender, address, action.rest, corrects=True)
        return Reply(Screen(Text("note.corrected", {"ref": ref}, n=count)), ref)
    if first.what == Event.CLOSED and incident is not None:
        if closing.correct(turn.work, incident, turn.sender, turn.address.value, action.rest):
            return Reply(Screen(Text("close.corrected", {"ref": ref})), ref)
        return _stands(turn, first)
    return usual(turn)


def _task(turn: Turn, ref: str, action: Command) -> Reply | None:
    """Change the task that the first version gave: its words and its day; for another owner, all of it."""
    work = turn.work
    task = tasks.find(work, ref)
    if task is None or task.status != TaskStatus.OPEN:
        return None
    said = assigning.read(work, turn.sender, action.rest, turn.counties)
    if not said.what or len(said.people) != 1:
        return Reply(Screen(Text("edit.stands", {"ref": ref}), max_segments=2), ref)
    if said.people[0].id != task.owner_id:
        tasks.drop(work, task, turn.sender, turn.address.value)
        given = assign.task(turn, action)
        return _both(Reply(Screen(Text("edit.dropped", {"ref": ref})), ref), given)
    day, _ = assign.day_of(turn, said)
    if tasks.change(work, task, said.what, day, turn.sender, turn.address.value) == "over":
        return Reply(Screen(Text("edit.stands", {"ref": ref}), max_segments=2), ref)
    args = notices.shared_text_arguments(task)
    return Reply(Screen(Text("task.changed", args), quote=task.text, max_segments=2), ref)


def _rsvp(turn: Turn, ref: str) -> Rsvp | None:
    """Return the new answer to the invitation that the first version answered; None if there is none."""
    action = turn.intent.action
    if isinstance(action, Rsvp):
        return Rsvp(action.answer, action.ref or ref, action.note)
    forms = forms_of(turn.text)
    if len(forms) == 1 and forms[0] in ("1", "2", "3"):
        return Rsvp(RSVP[int(forms[0]) - 1], ref)
    for verb in turn.registry.verbs:
        if verb.name in RSVP and forms and forms[0] in {form.lower() for form in (*verb.en, *verb.sw)}:
            return Rsvp(verb.name, ref, turn.text.strip().partition(" ")[2])
    return None


def _taken_back(turn: Turn, first: Act) -> Reply:
    """Take the first act back, if that is possible at once; else say that it stands."""
    if not _is_early(turn, first):
        return _stands(turn, first)
    incident = turn.incident(first.ref)
    if first.what == Event.GIVEN and incident is not None:
        return give.take_back(turn, incident)
    verb = AT_ONCE.get(first.what)
    if verb is None:
        if first.what == Event.NOTED and incident is not None:
            following.tell_of_wrong_note(turn.work, incident, turn.sender, first.detail)
            return Reply(Screen(Text("edit.note_wrong", {"ref": first.ref})), first.ref)
        return _stands(turn, first)
    if first.what == Event.TAKEN and (incident is None or incident.taken_by_id != turn.sender.id):
        return _stands(turn, first)
    return turn.registry.answer(turn, Command(verb, first.ref or None)) or _stands(turn, first)


def _is_early(turn: Turn, first: Act) -> bool:
    return turn.work.now - first.at <= undo.WITHIN


def _stands(turn: Turn, first: Act) -> Reply:
    """Say that what the first version did stands, and what to send instead."""
    verb = undo.REVERSES.get((first.what, first.ref[:1]))
    if verb is None or not first.ref:
        return Reply(Screen(Text("edit.stands", {"ref": first.ref}), max_segments=2), first.ref)
    text = Text("edit.stands_but", {"command": Text(f"say.{verb}", {"ref": first.ref})})
    return Reply(Screen(text, max_segments=2), first.ref)


def _both(first: Reply, second: Reply | None) -> Reply:
    """Return one answer that says both."""
    if second is None:
        return first
    text = Text("edit.both", {"first": first.screen.text, "second": second.screen.text})
    quote = second.screen.quote or first.screen.quote
    return replace(second, screen=replace(second.screen, text=text, quote=quote, max_segments=None))

"""UNDO: takes back what its sender did last, as far as that can be; else it says what to send."""

from datetime import timedelta

from handlers.engine.turn import Reply, Turn
from handlers.incidents import give
from handlers.language.intents import Choose, Command
from handlers.language.verbs import Verb
from handlers.tasks import duties
from handlers.triage import vouched
from sek_core.meetings import attendance, invitees, register, walk_ins
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import following
from sek_core.store.states import IncidentStatus
from sek_core.tasks import notices, tasks
from sek_core.work import acts
from sek_core.work.acts import Act
from sek_core.work.events import Event

WITHIN = timedelta(minutes=10)

REVERSES: dict[tuple[Event, str], str] = {
    (Event.TAKEN, "S"): "release",
    (Event.TAKEN, "C"): "release",
    (Event.CLOSED, "S"): "reopen",
    (Event.CLOSED, "C"): "reopen",
    (Event.REPORTED, "S"): "cancel",
    (Event.REPORTED, "C"): "cancel",
    (Event.OFFERED, "S"): "cancel",
    (Event.OFFERED, "C"): "cancel",
    (Event.ASSIGNED, "T"): "cancel",
    (Event.CONVENED, "M"): "call_off",
    (Event.AWAY, ""): "back",
    (Event.RELEASED, "S"): "take",
    (Event.RELEASED, "C"): "take",
    (Event.WITHDRAWN, "S"): "reopen",
    (Event.WITHDRAWN, "C"): "reopen",
    (Event.ASKED_MANY, "Q"): "cancel",
    (Event.BLOCKED, "U"): "unblock",
    (Event.OPTED_OUT, ""): "start",
}
"""The command word that takes an act back, by its event and the letter of its reference."""

SAID: dict[Event, str] = {
    Event.NOTED: "undo.noted",
    Event.REOPENED: "undo.reopened",
    Event.CORRECTED: "undo.corrected",
    Event.CHANGED: "undo.corrected",
    Event.COMPLETED: "undo.corrected",
    Event.ESCALATED: "undo.escalated",
    Event.ANSWERED_YES: "undo.answered",
    Event.ANSWERED_NO: "undo.answered",
    Event.ANSWERED_MAYBE: "undo.answered",
    Event.OFFER_WITHDRAWN: "undo.offer",
    Event.CALLED_OFF: "undo.called_off",
    Event.BACK: "undo.back",
    Event.GIVEN: "undo.task_given",
    Event.DUE_CHANGED: "undo.due",
    Event.DROPPED: "undo.dropped",
    Event.PRESENT: "undo.present",
    Event.ABSENT: "undo.present",
    Event.MINUTES_GIVEN: "undo.minutes",
    Event.ANNOUNCED: "undo.announced",
    Event.UPDATED: "undo.announced",
    Event.INFORMED: "undo.announced",
    Event.GUEST_ENDED: "undo.guest",
    Event.LANGUAGE_CHOSEN: "undo.language",
    Event.BATCHED: "undo.batched",
    Event.SERIES_CHANGED: "undo.series",
    Event.SERIES_ENDED: "undo.series",
    Event.OPTED_IN: "undo.opted_in",
}
"""The text that says what to send, where an act has no reverse."""

BESIDES = frozenset(
    {
        Event.WRONG_CODE,
        Event.CODES_ENDED,
        Event.OPENED,
        Event.SAME,
        Event.APART,
        Event.KEPT,
        Event.INVITED,
        Event.JOINED,
    }
)
"""Events that only go with another act."""


def undo(turn: Turn, command: Command) -> Reply | None:
    """Take back the last act of the sender's last ten minutes. What is only read back yet is not done."""
    if (ended := _unsaid(turn)) is not None:
        return ended
    ref = command.ref or ""
    if ref.startswith("U") and (stopped := vouched.stop(turn, command)):
        return stopped
    act = acts.last_of(turn.work, turn.sender, WITHIN, BESIDES)
    if act is None or (ref and act.ref != ref):
        return Reply(Screen(Text("undo.nothing")))
    return reverse(turn, act)


def reverse(turn: Turn, act: Act) -> Reply | None:
    """Take one act back, as far as that can be; else say what to send."""
    if act.what == Event.GIVEN and (incident := turn.incident(act.ref)) is not None:
        return give.take_back(turn, incident)
    if act.what == Event.MOVED and (before := _before(turn, act)):
        return turn.registry.answer(turn, Command("move", act.ref, before))
    if act.what == Event.ASSIGNED and (all_of_them := duties.take_back(turn, act.ref)) is not None:
        return all_of_them
    if act.what == Event.GUEST_ADDED:  # "monthly Kitui: county director"
        where, _, name = act.detail.partition(": ")
        county = where.partition(" ")[2] or "all"
        return turn.registry.answer(turn, Command("guest", None, f"{county} remove {name}"))
    if (done := _taken_back(turn, act)) is not None:
        return done
    if act.what == Event.VOUCHED:
        return vouched.stop(turn, Command("undo", act.ref))
    if act.what == Event.SEAT_FILLED:  # "3: deputy_county_lead Kitui"
        return turn.registry.answer(turn, Command("nominate", None, f"{act.detail.partition(':')[0]} no"))
    verb = REVERSES.get((act.what, act.ref[:1]))
    if verb is not None and not _is_open_again(turn, act):
        return turn.registry.answer(turn, Command(verb, act.ref or None))
    key = "undo.reopened_since" if _is_open_again(turn, act) else SAID.get(act.what, "undo.cannot")
    return Reply(Screen(Text(key, {"ref": act.ref}), max_segments=2), act.ref)


def _taken_back(turn: Turn, act: Act) -> Reply | None:
    """Take back a note, the end of a task, or who came to a meeting; None if it is another act."""
    incident, task = turn.incident(act.ref), None
    if act.ref.startswith("T"):
        task = tasks.find(turn.work, act.ref)
    if act.what == Event.NOTED and incident is not None:
        told = following.take_note_back(turn.work, incident, turn.sender, act.detail, turn.address.value)
        return Reply(Screen(Text("undo.note_back", {"ref": act.ref}, n=told)), act.ref)
    if act.what == Event.NOTED and task is not None:
        heard = tasks.take_note_back(turn.work, task, turn.sender, act.detail, turn.address.value)
        return Reply(Screen(Text("undo.note_back", {"ref": act.ref}, n=len(heard))), act.ref)
    if act.what in (Event.DONE, Event.DROPPED) and task is not None:
        done = tasks.reopen(turn.work, task, turn.sender, turn.address.value) == "done"
        key = "undo.task_open" if done else "undo.cannot"
        return Reply(Screen(Text(key, {"ref": act.ref, "task": notices.excerpt(task)})), act.ref)
    if act.what in (Event.PRESENT, Event.ABSENT) and act.ref.startswith("M"):
        return _as_before(turn, act)
    return None


def _as_before(turn: Turn, act: Act) -> Reply | None:
    """Let the attendance of all whom the last text named be what it was before."""
    work, address = turn.work, turn.address.value
    meeting = register.find(work, act.ref)
    if meeting is None:
        return None
    there = {person.name: person for person in invitees.invited(work, meeting)}
    names: list[str] = []
    for each in acts.together_with(work, turn.sender, act):
        person = turn.sender if each.detail in ("said", "word") else there.get(each.detail)
        if person is not None:
            was = attendance.was_before(work, meeting, each.detail, each.at)
            attendance.restore(work, meeting, person, was, turn.sender, address)
            names.append(person.name)
        elif each.what == Event.PRESENT and walk_ins.remove(work, meeting, each.detail, turn.sender, address):
            names.append(each.detail)
    if not names:
        return None
    args: dict[str, Arg] = {"ref": act.ref, "names": Joined(tuple(names))}
    return Reply(Screen(Text("undo.present_back", args), max_segments=2), act.ref)


def _is_open_again(turn: Turn, act: Act) -> bool:
    """Return True if what the sender closed was opened again since, as its reporter said: not solved."""
    incident = turn.incident(act.ref) if act.what == Event.CLOSED else None
    return incident is not None and incident.status != IncidentStatus.CLOSED


def _unsaid(turn: Turn) -> Reply | None:
    """Answer no to an open question that only reads back what the sender is about to do."""
    question, kind = turn.question, turn.kind
    if question is None or kind.options != "yes_or_no" or kind.of_report or kind.to_sender or kind.drafted:
        return None
    answered = turn.registry.questions[question.kind].answered(turn, Choose("no"), True)
    return answered if isinstance(answered, Reply) else None


def _before(turn: Turn, act: Act) -> str:
    """Return when and where a meeting was before it was moved, as MOVE takes it; empty if it is not known."""
    written = acts.detail_before(turn.work, act.ref, (Event.CONVENED, Event.MOVED))
    when, _, venue = written.partition(", ")
    day, _, hour = when.partition(" ")
    return f"{day} {hour} {venue}".strip() if day and hour else ""


WORDS = (
    Verb(
        "undo",
        ("UNDO",),
        ("TENGUA",),
        "bare",
        "takes back what I did last, within ten minutes: OK, RELEASE, CLOSE, NOTE, GIVE, TASK, DONE, AWAY, "
        "MEETING, MOVE, PRESENT, ABSENT, ASK, BLOCK, CANCEL, STOP, a report or an offer; `UNDO U5` a VOUCH "
        "that has not started; for anything else it says what to send",
        "everyone on the roster",
        reference=True,
    ),
)
COMMANDS = {("undo", ""): undo, **{("undo", letter): undo for letter in "MTQU"}}

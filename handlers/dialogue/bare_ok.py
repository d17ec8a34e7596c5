"""A bare OK answers the last message: an alert that waits, a task, an invitation."""

from dataclasses import replace

from handlers.engine.disambiguation import CANDIDATES, one_of
from handlers.engine.turn import Reply, Turn
from handlers.incidents.acknowledge import holder_screen, take
from handlers.language.intents import Command, Rsvp
from handlers.language.verbs import Verb
from handlers.meetings import rsvp
from handlers.tasks import duties
from sek_core.incidents import wording
from sek_core.meetings import answers, register, texts
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import following
from sek_core.store.incidents import Incident
from sek_core.triage.last_said import Last
from sek_core.wording import phrases


def ok(turn: Turn, command: Command) -> Reply:
    """Answer the last message to the sender."""
    work, person = turn.work, turn.sender
    last = turn.lookup.last_said(person)
    waiting = [each for each in following.waiting_for(work, person) if following.may_act(work, each, person)]
    waiting.sort(key=lambda each: each.ref != last.ref)
    if (other := _not_an_alert(turn, last, waiting)) is not None:
        return other
    if len(waiting) > 1 or (last.what in ("other", "closed") and last.ref):
        return one_of(turn, "OK", waiting)
    return take(turn, replace(command, ref=waiting[0].ref))


def _not_an_alert(turn: Turn, last: Last, waiting: list[Incident]) -> Reply | None:
    """Answer an OK where the last message was no alert. Return None if it may take an alert that waits."""
    if last.what == "task":
        return duties.accepted(turn, last.ref, _also(waiting))
    if last.what == "held" and (held := turn.incident(last.ref)) is not None:
        screen = holder_screen(turn, held)
        text = Text("with_more", {"said": screen.text, "more": _also(waiting)}) if waiting else screen.text
        return Reply(replace(screen, text=text, max_segments=2), held.ref)
    if last.what == "invitation":
        return _invited(turn, last, waiting)
    if waiting:
        return None
    if not answers.unanswered(turn.work, turn.sender):
        return Reply(Screen(Text("courtesy")))
    # SAWA to an invitation, with no alert open, is a yes; not behind another message.
    return rsvp.ask_for_answer_by_word(turn) if last.ref else rsvp.answered(turn, Rsvp("yes"))


def _invited(turn: Turn, last: Last, waiting: list[Incident]) -> Reply:
    """Take OK to an invitation as a yes; with an alert open, ask which of the two it is for."""
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
    """Return ". S5 waits too: OK S5" to stand behind an OK to something else, or nothing."""
    return Text("take.also", {"ref": waiting[0].ref}) if waiting else phrases.EMPTY


WORDS = (
    Verb(
        "take",
        ("OK", "ACK", "TAKE"),
        ("SAWA", "NIMEPOKEA"),
        "bare",
        "takes an alert: I follow this up",
        "{rights}",
        reference=True,
        yields=True,
        listed=1,
        answers=True,
    ),
)
COMMANDS = {("take", ""): ok}

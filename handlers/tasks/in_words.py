"""What the owner of a task says of it in words of their own: done, it takes longer, it cannot be done."""

from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Action, Command
from handlers.tasks import duties
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.store.meetings import Task
from sek_core.tasks import notices, tasks
from sek_core.understanding import dates
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases

SHORT = 3
"""Words of a text that says nothing but that the task is done."""

FEWEST = 2
"""Minimum number of words of a question about a task."""

_NOT = frozenset({"not", "never", "cannot", "bado", "hapana", "isn't", "haven't", "hasn't", "wasn't"})


def no_need(turn: Turn, action: Action) -> Reply | None:
    """Answer "Need more time" and "Kazi imekwisha" of an owner, which begin with other command words."""
    if not isinstance(action, Command) or action.ref is not None or turn.person is None:
        return None
    said = turn.work.core.reader.sayings.said(turn.text)
    if (action.verb, "more_time") != ("concern", *said) and (action.verb, "finished") != ("task", *said):
        return None
    reading = turn.work.core.reader.read(action.rest, turn.counties)
    told = reading.hazard or reading.affected or reading.place or reading.plea
    return None if told else of_task(turn)


def of_task(turn: Turn) -> Reply | None:
    """Answer words about an open task of the sender's; None if the text is about none."""
    if turn.person is None or turn.parts.kept or turn.said_at is not None or turn.parts.group:
        return None
    if (asked := _question_to_giver(turn)) is not None:
        return asked
    said = turn.work.core.reader.sayings.said(turn.text) & {"more_time", "cannot", "accepts", "finished"}
    if not said or turn.text.rstrip().endswith("?"):
        return None
    last = turn.lookup.last_said(turn.sender)
    mine = tasks.open_of(turn.work, turn.sender)
    if not mine or last.ref[:1] in ("S", "C"):
        return None
    if last.what != "task" and len(mine) > 1:
        if said == {"finished"}:
            return duties.done(turn, Command("done"))
        if said == {"accepts"} and last.ref:
            return None
        return duties.listing(turn, Command("tasks"))
    of = next((each for each in mine if each.ref == last.ref), mine[0])
    if "cannot" in said:
        return _tell_giver(turn, of, "task.cannot", "task.cannot_told")
    if "more_time" in said or _NOT & set(forms_of(turn.text)):
        return _longer(turn, of)
    if "accepts" in said and "finished" not in said:
        return duties.handle_task_command(turn, Command("take", of.ref))
    words = turn.text.strip() if len(forms_of(turn.text)) > SHORT else ""
    return duties.handle_task_command(turn, Command("done", of.ref, words))


def _question_to_giver(turn: Turn) -> Reply | None:
    """Pass "which goats?" right after a task to its giver."""
    last = turn.lookup.last_said(turn.sender)
    if last.what != "task" or not turn.text.rstrip().endswith("?") or len(forms_of(turn.text)) < FEWEST:
        return None
    return duties.handle_task_command(turn, Command("note", last.ref, turn.text.strip()))


def _longer(turn: Turn, of: Task) -> Reply | None:
    """Set the day of a task of one's own; pass the wish to the giver of another."""
    named = _day(turn)
    if named and tasks.may_change(turn.work, of, turn.sender):
        return duties.handle_task_command(turn, Command("task", of.ref, named))
    return _tell_giver(turn, of, "task.longer", "task.longer_told")


def _tell_giver(turn: Turn, of: Task, reply: str, told_as: str) -> Reply:
    """Tell the giver what the owner says; the task stays as it is until the giver changes it."""
    work = turn.work
    args = notices.shared_text_arguments(of) | {"who": phrases.named(turn.sender)}
    args["date"] = _day(turn) or "12 Dec"
    notice = Screen(Text(told_as, args), quote=turn.text.strip(), max_segments=2)
    told = tasks.note(work, of, turn.sender, turn.text.strip(), turn.address.value, notice)
    if not told:
        return Reply(Screen(Text("task.own_words", {"ref": of.ref}), max_segments=2), of.ref)
    names: dict[str, Arg] = {"ref": of.ref, "who": phrases.both([phrases.named(each) for each in told])}
    return Reply(Screen(Text(reply, names), max_segments=2), of.ref)


def _day(turn: Turn) -> str:
    """Return the day that the text names, as "30 Nov", or nothing."""
    today = turn.work.now.astimezone(turn.work.configuration.mechanism.zone).date()
    named = dates.find(turn.text, today)
    return f"{named.until.day} {named.until:%b}" if named else ""

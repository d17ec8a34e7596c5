"""TASKS, and the commands about one task: DONE, NOTE, STATUS, GIVE, CANCEL."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from config.rights import Guarded
from handlers.engine import proving, questions, reading_back
from handlers.engine.disambiguation import CANDIDATES
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import follow
from handlers.incidents.kinds import NOTE
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from handlers.tasks import assign
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Task
from sek_core.store.states import TaskStatus
from sek_core.tasks import assigning, many, notices, tasks
from sek_core.wording import phrases
from sek_core.work.conversations import Question

DROP_MANY = Kind("drop_tasks", "yes_or_no", labels="answer")
"""Are all tasks that were given together to be dropped?"""

DROP = Kind("drop_task", "yes_or_no", labels="answer")
"""Is a task to be dropped that another person has?"""

LISTED = 8


def handle_task_command(turn: Turn, command: Command) -> Reply | None:
    """Handle a verb with the reference of a task; show the task's state for a verb that does not fit
    tasks.
    """
    assert command.ref is not None
    found = tasks.find(turn.work, command.ref)
    if found is None:
        return Reply(Screen(Text("task.unknown", {"ref": command.ref})))
    if not tasks.may_see(turn.work, found, turn.sender):
        return Reply(Screen(Text("task.forbidden", {"ref": found.ref})), found.ref)
    return _VERBS.get(command.verb, _status)(turn, found, command)


def listing(turn: Turn, _command: Command) -> Reply:
    """List the sender's tasks, first due first, and the tasks that the sender gave to others."""
    mine, given = tasks.open_of(turn.work, turn.sender), tasks.given_by(turn.work, turn.sender)
    if not mine and not given:
        return Reply(Screen(Text("task.none")))
    lines: list[Arg] = [line(turn, each) for each in mine[:LISTED]] or [Text("task.none_mine")]
    if len(mine) > LISTED:
        lines.append(Text("list.others", n=len(mine) - LISTED))
    if given:
        lines += [Text("task.given_list"), *(line(turn, each, of_others=True) for each in given[:LISTED])]
    if len(given) > LISTED:
        lines.append(Text("list.others", n=len(given) - LISTED))
    return Reply(Screen(Text("list", {"lines": Joined(tuple(lines), "\n")}), max_segments=None))


def done(turn: Turn, command: Command) -> Reply | None:
    """Finish a task: DONE, perhaps with a reference and words. For an incident, close it with the words."""
    if command.ref and command.ref[0] in "SC":
        return follow.close(turn, replace(command, verb="close"))
    if command.ref and command.ref[0] == "T":
        return handle_task_command(turn, command)
    if command.ref:
        return Reply(Screen(Text("task.only_tasks", {"ref": command.ref})))
    last = turn.lookup.last_said(turn.sender)
    mine = sorted(tasks.open_of(turn.work, turn.sender), key=lambda each: each.ref != last.ref)
    held = turn.incident(last.ref) if last.what == "held" else None
    if len(mine) == 1 and held is None:
        return _done(turn, mine[0], command)
    if not mine and held is not None:  # after an alert that the sender took, DONE is about the incident
        return follow.close(turn, Command("close", held.ref, command.rest))
    if not mine:
        return Reply(Screen(Text("task.none")))
    first = [_done_line(held.ref, wording.short(held))] if held else []
    others = [_done_line(each.ref, notices.excerpt(each)) for each in mine]
    lines = (*first, *others)[:CANDIDATES]
    return Reply(Screen(Text("which", {"lines": Joined(lines, "\n")}), max_segments=2))


def _done_line(ref: str, what: Arg) -> Text:
    return Text("which.line", {"word": "DONE", "ref": ref, "incident": what})


def accepted(turn: Turn, ref: str, more: Arg = phrases.EMPTY) -> Reply:
    """Answer OK to a task, which is the sender's already. `more`: what else waits for an OK."""
    said = Text("task.accepted", {"ref": ref})
    text = Text("with_more", {"said": said, "more": more}) if more else said
    return Reply(Screen(text, max_segments=2, actions=phrases.actions(ref, "done", "note")), ref)


def _accept(turn: Turn, of: Task, command: Command) -> Reply | None:
    if of.status != TaskStatus.OPEN:
        return reply_task_already_changed(turn, of)
    return _status(turn, of, command) if of.owner_id != turn.sender.id else accepted(turn, of.ref)


def _refuse(turn: Turn, of: Task, command: Command) -> Reply | None:
    """Answer NO to a task: it stays with its owner until another person has it."""
    if of.status != TaskStatus.OPEN:
        return reply_task_already_changed(turn, of)
    if of.owner_id != turn.sender.id:
        return _status(turn, of, command)
    giver = turn.work.people.get(of.assigned_by_id)
    args: dict[str, Arg] = {"ref": of.ref, "who": _named(turn, giver)}
    return Reply(Screen(Text("task.refused", args), max_segments=2), of.ref)


def noted(turn: Turn, words: str | None) -> Reply | None:
    """Add the words that NOTE asked for; None: add nothing."""
    assert turn.question is not None
    turn.work.conversations.answered(turn.party)
    ref = turn.question.about
    if words is None:
        return Reply(Screen(Text("note.dropped", {"ref": ref})), ref)
    return handle_task_command(turn, Command("note", ref, words))


def reply_task_already_changed(turn: Turn, of: Task) -> Reply:
    """Say who changed the task before, and when."""
    if of.status == TaskStatus.OPEN or of.done_at is None or of.done_by_id is None:
        return _status(turn, of, Command("status", of.ref))
    by = turn.work.people.get(of.done_by_id)
    who: Arg = Text("who.you") if by.id == turn.sender.id else phrases.named(by)
    args: dict[str, Arg] = {"ref": of.ref, "who": who, "time": Moment(of.done_at)}
    done = "task.was_done_words" if of.outcome else "task.was_done"
    key = done if of.status == TaskStatus.DONE else "task.was_dropped"
    return Reply(Screen(Text(key, args), quote=of.outcome), of.ref)


def not_yours(turn: Turn, of: Task) -> Reply:
    """Reply that only the giver of a task may do this."""
    giver = turn.work.people.get(of.assigned_by_id)
    return Reply(Screen(Text("task.not_yours", {"ref": of.ref, "who": phrases.named(giver)})), of.ref)


def _set_day(turn: Turn, of: Task, command: Command) -> Reply | None:
    """Change the due date: TASK T9 12 Dec."""
    work, said = turn.work, assigning.read(turn.work, turn.sender, command.rest, turn.counties)
    if said.people and said.what:  # another task, in reply to a message about T9
        return assign.task(turn, Command("task", None, command.rest))
    day, wrong = assign.day_of(turn, said)
    if day is None or said.named or said.what:
        which = Text("task.which_day", {"ref": of.ref, "state": wrong})
        return Reply(Screen(which, max_segments=2), of.ref)
    if not tasks.may_change(work, of, turn.sender):
        return not_yours(turn, of)
    if tasks.set_day(work, of, day, turn.sender, turn.address.value) == "over":
        return reply_task_already_changed(turn, of)
    args = notices.shared_text_arguments(of) | {"who": _named(turn, work.people.get(of.owner_id))}
    return Reply(Screen(Text("task.day_set", args)), of.ref)


def _done(turn: Turn, of: Task, command: Command) -> Reply:
    work = turn.work
    if of.status != TaskStatus.OPEN:
        return reply_task_already_changed(turn, of)
    if not tasks.may_finish(work, of, turn.sender):
        owner, giver = work.people.get(of.owner_id), work.people.get(of.assigned_by_id)
        args: dict[str, Arg] = {"ref": of.ref, "who": _named(turn, owner), "to": _named(turn, giver)}
        return Reply(Screen(Text("task.with", args), max_segments=2), of.ref)
    if tasks.finish(work, of, turn.sender, command.rest, turn.address.value) == "over":
        return _done(turn, of, command)  # now it shows the new state
    others = [each for each in (of.owner_id, of.assigned_by_id) if each != turn.sender.id]
    if not others:
        return Reply(Screen(Text("task.done_own", {"ref": of.ref})), of.ref)
    told = tasks.recipients_or_covers(work, work.people.many(others), turn.sender)
    names = phrases.both([phrases.named(each) for each in told]) if told else phrases.EMPTY
    key = "task.done" if told else "task.done_own"
    if told and of.group_ref is not None and of.owner_id == turn.sender.id:
        key = "task.done_of_many"
    return Reply(Screen(Text(key, {"ref": of.ref, "who": names})), of.ref)


def _note(turn: Turn, of: Task, command: Command) -> Reply:
    if not command.rest:
        turn.ask(NOTE, of.ref)
        return Reply(Screen(Text("note.empty", {"ref": of.ref}), skippable=True), of.ref)
    told = tasks.note(turn.work, of, turn.sender, command.rest, turn.address.value)
    return Reply(Screen(Text("note.done", {"ref": of.ref}, n=len(told))), of.ref)


def _give(turn: Turn, of: Task, command: Command) -> Reply:
    work, sender = turn.work, turn.sender
    if of.status != TaskStatus.OPEN:
        return reply_task_already_changed(turn, of)
    if not tasks.may_finish(work, of, sender):
        return not_yours(turn, of)
    people = assigning.find_people_named(
        work, sender, command.rest, [of.county] if of.county else turn.counties
    )
    if len(people) > 1:
        lines = assign.give_lines(of.ref, people)
        return Reply(Screen(Text("which", {"lines": lines}), max_segments=2), of.ref)
    if not people:
        return Reply(Screen(Text("task.give_whom", {"ref": of.ref})), of.ref)
    result = tasks.hand_over(work, of, sender, people[0], turn.address.value)
    if result == "over":
        return reply_task_already_changed(turn, of)
    key = "task.theirs" if result == "theirs" else "task.handed"
    return Reply(Screen(Text(key, {"ref": of.ref, "to": _named(turn, people[0])})), of.ref)


def _drop(turn: Turn, of: Task, _command: Command) -> Reply:
    if of.status != TaskStatus.OPEN:
        return reply_task_already_changed(turn, of)
    if not tasks.may_change(turn.work, of, turn.sender):
        return not_yours(turn, of)
    if of.owner_id != turn.sender.id:
        reply = reading_back.ask(turn, DROP, of.ref, _dropping(turn, of))
        fresh = turn.work.now - of.created_at <= proving.FRESH
        return reply if fresh else proving.guard(turn, Guarded.CANCEL, reply, 1)
    return _dropped(turn, of)


def take_back(turn: Turn, ref: str) -> Reply | None:
    """Take back what UNDO is about: a task, or all tasks that were given together. None if it is one task."""
    of = tasks.find(turn.work, ref)
    if of is None or of.group_ref is None:
        return None
    group = [each for each in many.of_group(turn.work, of.group_ref) if each.status == TaskStatus.OPEN]
    if len(group) < 2 or not all(tasks.may_change(turn.work, each, turn.sender) for each in group):
        return None
    return reading_back.ask(turn, DROP_MANY, of.group_ref, _dropping_many(turn, group))


def _dropping_many(turn: Turn, group: Sequence[Task]) -> Text:
    others = len([each for each in group if each.owner_id != turn.sender.id])
    return Text("ask.drop_tasks", {"task": notices.excerpt(group[0])}, n=others)


def _drop_many_asked(turn: Turn, question: Question) -> Text:
    group = [each for each in many.of_group(turn.work, question.about) if each.status == TaskStatus.OPEN]
    return _dropping_many(turn, group) if group else Text("task.unknown", {"ref": question.about})


def _sure_of_dropping_many(turn: Turn, action: Choose | Skip) -> Reply:
    assert turn.question is not None
    ref = turn.question.about
    turn.work.conversations.answered(turn.party)
    if not isinstance(action, Choose) or action.value != "yes":
        return Reply(Screen(Text("withdrawn.not", {"ref": ref})), ref)
    dropped = 0
    for each in many.of_group(turn.work, ref):
        if each.status == TaskStatus.OPEN and tasks.may_change(turn.work, each, turn.sender):
            _dropped(turn, each)
            dropped += 1
    return Reply(Screen(Text("task.dropped_many", n=dropped)), ref)


def _dropping(turn: Turn, of: Task) -> Text:
    """Return the question "Drop T9 'count goats'? FAO Focal Person, FAO will be told."."""
    owner = turn.work.people.get(of.owner_id)
    args: dict[str, Arg] = {"ref": of.ref, "task": notices.excerpt(of), "who": phrases.named(owner)}
    return Text("ask.drop_task", args)


def _drop_asked(turn: Turn, question: Question) -> Text:
    of = tasks.find(turn.work, question.about)
    return _dropping(turn, of) if of else Text("task.unknown", {"ref": question.about})


def _sure_of_dropping(turn: Turn, action: Choose | Skip) -> Reply:
    assert turn.question is not None
    ref = turn.question.about
    turn.work.conversations.answered(turn.party)
    of = tasks.find(turn.work, ref)
    if of is None:
        return Reply(Screen(Text("task.unknown", {"ref": ref})))
    if not isinstance(action, Choose) or action.value != "yes":
        return Reply(Screen(Text("withdrawn.not", {"ref": ref})), ref)
    if not tasks.may_change(turn.work, of, turn.sender):
        return not_yours(turn, of)
    return _dropped(turn, of)


def _dropped(turn: Turn, of: Task) -> Reply:
    if tasks.drop(turn.work, of, turn.sender, turn.address.value) == "over":
        return reply_task_already_changed(turn, of)
    own = of.owner_id == turn.sender.id
    owner = turn.work.people.get(of.owner_id)
    key = "task.dropped_own" if own else "task.dropped"
    return Reply(Screen(Text(key, {"ref": of.ref, "who": phrases.named(owner)})), of.ref)


def _status(turn: Turn, of: Task, _command: Command) -> Reply:
    work = turn.work
    group = many.find(work, of.ref)
    if group is not None and tasks.may_change(work, of, turn.sender):
        return Reply(many.table(work, group), of.ref)
    args = notices.shared_text_arguments(of) | {
        "who": _named(turn, work.people.get(of.owner_id)),
        "to": _named(turn, work.people.get(of.assigned_by_id)),
        "state": _state(turn, of),
    }
    names = ("done", "note") if of.status == TaskStatus.OPEN else ()
    buttons = phrases.actions(of.ref, *names)
    return Reply(Screen(Text("task.status", args), quote=of.text, max_segments=2, actions=buttons), of.ref)


def _state(turn: Turn, of: Task) -> Text:
    if of.status == TaskStatus.OPEN or of.done_at is None or of.done_by_id is None:
        return Text("task.state.overdue" if tasks.is_overdue(turn.work, of) else "task.state.open")
    by = _named(turn, turn.work.people.get(of.done_by_id))
    words = Text("history.words", {"words": of.outcome}) if of.outcome else phrases.EMPTY
    return Text(f"task.state.{of.status}", {"who": by, "time": Moment(of.done_at), "words": words})


def line(turn: Turn, of: Task, of_others: bool = False) -> Text:
    """Return "T9 Fri 12 Dec: repair borehole", with the owner if that is not the reader."""
    day: Arg = phrases.day(of.due_on) if of.due_on else phrases.EMPTY
    if tasks.is_overdue(turn.work, of):
        day = Text("task.line_overdue", {"day": day})
    with_whom = of_others or of.owner_id != turn.sender.id
    who = phrases.name_of(turn.work.people.get(of.owner_id)) if with_whom else phrases.EMPTY
    head = Joined((of.ref, day, who), " ")
    return Text("task.line", {"first": head, "task": notices.excerpt(of)})


def _named(turn: Turn, person: Person) -> Arg:
    return Text("who.you") if person.id == turn.sender.id else phrases.named(person)


_VERBS: dict[str, Callable[[Turn, Task, Command], Reply | None]] = {
    "task": _set_day,
    "done": _done,
    "close": _done,
    "note": _note,
    "give": _give,
    "cancel": _drop,
    "take": _accept,
    "yes": _accept,
    "maybe": _accept,
    "no": _refuse,
}


QUESTIONS = (
    Asks(DROP, questions.of_choice(_sure_of_dropping), _drop_asked, questions.shown_again),
    Asks(DROP_MANY, questions.of_choice(_sure_of_dropping_many), _drop_many_asked, questions.shown_again),
)
WORDS = (
    Verb(
        "tasks",
        ("TASKS",),
        ("MAJUKUMU",),
        "bare",
        "what I have to do, the first due first, and what I gave to others",
        "everyone on the roster",
    ),
    Verb(
        "done",
        ("DONE",),
        ("TAYARI",),
        "text",
        "`DONE T9`, perhaps with words: the task is done; its giver is told. NOTE, STATUS, GIVE and "
        "CANCEL take a task too",
        "the owner and the giver of the task",
        reference=True,
        gives_way="to_end",
        tells_outcome=True,
    ),
)
COMMANDS = {("tasks", ""): listing, ("done", ""): done, ("done", "M"): done}

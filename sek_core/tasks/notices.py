"""What those whom a task concerns are told of it."""

from collections.abc import Iterable

from sek_core.messages.kinds import Kind
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Task
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

EXCERPT = 60
"""Characters by which a task is known in lists and where something else is quoted."""


def tell(work: UnitOfWork, task: Task, people: Iterable[Person], screen: Screen) -> bool:
    """Tell these; False if somebody cannot be written to."""
    told = [work.outbox.tell(person, screen, "notice", task.ref) for person in people]
    return all(told)


def remind(work: UnitOfWork, task: Task, people: Iterable[Person], screen: Screen) -> bool:
    """Remind these of the task as it is now; whether there is anybody."""
    kind: Kind = "reminder"
    told = [work.outbox.tell(each, screen, kind, task.ref, task.version, while_open=True) for each in people]
    return bool(told)


def given(work: UnitOfWork, task: Task, giver: Person) -> Screen:
    """To its owner: what, by when, from whom."""
    args = about(task) | {"who": _who(work, giver, task)}
    return _with_buttons(Text("task.given", args), task, task.text, "done", "note")


def moved(work: UnitOfWork, task: Task, by: Person) -> Screen:
    """To its owner: it has another day."""
    args = about(task) | {"who": _who(work, by, task)}
    return _with_buttons(Text("task.moved", args), task, task.text, "done", "note")


def noted(work: UnitOfWork, task: Task, person: Person, words: str) -> Screen:
    """To the others on it: somebody's words."""
    args = about(task) | {"who": phrases.named(person), "time": Moment(work.now)}
    return _with_buttons(Text("task.noted_told", args), task, words, "note", "status")


def done(work: UnitOfWork, task: Task, person: Person) -> Screen:
    """To the others on it: it is done, with the words."""
    args = about(task) | {"who": phrases.named(person), "time": Moment(work.now)}
    key = "task.done_words" if task.outcome else "task.done_told"
    return Screen(Text(key, args), quote=task.outcome, max_segments=2)


def handed_over(work: UnitOfWork, task: Task, giver: Person, receiver: Person) -> Screen:
    """To who had it, and who gave it first."""
    args = about(task) | {"who": phrases.named(giver), "to": phrases.named(receiver)}
    return _with_buttons(Text("task.handed_told", args), task, "", "status")


def dropped(work: UnitOfWork, task: Task, by: Person) -> Screen:
    """To its owner: it need not be done."""
    return Screen(Text("task.dropped_told", about(task) | {"who": _who(work, by, task)}))


def due(work: UnitOfWork, task: Task) -> Screen:
    """To its owner, the day before."""
    return _with_buttons(Text("task.due", about(task)), task, task.text, "done", "note")


def overdue(work: UnitOfWork, task: Task) -> Screen:
    """To its owner, the day after."""
    return _with_buttons(Text("task.overdue", about(task)), task, task.text, "done", "note")


def overdue_of(work: UnitOfWork, task: Task, owner: Person) -> Screen:
    """The same to whoever gave it."""
    args = about(task) | {"who": phrases.named(owner)}
    return _with_buttons(Text("task.overdue_of", args), task, task.text, "note", "status")


def about(task: Task) -> dict[str, Arg]:
    """What most texts about a task name. `by` and `of` bring their space in front, or are nothing."""
    return {
        "ref": task.ref,
        "task": excerpt(task),
        "by": Text("task.by", {"day": phrases.day(task.due_on)}) if task.due_on else phrases.EMPTY,
        "of": Text("task.of", {"ref": task.meeting_ref}) if task.meeting_ref else phrases.EMPTY,
    }


def excerpt(task: Task) -> str:
    """Its first words."""
    if len(task.text) <= EXCERPT:
        return task.text
    return task.text[: EXCERPT - 3].rsplit(" ", 1)[0] + "..."


def _who(work: UnitOfWork, person: Person, task: Task) -> Arg:
    return phrases.who(work, person, [task.county] if task.county else [])


def _with_buttons(text: Text, task: Task, quote: str, *actions: str) -> Screen:
    return Screen(text, quote=quote, max_segments=2, actions=phrases.actions(task.ref, *actions))

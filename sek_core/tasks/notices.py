"""Notices about a task, for its owner and the person who gave it."""

from collections.abc import Iterable

from sek_core.messages.kinds import Kind
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Task
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

EXCERPT = 60
"""Maximum length in characters of a task's text in lists, and in notices that quote other words."""


def tell(work: UnitOfWork, task: Task, people: Iterable[Person], screen: Screen) -> bool:
    """Tell these people; False if one of them has no usable address."""
    told = [work.outbox.tell(person, screen, "notice", task.ref) for person in people]
    return all(told)


def remind(work: UnitOfWork, task: Task, people: Iterable[Person], screen: Screen) -> bool:
    """Remind these people of the present version of a task; True if there are any."""
    kind: Kind = "reminder"
    told = [work.outbox.tell(each, screen, kind, task.ref, task.version, while_open=True) for each in people]
    return bool(told)


def given(work: UnitOfWork, task: Task, giver: Person) -> Screen:
    """Return the notice for the owner of a new task: what, by when, from whom."""
    args = shared_text_arguments(task) | {"who": _who(work, giver, task)}
    return _with_buttons(Text("task.given", args), task, task.text, "done", "note")


def moved(work: UnitOfWork, task: Task, by: Person) -> Screen:
    """Return the notice for the owner that the task has another due date."""
    args = shared_text_arguments(task) | {"who": _who(work, by, task)}
    return _with_buttons(Text("task.moved", args), task, task.text, "done", "note")


def changed(work: UnitOfWork, task: Task, by: Person) -> Screen:
    """Return the notice that the giver has changed what is to be done."""
    args = shared_text_arguments(task) | {"who": _who(work, by, task)}
    return _with_buttons(Text("task.changed_told", args), task, task.text, "done", "note")


def noted(work: UnitOfWork, task: Task, person: Person, words: str) -> Screen:
    """Return the notice of a person's words for the others on the task."""
    args = shared_text_arguments(task) | {"who": phrases.named(person), "time": Moment(work.now)}
    return _with_buttons(Text("task.noted_told", args), task, words, "note", "status")


def done(work: UnitOfWork, task: Task, person: Person) -> Screen:
    """Return the notice for the others on the task that it is done, with the words."""
    args = shared_text_arguments(task) | {"who": phrases.named(person), "time": Moment(work.now)}
    key = "task.done_words" if task.outcome else "task.done_told"
    return Screen(Text(key, args), quote=task.outcome, max_segments=2)


def reopened(work: UnitOfWork, task: Task, by: Person) -> Screen:
    """Return the notice that a task which was done or dropped is open again."""
    args = shared_text_arguments(task) | {"who": phrases.named(by)}
    return _with_buttons(Text("task.reopened_told", args), task, task.text, "done", "note")


def note_taken_back(work: UnitOfWork, task: Task, by: Person, words: str) -> Screen:
    """Return the notice that a note does not count any more."""
    args = shared_text_arguments(task) | {"who": phrases.named(by), "time": Moment(work.now)}
    return Screen(Text("task.note_taken_back", args), quote=words, max_segments=2)


def handed_over(work: UnitOfWork, task: Task, giver: Person, receiver: Person) -> Screen:
    """Return the notice of a handover, for the earlier owner and the person who gave the task first."""
    args = shared_text_arguments(task) | {"who": phrases.named(giver), "to": phrases.named(receiver)}
    return _with_buttons(Text("task.handed_told", args), task, "", "status")


def dropped(work: UnitOfWork, task: Task, by: Person) -> Screen:
    """Return the notice for the owner that the task need not be done."""
    return Screen(Text("task.dropped_told", shared_text_arguments(task) | {"who": _who(work, by, task)}))


def due(work: UnitOfWork, task: Task) -> Screen:
    """Return the reminder for the owner, sent the day before the due date."""
    return _with_buttons(Text("task.due", shared_text_arguments(task)), task, task.text, "done", "note")


def overdue(work: UnitOfWork, task: Task) -> Screen:
    """Return the reminder for the owner, sent the day after the due date."""
    return _with_buttons(Text("task.overdue", shared_text_arguments(task)), task, task.text, "done", "note")


def overdue_of(work: UnitOfWork, task: Task, owner: Person) -> Screen:
    """Return the overdue reminder for the person who gave the task."""
    args = shared_text_arguments(task) | {"who": phrases.named(owner)}
    return _with_buttons(Text("task.overdue_of", args), task, task.text, "note", "status")


def shared_text_arguments(task: Task) -> dict[str, Arg]:
    """Return the arguments that most texts about a task share. `by` and `of` begin with a space, or are
    empty.
    """
    return {
        "ref": task.ref,
        "task": excerpt(task),
        "by": Text("task.by", {"day": phrases.day(task.due_on)}) if task.due_on else phrases.EMPTY,
        "of": Text("task.of", {"ref": task.meeting_ref}) if task.meeting_ref else phrases.EMPTY,
    }


def excerpt(task: Task) -> str:
    """Return the first words of a task."""
    if len(task.text) <= EXCERPT:
        return task.text
    return task.text[: EXCERPT - 3].rsplit(" ", 1)[0] + "..."


def _who(work: UnitOfWork, person: Person, task: Task) -> Arg:
    return phrases.who(work, person, [task.county] if task.county else [])


def _with_buttons(text: Text, task: Task, quote: str, *actions: str) -> Screen:
    return Screen(text, quote=quote, max_segments=2, actions=phrases.actions(task.ref, *actions))

"""TASK for a group: read back with the number of people, then one task for each of them."""

from dataclasses import replace
from datetime import date

from config.rights import Deed, Guarded
from handlers.engine import proving, questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.tasks import many, tasks
from sek_core.tasks.many import ForMany
from sek_core.wording import phrases
from sek_core.work.conversations import Question

TASK_MANY = Kind("task_many", "yes_or_no", labels="answer")
"""Is a task to be given to each of several people?"""


def task(turn: Turn, command: Command) -> Reply | None:
    """Read a task for a group back; None if the text names no group."""
    said = many.read(turn.work, turn.sender, command.rest)
    if said is None:
        return None
    if not said.what:
        return Reply(Screen(Text("task.many.what", {"audience": said.head}), max_segments=2))
    if wrong := _wrong_day(turn, said):
        return Reply(Screen(Text("task.many.day", {"state": wrong}), max_segments=2))
    return _ask(turn, said, command.ref or "", _draft(said, command.rest))


def _ask(turn: Turn, said: ForMany, about: str, draft: str) -> Reply:
    turn.ask(TASK_MANY, about, choices=questions.YES_NO, draft=draft)
    return proving.guard(turn, Guarded.TASK, Reply(_read_back(said)), len(said.people))


def _draft(said: ForMany, words: str) -> str:
    """Return what is kept of the tasks until the yes: their day as it was read back, and the words."""
    return f"{said.day or ''}|{words}"


def _drafted(turn: Turn, draft: str) -> ForMany | None:
    """Return the tasks that were read back: "tomorrow" is the day that it was then."""
    day, _, words = draft.partition("|")
    said = many.read(turn.work, turn.sender, words)
    return replace(said, day=date.fromisoformat(day) if day else None) if said else None


def _wrong_day(turn: Turn, said: ForMany) -> Arg:
    if said.wrong:
        return Text("task.wrong_day", {"words": said.wrong})
    if said.day is None:
        return phrases.EMPTY
    today: date = turn.work.now.astimezone(turn.work.configuration.mechanism.zone).date()
    if said.day < today:
        return Text("task.past", {"day": phrases.day(said.day)})
    if said.day - today > tasks.FURTHEST:
        return Text("task.far", {"day": phrases.day(said.day), "number": str(said.day.year)})
    return phrases.EMPTY


def _args(said: ForMany) -> dict[str, Arg]:
    by: Arg = Text("task.by", {"day": phrases.day(said.day)}) if said.day else phrases.EMPTY
    return {"audience": said.head, "by": by}


def _read_back(said: ForMany) -> Screen:
    return Screen(
        Text("task.many.ask", _args(said), n=len(said.people)),
        questions.options(TASK_MANY, questions.YES_NO),
        quote=said.what,
        max_segments=2,
    )


def _answered(turn: Turn, action: Choose | Skip) -> Reply | None:
    """Give the tasks on yes; read them back again after "yes, but ..."."""
    work, question = turn.work, turn.question
    assert question is not None
    work.conversations.answered(turn.party)
    said = _drafted(turn, question.draft)
    where = work.rights.counties(turn.sender, Deed.TASK)
    if said is None or not where or not (isinstance(action, Choose) and action.value == "yes"):
        return Reply(Screen(Text("task.many.dropped")))
    if action.rest:
        return _ask(turn, said, question.about, question.draft)
    if not turn.may(Deed.TASK, where):
        return refusals.not_for_them(turn, Deed.TASK)
    meeting = question.about if question.about.startswith("M") else None
    group = many.give(work, turn.sender, said, where, meeting, turn.address.value)
    args = _args(said) | {"ref": group.ref}
    return Reply(Screen(Text("task.many.given", args, n=len(said.people)), max_segments=2), group.ref)


def _shown(turn: Turn, question: Question) -> Text:
    said = _drafted(turn, question.draft)
    if said is None:
        return Text("task.many.dropped")
    return Text("task.many.ask_again", _args(said), n=len(said.people))


QUESTIONS = (Asks(TASK_MANY, questions.of_choice(_answered), _shown, questions.end_question),)

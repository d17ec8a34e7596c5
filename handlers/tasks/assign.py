"""TASK who, what, when: giving a task. If the name is unclear, the giver keeps the task, and GIVE hands it
over.
"""

from collections.abc import Sequence
from datetime import date

from config.rights import Deed
from handlers.engine import refusals
from handlers.engine.disambiguation import CANDIDATES, unknown
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from handlers.tasks import to_many
from sek_core.meetings import register
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Task
from sek_core.tasks import assigning, notices, tasks
from sek_core.tasks.assigning import Assignment
from sek_core.wording import phrases


def task(turn: Turn, command: Command) -> Reply | None:
    """Give a task at a meeting (TASK M12 who, what, when) or outside of one."""
    work, ref = turn.work, command.ref
    where = work.rights.counties(turn.sender, Deed.TASK)
    meeting = register.find(work, ref) if ref and ref.startswith("M") else None
    if ref and ref.startswith("M") and meeting is None:
        return Reply(Screen(unknown(ref)))
    if meeting is not None:
        where = [county for county in meeting.counties if county in where]
    if not where:
        return refusals.not_for_them(turn, Deed.TASK)
    if not command.rest:
        return Reply(Screen(Text("task.how")))
    if (several := to_many.task(turn, command)) is not None:
        return several
    said = assigning.read(work, turn.sender, command.rest, where)
    if not said.people and not said.named:
        return Reply(Screen(Text("task.whom")), refusals.keep(turn, "a task for nobody known"))
    if not said.what:
        if len(said.people) != 1:
            return Reply(Screen(Text("task.how")))
        return Reply(Screen(Text("task.what", {"who": phrases.named(said.people[0])})))
    return _give(turn, said, where, ref)


def _give(turn: Turn, said: Assignment, where: list[str], ref: str | None) -> Reply:
    work, giver = turn.work, turn.sender
    clear = len(said.people) == 1
    owner = said.people[0] if clear else giver
    by, wrong = day_of(turn, said)
    county = tasks.county_of(work, giver, owner, where)
    agreed_at = ref if ref and ref.startswith("M") else _meeting(turn, county)
    what = f"{said.what} ({ref})" if ref and ref[0] in "SC" else said.what
    if clear and (before := tasks.same_open(work, giver, owner, what, by)) is not None:
        args = notices.shared_text_arguments(before) | {"who": phrases.named(owner)}
        return Reply(Screen(Text("task.same", args), quote=before.text, max_segments=2), before.ref)
    given = tasks.give(work, giver, owner, what, by, county, agreed_at, turn.address.value)
    ref = given.task.ref
    if not clear:
        return _with_giver(given.task, said, wrong)
    state: list[Arg] = []
    if owner.id != giver.id:
        state.append(_told(turn, owner, given.reached))
    if wrong or by is None:
        state += [wrong, Text("task.no_day", {"ref": ref})]
    if tasks.shortened(what) != " ".join(what.split()):
        state.append(Text("task.cut", {"ref": ref}))
    args = notices.shared_text_arguments(given.task) | {"state": Joined(tuple(state), " ")}
    text = Text("task.new_own", args)
    if owner.id != giver.id:
        text = Text("task.new", args | {"who": phrases.named(owner)})
    screen = Screen(text, quote=given.task.text, max_segments=2 if len(state) > 1 else 1)
    return Reply(screen, ref)


def _with_giver(given: Task, said: Assignment, wrong: Arg) -> Reply:
    """Tell the giver of a task with an unclear name what to send to hand it over."""
    args = notices.shared_text_arguments(given) | {
        "name": said.named,
        "state": wrong and Text("task.but", {"state": wrong}),
    }
    if not said.people:
        return Reply(Screen(Text("task.for_nobody", args), quote=given.text, max_segments=2), given.ref)
    args["lines"] = give_lines(given.ref, said.people)
    return Reply(Screen(Text("task.for_several", args), quote=given.text, max_segments=2), given.ref)


def give_lines(ref: str, people: Sequence[Person]) -> Arg:
    """Return the exact reply for each of the likely people."""
    lines = [Text("task.give_line", {"ref": ref, "who": phrases.named(each)}) for each in people[:CANDIDATES]]
    return Joined(tuple(lines), "\n")


def _told(turn: Turn, owner: Person, reached: bool) -> Text:
    if not reached:
        return Text("task.untold")
    absence, cover = turn.work.people.away(owner), turn.work.people.cover_of(owner)
    if absence is None:
        return Text("task.told")
    day = phrases.day(absence.until)
    if cover is None:
        return Text("task.told_away", {"day": day})
    return Text("task.told_cover", {"day": day, "who": phrases.named(cover)})


def day_of(turn: Turn, said: Assignment) -> tuple[date | None, Arg]:
    """Return the due date, or a text that says what is wrong with it."""
    if said.wrong:
        return None, Text("task.wrong_day", {"words": said.wrong})
    if said.day is None:
        return None, phrases.EMPTY
    today = turn.work.now.astimezone(turn.work.configuration.mechanism.zone).date()
    if said.day < today:
        return None, Text("task.past", {"day": phrases.day(said.day)})
    if said.day - today > tasks.FURTHEST:
        return None, Text("task.far", {"day": phrases.day(said.day), "number": str(said.day.year)})
    return said.day, phrases.EMPTY


def _meeting(turn: Turn, county: str) -> str | None:
    """Return the county's last meeting if a convener gives the task: the task belongs to it."""
    if not turn.may(Deed.MEETING, [county]):
        return None
    meeting = tasks.meeting_before(turn.work, county)
    return meeting.ref if meeting else None


WORDS = (
    Verb(
        "task",
        ("TASK",),
        ("KAZI",),
        "text",
        "`TASK Jane, repair the borehole, 12 Dec`: gives Jane a task (T9), who is told, and reminded the day "
        "before it is due and the day after; `TASK Kitui PoCs, ...` gives one to each of them, read back "
        "first; `TASK M12 ...` one agreed on at that meeting; `TASK T9 12 Dec` another day",
        "{rights}",
        reference=True,
        gives_way="unless_named",
        meant_for="a_person",
        ends_asking=True,
    ),
)
COMMANDS = {
    ("task", ""): task,
    ("task", "M"): task,
}

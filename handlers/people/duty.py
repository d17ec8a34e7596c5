"""DUTY: which member of the CLT is asked first at night, from a day to a day."""

from config.rights import Deed
from handlers.engine import refusals
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import duties
from sek_core.response.duties import Meant
from sek_core.roster.snapshot import Person
from sek_core.triage import passing
from sek_core.understanding.tokens import forms_of
from sek_core.wording import duty_text, phrases
from sek_core.wording.duty_text import DutyText
from sek_core.work.unit_of_work import UnitOfWork

NAMED = 4
"""Maximum number of members that an answer names."""


def is_form(work: UnitOfWork, _person: Person | None, words: str) -> bool:
    """Return True for a name with a first and a last day; a county alone is no name."""
    said = duty_text.read(words, duties.today(work))
    if said is None:
        return False
    counties = {form for county in duties.counties_in(work, said.name) for form in forms_of(county)}
    return not set(forms_of(said.name)) <= counties


def give(turn: Turn, command: Command) -> Reply | None:
    """Give a member of the CLT the duty, and read it back."""
    work = turn.work
    today = duties.today(work)
    said = duty_text.read(command.rest, today)
    assert said is not None  # the grammar takes no other words
    if not turn.may(Deed.DUTY):
        return refusals.not_for_them(turn, Deed.DUTY)
    if said.until < said.since:
        return _wrong("duty.reversed", said, first=phrases.day(said.since), last=phrases.day(said.until))
    if said.until < today:
        return _wrong("duty.past", said, day=phrases.day(said.until))
    if said.too_long:
        return _wrong("duty.too_long", said)
    meant = duties.meant(work, turn.sender, said)
    if not meant.people and meant.elsewhere:
        ref = refusals.keep(turn, passing.NOT_THEIRS)
        return refusals.refused(turn, Deed.DUTY, ref, elsewhere=True, counties=meant.elsewhere, own=ref)
    if not meant.people:
        return _unknown(turn, said, meant)
    if len(meant.people) > 1:
        lines = tuple(_command(person.name, said) for person in meant.people[:NAMED])
        text = Text("duty.which", {"name": said.name, "lines": Joined(lines, "\n")})
        return Reply(Screen(text, max_segments=2))
    return _give(turn, meant.people[0], meant, said)


def _give(turn: Turn, person: Person, meant: Meant, said: DutyText) -> Reply:
    work = turn.work
    counties = duties.counties_of(work, person, meant.counties)
    before = duties.give(work, person, counties, said, turn.sender, turn.address.value)
    args = duties.about(person, counties, said.since, said.until)
    args["state"] = Joined((_instead(before), _away(turn, person, said)), separator="")
    return Reply(Screen(Text("duty.done", args), max_segments=2))


def _instead(before: list[Person]) -> Arg:
    if not before:
        return phrases.EMPTY
    return Text("duty.replaces", {"names": Joined(tuple(person.name for person in before))})


def _away(turn: Turn, person: Person, said: DutyText) -> Arg:
    absence = turn.work.people.away(person)
    if absence is None or absence.until < said.since:
        return phrases.EMPTY
    return Text("duty.is_away", {"day": phrases.day(absence.until)})


def _unknown(turn: Turn, said: DutyText, meant: Meant) -> Reply:
    known = duties.members(turn.work, meant.counties)
    named = tuple(person.name for person in known[:NAMED])
    args: dict[str, Arg] = {"name": said.name, "counties": Joined(meant.counties), "names": Joined(named)}
    if not named:
        return Reply(Screen(Text("duty.nobody", args), max_segments=2))
    args["reply"] = _command(known[0].name, said)
    return Reply(Screen(Text("duty.unknown", args), max_segments=2))


def _wrong(key: str, said: DutyText, **args: Arg) -> Reply:
    return Reply(Screen(Text(key, {"name": said.name, **args}), max_segments=2))


def _command(name: str, said: DutyText) -> Text:
    """Return the reply that says it: "DUTY Anne Mutua 7 Dec to 13 Dec"."""
    days: dict[str, Arg] = {
        "first": Text("duty.day", _day_of(said.since.day, said.since.month)),
        "last": Text("duty.day", _day_of(said.until.day, said.until.month)),
    }
    return Text("duty.reply", {"name": name, **days})


def _day_of(day: int, month: int) -> dict[str, Arg]:
    return {"number": str(day), "month": Text(f"month.{month}")}


WORDS = (
    Verb(
        "duty",
        ("DUTY",),
        ("ZAMU",),
        "text",
        "`DUTY Anne 7 Dec to 13 Dec`: at night this member of the CLT is asked first; both are told, and the "
        "member is reminded the day before. The newest word counts",
        "{rights}",
        exact=True,
    ),
)
COMMANDS = {("duty", ""): give}

"""Reading of TASK who, what, when: the owner, what is to be done, and the due date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.rights import Deed
from sek_core.roster import name_matching
from sek_core.roster.snapshot import Person
from sek_core.understanding import task_text
from sek_core.work.unit_of_work import UnitOfWork

LONGEST_NAME = 6
"""Maximum number of words of a name or role in front of what is to be done, if no comma ends it."""

LONGEST_UNKNOWN = 4
"""Maximum number of words before a comma that may be an unknown name; more are no name."""

LITTLE = 2
"""Maximum length of a word that fuzzy matching may take for a part of the name before it."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task as a text gives it. `people`: its possible owners, one if that is clear. `named`: the words that
    name them, or empty. `what` is to be done by `day`. `wrong`: a date that does not exist.
    """

    people: tuple[Person, ...]
    named: str
    what: str
    day: date | None
    wrong: str


def read(work: UnitOfWork, giver: Person, text: str, within: Sequence[str]) -> Assignment:
    """Read a text that gives a task to a person of the counties `within`."""
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    said = task_text.read(text, today)
    if not said.parts:
        return Assignment((), "", "", said.day, said.wrong)
    first, *others = said.parts
    people, named, rest = _whom(work, giver, first, within)
    if not people and others and len(first.split()) <= LONGEST_UNKNOWN:
        named, rest = first, ""
    what = ", ".join(part for part in (rest, *others) if part)
    return Assignment(people, named, what, said.day, said.wrong)


def find_people_named(
    work: UnitOfWork, giver: Person, words: str, within: Sequence[str]
) -> tuple[Person, ...]:
    """Return the people whom the whole of `words` names; "me" is the giver."""
    said = name_matching.forms(words)
    if said and set(said) <= name_matching.ME:
        return (giver,)
    return name_matching.find(work.people, work.configuration, words, _receivers(work, within), within).people


def names_somebody(work: UnitOfWork, giver: Person, text: str) -> bool:
    """Return True if a text begins with the name of a person to whom the giver may give a task."""
    within = work.rights.counties(giver, Deed.TASK)
    return bool(within) and bool(read(work, giver, text, within).people)


def _whom(
    work: UnitOfWork, giver: Person, part: str, within: Sequence[str]
) -> tuple[tuple[Person, ...], str, str]:
    """Return the people, the words that name them, and the words after these.

    The name is the longest beginning that names a person, without short words at its end that fuzzy matching
    ignores: "county lead to", "county lead do".
    """
    words = part.split()
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        people = find_people_named(work, giver, " ".join(words[:length]), within)
        if not people:
            continue
        while length > 1 and len(words[length - 1]) <= LITTLE:
            if find_people_named(work, giver, " ".join(words[: length - 1]), within) != people:
                break
            length -= 1
        return people, " ".join(words[:length]), _without_to(words[length:])
    return (), "", part


def _without_to(words: Sequence[str]) -> str:
    """Drop the word that leads over to what is to be done: "Jane to repair it", "Jane should repair it"."""
    rest = list(words)
    while rest and rest[0].lower() in ("to", "should", "must", "please", "will", "-"):
        rest.pop(0)
    return " ".join(rest)


def _receivers(work: UnitOfWork, within: Sequence[str]) -> list[Person]:
    """Return the people with a role for one of these counties."""
    return [
        person
        for person in work.people.everybody()
        if any(role.covers(county) for role in work.people.roles(person) for county in within)
    ]

"""People whom words mean, by name (perhaps misspelt) or by role."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from config.mechanism import Configuration
from sek_core.roster.people import People
from sek_core.roster.snapshot import Person
from sek_core.understanding.tokens import forms_of

ALIKE = 80
"""Minimum likeness (0 to 100) of each word to a word of the name: "Mulige" is Mulinge, "Muli" is not."""

ALIKE_ROLE = 87
"""Minimum likeness of a whole role name: "CLT leed" is the CLT lead, "lead" is not."""

LITTLE = frozenset({"to", "the", "of", "for", "from", "kwa", "wa", "ya", "cha", "ni", "na"})
"""Words that are no part of a name."""

ME = frozenset({"me", "myself", "mimi", "mwenyewe"})


@dataclass(frozen=True, slots=True)
class NameMatch:
    """People whom words may mean, best first. `role`: the role by which the words named them."""

    people: tuple[Person, ...]
    role: str | None = None


def forms(words: str) -> list[str]:
    """Return the words of a name, without the filler words (`LITTLE`)."""
    return [form for form in forms_of(words) if form not in LITTLE]


def find(
    people: People, configuration: Configuration, words: str, among: Sequence[Person], counties: Sequence[str]
) -> NameMatch:
    """Find the people `among` these whom the words mean: holders of a named role for one of `counties`, else
    people of that name, exact or nearly so. A full match of a name beats a partial match.
    """
    said = forms(words)
    courtesy = {form for phrases in configuration.words.courtesy.values() for form in phrases}
    said = [form for form in said if form not in courtesy] or said  # "to Jane, please"
    if not said:
        return NameMatch(())
    named = [c for c in configuration.mechanism.counties if set(forms_of(c)) <= set(said)]
    without = {form for county in named for form in forms_of(county)}
    role = _role(configuration, " ".join(form for form in said if form not in without))
    if role is not None:
        where = [county for county in counties if not named or county in named]
        return NameMatch(tuple(person for person in among if _holds(people, person, role, where)), role)
    for alike in (_is, _has, _nearly):
        found = tuple(person for person in among if alike(said, _names(person)))
        if found:
            return NameMatch(found)
    return NameMatch(())


def _role(configuration: Configuration, said: str) -> str | None:
    """Return the role that is called so, or nearly so."""
    called = {
        " ".join(forms(phrase)): role
        for role, words in configuration.words.roles.items()
        for phrases in words.values()
        for phrase in phrases
    }
    if said in called:
        return called[said]
    if said.removesuffix("s") in called:
        return None  # "county officials" are many
    near = process.extractOne(said, list(called), scorer=fuzz.ratio, score_cutoff=ALIKE_ROLE)
    return called[near[0]] if near else None


def _holds(people: People, person: Person, role: str, counties: Sequence[str]) -> bool:
    return any(
        held.role == role and any(held.covers(county) for county in counties) for held in people.roles(person)
    )


def _names(person: Person) -> tuple[list[str], list[str]]:
    """Return the words of the name, and those of the organisation."""
    return forms(person.name), forms(person.organisation)


def _is(said: Sequence[str], names: tuple[list[str], list[str]]) -> bool:
    return list(said) in (names[0], names[0] + names[1])


def _has(said: Sequence[str], names: tuple[list[str], list[str]]) -> bool:
    return set(said) <= {*names[0], *names[1]}


def _nearly(said: Sequence[str], names: tuple[list[str], list[str]]) -> bool:
    return all(any(fuzz.ratio(form, name) >= ALIKE for name in names[0]) for form in said)

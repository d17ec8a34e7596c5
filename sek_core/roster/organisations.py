"""Organisations that a text names; their staff should not judge it."""

import re
from collections.abc import Collection

from config.terms import Role
from sek_core.roster.people import People
from sek_core.roster.snapshot import Person
from sek_core.understanding.tokens import Phrases, forms_of, words_of


def organisations_in(people: People, text: str) -> frozenset[str]:
    """Return the organisations of the roster that the text names, as the roster writes them."""
    names = {person.organisation for person in people.everybody() if person.organisation}
    phrases: Phrases[str] = Phrases((name, name) for name in sorted(names))
    return frozenset(value for found in phrases.find(forms_of(text)) for value in found.values)


_TO = frozenset({"to", "for", "kwa"})

_MARK = re.compile(r"\s*(?:[,:;]|[-\u2013\u2014]\s)\s*")
"""Marks between an organisation and the words for it."""


def addressed_in(people: People, text: str) -> tuple[str, str]:
    """Return the organisation that stands in front of a text, with a comma or colon behind ("FAO, the bowsers
    came empty"), and the words behind it; two empty strings if none does.
    """
    words = words_of(text)
    first = 1 if words and words[0].form in _TO else 0
    names = {person.organisation for person in people.everybody() if person.organisation}
    phrases: Phrases[str] = Phrases((name, name) for name in sorted(names))
    for found in phrases.find([word.form for word in words]):
        mark = _MARK.match(text, words[found.end - 1].end)
        if found.start == first and mark is not None:
            return found.values[0], text[mark.end() :].strip()
    return "", ""


def focal_persons_of(
    people: People, organisation: str, counties: Collection[str], besides: int | None = None
) -> list[Person]:
    """Return the focal persons of an organisation in these counties, each once, without the id `besides`."""
    held = (person for county in counties for _, person in people.holders(Role.IP_FOCAL, county))
    found = {person.id: person for person in held if person.organisation == organisation}
    return [person for person in found.values() if person.id != besides]


def staff_of(people: People, organisations: Collection[str]) -> frozenset[int]:
    """Return the ids of the people on the roster who work for one of these organisations."""
    if not organisations:
        return frozenset()
    everybody = people.everybody()
    return frozenset(person.id for person in everybody if person.organisation in organisations)

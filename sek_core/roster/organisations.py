"""Organisations that a text names; their staff should not judge it."""

from collections.abc import Collection

from sek_core.roster.people import People
from sek_core.understanding.tokens import Phrases, forms_of


def organisations_in(people: People, text: str) -> frozenset[str]:
    """Return the organisations of the roster that the text names, as the roster writes them."""
    names = {person.organisation for person in people.everybody() if person.organisation}
    phrases: Phrases[str] = Phrases((name, name) for name in sorted(names))
    return frozenset(value for found in phrases.find(forms_of(text)) for value in found.values)


def staff_of(people: People, organisations: Collection[str]) -> frozenset[int]:
    """Return the ids of the people on the roster who work for one of these organisations."""
    if not organisations:
        return frozenset()
    everybody = people.everybody()
    return frozenset(person.id for person in everybody if person.organisation in organisations)

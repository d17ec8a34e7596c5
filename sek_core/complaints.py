"""Organisations that a text names, whose staff should not be the ones to judge it."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from sek_core.understanding.tokens import Phrases, forms_of

if TYPE_CHECKING:
    from sek_core.work import Work


def organisations_in(work: "Work", text: str) -> frozenset[str]:
    """Return the organisations of the roster that the text names, as the roster writes them."""
    names = {person.organisation for person in work.people.everybody() if person.organisation}
    phrases: Phrases[str] = Phrases((name, name) for name in sorted(names))
    return frozenset(value for found in phrases.find(forms_of(text)) for value in found.values)


def staff_of(work: "Work", organisations: Collection[str]) -> frozenset[int]:
    """Return the ids of everyone on the roster who works for one of these organisations."""
    if not organisations:
        return frozenset()
    everybody = work.people.everybody()
    return frozenset(person.id for person in everybody if person.organisation in organisations)

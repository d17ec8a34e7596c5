"""The exact forms of command words that count in no other: read by their dialogues, each in a row."""

from collections.abc import Callable, Mapping

from handlers.people import duty, morning
from sek_core.meetings import guest_text
from sek_core.roster.snapshot import Person
from sek_core.work.unit_of_work import UnitOfWork

FORMS: Mapping[str, Callable[[UnitOfWork, Person | None, str], bool]] = {
    "guest": lambda work, _person, words: guest_text.read(work.configuration, words) is not None,
    "quiet": lambda _work, _person, words: morning.level_of(words) is not None,
    "duty": duty.is_form,
    "digest": lambda _work, _person, words: morning.is_digest(words),
}


def fits(work: UnitOfWork, person: Person | None, verb: str, words: str) -> bool:
    """Return True if the words behind a command word are in its exact form."""
    return verb in FORMS and FORMS[verb](work, person, words)

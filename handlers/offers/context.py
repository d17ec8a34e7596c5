"""What the reading of a text depends on where it may be about an offer."""

from config.rights import Deed
from sek_core.incidents import queries
from sek_core.offers import reading, replies
from sek_core.roster.snapshot import Person
from sek_core.work.unit_of_work import UnitOfWork


def offers(work: UnitOfWork, person: Person | None, ref: str, words: str) -> bool:
    """Return True if words beside a reference, or behind OFFER without one, are about an offer. Words of a
    person who takes incidents by their role, or has this one, are a note.
    """
    if person is None:
        return False
    if not ref:
        return reading.names_thing(work, words) and bool(reading.incidents_meant(work, person, words))
    if ref[0] not in ("S", "C"):
        return False
    if replies.is_answer(work, person, ref, words):
        return True
    if work.rights.may(person, Deed.TAKE, if_asked=False):
        return False
    return reading.offers_beside(work, person, ref, words) and not _has(work, person, ref)


def _has(work: UnitOfWork, person: Person, ref: str) -> bool:
    incident = queries.find(work, ref)
    return incident is not None and incident.taken_by_id == person.id


def offers_alone(work: UnitOfWork, person: Person | None, words: str) -> bool:
    """Return True if a text without OFFER and without a reference offers help."""
    return person is not None and reading.offered_in_own_words(work, person, words)

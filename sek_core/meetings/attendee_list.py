"""Reading of a typed or pasted list of attendees: one a line or with semicolons between. Exact names count at
once; doubtful ones are for the convener to decide.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sek_core.meetings import invitees, walk_ins
from sek_core.meetings.invitees import NamedInvitees
from sek_core.meetings.walk_ins import Typed
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Meeting
from sek_core.understanding.tokens import forms_of
from sek_core.work.unit_of_work import UnitOfWork

CANDIDATES = 4

_ENTRIES = re.compile(r"[;\n]")
_NAMES = re.compile(r",|\s+(?:and|na|&)\s+", re.IGNORECASE)
_NUMBERING = re.compile(r"^\s*(?:\d{1,3}\s*[.):]|[-*\u2022])\s*|^\s*\d{1,3}\s+(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class Doubt:
    """An entry of the list that may mean one of `people`, or a person who is on no list."""

    number: int
    typed: Typed
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Attendees:
    """What a list says. `new`: on no list. `unclear`: entries that name no one."""

    people: tuple[Person, ...] = ()
    new: tuple[Typed, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unclear: tuple[str, ...] = ()


def is_several(words: str) -> bool:
    """Return True if the words are a list of several entries."""
    return len(_entries(words)) > 1


def names_of(
    work: UnitOfWork, meeting: Meeting, words: str, *, titled: bool
) -> tuple[Attendees, tuple[str, ...]] | None:
    """Return the people whom names with commas between them mean, and the names that mean no one person.
    `titled`: None, if the words may be one name and its title.
    """
    parts = [part.strip(" .") for part in _NAMES.split(words) if any(map(str.isalpha, part))]
    people: dict[int, Person] = {}
    left: list[str] = []
    for part in parts:
        found = _named(work, meeting, part)
        if found.people and not found.unclear:
            people.update((person.id, person) for person in found.people)
        else:
            left.append(part)
    known = len(parts) - len(left)
    long = any(len(part.split()) > 1 for part in left)
    if known == 0 or not left or (titled and known == 1 and long and has_title(words)):
        return None
    return Attendees(tuple(people.values())), tuple(left)


def has_title(words: str) -> bool:
    """Return True if the words are a name of two words or more with a title behind a comma."""
    typed = walk_ins.parse(words)
    return len(typed.name.split()) > 1 and bool(typed.title)


def read(work: UnitOfWork, meeting: Meeting, words: str) -> Attendees:
    """Read a list, by the invitees of the meeting first, then by the roster."""
    people: dict[int, Person] = {}
    new: list[Typed] = []
    doubts: list[Doubt] = []
    unclear: list[str] = []
    entries = _entries(words)
    for number, entry in enumerate(entries, start=1):
        typed = walk_ins.parse(entry)
        whole = _named(work, meeting, entry)
        found = whole if _is_exact(whole, entry.split(",")) else _named(work, meeting, typed.name)
        candidates = (*found.people, *found.candidates) or _by_initials(work, meeting, typed.name)
        if _is_exact(found, entry.split(",")):
            people.update((person.id, person) for person in found.people)
        elif candidates:
            doubts.append(Doubt(number, typed, candidates[:CANDIDATES]))
        elif len(typed.name.split()) > 1:
            new.append(typed)
        else:
            unclear.append(entry)
    return Attendees(tuple(people.values()), tuple(new), tuple(doubts), tuple(unclear))


def _entries(words: str) -> list[str]:
    found = (_NUMBERING.sub("", part).strip(" \t,") for part in _ENTRIES.split(words))
    return [entry for entry in found if any(map(str.isalpha, entry))]


def _named(work: UnitOfWork, meeting: Meeting, words: str) -> NamedInvitees:
    named = invitees.read(work, words, meeting.counties, invitees.invited(work, meeting))
    if named.unclear and not named.candidates:
        named = invitees.read(work, words, meeting.counties)
    return named


def _is_exact(named: NamedInvitees, parts: Sequence[str]) -> bool:
    """Return True if each person is one whose name or organisation stands in the words in full."""
    said = [sorted(forms_of(part)) for part in parts]
    return (
        bool(named.people)
        and not named.unclear
        and all(
            sorted(forms_of(person.name)) in said or sorted(forms_of(person.organisation)) in said
            for person in named.people
        )
    )


def _by_initials(work: UnitOfWork, meeting: Meeting, name: str) -> tuple[Person, ...]:
    """Return the people whom a name with initials may mean: "Jane M." is Jane Mutua or Jane Mueni."""
    said = forms_of(name)
    if not any(len(form) == 1 for form in said) or all(len(form) == 1 for form in said):
        return ()
    there = {person.id: person for person in invitees.invited(work, meeting)}
    there |= {person.id: person for person in work.people.everybody()}
    return tuple(person for person in there.values() if _fits(said, forms_of(person.name)))


def _fits(said: Sequence[str], name: Sequence[str]) -> bool:
    return len(said) <= len(name) and all(
        whole.startswith(form) if len(form) == 1 else whole == form
        for form, whole in zip(said, name, strict=False)
    )

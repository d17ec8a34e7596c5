"""Reading of words that name invitees or attendees: people, organisations, roles, groups."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from sek_core.roster import name_matching
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Invitation, Meeting
from sek_core.understanding.tokens import forms_of
from sek_core.work.unit_of_work import UnitOfWork

_PARTS = re.compile(r"[,;\n]| and | na | & ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedInvitees:
    """People whom words name. `unclear`: the first words that name no one person or group; `candidates`: the
    people whom they may mean.
    """

    people: tuple[Person, ...]
    unclear: str = ""
    candidates: tuple[Person, ...] = ()


def read(
    work: UnitOfWork, words: str, counties: Sequence[str], among: Sequence[Person] | None = None
) -> NamedInvitees:
    """Return the people whom the words name, out of `among` or of the whole roster. Of people of the same
    name, those of the counties come first.
    """
    there = work.people.everybody() if among is None else list(among)
    found: dict[int, Person] = {}
    for part in filter(None, (part.strip() for part in _PARTS.split(words))):
        meant = _group(work, part, counties, there) or _meant(work, part, counties, there)
        if isinstance(meant, NamedInvitees):
            return meant
        found.update((person.id, person) for person in meant)
    return NamedInvitees(tuple(found.values()))


def ids_of_people_told(work: UnitOfWork, meeting: Meeting) -> list[int]:
    """Return the ids of the people who were told of a meeting."""
    work.flush()
    query = select(Invitation.person_id).where(
        Invitation.meeting_ref == meeting.ref, Invitation.told_start.is_not(None)
    )
    return list(work.session.scalars(query))


def invited(work: UnitOfWork, meeting: Meeting) -> list[Person]:
    """Return all people on a meeting's list."""
    work.flush()
    query = select(Invitation.person_id).where(Invitation.meeting_ref == meeting.ref)
    return work.people.many(work.session.scalars(query))


def _group(work: UnitOfWork, words: str, counties: Sequence[str], there: Sequence[Person]) -> list[Person]:
    """Return the people of the counties in the group of this name."""
    said = tuple(form for form in forms_of(words) if form not in ("group", "kikundi", "the", "cha"))
    return [person for person in there if any(said == group for group in _groups(work, person, counties))]


def _groups(work: UnitOfWork, person: Person, counties: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for role in work.people.roles(person):
        if any(map(role.covers, counties)):
            yield from (forms_of(group.replace("_", " ")) for group in role.groups)


def _role_of_many(work: UnitOfWork, words: str) -> str | None:
    """Return the role that words name in the plural: "PoCs", "county officials", "wawakilishi wa IP"."""
    said = forms_of(words)
    return next(
        (
            role
            for role, languages in work.configuration.words.audiences.items()
            for phrases in languages.values()
            if any(forms_of(phrase) == said for phrase in phrases)
        ),
        None,
    )


def _holds(work: UnitOfWork, person: Person, role: str, counties: Sequence[str]) -> bool:
    return any(held.role == role and any(map(held.covers, counties)) for held in work.people.roles(person))


def _meant(
    work: UnitOfWork, words: str, counties: Sequence[str], there: Sequence[Person]
) -> list[Person] | NamedInvitees:
    whole = [person for person in there if forms_of(person.name) == forms_of(words)]
    if whole:  # "Makueni Focal Person" is a name that reads like a role
        return whole[:1] if len(whole) == 1 else NamedInvitees((), words, tuple(whole))
    if role := _role_of_many(work, words):
        holders = [person for person in there if _holds(work, person, role, counties)]
        return holders or NamedInvitees((), words)
    meant = name_matching.find(work.people, work.configuration, words, there, counties)
    people = list(meant.people)
    if not people:
        return NamedInvitees((), words)
    if meant.role is not None or len(people) == 1:
        return people
    own = [
        person
        for person in people
        if any(role.covers(county) for role in work.people.roles(person) for county in counties)
    ]
    people = own or people
    said = set(name_matching.forms(words))
    is_theirs = all(said == set(name_matching.forms(person.organisation)) for person in people)
    return people if is_theirs or len(people) == 1 else NamedInvitees((), words, tuple(people))

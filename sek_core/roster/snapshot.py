"""The roster in memory, shared by all turns of this process: plain objects that nobody changes.

Every alert needs everybody of its county, and the roster changes seldom: an import, a LANG, somebody
who goes away. Each such change sets a new version in its own transaction; whoever finds another
version than the one in memory loads the roster anew. What changes often (who opted out, which number
is dead) is not in here; `sek_core.roster.people` reads it in every transaction.
"""

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from sek_core.store import facts
from sek_core.store import people as tables

VERSION = "roster_version"


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """A role that somebody holds, for a county or (`county` None) for all of them."""

    role: str
    county: str | None
    sectors: frozenset[str]
    active_from: date | None
    active_to: date | None
    """The last day on which the role is held."""
    groups: frozenset[str] = frozenset()

    def active(self, day: date) -> bool:
        """Whether the role is held on `day`."""
        return (self.active_from is None or self.active_from <= day) and (
            self.active_to is None or day <= self.active_to
        )

    def covers(self, county: str) -> bool:
        """Whether the role is for `county`."""
        return self.county is None or self.county == county


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody on the roster, now or once. `language` is what they chose, or the roster's."""

    id: int
    name: str
    organisation: str
    language: str
    channel: str
    roles: tuple[Role, ...]
    addresses: list["Address"] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Address:
    """A number or chat, of somebody on the roster or (`person` None) of a stranger."""

    id: int
    channel: str
    value: str
    person: Person | None

    @property
    def person_id(self) -> int | None:
        """Whose it is."""
        return self.person.id if self.person else None


Held = tuple[Role, Person]


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away, `until` the last day; who covers, or None."""

    until: date
    cover_id: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The roster at one version.

    `absences` has those who are or were away, by person.
    `holders` has those who hold a role, by (role, county); county None: for all counties.
    """

    version: str
    people: dict[int, Person]
    addresses: dict[tuple[str, str], Address]
    holders: dict[tuple[str, str | None], Sequence[Held]]
    absences: dict[int, Absence]


class Directory:
    """Keeps the newest snapshot. May be used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None

    def snapshot(self, session: Session) -> Snapshot:
        """The roster as the transaction of `session` sees it."""
        version = facts.value_of(session, VERSION) or ""
        with self._lock:
            newest = self._newest
        if newest is None or newest.version != version:
            newest = _load(session, version)
            with self._lock:
                self._newest = newest
        return newest


def changed(session: Session) -> None:
    """The roster is another one when this transaction is committed."""
    facts.put(session, VERSION, uuid.uuid4().hex)


def _load(session: Session, version: str) -> Snapshot:
    query = (
        select(tables.Person)
        .order_by(tables.Person.id)
        .options(selectinload(tables.Person.roles), selectinload(tables.Person.addresses))
        # Also where this transaction has loaded somebody before it changed them: what is read here
        # is kept for all that follow.
        .execution_options(populate_existing=True)
    )
    people: dict[int, Person] = {}
    addresses: dict[tuple[str, str], Address] = {}
    held: list[tuple[int, Held]] = []
    for row in session.scalars(query):
        roles = {role.id: _role(role) for role in row.roles}
        language = row.chosen_language or row.language
        person = Person(row.id, row.name, row.organisation, language, row.channel, tuple(roles.values()))
        people[person.id] = person
        for known in row.addresses:
            address = Address(known.id, known.channel, known.value, person)
            person.addresses.append(address)
            addresses[address.channel, address.value] = address
        held += [(role_id, (role, person)) for role_id, role in roles.items()]
    holders: dict[tuple[str, str | None], list[Held]] = {}
    for _, (role, person) in sorted(held, key=lambda pair: pair[0]):
        holders.setdefault((role.role, role.county), []).append((role, person))
    away = session.scalars(select(tables.Absence))
    absences = {row.person_id: Absence(row.until, row.cover_id) for row in away}
    return Snapshot(version, people, addresses, dict(holders), absences)


def _role(row: tables.Role) -> Role:
    sectors, groups = frozenset(row.sectors), frozenset(row.groups)
    return Role(row.role, row.county, sectors, row.active_from, row.active_to, groups)

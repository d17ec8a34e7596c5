"""The roster in memory: immutable plain objects that all turns of this process share.

Every alert needs all people of its county, and the roster changes seldom: by an import, a LANG, an absence.
Each such change writes a new version in its own transaction. A reader that finds another version than the one
in memory reloads the roster. What changes often (opt-outs, dead numbers) is not in here;
`sek_core.roster.people` reads it in every transaction.
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
from sek_core.store.states import Batched

VERSION = "roster_version"


@dataclass(frozen=True, slots=True, eq=False)
class HeldRole:
    """One person's role, in one county or in all counties (`county` None)."""

    role: str
    county: str | None
    sectors: frozenset[str]
    active_from: date | None
    active_to: date | None
    """The last day on which the role is held."""
    groups: frozenset[str] = frozenset()

    def active(self, day: date) -> bool:
        """Return True if the role is held on `day`."""
        return (self.active_from is None or self.active_from <= day) and (
            self.active_to is None or day <= self.active_to
        )

    def covers(self, county: str) -> bool:
        """Return True if the role is for `county`."""
        return self.county is None or self.county == county


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One person on the roster, now or earlier. `language` is their own choice, else the roster's. `batched`:
    what they read in the morning, by their own choice.
    """

    id: int
    name: str
    organisation: str
    language: str
    channel: str
    roles: tuple[HeldRole, ...]
    addresses: list["Address"] = field(default_factory=list)
    batched: Batched | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Address:
    """One number or chat, of a person on the roster or (`person` None) of a stranger. `apart`: it is none of
    the table of addresses, and has a dialogue of its own.
    """

    id: int
    channel: str
    value: str
    person: Person | None
    apart: bool = False

    @property
    def person_id(self) -> int | None:
        """The id of its person; None for a stranger's address."""
        return self.person.id if self.person else None


Held = tuple[HeldRole, Person]


@dataclass(frozen=True, slots=True)
class Absence:
    """One absence: `until` is the last day, `cover_id` the cover or None."""

    until: date
    cover_id: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The roster at one version.

    `absences` holds present and past absences by person. `holders` holds (role, person) pairs by (role,
    county); county None means all counties.
    """

    version: str
    people: dict[int, Person]
    addresses: dict[tuple[str, str], Address]
    holders: dict[tuple[str, str | None], Sequence[Held]]
    absences: dict[int, Absence]


class Directory:
    """Cache of the newest snapshot. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None

    def snapshot(self, session: Session) -> Snapshot:
        """Return the roster as the transaction of `session` sees it."""
        version = facts.value_of(session, VERSION) or ""
        with self._lock:
            newest = self._newest
        if newest is None or newest.version != version:
            newest = _load(session, version)
            with self._lock:
                self._newest = newest
        return newest


def mark_roster_changed(session: Session) -> None:
    """Mark the roster as changed: caches reload it when this transaction is committed."""
    facts.put(session, VERSION, uuid.uuid4().hex)


def _load(session: Session, version: str) -> Snapshot:
    query = (
        select(tables.PersonRow)
        .order_by(tables.PersonRow.id)
        .options(selectinload(tables.PersonRow.roles), selectinload(tables.PersonRow.addresses))
        # Refresh people that this transaction loaded earlier, because later transactions share the snapshot.
        .execution_options(populate_existing=True)
    )
    people: dict[int, Person] = {}
    addresses: dict[tuple[str, str], Address] = {}
    held: list[tuple[int, Held]] = []
    for row in session.scalars(query):
        roles = {role.id: _role(role) for role in row.roles}
        language = row.chosen_language or row.language
        held_roles = tuple(roles.values())
        person = Person(
            row.id, row.name, row.organisation, language, row.channel, held_roles, batched=row.batched
        )
        people[person.id] = person
        for known in row.addresses:
            address = Address(known.id, known.channel, known.value, person)
            person.addresses.append(address)
            addresses[address.channel, address.value] = address
        held += [(role_id, (role, person)) for role_id, role in roles.items()]
    holders: dict[tuple[str, str | None], list[Held]] = {}
    for _, (role, person) in sorted(held, key=lambda pair: pair[0]):
        holders.setdefault((role.role, role.county), []).append((role, person))
    away = session.scalars(select(tables.AbsenceRow))
    absences = {row.person_id: Absence(row.until, row.cover_id) for row in away}
    return Snapshot(version, people, addresses, dict(holders), absences)


def _role(row: tables.RoleRow) -> HeldRole:
    sectors, groups = frozenset(row.sectors), frozenset(row.groups)
    return HeldRole(row.role, row.county, sectors, row.active_from, row.active_to, groups)

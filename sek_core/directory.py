"""The roster in memory, shared by all turns of this process.

Every alert needs everybody of its county, and the roster changes seldom: an import, a LANG. Each
such change sets a new version in its own transaction; whoever finds another version than the one
in memory loads the roster anew. What changes often (who opted out, which number is dead) is not
in here; `sek_core.people` reads it in every transaction.
"""

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session, attributes, selectinload

from sek_core.store.deliveries import Fact
from sek_core.store.people import Address, Person, Role
from sek_core.store.upsert import insert_missing

VERSION = "roster_version"

_READ_VERSION = select(Fact.value).where(Fact.name == VERSION)

Held = tuple[Role, Person]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The roster at one version. Its objects belong to no session: read them, never change them.

    `holders` has those who hold a role, by (role, county); county None: for all counties.
    """

    version: str
    people: dict[int, Person]
    addresses: dict[tuple[str, str], Address]
    holders: dict[tuple[str, str | None], Sequence[Held]]


class Directory:
    """Keeps the newest snapshot. May be used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None

    def snapshot(self, session: Session) -> Snapshot:
        """The roster as the transaction of `session` sees it."""
        version = session.scalar(_READ_VERSION) or ""
        with self._lock:
            newest = self._newest
        if newest is None or newest.version != version:
            newest = _load(session, version)
            with self._lock:
                self._newest = newest
        return newest


def changed(session: Session) -> None:
    """The roster is another one when this transaction is committed."""
    insert_missing(session, Fact, [{"name": VERSION, "value": ""}])
    session.execute(update(Fact).where(Fact.name == VERSION).values(value=uuid.uuid4().hex))


def _load(session: Session, version: str) -> Snapshot:
    query = (
        select(Person).order_by(Person.id).options(selectinload(Person.roles), selectinload(Person.addresses))
    )
    people = {person.id: person for person in session.scalars(query)}
    addresses: dict[tuple[str, str], Address] = {}
    held: list[tuple[int, Held]] = []
    for person in people.values():
        for address in person.addresses:
            addresses[address.channel, address.value] = address
            attributes.set_committed_value(address, "person", person)
            session.expunge(address)
        held += [(role.id, (role, person)) for role in person.roles]
        session.expunge(person)  # its roles go with it
    holders: dict[tuple[str, str | None], list[Held]] = {}
    for _, (role, person) in sorted(held, key=lambda pair: pair[0]):
        holders.setdefault((role.role, role.county), []).append((role, person))
    return Snapshot(version, people, addresses, dict(holders))

"""The list of the forgotten: keys of those who were erased, so that a backup that is put back forgets them
again.

The list is a file outside the database, because an old backup knows nothing of later erasures. It holds no
name and no number: each line has a keyed hash (HMAC-SHA-256) and the time. The key is the first line, made
when the file is. So the file alone shows only whether a given name or number was forgotten, and a stolen
backup not even that.
"""

import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from sek_core.privacy.subjects import Pair, Subject, of_pairs, of_person
from sek_core.store import private
from sek_core.store.erasure import WORDS
from sek_core.store.inbox import InboxRow
from sek_core.store.people import AddressRow, PersonRow

HEAD = "# key "
ONLY_OURS = 0o600


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The list as it stands in the file: when each key was forgotten last."""

    path: Path
    key: bytes = b""
    entries: Mapping[str, datetime] = field(default_factory=dict)

    def at(self, of: str) -> datetime | None:
        """Return when what has this name was forgotten; None if it never was."""
        return self.entries.get(self._hash(of)) if self.key else None

    def _hash(self, of: str) -> str:
        return hmac.new(self.key, of.encode(), hashlib.sha256).hexdigest()

    def add(self, names: Iterable[str], now: datetime) -> None:
        """Write these names to the file, durably; raise OSError if that cannot be done."""
        private.make_folder(self.path.parent)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, ONLY_OURS)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # the clock and a command may both make the key
            key = read(self.path).key
            if not key:
                key = secrets.token_bytes(32)
                file.write(f"{HEAD}{key.hex()}\n")
            whole = Forgotten(self.path, key)
            file.writelines(f"{now.isoformat()} {whole._hash(name)}\n" for name in names)
            file.flush()
            os.fsync(file.fileno())


def read(path: Path) -> Forgotten:
    """Read the list; an empty one if there is no file."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return Forgotten(path)
    key = bytes.fromhex(lines[0].removeprefix(HEAD)) if lines and lines[0].startswith(HEAD) else b""
    found: dict[str, datetime] = {}
    for line in lines[1:]:
        at, _, digest = line.partition(" ")
        if digest:
            found[digest] = max(datetime.fromisoformat(at), found.get(digest, datetime.fromisoformat(at)))
    return Forgotten(path, key, found)


def names_of(subject: Subject) -> list[str]:
    """Return the names under which a subject is remembered as forgotten."""
    person = [_person(subject.person_id, name) for name in subject.names] if subject.person else []
    return [*person, *(name_key(name) for name in subject.names), *map(_pair, subject.pairs)]


def name_key(name: str) -> str:
    """Return the key of a name alone, by which a second erasure knows that the first was done."""
    return f"name:{' '.join(name.split()).casefold()}"


def _person(person_id: int, name: str) -> str:
    return f"person:{person_id}:{' '.join(name.split()).casefold()}"


def _pair(pair: Pair) -> str:
    return f"address:{pair[0]}:{pair[1]}"


def comes_back(
    session: Session, forgotten: Forgotten, name: str, addresses: Iterable[Pair]
) -> datetime | None:
    """Return when a person whom a roster's line puts on the roster was forgotten; None if they were not, or
    have come back before.
    """
    is_there = select(PersonRow.id).where(func.lower(PersonRow.name) == name.lower()).limit(1)
    by_name = forgotten.at(name_key(name)) if session.scalar(is_there) is None else None
    at = [by_name] if by_name else []
    for channel, value in addresses:
        owned = select(AddressRow.id).where(
            AddressRow.channel == channel, AddressRow.value == value, AddressRow.person_id.is_not(None)
        )
        found = forgotten.at(_pair((channel, value)))
        if found is not None and session.scalar(owned.limit(1)) is None:
            at.append(found)
    return max(at, default=None)


def still_there(session: Session, forgotten: Forgotten) -> Iterator[tuple[str, Subject]]:
    """Yield who is in the database although they were forgotten: a person by id, or a number that texted
    before it was forgotten. Who came back later is not meant.
    """
    if not forgotten.entries:
        return
    people = select(PersonRow).options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
    theirs: set[Pair] = set()
    for person in session.scalars(people.order_by(PersonRow.id)):
        if not person.name.startswith(WORDS) and forgotten.at(_person(person.id, person.name)) is not None:
            subject = of_person(session, person)
            theirs |= set(subject.pairs)
            yield f"#{person.id}", subject
    for pair, inbox_id in _senders(session):
        at = forgotten.at(_pair(pair)) if pair not in theirs else None
        if at is None:
            continue
        received = session.scalar(select(InboxRow.received_at).where(InboxRow.id == inbox_id))
        owned = select(AddressRow.person_id).where(
            AddressRow.channel == pair[0], AddressRow.value == pair[1], AddressRow.person_id.is_not(None)
        )
        if received is not None and received < at and session.scalar(owned) is None:
            yield f"inbox row {inbox_id}", of_pairs(session, [pair])


def _senders(session: Session) -> Iterator[tuple[Pair, int]]:
    """Yield every sender of a text, with the first of their rows."""
    first = (
        select(InboxRow.channel, InboxRow.sender, func.min(InboxRow.id))
        .where(InboxRow.sender != "")
        .group_by(InboxRow.channel, InboxRow.sender)
        .order_by(func.min(InboxRow.id))
    )
    for channel, sender, inbox_id in session.execute(first):
        yield (channel, sender), inbox_id

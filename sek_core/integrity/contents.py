"""Invariants about contents: addresses, words, files, and what was forgotten."""

import json
from collections.abc import Iterator

from sqlalchemy import String, exists, or_, select, text, type_coerce
from sqlalchemy.orm import Session

from sek_core.integrity.violations import IN_ONE_READ, Circumstances, Found, Invariant, is_number, rule
from sek_core.messages.content import content_from_json
from sek_core.messages.incoming import parts_of
from sek_core.privacy.forgotten import still_there
from sek_core.store.deliveries import Delivery
from sek_core.store.erasure import WORDS
from sek_core.store.files import File, FileContent
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Incident
from sek_core.store.models import Base
from sek_core.store.people import AddressRow, FormerContact, PersonRow, RoleRow
from sek_core.store.states import FileStatus

BACKUP = "Compare with the newest backup"

GUARDS = {
    "sqlite": ("history_keeps_rows", "history_keeps_words", "history_replaces_nothing"),
    "postgresql": ("history_keeps_rows", "history_keeps_all"),
}
"""Triggers that make the history append only."""


def _addresses(session: Session, here: Circumstances) -> Found:
    rows = select(AddressRow.id, AddressRow.channel, AddressRow.value).order_by(AddressRow.id)
    for key, channel, value in session.execute(rows.execution_options(yield_per=IN_ONE_READ)):
        if not value or (channel in here.with_numbers and not is_number(value)):
            yield f"address {key}", f"is no address of {channel}"


def _vocabularies(session: Session, _here: Circumstances) -> Found:
    """Read each state as the plain text that it is."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            members = getattr(column.type, "enums", None)
            if not members:
                continue
            for value in session.scalars(select(type_coerce(column, String)).distinct()):
                if value is not None and value not in members:
                    yield f"{table.name}.{column.name}", f"has {value!r}, which is no state of it"


def _messages(session: Session, _here: Circumstances) -> Found:
    rows = select(Delivery.id, Delivery.content).order_by(Delivery.id)
    for key, content in session.execute(rows.execution_options(yield_per=IN_ONE_READ)):
        try:
            content_from_json(content)
        except (ValueError, TypeError, KeyError):
            yield f"message {key}", "cannot be read, so that no other channel can say it"


def _texts(session: Session, _here: Circumstances) -> Found:
    rows = select(InboxRow.id, InboxRow.parts).where(InboxRow.parts.is_not(None)).order_by(InboxRow.id)
    for key, parts in session.execute(rows.execution_options(yield_per=IN_ONE_READ)):
        try:
            parts_of(parts)
        except (ValueError, TypeError, KeyError, AttributeError):
            yield f"inbox row {key}", "has parts that cannot be read"


def _counties(session: Session, _here: Circumstances) -> Found:
    rows = select(Incident.ref, Incident.county, Incident.counties).order_by(Incident.ref)
    for ref, county, counties in session.execute(rows.execution_options(yield_per=IN_ONE_READ)):
        single = counties[0] if isinstance(counties, list) and len(counties) == 1 else ""
        if county != single:
            yield ref, f"is listed under {county or 'no county'}, and its counties are {json.dumps(counties)}"


def _files(session: Session, here: Circumstances) -> Found:
    kept = select(File.id, File.path, FileContent.file_id).outerjoin(
        FileContent, FileContent.file_id == File.id
    )
    of_disk: set[str] = set()
    rows = session.execute(kept.where(File.status == FileStatus.KEPT).order_by(File.id))
    for key, path, stored in rows:
        if path is not None:
            of_disk.add(path.rpartition("/")[2])
        there = stored is not None if path is None else _exists(path)
        if not there:
            yield f"file {key}", "is kept, and is not there"
    if here.files is not None and here.files.is_dir():
        for found in sorted(here.files.iterdir()):
            if found.is_file() and found.suffix != ".part" and found.name not in of_disk:
                yield str(found), "belongs to no row: perhaps of a person who was forgotten"


def _exists(path: str) -> bool:
    from pathlib import Path

    return Path(path).is_file()


def _forgotten(session: Session, here: Circumstances) -> Found:
    for who, _ in still_there(session, here.forgotten) if here.forgotten else ():
        yield who, "was forgotten, and is here again"


def _guards(session: Session, _here: Circumstances) -> Found:
    dialect = session.connection().dialect.name
    source = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if dialect == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    there = set(session.scalars(text(source)))
    yield from (
        (name, "is missing: the history can be changed") for name in GUARDS[dialect] if name not in there
    )


def _storage(session: Session, _here: Circumstances) -> Found:
    """Ask SQLite whether its file is whole. PostgreSQL checks keys by itself."""
    if session.connection().dialect.name != "sqlite":
        return
    for (line,) in session.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield "the database", f"is damaged: {line}"
    for table, row, other, _ in session.execute(text("PRAGMA foreign_key_check")):
        yield f"{table} row {row}", f"points to {other}, where no such row is"


def _erased() -> Iterator[Invariant]:
    gone = PersonRow.name.like(f"{WORDS}%")
    left = or_(
        exists().where(AddressRow.person_id == PersonRow.id),
        exists().where(RoleRow.person_id == PersonRow.id),
        exists().where(FormerContact.person_id == PersonRow.id),
        PersonRow.email != "",
        PersonRow.organisation != "",
    )
    yield rule(
        "who is erased has nothing", PersonRow.id, gone & left,
        "is erased, and has a role, an address or an organisation", "Forget them again, by id",
        "person",
    )  # fmt: skip


def invariants() -> Iterator[Invariant]:
    """Yield the invariants about contents."""
    yield Invariant("the storage is whole", f"Stop the program, and restore. {BACKUP}", _storage)
    yield Invariant("the history only grows", "Run `sek db upgrade` on a copy, and compare", _guards)
    yield Invariant(
        "states are known", "A newer version of the program wrote it: run that one", _vocabularies
    )
    yield Invariant("addresses are valid", "Import the roster again", _addresses)
    yield Invariant("messages can be read", BACKUP, _messages)
    yield Invariant("parts of texts can be read", BACKUP, _texts)
    yield Invariant("incidents are listed under their county", f"Text FIX. {BACKUP}", _counties)
    yield Invariant(
        "files are where their rows say", "Put the folder of files back, or delete the file", _files
    )
    yield Invariant(
        "who was forgotten stays so", "Run `sek db restored --yes`, or forget them again", _forgotten
    )
    yield from _erased()

"""Facts: named values that all processes share. Every read and write of that table is here."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sek_core.store.deliveries import Fact
from sek_core.store.statements import changed_one, insert_missing

LOST_AT = "lost_at"


def value_of(session: Session, name: str) -> str | None:
    """Return the value of a fact; None if there is no such fact."""
    return session.scalar(select(Fact.value).where(Fact.name == name))


def values_of(session: Session, prefix: str) -> dict[str, str]:
    """Return the facts whose names begin with `prefix`, by name."""
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    found = select(Fact.name, Fact.value).where(Fact.name >= prefix, Fact.name < after)
    return {row.name: row.value for row in session.execute(found)}


def begin(session: Session, facts: Mapping[str, str]) -> None:
    """Insert facts; facts that exist keep their values."""
    insert_missing(session, Fact, [{"name": name, "value": value} for name, value in facts.items()])


def put(session: Session, name: str, value: str) -> None:
    """Set a fact to this value, whatever it was."""
    begin(session, {name: value})
    session.execute(update(Fact).where(Fact.name == name).values(value=value))


def change(session: Session, name: str, value: str, was: str) -> bool:
    """Compare and set: change a fact from `was` to `value`; return True if it had the value `was`."""
    return changed_one(session, update(Fact).where(Fact.name == name, Fact.value == was).values(value=value))


def renew(session: Session, name: str, value: str) -> bool:
    """Give a fact that exists this value; return False if it has it already, or does not exist."""
    return changed_one(
        session, update(Fact).where(Fact.name == name, Fact.value != value).values(value=value)
    )


def lost_at(session: Session) -> datetime | None:
    """Return when the database was lost that a backup replaced; None if none ever was."""
    value = value_of(session, LOST_AT)
    return datetime.fromisoformat(value) if value else None

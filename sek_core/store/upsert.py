"""Insertion of rows that may exist already."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from sek_core.store.rows import table_of


def insert_missing(session: Session, model: type[DeclarativeBase], rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows` in one statement; skip rows that a unique constraint refuses."""
    if not rows:
        return
    connection = session.connection()
    connection.execute(_insert(model, connection.dialect.name), list(rows))


@cache
def _insert(model: type[DeclarativeBase], dialect: str) -> Insert:
    if dialect == "sqlite":
        return sqlite.insert(table_of(model)).on_conflict_do_nothing()
    return postgresql.insert(table_of(model)).on_conflict_do_nothing()

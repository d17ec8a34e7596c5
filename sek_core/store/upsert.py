"""Inserting what may be there already."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def insert_missing(session: Session, model: type[DeclarativeBase], rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows`, in one statement; those that a unique constraint refuses are left as they are."""
    if not rows:
        return
    table = model.__table__
    assert isinstance(table, Table)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(dialect.insert(table).on_conflict_do_nothing(), list(rows))

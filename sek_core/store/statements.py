"""Statements that change or read many rows at once, and the compare-and-set of one."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Insert, Table, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def table_of(model: type[DeclarativeBase]) -> Table:
    """Return the table of a model, for statements that need no ORM services."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


class Rows:
    """Collector of rows by table. A row may refer to a row of another table that is collected too."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pending: dict[type[DeclarativeBase], list[dict[str, Any]]] = {}

    def add(self, model: type[DeclarativeBase], row: dict[str, Any]) -> None:
        """Add one row. All rows of a model must have the same columns."""
        self._pending.setdefault(model, []).append(row)

    def pending(self, model: type[DeclarativeBase]) -> list[dict[str, Any]]:
        """Return the rows of a model that are not inserted yet."""
        return self._pending.get(model, [])

    def flush(self) -> None:
        """Insert the collected rows, each table after the tables that its rows refer to."""
        pending, self._pending = self._pending, {}
        if not pending:
            return
        connection = self._session.connection()  # plain inserts need no session
        for model in sorted(pending, key=_place):
            connection.execute(_insert(model), pending[model])


@cache
def _insert(model: type[DeclarativeBase]) -> Insert:
    return table_of(model).insert()


@cache
def _place(model: type[DeclarativeBase]) -> int:
    return model.metadata.sorted_tables.index(table_of(model))


def insert_missing(session: Session, model: type[DeclarativeBase], rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows` in one statement; skip rows that a unique constraint refuses."""
    if not rows:
        return
    connection = session.connection()
    connection.execute(_insert_missing(model, connection.dialect.name), list(rows))


def inserted(session: Session, model: type[DeclarativeBase], row: dict[str, Any]) -> bool:
    """Insert one row unless a unique constraint refuses it; return True if it was inserted."""
    connection = session.connection()
    statement = _insert_missing(model, connection.dialect.name)
    return connection.execute(statement, row, execution_options={"preserve_rowcount": True}).rowcount > 0


@cache
def _insert_missing(model: type[DeclarativeBase], dialect: str) -> Insert:
    if dialect == "sqlite":
        return sqlite.insert(table_of(model)).on_conflict_do_nothing()
    return postgresql.insert(table_of(model)).on_conflict_do_nothing()


def put(session: Session, model: type[DeclarativeBase], key: str, row: dict[str, Any]) -> None:
    """Insert a row, or replace the one that has the same value in the unique column `key`."""
    connection = session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table_of(model)).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=row))


def changed_one(session: Session, statement: Update | Delete) -> bool:
    """Compare and set: run the statement, return True if it changed a row. It does not refresh the session's
    objects.
    """
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount > 0

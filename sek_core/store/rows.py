"""Collected inserts of one transaction, so that each table takes one statement."""

from functools import cache
from typing import Any

from sqlalchemy import Insert, Table
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

"""Rows that one transaction will insert, collected so that each table takes one statement."""

from functools import cache
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.orm import DeclarativeBase, Session


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table behind a model, for statements that need none of the ORM's services."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


class Rows:
    """Collects rows by table. A row may refer to one of another table that is collected too."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pending: dict[type[DeclarativeBase], list[dict[str, Any]]] = {}

    def add(self, model: type[DeclarativeBase], row: dict[str, Any]) -> None:
        """One row; all rows of a model have the same columns."""
        self._pending.setdefault(model, []).append(row)

    def pending(self, model: type[DeclarativeBase]) -> list[dict[str, Any]]:
        """The rows of a model that are still to be inserted."""
        return self._pending.get(model, [])

    def flush(self) -> None:
        """Insert what was collected, each table after those that its rows refer to."""
        pending, self._pending = self._pending, {}
        if not pending:
            return
        connection = self._session.connection()  # plain inserts need nothing of the session
        for model in sorted(pending, key=_place):
            connection.execute(_insert(model), pending[model])


@cache
def _insert(model: type[DeclarativeBase]) -> Insert:
    return table_of(model).insert()


@cache
def _place(model: type[DeclarativeBase]) -> int:
    return model.metadata.sorted_tables.index(table_of(model))

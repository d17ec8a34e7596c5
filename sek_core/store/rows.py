"""Rows that one transaction will insert, collected so that each table takes one statement."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import DeclarativeBase, Session


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table behind a model, for statements that need none of the ORM's services."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


class Rows:
    """Collects rows by table. A row may refer to an object that is collected, to nothing else."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pending: dict[type[DeclarativeBase], list[dict[str, Any]]] = {}
        self._objects: list[DeclarativeBase] = []

    def add(self, model: type[DeclarativeBase], row: dict[str, Any]) -> None:
        """One row; all rows of a model have the same columns."""
        self._pending.setdefault(model, []).append(row)

    def add_object(self, row: DeclarativeBase) -> None:
        """A new object as it will be when everything is flushed. It stays outside the session."""
        self._objects.append(row)

    def flush(self) -> None:
        """Insert what was collected: the objects first, as the rows may refer to them."""
        objects, self._objects = self._objects, []
        by_model: dict[type[DeclarativeBase], list[dict[str, Any]]] = {}
        for row in objects:
            columns = table_of(type(row)).columns.keys()
            by_model.setdefault(type(row), []).append({name: getattr(row, name) for name in columns})
        pending, self._pending = by_model | self._pending, {}
        for model, rows in pending.items():
            self._session.execute(table_of(model).insert(), rows)

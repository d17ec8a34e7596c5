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
    """Collects rows by table. Nothing that is collected refers to anything else that is."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pending: dict[type[DeclarativeBase], list[dict[str, Any]]] = {}

    def add(self, model: type[DeclarativeBase], row: dict[str, Any]) -> None:
        """One row; all rows of a model have the same columns."""
        self._pending.setdefault(model, []).append(row)

    def flush(self) -> None:
        """Insert what was collected, in the order in which it was."""
        pending, self._pending = self._pending, {}
        for model, rows in pending.items():
            self._session.execute(table_of(model).insert(), rows)

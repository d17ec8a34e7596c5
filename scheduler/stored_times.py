"""The times that rows of the database wait for."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Select, Table, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from sek_core.store.base import Base, UtcDateTime
from sek_core.store.deliveries import Bucket, Delivery, Lease
from sek_core.store.files import File

_REAL = {table.__tablename__ for table in (Bucket, Delivery, File, Lease)}
"""Tables whose times are real: a moved clock brings them no nearer."""

_PASSED = frozenset(
    {"asked_at", "changed_at", "created_at", "opened_at", "received_at", "reported_at", "taken_at", "told_at"}
)
"""Columns of what has happened. They are indexed too, and lie in no future."""


@lru_cache(maxsize=1)
def _query() -> Select[Any]:
    """Return the query of `first_after`; to make it costs more than to ask it."""
    after = bindparam("after", type_=UtcDateTime())
    asked: list[Select[Any]] = []
    for table, column, only in _columns():
        first = select(func.min(column).label("at")).select_from(table).where(column > after)
        asked.append(first if only is None else first.where(only))
    return select(func.min(union_all(*asked).subquery().c.at))


def _columns() -> list[tuple[Table, Column[Any], Any]]:
    """Return the columns by which the clock finds what is due: they are of times, and first in an index. With
    each comes the condition of that index.
    """
    found: dict[Column[Any], tuple[Table, Column[Any], Any]] = {}
    for table in Base.metadata.sorted_tables:
        for index in table.indexes if table.name not in _REAL else ():
            column = next(iter(index.columns))
            if isinstance(column.type, UtcDateTime) and column.key not in _PASSED:
                found[column] = (table, column, index.dialect_options["sqlite"]["where"])
    return list(found.values())


def first_after(session: Session, now: datetime) -> datetime | None:
    """Return the first time after `now` that any row waits for, or None."""
    found: datetime | None = session.scalar(_query(), {"after": now})
    return found

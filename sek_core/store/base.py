"""The base of all tables, and the column types that both databases read alike."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    bindparam,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite stores no zone, so it is taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        """To the database. For SQLite the text is made here, once for a time that many rows have."""
        return _sqlite_text if dialect.name == "sqlite" else _aware

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


BigId = BigInteger().with_variant(Integer, "sqlite")
"""A number that counts up by itself; SQLite does so only for INTEGER."""

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _aware(value: datetime | None) -> datetime | None:
    """A datetime without a zone is a mistake of ours."""
    if value is not None and value.tzinfo is None:
        raise ValueError("a datetime without a time zone reached the store")
    return value


@lru_cache(maxsize=1024)
def _sqlite_text(value: datetime | None) -> str | None:
    """As SQLAlchemy itself writes a datetime into SQLite."""
    value = _aware(value)
    if value is None:
        return None
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", timespec="microseconds")


class Base(DeclarativeBase):
    """Common to all tables. Names of constraints are fixed, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime(),
        dict[str, Any]: Json,
        list[str]: Json,
        list[Any]: Json,
    }


def among(column: ColumnElement[str] | InstrumentedAttribute[str], *values: str) -> ColumnElement[bool]:
    """`column IN (...)` with the values written into the statement, as the condition of a partial
    index has them. SQLite does not see that a list of parameters is the same list, and would read
    the whole table.
    """
    return column.in_(bindparam(None, values, expanding=True, literal_execute=True))


def is_just(column: ColumnElement[str] | InstrumentedAttribute[str], value: str) -> ColumnElement[bool]:
    """`column = value`, written into the statement for the same reason: for a list of one SQLite would not
    take the partial index either.
    """
    return column == bindparam(None, value, literal_execute=True)


def partial(condition: str) -> dict[str, Any]:
    """Keyword arguments of an Index that holds only the rows for which `condition` is true."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}

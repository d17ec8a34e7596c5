"""The base class of all tables, and column types that behave alike on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    bindparam,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.types import TypeDecorator


def vocabulary(words: type[StrEnum]) -> Enum:
    """Return the column type of a vocabulary: text of at most 16 characters, read as a member. A value that
    is no member raises LookupError when it is read.
    """
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


class UtcDateTime(TypeDecorator[datetime]):
    """Column type of an aware UTC datetime. SQLite stores no zone, so the type removes and restores it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        """Return the function that converts a value for the database. SQLite gets text, which is cached,
        because many rows share one time.
        """
        return _sqlite_text if dialect.name == "sqlite" else _aware

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the database's value as an aware datetime."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


BigId = BigInteger().with_variant(Integer, "sqlite")
"""An auto-incrementing number. SQLite increments only INTEGER."""

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _aware(value: datetime | None) -> datetime | None:
    """Return `value`; raise ValueError if it has no zone, which is a bug of the program."""
    if value is not None and value.tzinfo is None:
        raise ValueError("a datetime without a time zone reached the store")
    return value


@lru_cache(maxsize=1024)
def _sqlite_text(value: datetime | None) -> str | None:
    """Return the text that SQLAlchemy writes for a datetime on SQLite."""
    value = _aware(value)
    if value is None:
        return None
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", timespec="microseconds")


class Base(DeclarativeBase):
    """Base class of all tables. Constraint names are fixed, so that migrations can name them."""

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
    """Return `column IN (...)` with the values written into the statement, as the condition of a partial
    index has them. Given parameters, SQLite does not recognise the index's condition and reads the whole
    table.
    """
    return column.in_(bindparam(None, values, expanding=True, literal_execute=True))


def is_just(column: ColumnElement[str] | InstrumentedAttribute[str], value: str) -> ColumnElement[bool]:
    """Return `column = value` with the value written into the statement, for the same reason as `among`.
    SQLite does not use the partial index for `IN` with a single value.
    """
    return column == bindparam(None, value, literal_execute=True)


def partial(condition: str) -> dict[str, Any]:
    """Return the keyword arguments of an Index that holds only the rows for which `condition` is true."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}

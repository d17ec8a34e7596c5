"""The crawl: rows of others that name or quote a person, found by reading every column that may do so.

Reading everything takes long, and an erasure must not hold up the program. So the crawl is done twice: first
it reads without a lock, then, in the transaction that erases, what was found and what came since.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, cast, func, or_, select, tuple_
from sqlalchemy.orm import DeclarativeBase, Session

from sek_core.privacy.exporting import models
from sek_core.privacy.traces import Traces
from sek_core.store.classification import TABLES
from sek_core.store.erasure import WORDS

GROWING = frozenset({"inbox", "deliveries", "history"})
"""Tables that become long. They have an id that counts up; the others are short enough to be read again."""

APART = frozenset({"people", "addresses", "former_contacts", "buckets", "spending", "file_contents"})
"""Tables that hold no words about others. The names of others stay, also if they are alike."""

PLACES = frozenset({("incidents", "place"), ("known_places", "name")})
"""Columns with names of places, in which a part of a person's name stays."""

QUOTING = frozenset({"deliveries", "conversations"})
"""Tables in which texts of others are repeated. The payload of an inbox row repeats the message that was
answered, too.
"""

Key = tuple[Any, ...]


@dataclass(slots=True)
class Found:
    """Result of a crawl: the keys of rows by table, and how far the growing tables were read."""

    keys: dict[str, list[Key]] = field(default_factory=dict)
    read_to: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What must become of one row: its key, and the new values of some columns."""

    key: Key
    values: Mapping[str, Any]


def crawl(session: Session, traces: Traces) -> Found:
    """Read every table; return what names or quotes the person."""
    found = Found()
    for model in models():
        name = _name(model)
        if name in APART:
            continue
        if name in GROWING:
            found.read_to[name] = session.scalar(select(func.max(_column(model, "id")))) or 0
        found.keys[name] = [change.key for change in changes(session, model, traces)]
    return found


def changes_since(
    session: Session, model: type[DeclarativeBase], traces: Traces, found: Found
) -> Iterator[Change]:
    """Yield the changes of one table now: of the rows that were found, and of those that came since."""
    name = _name(model)
    if name not in GROWING:
        yield from changes(session, model, traces)
        return
    keys = found.keys.get(name, [])
    for at in range(0, len(keys), 500):
        yield from changes(session, model, traces, keys=keys[at : at + 500])
    yield from changes(session, model, traces, after=found.read_to.get(name, 0))


def changes(
    session: Session,
    model: type[DeclarativeBase],
    traces: Traces,
    after: int = 0,
    keys: list[Key] | None = None,
) -> Iterator[Change]:
    """Yield what would be changed in the rows of one table."""
    name = _name(model)
    columns = TABLES[name].naming
    if not columns or (traces.is_nameless and not traces.phrases):
        return
    key = [_column(model, column.key) for column in model.__mapper__.primary_key if column.key]
    query = select(*key, *(_column(model, column) for column in columns)).order_by(*key)
    if after:
        query = query.where(_column(model, "id") > after)
    if keys is not None:
        query = query.where(tuple_(*key).in_(keys) if len(key) > 1 else key[0].in_([k[0] for k in keys]))
    elif traces.hints and not (traces.phrases and (name in QUOTING or name == "inbox")):
        query = query.where(
            or_(*(cast(_column(model, c), Text).ilike(f"%{_escaped(hint)}%", escape="\\")
                  for c in columns for hint in traces.hints))
        )  # fmt: skip
    for row in session.execute(query.execution_options(yield_per=500)):
        here = dict(zip(columns, row[len(key) :], strict=True))
        if changed := _changed(name, here, traces):
            yield Change(tuple(row[: len(key)]), changed)


def _changed(table: str, row: Mapping[str, Any], traces: Traces) -> dict[str, Any]:
    new = {column: _new(table, column, value, traces) for column, value in row.items()}
    return {column: value for column, value in new.items() if value != row[column]}


def _new(table: str, column: str, value: Any, traces: Traces) -> Any:
    """Return the value of a column without the person."""
    if value is None or value == "":
        return value
    if column == "content":
        written = traces.without(json.loads(value))
        return value if written == json.loads(value) else json.dumps(written, ensure_ascii=False)
    if not isinstance(value, str):
        return traces.without(value, quoted=table in QUOTING, whole=column == "payload")
    if table == "deliveries" and traces.quotes(value):
        return WORDS
    return traces.redact(value, is_place=(table, column) in PLACES)


def _name(model: type[DeclarativeBase]) -> str:
    return str(model.__tablename__)


def _column(model: type[DeclarativeBase], column: str) -> Any:
    return getattr(model, column)


def _escaped(hint: str) -> str:
    return hint.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

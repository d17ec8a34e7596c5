"""Rows of years, written by the database itself: incidents that are over, and all that belongs to them.

Beside them stand the same few live incidents on either side, so that only what is over differs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from sek_core.store.database import Database

YEARS = 3
SLICE = 100_000
LIVE = 200
DELIVERIES = 5
"""Deliveries and recipients of each incident."""

PEOPLE = 60
"""Number of people, from the first of the roster on, to whom the rows belong."""


def fill(database: Database, many: int, now: datetime) -> None:
    """Write `many` incidents that are over, the youngest of them 60 days old, and the live ones."""
    until = int(now.timestamp()) - 60 * 86_400
    since = until - YEARS * 365 * 86_400
    step = max((until - since) // max(many, 1), 1)
    with _without_indexes(database):
        for first in range(1, many + 1, SLICE):
            with database.writing() as session:
                last = min(first + SLICE - 1, many)
                _fast(session, database.is_sqlite)
                _Slice(session, database.is_sqlite, first, last, f"{since} + i * {step}").over()
    with database.writing() as session:
        start = int(now.timestamp()) - 3 * 3600
        _Slice(session, database.is_sqlite, many + 1, many + LIVE, f"{start} + (i - {many}) * 10").live()
    with database.writing() as session:
        _count_on(session, database.is_sqlite, many + LIVE)
    if not database.is_sqlite:  # autovacuum does so; no process does so on SQLite
        with database.patient() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


_INDEXES = {
    True: "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    False: "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE 'ix_%'",
}


@contextmanager
def _without_indexes(database: Database) -> Iterator[None]:
    """Take the indexes away, and make them again at the end: this is far quicker than to let them grow."""
    with database.patient() as connection:
        indexes = connection.exec_driver_sql(_INDEXES[database.is_sqlite].replace("%", "%%")).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
        connection.commit()
        if database.is_sqlite:
            _pragmas(connection, synchronous="OFF", foreign_keys="OFF", cache_size=-1_000_000)
    yield
    with database.patient() as connection:
        for _, statement in indexes:
            connection.exec_driver_sql(statement)
        connection.commit()
        if database.is_sqlite:
            _pragmas(connection, synchronous="FULL", foreign_keys="ON", cache_size=-2_000)


def _pragmas(connection: Connection, **values: str | int) -> None:
    """Set them on the connection of the driver: SQLite ignores some within a transaction."""
    held: Any = connection.connection.driver_connection
    for name, value in values.items():
        held.execute(f"PRAGMA {name}={value}")


def _fast(session: Session, is_sqlite: bool) -> None:
    """Let PostgreSQL check no foreign key of the rows of this transaction."""
    if not is_sqlite:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("SET LOCAL statement_timeout = 0"))


def _count_on(session: Session, is_sqlite: bool, last: int) -> None:
    """Let references and, on PostgreSQL, ids go on behind the written ones."""
    session.execute(text("DELETE FROM counters WHERE letter in ('S', 'U')"))
    session.execute(
        text("INSERT INTO counters (letter, value) VALUES ('S', :last), ('U', :last)"), {"last": last}
    )
    if not is_sqlite:
        for table in ("inbox", "reports", "deliveries", "history", "promises", "offers"):
            newest = f"(SELECT coalesce(max(id), 1) FROM {table})"
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {newest})"))


class _Slice:
    """The rows of the incidents `first` to `last`. `second`: the time of incident i, in seconds."""

    def __init__(self, session: Session, is_sqlite: bool, first: int, last: int, second: str) -> None:
        self._session, self._is_sqlite = session, is_sqlite
        self._first, self._last, self._second = first, last, second

    def over(self) -> None:
        """Write incidents that were closed after two days."""
        self._inbox()
        self._incidents("'closed'", "true", self._at(0), self._at(172_800))
        self._with("done", self._at(0))
        self._insert(
            "promises",
            "incident_ref, person_id, made_at, due_at, said, span, status",
            f"'S' || i, {_person('i + 1')}, {self._at(3_600)}, {self._at(90_000)}, false, 86400, 'over'",
        )
        kept = "ref, inbox_id, channel, sender, reason, status, created_at"
        self._insert(
            "kept", kept, f"'U' || i, i, 'sms', '+254300000000', 'unknown sender', 'dismissed', {self._at(0)}"
        )
        self._history(("opened", "taken", "noted", "closed"))

    def live(self) -> None:
        """Write incidents that wait for a person to take them; every other one is taken."""
        self._inbox()
        status = "CASE WHEN i % 2 = 0 THEN 'open' ELSE 'taken' END"
        self._incidents(status, "i % 2 = 1", self._at(0), "NULL")
        self._with("open", self._at(0))
        self._history(("opened",))

    def _inbox(self) -> None:
        self._insert(
            "inbox",
            "id, channel, kind, provider_id, lane, sender, text, about, payload, received_at, status,"
            " handled_at",
            f"i, 'sms', 'text', 'in-' || i, 'p' || {_person('i')}, '+2543' || i, {_TEXT}, '',"
            f" {self._json('{}')}, {self._at(0)}, 'done', {self._at(1)}",
        )

    def _incidents(self, status: str, taken: str, opened: str, closed: str) -> None:
        self._insert(
            "incidents",
            "ref, hazard, counties, county, place, severity, affected, sensitive, status, reporter_id,"
            " reported_at, opened_at, closed_at, taken_by_id, taken_at, route",
            f"'S' || i, CASE WHEN i % 3 = 0 THEN 'drought' ELSE 'flood' END, {self._json(_COUNTIES)},"
            " 'Kitui',"
            f" 'Place ' || (i % 90), 'severe', {self._json('{}')}, false, {status},"
            f" {_person('i')}, {opened}, {opened}, {closed}, CASE WHEN {taken} THEN {_person('i + 1')} END,"
            f" CASE WHEN {taken} THEN {opened} END, ''",
        )

    def _with(self, stands: str, at: str) -> None:
        """Write the report, tracks, recipients and deliveries of each incident."""
        self._insert(
            "reports",
            "incident_ref, person_id, inbox_id, text, language, created_at, kind",
            f"'S' || i, {_person('i')}, i, {_TEXT}, 'en', {at}, 'report'",
        )
        due = "NULL" if stands == "done" else self._at(100 * 86_400)
        for audience in ("clt", "rla", "usaid"):
            self._insert(
                "tracks",
                "incident_ref, audience, county, step, acknowledge, due_at, asked_at, gaps",
                f"'S' || i, '{audience}', 'Kitui', 1, true, {due}, {at}, {self._json('[]')}",
            )
        for number in range(DELIVERIES):
            person = _person(f"i + {number} * 7")
            self._insert(
                "recipients",
                "incident_ref, person_id, audience, step, acts, told_at",
                f"'S' || i, {person}, 'clt', 1, {'true' if number < 2 else 'false'}, {at}",
            )
            self._insert(
                "deliveries",
                "person_id, channel, address, kind, about, step, priority, content, text, segments, status,"
                " due_at, created_at, changed_at, attempts, repeated, provider_id",
                f"{person}, 'sms', '+2543' || {person}, 'alert', 'S' || i, 1, 1, {_CONTENT}, {_TEXT}, 1,"
                f" 'delivered', {at}, {at}, {at}, 1, false, 'out-{number}-' || i",
            )

    def _history(self, what: tuple[str, ...]) -> None:
        for number, each in enumerate(what):
            self._insert(
                "history",
                "at, about, what, person_id, address, detail",
                f"{self._at(number * 3_600)}, 'S' || i, '{each}', {_person('i')}, '', ''",
            )

    def _insert(self, table: str, columns: str, values: str) -> None:
        numbers = (
            f"WITH RECURSIVE n(i) AS (SELECT {self._first} UNION ALL "
            f"SELECT i + 1 FROM n WHERE i < {self._last})"
            if self._is_sqlite
            else f"WITH n(i) AS (SELECT generate_series({self._first}, {self._last}))"
        )
        ordered = f"INSERT INTO {table} ({columns}) {numbers} SELECT {values} FROM n ORDER BY i"
        self._session.connection().exec_driver_sql(
            ordered.replace("%", "%%") if not self._is_sqlite else ordered
        )

    def _at(self, after: int) -> str:
        second = f"{self._second} + {after}"
        if self._is_sqlite:
            return f"strftime('%Y-%m-%d %H:%M:%S.000000', {second}, 'unixepoch')"
        return f"to_timestamp({second})"

    def _json(self, value: str) -> str:
        return f"'{value}'" if self._is_sqlite else f"CAST('{value}' AS jsonb)"


def _person(number: str) -> str:
    return f"(1 + ({number}) % {PEOPLE})"


_COUNTIES = '["Kitui"]'
_TEXT = "'FLOOD MUTOMO severe, ' || (100 + i % 900) || ' households, the bridge is under water'"
_CONTENT = """'{"body": "S' || i || ' FLOOD Mutomo, Kitui"}'"""

"""Fixtures of all tests: the packaged configuration, fresh databases, a clock that the test moves."""

import gc
import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import Table, event, insert, select, text
from sqlalchemy.orm import Session

from bot.server import COLLECT_AFTER
from config.mechanism import Configuration
from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.store.models import Base
from tests.packaged import made_once, packaged

POSTGRESQL = os.environ.get("SEK_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")


PATIENCE = 60
"""Seconds that a database waits to be created or dropped."""

gc.set_threshold(COLLECT_AFTER)

settings.register_profile("whatever_the_load", deadline=None)  # `benchmarks/` measures how long things take
settings.load_profile("whatever_the_load")


def pytest_collection_finish() -> None:
    """What was loaded until here stays: the collector need not look at it again and again, a second each."""
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """Return one more worker than there are cores: some tests mostly wait for processes."""
    return (os.cpu_count() or 1) + 1


def skip_or_fail(reason: str) -> None:
    """Skip a test that cannot run here, with its reason; fail it if no test may be skipped."""
    if os.environ.get("SEK_TEST_NO_SKIP"):
        pytest.fail(reason)
    pytest.skip(reason)


class MovedClock:
    """A clock that stands still until the test moves it: both of its times, together."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at or datetime(2026, 11, 24, 7, 4, tzinfo=UTC)  # 10:04 in Nairobi, a Tuesday
        self.ahead = timedelta()
        self.ahead_really = timedelta()
        """Time by which only the real clock is ahead, while a limit held messages back."""

    def now(self) -> datetime:
        return self.at

    def real(self) -> datetime:
        return self.at + self.ahead_really

    def forward(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    with made_once():
        yield


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    """The packaged configuration."""
    return packaged()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file at the newest version, to be copied."""
    path = tmp_path_factory.mktemp("template") / "sek.db"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database)
    database.close()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """Return the URL of a fresh, migrated SQLite database."""
    path = tmp_path / "sek.db"
    shutil.copy(migrated_file, path)
    return f"sqlite:///{path}"


def administer(admin: psycopg.Connection, statement: str) -> None:
    """Create or drop a database. Its checkpoint fails while another test fills the disk of a tablespace."""
    for _ in range(PATIENCE):
        try:
            admin.execute(statement)
            return
        except psycopg.errors.InternalError_ as error:
            if "checkpoint" not in str(error):
                raise
            time.sleep(1)
    admin.execute(statement)


@contextmanager
def _new_postgres() -> Iterator[str]:
    name = f"sek_test_{uuid.uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(POSTGRESQL, autocommit=True)
    except psycopg.OperationalError:
        skip_or_fail(f"no PostgreSQL at {POSTGRESQL}")
        return
    with admin:
        administer(admin, f"CREATE DATABASE {name}")
        # No test takes the server's power away, and a commit that waits for no disk is quick.
        admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        yield POSTGRESQL.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0] + f"/{name}"
        administer(admin, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Yield the URL of a fresh, empty PostgreSQL database; drop it afterwards."""
    with _new_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[Database]:
    """Yield one migrated PostgreSQL database for all tests of this process; empty it before use."""
    with _new_postgres() as url:
        database = Database(url)
        migrations.upgrade(database)
        yield database
        database.close()


TABLES = [table for table in Base.metadata.sorted_tables if table.name != "counters"]

HOLDS = text(
    " UNION ALL ".join(f"SELECT '{each.name}' WHERE EXISTS (SELECT 1 FROM {each.name})" for each in TABLES)
)
"""Query for the tables that have rows: truncating all of them takes a quarter of a second."""

SEQUENCES = text("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL")


def empty_database(database: Database) -> None:
    """Make a database what it was just after its migration."""
    with database.writing() as session:
        # The history lets nothing be taken away. Triggers are not asked of a replica.
        commands = ["SET LOCAL session_replication_role = replica"]
        commands += [f"DELETE FROM {name}" for name in session.scalars(HOLDS)]
        commands += [f"ALTER SEQUENCE {name} RESTART" for name in session.scalars(SEQUENCES)]
        commands.append("UPDATE counters SET value = 0")
        session.connection().exec_driver_sql("; ".join(commands))


Contents = list[tuple[Table, list[dict[str, Any]]]]


def contents(session: Session) -> Contents:
    """Return the rows of all tables that have any, referenced tables first."""
    held = [(table, session.execute(select(table)).mappings().all()) for table in Base.metadata.sorted_tables]
    return [(table, [dict(row) for row in rows]) for table, rows in held if rows]


def fill(session: Session, rows: Contents) -> None:
    """Put rows into an emptied database; new ids go on behind theirs."""
    for table, those in rows:
        if table.name == "counters":
            continue
        session.execute(insert(table), those)
        if session.get_bind().dialect.name == "postgresql" and "id" in table.c:
            session.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
                )
            )


@pytest.fixture(scope="session")
def shared_sqlite(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Yield one migrated SQLite database for all tests of this process; `restore` it before use. A new engine
    would have to compile SQLAlchemy's statements again.
    """
    path = tmp_path_factory.mktemp("shared") / "sek.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    hurry(database)
    yield database
    database.close()


def restore(database: Database, file: Path) -> None:
    """Make an SQLite database equal to `file`, without closing its connections."""
    with closing(sqlite3.connect(file)) as template, database.engines[0].connect() as connection:
        template.backup(cast(sqlite3.Connection, connection.connection.driver_connection))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Yield a migrated database of each kind, as good as fresh: the store must work on both."""
    if request.param == "postgresql":
        database: Database = request.getfixturevalue("migrated_postgres")
        empty_database(database)
    else:
        database = request.getfixturevalue("shared_sqlite")
        restore(database, request.getfixturevalue("migrated_file"))
    return database


class Changes:
    """Counter of the statements by which a database may have changed."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        for engine in database.engines:
            event.listen(engine, "after_cursor_execute", self._executed)

    def _executed(self, _connection: Any, cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith(("INSERT", "WITH")) or (
            cursor.rowcount > 0 and not statement.startswith("SELECT")
        ):
            self.count += 1


_changes: WeakKeyDictionary[Database, Changes] = WeakKeyDictionary()


def changes_of(database: Database) -> Changes:
    """Return the counter of a database: one, as all tests of a process share the database."""
    if database not in _changes:
        _changes[database] = Changes(database)
    return _changes[database]


def hurry(database: Database) -> None:
    """Let SQLite not wait for the disk: no power failure happens in these tests."""
    for engine in database.engines:
        event.listen(engine, "connect", _wait_for_no_disk)


def _wait_for_no_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")

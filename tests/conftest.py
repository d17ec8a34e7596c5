"""What all tests share: the packaged configuration, fresh databases, a clock that the test moves."""

import os
import select
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from config.mechanism import Configuration, load_configuration
from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.store.models import Base

POSTGRESQL = os.environ.get("SEK_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")


if "FAKETIME" in os.environ:
    # `make shifted`: libfaketime 0.9.10, told to leave the monotonic clock alone, lets Python's sleep fail.
    # The program itself never sleeps so.
    time.sleep = partial(select.select, (), (), ())


def skip_or_fail(reason: str) -> None:
    """A test that cannot run here is skipped, with its reason; where none may be, it fails."""
    if os.environ.get("SEK_TEST_NO_SKIP"):
        pytest.fail(reason)
    pytest.skip(reason)


class MovedClock:
    """A clock that stands still until the test moves it: both of its times, together."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at or datetime(2026, 11, 24, 7, 4, tzinfo=UTC)  # 10:04 in Nairobi, a Tuesday
        self.ahead = timedelta()
        self.ahead_really = timedelta()
        """What only the real time has gone on by, while a limit held messages back."""

    def now(self) -> datetime:
        return self.at

    def real(self) -> datetime:
        return self.at + self.ahead_really

    def forward(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    """The packaged configuration; immutable, so that all tests may share it."""
    return load_configuration()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file at the newest version, to be copied."""
    path = tmp_path_factory.mktemp("template") / "sek.db"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database)
    database.close()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """The URL of a fresh, migrated SQLite database."""
    path = tmp_path / "sek.db"
    shutil.copy(migrated_file, path)
    return f"sqlite:///{path}"


@contextmanager
def _new_postgres() -> Iterator[str]:
    name = f"sek_test_{uuid.uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(POSTGRESQL, autocommit=True)
    except psycopg.OperationalError:
        skip_or_fail(f"no PostgreSQL at {POSTGRESQL}")
        return
    with admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield POSTGRESQL.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0] + f"/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database, dropped afterwards."""
    with _new_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[Database]:
    """One migrated PostgreSQL database for all tests of this process; empty it before use."""
    with _new_postgres() as url:
        database = Database(url)
        migrations.upgrade(database)
        yield database
        database.close()


def empty_database(database: Database) -> None:
    """As it was when it was migrated."""
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables if table.name != "counters")
    with database.writing() as session:
        # The history lets nothing be taken away. Triggers are not asked of a replica.
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        session.execute(text("UPDATE counters SET value = 0"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh, migrated database of each kind: what is stored must be right on both."""
    if request.param == "postgresql":
        shared: Database = request.getfixturevalue("migrated_postgres")
        empty_database(shared)
        yield shared
    else:
        own = Database(request.getfixturevalue("sqlite_url"))
        yield own
        own.close()

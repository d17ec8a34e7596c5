"""The database: transactions that write, transactions that read, and whether it is ready.

SQLite has one writer at a time: a write begins with BEGIN IMMEDIATE, so that it waits for its turn
before it has read anything, and its engine has a single connection. Readers have their own; WAL
lets them go on beside the writer. PostgreSQL has a pool for both.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

BUSY_MILLISECONDS = 10_000
"""How long a write waits for another process's write to SQLite before it gives up."""

TCP: Mapping[str, str] = {
    # A server that does not answer at all: less than a webhook may wait.
    "connect_timeout": "5",
    # Of an idle connection, such as the one that listens, nothing else would ever notice the end.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    # Milliseconds until what was sent and not acknowledged ends the connection; by itself TCP goes on
    # for a quarter of an hour.
    "tcp_user_timeout": "10000",
}

_to_json = json.JSONEncoder(ensure_ascii=False).encode


class Database:
    """One database, as this process sees it."""

    def __init__(self, url: str, writers: int = 8) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.writers = 1 if self.is_sqlite else writers
        if self.is_sqlite:
            self._write = _sqlite(self.url, "BEGIN IMMEDIATE", connections=1)
            self._read = _sqlite(self.url, "BEGIN", connections=4)
        else:
            self._write = self._read = _postgresql(self.url, writers)

    @property
    def is_missing(self) -> bool:
        """Whether it is an SQLite file that does not exist: to connect would make an empty one."""
        path = self.url.database
        return self.is_sqlite and bool(path) and path != ":memory:" and not Path(str(path)).exists()

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engine that writes, and on SQLite the one that reads."""
        return (self._write, self._read) if self.is_sqlite else (self._write,)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back if anything raises."""
        with Session(self._write, autoflush=False, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads."""
        with Session(self._read, autoflush=False, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def patient(self) -> Iterator[Connection]:
        """A connection for migrations, which may take as long as they need."""
        with self._write.connect() as connection:
            if self.is_sqlite:
                yield connection
                return
            held: Any = connection.connection.driver_connection  # a PromptConnection
            held.patience = None
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.commit()
            try:
                yield connection
            finally:
                connection.invalidate()  # so that nobody else gets one that waits for ever

    def close(self) -> None:
        """Close every connection."""
        self._write.dispose()
        self._read.dispose()


def _sqlite(url: URL, begin: str, connections: int) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        json_serializer=_to_json,
        pool_timeout=BUSY_MILLISECONDS / 1000,
        connect_args={"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
    )

    @event.listens_for(engine, "do_connect")
    def _make_folder(_dialect: Any, _record: Any, _arguments: Any, _named: Any) -> None:
        if url.database and url.database != ":memory:":
            with suppress(OSError):  # SQLite says itself that it cannot open the file
                Path(url.database).parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # pysqlite must not begin transactions of its own
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def tcp(url: URL) -> dict[str, str]:
    """Libpq's settings for a network that goes silent, where `url` does not name them itself."""
    return {name: value for name, value in TCP.items() if name not in url.query}


def _postgresql(url: URL, connections: int) -> Engine:
    # Here, as reading its module takes a while, and an installation on SQLite has no use for it.
    from sek_core.store.prompt import PromptConnection

    engine = create_engine(
        url,
        json_serializer=_to_json,
        pool_size=connections,
        max_overflow=4,
        pool_pre_ping=True,
        pool_timeout=5,
        connect_args=tcp(url),
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, arguments: Any, named: Any) -> Any:
        return PromptConnection.connect(*arguments, **named)

    @event.listens_for(engine, "handle_error")
    def _read_only(context: ExceptionContext) -> None:
        # The session keeps it for as long as it lives, also when the database is writable again; and
        # after a failover the writable server is another one. So it is connected anew.
        if getattr(context.original_exception, "sqlstate", "") == READ_ONLY:
            context.is_disconnect = True

    return engine


READ_ONLY = "25006"
"""PostgreSQL's word for a server that takes no writes at this moment, after a failover say."""


def is_passing(error: BaseException) -> bool:
    """Whether the same work may succeed if it is simply done again.

    A deadlock, a serialisation failure, a lost connection and SQLite's lock are of this kind; a
    full disk or a read-only file too, but nothing else is wrong with the work then either.
    """
    if isinstance(error, InternalError):
        return getattr(error.orig, "sqlstate", "") == READ_ONLY
    return isinstance(error, OperationalError | PoolTimeoutError) or (
        isinstance(error, DBAPIError) and bool(error.connection_invalidated)
    )

"""The database: write transactions, read transactions, and connections for migrations.

SQLite has one writer at a time. A write begins with BEGIN IMMEDIATE, so that it waits for its turn before it
reads anything, and the engine that writes has a single connection. Readers have their own connections; WAL
lets them read beside the writer. PostgreSQL has one pool for both.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from sek_core.store import private

BUSY_MILLISECONDS = 10_000
"""Maximum time that a write waits for another process's write to SQLite."""

DEFAULT_FOLDER = "var"
"""Folder of the database that an installation has without settings."""

TCP: Mapping[str, str] = {
    # A server that does not answer at all: give up sooner than a webhook's caller does.
    "connect_timeout": "5",
    # Nothing else would notice that an idle connection, such as the one that listens, is dead.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    # Milliseconds after which unacknowledged data ends the connection. TCP's default is a quarter of an hour.
    "tcp_user_timeout": "10000",
}

_to_json = json.JSONEncoder(ensure_ascii=False).encode


class Database:
    """One database, as this process connects to it."""

    def __init__(self, url: str, writers: int = 8) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.writers = 1 if self.is_sqlite else writers
        if self.is_sqlite:
            self._write = _sqlite(self.url, "BEGIN IMMEDIATE", connections=1)
            self._read = _sqlite(self.url, "BEGIN", connections=4)
        else:
            self._write = self._read = _postgresql(self.url, writers)
        self.committed: Callable[[Session], None] = _say_nothing
        """Called with the session of each transaction that may write, after its commit."""

    @property
    def is_missing(self) -> bool:
        """True if the database is an SQLite file that does not exist. Connecting would create one."""
        path = self.url.database
        return self.is_sqlite and bool(path) and path != ":memory:" and not Path(str(path)).exists()

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engine that writes and, on SQLite, the engine that reads."""
        return (self._write, self._read) if self.is_sqlite else (self._write,)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that may write. It commits at the end, and rolls back if anything raises."""
        with Session(self._write, autoflush=False, expire_on_commit=False) as session:
            with session.begin():
                yield session
            self.committed(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that only reads."""
        with Session(self._read, autoflush=False, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def patient(self) -> Iterator[Connection]:
        """Open a connection for migrations, without time limits."""
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
                connection.invalidate()  # so that the pool hands out no connection without limits

    @contextmanager
    def unsynced(self) -> Iterator[None]:
        """Do not wait for the disk at each commit meanwhile, but once at the end: for a database that can be
        made anew if the machine stops in the middle. PostgreSQL waits as ever.
        """
        if not self.is_sqlite:
            yield
            return
        self._pragmas("synchronous=OFF")
        try:
            yield
        finally:
            self._pragmas("synchronous=FULL", "wal_checkpoint(TRUNCATE)")

    def _pragmas(self, *pragmas: str) -> None:
        connection = self._write.raw_connection()  # there is one, and no transaction may be open on it
        try:
            cursor = connection.cursor()
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()
        finally:
            connection.close()

    def close(self) -> None:
        """Close every connection."""
        self._write.dispose()
        self._read.dispose()


def _say_nothing(_session: Session) -> None:
    """Say nothing of a transaction: nobody asked."""


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
    def _make_file(_dialect: Any, _record: Any, _arguments: Any, _named: Any) -> None:
        if url.database and url.database != ":memory:" and not url.database.startswith("file:"):
            with suppress(OSError):  # SQLite itself reports that it cannot open the file
                _prepare_file(Path(url.database))

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # pysqlite must not begin transactions of its own
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted or replaced is overwritten in the file: see sek_core/store/purging.py.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _prepare_file(path: Path) -> None:
    """Make the file and its folder, or mend what is there, so that only its owner can read it."""
    private.make_folder(path.parent)
    if path.parent == Path(DEFAULT_FOLDER):  # nothing but ours is in it
        private.keep_private(path.parent)
    private.make_private(path)
    for suffix in ("-wal", "-shm"):  # SQLite gives these the rights of the file when it makes them
        private.keep_private(path.with_name(path.name + suffix))


def tcp(url: URL) -> dict[str, str]:
    """Return libpq's settings for a network that goes silent, except those that `url` sets itself."""
    return {name: value for name, value in TCP.items() if name not in url.query}


def _postgresql(url: URL, connections: int) -> Engine:
    # Imported here because the module loads slowly and an installation on SQLite never needs it.
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
        # A session stays read-only for its lifetime, even when the database is writable again; and after a
        # failover another server is the writable one. So drop the connection and make a new one.
        if getattr(context.original_exception, "sqlstate", "") == READ_ONLY:
            context.is_disconnect = True

    return engine


READ_ONLY = "25006"
"""SQLSTATE of a PostgreSQL server that takes no writes at the moment, for example after a failover."""


def is_read_only(error: BaseException) -> bool:
    """Return True if the connection was made to a server that took no writes. The next one is made anew."""
    return isinstance(error, InternalError) and getattr(error.orig, "sqlstate", "") == READ_ONLY


def is_passing(error: BaseException) -> bool:
    """Return True if the same work may succeed when it is simply retried.

    Deadlocks, serialisation failures, lost connections and SQLite's lock are transient. A full disk and a
    read-only file count too: the work itself is not at fault.
    """
    if isinstance(error, InternalError):
        return is_read_only(error)
    return isinstance(error, OperationalError | PoolTimeoutError) or (
        isinstance(error, DBAPIError) and bool(error.connection_invalidated)
    )

"""Purging: what was erased leaves the files of the database, too.

SQLite keeps old pages in its log (`-wal`) until a checkpoint, and databases from before `secure_delete` have
old words in their free pages. PostgreSQL keeps old versions of a row until it is vacuumed.
"""

import time
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from sek_core.store.database import Database

TRIES = 20
"""Number of times that the log is emptied; a reader of the running program can hold it up for a moment."""

PAUSE = 0.25
"""Time between two tries, in seconds."""


def purge(database: Database) -> bool:
    """Rewrite the database without what was erased; return False if it was too busy for it."""
    try:
        if not database.is_sqlite:
            with database.patient() as connection:
                held: Any = connection.connection.driver_connection
                held.autocommit = True
                held.execute("VACUUM")
            return True
        with database.patient() as connection:
            held = connection.connection.driver_connection
            held.execute("VACUUM")
        return empty_log(database)
    except SQLAlchemyError:
        return False
    except Exception as error:  # of the driver itself, whose class depends on the database
        if type(error).__module__.partition(".")[0] in ("sqlite3", "psycopg"):
            return False
        raise


def clear(database: Database) -> bool:
    """Take out of the files what the running program erased, once and without holding it up; return False if
    they are too busy. Erased pages of SQLite are overwritten as they become free, so its log is all that is
    left.
    """
    if not database.is_sqlite:
        return purge(database)
    try:
        return empty_log(database, tries=1)
    except SQLAlchemyError:
        return False


def empty_log(database: Database, tries: int = TRIES) -> bool:
    """Move SQLite's log into the database and empty it; return False if readers hold it up all the time."""
    if not database.is_sqlite:
        return True
    for number in range(tries):
        if number:
            time.sleep(PAUSE)
        with database.patient() as connection:
            held: Any = connection.connection.driver_connection
            (busy, _, _) = held.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return True
    return False

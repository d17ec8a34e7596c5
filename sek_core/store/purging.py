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


def empty_log(database: Database) -> bool:
    """Move SQLite's log into the database and empty it; return False if readers hold it up all the time."""
    if not database.is_sqlite:
        return True
    for _ in range(TRIES):
        with database.patient() as connection:
            held: Any = connection.connection.driver_connection
            (busy, _, _) = held.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return True
        time.sleep(PAUSE)
    return False

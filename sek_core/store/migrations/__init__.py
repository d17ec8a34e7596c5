"""The schema's history (Alembic), and the revision of a database."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from alembic.config import Config

    from sek_core.store.database import Database

HEAD = "0034"
"""The revision that this program needs. A test compares it with the newest file in versions/."""


def upgrade(database: "Database") -> None:
    """Upgrade the schema to `HEAD`; do nothing if it is there already."""
    from alembic import command  # slow to import, and needed only at start-up

    with database.patient() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
        connection.commit()


def is_current(session: Session) -> bool:
    """Return True if the database is at `HEAD`."""
    return _version(session) == HEAD


def is_usable(session: Session) -> bool:
    """Return True if the database is at `HEAD` or further. During an upgrade, processes of the previous
    version keep running. So a migration only adds, and removes only what neither version uses.
    """
    return _version(session) >= HEAD


def _version(session: Session) -> str:
    """Return the revision of the database; empty if it has none."""
    if not inspect(session.connection()).has_table("alembic_version"):
        return ""
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config

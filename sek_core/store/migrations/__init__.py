"""The schema's history (Alembic), and how far a database has come."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from alembic.config import Config

    from sek_core.store.database import Database

HEAD = "0013"
"""The revision that this program needs; a test holds it to the newest file in versions/."""


def upgrade(database: "Database") -> None:
    """Bring the schema to `HEAD`; nothing happens if it is there already."""
    from alembic import command  # heavy, and needed at start-up only

    with database.patient() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
        connection.commit()


def is_current(session: Session) -> bool:
    """Whether the database is at `HEAD`."""
    return _version(session) == HEAD


def is_usable(session: Session) -> bool:
    """Whether it is at `HEAD` or further: while an upgrade is rolled out, processes of the version
    before go on. So a migration only adds, and takes away what two versions no longer use.
    """
    return _version(session) >= HEAD


def _version(session: Session) -> str:
    """The revision of the database; empty where there is none."""
    if not inspect(session.connection()).has_table("alembic_version"):
        return ""
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config

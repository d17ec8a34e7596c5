"""When a program without credentials may run: as the demonstration, closed to everybody else.

Without credentials anybody who reaches the port may write as anybody, and nothing is really sent. A real
installation that has lost its credentials must not turn into that.
"""

from sqlalchemy import inspect

from bot.guard import is_loopback
from config.settings import Settings
from sek_core.roster import demonstration
from sek_core.store.database import Database
from sek_core.store.deliveries import Fact

CREDENTIALS = "SEK_AFRICASTALKING_USERNAME and SEK_AFRICASTALKING_API_KEY, or SEK_TELEGRAM_TOKEN"


def why_not(settings: Settings, database: Database, *, asked: bool) -> str:
    """Return in a line why a program without credentials may not start; empty if it may.

    `asked`: the operator asked for a demonstration that other machines reach.
    """
    missing = f"credentials are missing: {CREDENTIALS}"
    if set_ := settings.provider_variables:
        are = "is set" if len(set_) == 1 else "are set"
        return f"{missing}. No demonstration starts while {', '.join(set_)} {are}"
    if not is_loopback(settings.host) and not asked:
        return f"{missing}. For a demonstration that other machines reach at {settings.host}, say --demo"
    if is_new(database):
        return ""
    with database.reading() as session:
        if inspect(session.connection()).has_table(Fact.__tablename__) and demonstration.is_made(session):
            return ""
    where = database.url.render_as_string(hide_password=True)
    return f"{missing}. No demonstration starts on {where}, which it did not make: name another database"


def is_new(database: Database) -> bool:
    """Return True if the database has no table yet."""
    if database.is_missing:
        return True
    with database.reading() as session:
        return not inspect(session.connection()).get_table_names()

"""The demonstration: when a program without credentials may run as one, and what it finds at its start.

Without credentials anybody who reaches the port may write as anybody, and nothing is really sent. A real
installation that has lost its credentials must not turn into that. Nor may a program with credentials go on
with what a demonstration made: its texts, and its clock, are invented.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from bot.guard import is_loopback
from config.faults import FaultsError
from config.settings import Settings
from sek_core.roster import demonstration
from sek_core.store.database import Database
from sek_core.store.deliveries import Fact

if TYPE_CHECKING:
    from bot.wiring import Program

_BEGUN = "demonstration_begun"
"""Table that is there while a demonstration makes the others, to take up an interrupted start."""

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
    if is_new(database) or _is_made(database):
        return ""
    where = _named(database)
    return f"{missing}. No demonstration starts on {where}, which it did not make: name another database"


def why_not_real(database: Database) -> str:
    """Return in a line why a program with credentials may not start; empty if it may."""
    if database.is_missing or not _is_made(database):
        return ""
    return (
        f"a demonstration made {_named(database)}, and what it holds is invented: name another database, "
        "or import your own roster into this one (`sek roster import FILE.csv`)"
    )


def is_new(database: Database) -> bool:
    """Return True if the database has no table yet, or a demonstration was interrupted while it made them."""
    if database.is_missing:
        return True
    with database.reading() as session:
        tables = inspect(session.connection()).get_table_names()
    return not tables or _BEGUN in tables


def begin(database: Database) -> None:
    """Record, before there is a table, that a demonstration makes this database."""
    with database.writing() as session:
        session.execute(text(f"CREATE TABLE IF NOT EXISTS {_BEGUN} (id INTEGER)"))


def end(session: Session) -> None:
    """Record that a demonstration has made this database."""
    demonstration.mark_as_made(session)
    session.execute(text(f"DROP TABLE IF EXISTS {_BEGUN}"))


def _is_made(database: Database) -> bool:
    with database.reading() as session:
        has_facts = inspect(session.connection()).has_table(Fact.__tablename__)
        return has_facts and demonstration.is_made(session)


def _named(database: Database) -> str:
    return database.url.render_as_string(hide_password=True)


def make(program: "Program", say: Callable[[str], None], *, month: bool) -> None:
    """Bring the database of a demonstration to this version. Fill a new one with the demonstration's
    people and, if `month`, with a made-up month; `say` gets what an operator should know.
    """
    from sek_core.store import migrations

    database, folder = program.database, program.settings.config_dir
    if _is_half_made(database):
        migrations.drop_all(database)
    new = is_new(database)
    if new:
        begin(database)
    migrations.upgrade(database)
    with database.writing() as session:
        if new:
            end(session)
        try:
            demonstration.load_roster(session, program.configuration, program.channels, folder)
        except FaultsError as error:
            say(f"no demonstration roster: {error.faults[0]}")
            say(f"put a {demonstration.ROSTER} of your own into SEK_CONFIG_DIR")
            return
    if new and month:
        _tell_month(program, say)


def begin_anew(program: "Program", say: Callable[[str], None], *, month: bool) -> None:
    """Forget all that happened in the demonstration, and start as on a new database."""
    from sek_core.store import migrations

    with program.database.reading() as session:
        made = demonstration.is_made(session)
    if made:  # a roster of real people may have been imported meanwhile
        migrations.drop_all(program.database)
    make(program, say, month=month)


def _is_half_made(database: Database) -> bool:
    if is_new(database):
        return False
    with database.reading() as session:
        known = inspect(session.connection()).has_table(Fact.__tablename__)
        return known and demonstration.has_half_a_month(session)


def _tell_month(program: "Program", say: Callable[[str], None]) -> None:
    from bot.month.replay import MonthError, replay  # slow to import, and needed once
    from config.demo_story import load_story

    try:
        story = load_story(program.settings.config_dir)
        if story is None:
            return
        say("SEK demonstration: making up a month of events (sek run --empty starts without)")
        with program.database.writing() as session:
            demonstration.begin_month(session)
        replay(program, story)
    except (FaultsError, MonthError) as error:
        # Another configuration may read the texts in another way.
        say(f"SEK demonstration: it starts empty, because its month cannot be made up: {error}")
        begin_anew(program, say, month=False)
        return
    with program.database.writing() as session:
        demonstration.end_month(session)

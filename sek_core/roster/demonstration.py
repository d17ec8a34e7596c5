"""The demonstration: a clock that people can move forward, a roster, and the choice of a person's channel."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from config.mechanism import Configuration, file_of
from sek_core.messages.channel import Channels
from sek_core.roster import csv_file, snapshot
from sek_core.spreadsheets import reading
from sek_core.store import facts
from sek_core.store.people import PersonRow
from sek_core.store.statements import changed_one

AHEAD = "clock_ahead_seconds"
ROSTER = "demo-roster.csv"
_MADE = "demonstration"
"""Name of the fact by which a demonstration knows a database that it made."""
_MONTH = "demonstration_month"
"""Name of the fact that says how far its made-up month is: begun, or told."""


def clock_ahead(session: Session) -> timedelta:
    """Return how far the program's clock is ahead of the real one."""
    return timedelta(seconds=int(facts.value_of(session, AHEAD) or 0))


def move_clock(session: Session, forward: timedelta) -> timedelta:
    """Move the program's clock forward; return how far it is ahead now."""
    ahead = clock_ahead(session) + forward
    facts.put(session, AHEAD, str(int(ahead.total_seconds())))
    return ahead


def is_made(session: Session) -> bool:
    """Return True if a demonstration made this database, and no other roster was imported since."""
    return facts.value_of(session, _MADE) == "made"


def mark_as_made(session: Session) -> None:
    """Record that a demonstration made this database."""
    facts.put(session, _MADE, "made")


def leave(session: Session) -> None:
    """Record that this database has a roster of real people from now on."""
    facts.renew(session, _MADE, "left")


def begin_month(session: Session) -> None:
    """Record that the made-up month is being written into this database."""
    facts.put(session, _MONTH, "begun")


def end_month(session: Session) -> None:
    """Record that the made-up month is whole."""
    facts.put(session, _MONTH, "told")


def has_half_a_month(session: Session) -> bool:
    """Return True if the program stopped while it wrote the made-up month."""
    return facts.value_of(session, _MONTH) == "begun"


def is_own_roster(path: Path, folder: Path | None = None) -> bool:
    """Return True if a file is the demonstration's roster."""
    try:
        return path.read_bytes() == file_of(ROSTER, folder).read_bytes()
    except OSError:
        return False


def prefer(session: Session, person_id: int, channel: str) -> bool:
    """Prefer `channel` for a person from now on; return False if there is no such person.

    The next import of a roster undoes it.
    """
    values = {"channel": channel, "version": PersonRow.version + 1}
    found = changed_one(session, update(PersonRow).where(PersonRow.id == person_id).values(values))
    if found:
        snapshot.mark_roster_changed(session)
    return found


def load_roster(
    session: Session, configuration: Configuration, channels: Channels, folder: Path | None = None
) -> bool:
    """Load the demonstration's roster if the database has no people; return False if it has.

    A mechanism of other counties has its own demo-roster.csv in its configuration folder. Raise FaultsError
    for a bad file.
    """
    if session.scalar(select(PersonRow.id).limit(1)) is not None:
        return False
    path = file_of(ROSTER, folder)
    table = reading.read_file(path)
    csv_file.import_lines(session, csv_file.read_table(table, path.name, configuration, channels))
    return True

"""Rows of the database on standard output."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bot.cli import common

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def print_rows(rows: "Callable[[Session], Iterator[dict[str, object]]]", as_json: bool) -> None:
    """Print rows, as JSON or as lines for people."""
    from bot.cli import listing  # slow to import: a command that prints no rows does without it

    with common.open_database() as database:
        common.need_current(database)
        with database.reading() as session:
            for row in rows(session):
                common.say(listing.as_json(row) if as_json else listing.as_line(row))

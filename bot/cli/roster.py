"""`sek roster`: who is on the roster, as a file that goes in and comes out. Part of `bot.cli`."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from sek_core.roster.csv_file import Imported
    from sek_core.roster.lines import Line

roster = typer.Typer(no_args_is_help=True, help="Who is on the roster.")

_WIDTHS = (24, 22, 18, 14, 22, 18, 32, 14, 26, 10, 10, 12, 12)
"""Widths of the columns of a workbook, in letters."""


@roster.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The roster: CSV, or an Excel workbook (.xlsx).")],
    check: Annotated[
        bool, typer.Option("--check", help="Only say who would be new, change or leave; write nothing.")
    ] = False,
    take_file: Annotated[
        bool,
        typer.Option("--take-file", help="Where a page and the file both changed a value, take the file's."),
    ] = False,
) -> None:
    """Make the roster what the file says: all of it, or nothing if a line is wrong."""
    from bot.channels import CHANNELS
    from sek_core.roster import csv_file as rosters
    from sek_core.roster import demonstration
    from sek_core.spreadsheets import reading
    from sek_core.work.events import Event

    class OnlyCheckedError(Exception):
        """Raised to roll back the trial import, so that nothing of it is kept."""

    table = reading.read_file(file)
    lines = rosters.read_table(table, file.name, common.load(), CHANNELS)
    found: list[Imported] = []

    warnings: list[str] = []

    def imported(session: "Session") -> None:
        warnings.extend(_who_come_back(session, lines, file.name))
        done = rosters.import_lines(session, lines, file=file.name, take_file=take_file)
        found.append(done)
        if check:
            raise OnlyCheckedError
        if not demonstration.is_own_roster(file, common.load_settings().config_dir):
            demonstration.leave(session)
        common.record(session, Event.ROSTER_IMPORTED, f"{file.name}: {_counted(done)}")
        if done.replaced:
            _tell_replaced(session, done)

    with suppress(OnlyCheckedError):
        common.write_database(imported)
    for note in table.notes:
        common.say(f"{file.name}: {note}", err=True)
    for warning in warnings:
        common.say(warning, err=True)
    for change in found[0].changes:
        if check or change.names_order:
            common.say(str(change))
    for kept in found[0].kept:
        common.say(str(kept))
    common.say(_counted(found[0]))
    if check:
        common.say("nothing was changed: without --check the import does it", err=True)


def _who_come_back(session: "Session", lines: "list[Line]", file: str) -> "Iterator[str]":
    """Yield a warning for each line that brings back a name or an address that was forgotten: an old file
    does that as easily as a person who wants to be back.
    """
    from sek_core.privacy import forgotten

    listed = forgotten.read(common.load_settings().forgotten_file)
    for line in lines if listed.entries else ():
        at = forgotten.comes_back(session, listed, line.name, line.addresses)
        if at is not None:
            yield (
                f"{file}:{line.number}: {line.name} was forgotten on {at:%Y-%m-%d}, and this line brings "
                "them back: take it out, unless they asked to be back"
            )


def _tell_replaced(session: "Session", done: "Imported") -> None:
    """Tell the addresses whose place others took, so that a person hears of a change that is not theirs."""
    from sek_core.messages.screens import Screen, Text

    work = common.make_program().core.work(session)
    told = Screen(Text("roster.replaced"), max_segments=2)
    for channel, value, language in done.replaced:
        if channel not in work.core.channels.names:
            continue  # nothing leaves by it
        work.outbox.write_to(work.people.sender(channel, value), told, language, "notice")
    work.flush()


def _counted(done: "Imported") -> str:
    counts = f"{done.new} new, {done.changed} changed, {done.same} as before"
    return f"{counts}, {done.left} no longer on the roster"


@roster.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="Where to: .csv, or .xlsx for Excel; without it, CSV is printed.")
    ] = None,
) -> None:
    """Give the roster out, in the form that an import takes."""
    from bot.channels import CHANNELS
    from sek_core.roster import csv_file as rosters
    from sek_core.spreadsheets import writing

    if file is not None and file.suffix.lower() not in writing.SUFFIXES:
        common.fail(f"{file}: its name should end with {' or '.join(writing.SUFFIXES)}")
    rows = common.read_database(lambda session: list(rosters.export_rows(session, CHANNELS)))
    if file is None:
        print(writing.as_csv(rows), end="")
        return
    common.write_file(file, writing.as_file(rows, file.suffix.lower(), _WIDTHS))
    common.say(f"{file}: {len(rows) - 1} lines")

"""`sek`: every command of the contract. Heavy modules are imported by the command that needs them."""

import gc
import os
import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.data import check_data
from bot.cli.inbox import inbox
from bot.cli.meetings import meetings
from bot.cli.person import forget_again, person
from bot.cli.reader import reader
from bot.cli.roster import roster
from bot.cli.texts import texts
from bot.cli.triage import triage
from bot.cli.wanted import About, Failed, OpenOnly, Since, Wanted, time_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session
from bot.cli.common import (
    Demo,
    Empty,
    Json,
    begin_anew,
    fail,
    load,
    load_settings,
    log_as_configured,
    make_program,
    moment_of,
    need_current,
    need_permission,
    open_database,
    prepare,
    print_lines,
    program_time,
    read_database,
    record,
    say,
    usable,
)
from bot.cli.printing import print_rows

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="The chatbot of the SEK Coordination Mechanism.",
)


db = typer.Typer(no_args_is_help=True, help="The database.")


app.add_typer(db, name="db")
app.add_typer(roster, name="roster")
app.add_typer(inbox, name="inbox")
app.add_typer(person, name="person")
app.add_typer(meetings, name="meetings")
app.add_typer(reader, name="reader")
app.add_typer(texts, name="texts")
app.command()(triage)


def _say_version(wanted: bool) -> None:
    if wanted:
        from bot.version import VERSION

        say(f"sek {VERSION}")
        raise typer.Exit


@app.callback()
def sek(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="The version, and no more."),
    ] = False,
) -> None:
    """The chatbot of the SEK Coordination Mechanism."""


def main() -> None:
    """Run the console script. Report user errors in a line each, without a traceback."""
    os.umask(0o077)  # what the program writes is about people: only its owner reads it
    gc.set_threshold(50_000)  # what is loaded stays: to look at it again and again is a tenth of a start
    from config.faults import FaultsError

    try:
        app(prog_name="sek")
    except FaultsError as error:
        for fault in error.faults:
            say(str(fault), err=True)
        sys.exit(1)


@app.command()
def run(demo: Demo = False, empty: Empty = False) -> None:
    """Everything in one process; without credentials, the demonstration at /simulator."""
    program = make_program()
    need_permission(program, demo)
    prepare(program, month=not empty)
    from bot.server import EVERYTHING, serve

    settings = program.settings
    if settings.demonstration:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        say(f"SEK demonstration: http://{host}:{settings.port}/simulator", err=True)
    while (month := serve(program, EVERYTHING)) is not None:
        program = make_program()
        begin_anew(program, month)


@app.command()
def web(demo: Demo = False) -> None:
    """The web server alone: takes in what providers bring."""
    program = make_program()
    need_permission(program, demo)
    from bot.server import serve

    serve(program, ["web"])


@app.command()
def worker(demo: Demo = False) -> None:
    """A worker alone: handles messages and sends answers."""
    program = make_program()
    need_permission(program, demo)
    from bot.server import run_parts

    run_parts(program, ["worker"])


@app.command()
def clock(demo: Demo = False) -> None:
    """The clock alone: looks once a second for what is due."""
    program = make_program()
    need_permission(program, demo)
    from bot.server import run_parts

    run_parts(program, ["clock"])


@app.command()
def check(
    data: Annotated[
        bool, typer.Option("--data", help="Check the rows of the database instead, without changing any.")
    ] = False,
) -> None:
    """Read the configuration, reach database and providers, say what is wrong; exit 1 if anything is."""
    if data:
        check_data()
        return
    from bot.check import problems

    found = problems(load_settings())
    for problem in found:
        say(str(problem))
    if any(problem.wrong for problem in found):
        raise typer.Exit(1)


@app.command()
def understand(
    text: Annotated[str, typer.Argument(help="The text; not needed with --jsonl.")] = "",
    from_county: Annotated[str, typer.Option(help="The county whose lead sends it.")] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Show which words were taken for what.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines {"text", "from_county"}; write a line for each.')
    ] = False,
) -> None:
    """What a text from a lead of a county is read as, without doing it."""
    from bot.reading import as_read, explained, read_lines

    log_as_configured()
    settings = load_settings()
    configuration, which, weights = load(), settings.reader, settings.reader_weights
    if jsonl:
        for line in read_lines(configuration, sys.stdin, which, weights):
            say(line)
    elif text:
        say(as_read(configuration, text, from_county, which, weights))
        if explain:
            for line in explained(configuration, text, from_county, which, weights):
                say(line)
    else:
        fail("TEXT is needed, or --jsonl with lines on standard input")


@app.command()
def incidents(json: Json = False, is_open: OpenOnly = False, since: Since = "", about: About = "") -> None:
    """Incidents, in the order of their reports."""
    from bot.cli import listing, tables

    zone = load().mechanism.zone

    def found(session: "Session") -> "Iterator[str]":
        now = program_time(session)
        wanted = Wanted(time_of(since, zone, now), about, is_open)
        if json:
            return map(listing.as_json, listing.incidents(session, wanted))
        return tables.incidents(session, zone, now, wanted)

    print_lines(found)


@app.command()
def incident(
    ref: Annotated[str, typer.Argument(help="Its reference, such as S127.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """The whole story of one incident, in the mechanism's time."""
    from bot import story
    from bot.cli import listing

    zone, ref = load().mechanism.zone, ref.upper()
    if json:
        found = read_database(lambda session: story.as_object(session, ref, zone))
        lines = [listing.as_json(found)] if found else []
    else:
        lines = read_database(lambda session: list(story.lines(session, ref, zone)))
    if not lines:
        fail(f"there is no {ref}")
    for line in lines:
        say(line)


@app.command()
def figures(
    json: Json = False,
    county: Annotated[str, typer.Option(help="Only of this county.")] = "",
    month: Annotated[str, typer.Option(help="Only of this month, such as 2026-11.")] = "",
) -> None:
    """What became of incidents, by county and month: times, promises kept, and what the county confirmed."""
    from datetime import UTC, datetime

    from bot.cli import listing

    if month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        fail(f"--month: {month!r} should be written like 2026-11")
    zone, now = load().mechanism.zone, datetime.now(UTC)

    def rows(session: "Session") -> "Iterator[dict[str, object]]":
        found = listing.figures(session, zone, now, county, month)
        return found if json else map(listing.named, found)

    print_rows(rows, json)


@app.command()
def deliveries(
    json: Json = False,
    is_open: OpenOnly = False,
    failed: Failed = False,
    since: Since = "",
    about: About = "",
) -> None:
    """Messages to people, the oldest first."""
    from bot.cli import listing, tables

    zone = load().mechanism.zone

    def found(session: "Session") -> "Iterator[str]":
        wanted = Wanted(time_of(since, zone, program_time(session)), about, is_open, failed)
        if json:
            return map(listing.as_json, listing.deliveries(session, wanted))
        return tables.deliveries(session, zone, wanted)

    print_lines(found)


@app.command()
def status() -> None:
    """What is open and waits, who has it, when the parts were last heard, and what today cost."""
    from bot.cli.status import report

    settings, configuration = load_settings(), load()
    print_lines(lambda session: report(session, settings, configuration, program_time(session)))


@db.command()
def upgrade() -> None:
    """Bring the database to this version of the program (the Procfile's release)."""
    from sek_core.store import migrations

    with open_database() as database:
        migrations.upgrade(database)
    say("the database is up to date")


@db.command()
def purge() -> None:
    """Rewrite the database's files without what was erased. `sek person forget` does it by itself."""
    from sek_core.store import purging

    with open_database() as database:
        need_current(database)
        if not purging.purge(database):
            fail("the database is too busy: try again, or stop the program meanwhile")
    say("the database's files hold nothing that was erased")


@db.command()
def restored(
    lost_at: Annotated[
        str,
        typer.Option(help='When the database was lost, as "2026-11-24 21:30" (local time); without it: now.'),
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without it, only say what would be done.")
    ] = False,
) -> None:
    """After a backup was put back, before the program runs: no message goes out twice without a mark."""
    from bot.cli import listing
    from sek_core.deliveries import backup_restore
    from sek_core.work.events import Event

    program = make_program()
    at = moment_of(lost_at, program) if lost_at else program.clock.now()
    try:
        with usable(program.database):
            need_current(program.database)
            with program.database.reading() as session:
                for delivery in backup_restore.unsettled(session, at):
                    say(listing.as_line(listing.unsettled(delivery)))
            for who in forget_again(program.database, program.configuration, keep=yes):
                again = "forgotten again" if yes else "--yes forgets it again"
                say(f"{who} was forgotten after this backup was made: {again}")
            if not yes:
                say("nothing was changed: --yes marks alerts and answers, and skips the rest", err=True)
                return
            with program.database.writing() as session:
                work = program.core.work(session)
                done = backup_restore.settle(work, at)
                work.flush()
                said = f"lost {at.isoformat()}: {done.marked} marked, {done.skipped} skipped"
                record(session, Event.DATABASE_RESTORED, said, work.now)
    finally:
        program.threads.close()
        program.database.close()
    say(
        f'{done.marked} will be sent marked "(repeat)", {done.skipped} will not; '
        f"the next reference is {done.next_reference}"
    )

"""`sek`: every command of the contract. Heavy modules are imported by the command that needs them."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from bot.cli_meetings import meetings
from bot.cli_person import person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.wiring import Program
    from config.mechanism import Configuration
    from config.settings import Settings
    from sek_core.inbox.reconciliation import Reconciled
    from sek_core.store.database import Database

Result = TypeVar("Result")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="The chatbot of the SEK Coordination Mechanism.",
)
db = typer.Typer(no_args_is_help=True, help="The database.")
roster = typer.Typer(no_args_is_help=True, help="Who is on the roster.")
inbox = typer.Typer(no_args_is_help=True, help="What was received and could not be handled.")
app.add_typer(db, name="db")
app.add_typer(roster, name="roster")
app.add_typer(inbox, name="inbox")
app.add_typer(person, name="person")
app.add_typer(meetings, name="meetings")

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def main() -> None:
    """The console script. What people wrote wrong is said in a line each; nobody sees a traceback
    of it.
    """
    from config.faults import FaultsError

    try:
        app()
    except FaultsError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        sys.exit(1)


@app.command()
def run() -> None:
    """Everything in one process; without credentials, the demonstration at /simulator."""
    program = _program()
    _prepare(program)
    from bot.server import EVERYTHING, serve

    settings = program.settings
    if settings.demonstration:
        typer.echo(f"SEK demonstration: http://{settings.host}:{settings.port}/simulator", err=True)
    serve(program, EVERYTHING)


@app.command()
def web() -> None:
    """The web server alone: takes in what providers bring."""
    from bot.server import serve

    serve(_program(), ["web"])


@app.command()
def worker() -> None:
    """A worker alone: handles messages and sends answers."""
    from bot.server import run_parts

    run_parts(_program(), ["worker"])


@app.command()
def clock() -> None:
    """The clock alone: looks once a second for what is due."""
    from bot.server import run_parts

    run_parts(_program(), ["clock"])


@app.command()
def check() -> None:
    """Read the configuration, reach database and providers, say what is wrong; exit 1 if anything is."""
    from bot.check import problems

    found = problems(_settings())
    for problem in found:
        typer.echo(problem)
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

    configuration = _configuration()
    if jsonl:
        for line in read_lines(configuration, sys.stdin):
            print(line, flush=True)
    elif text:
        print(as_read(configuration, text, from_county))
        if explain:
            for line in explained(configuration, text, from_county):
                print(line)
    else:
        _fail("TEXT is needed, or --jsonl with lines on standard input")


@app.command()
def incidents(json: Json = False) -> None:
    """All incidents, the oldest first."""
    from bot import listing

    _print(listing.incidents, json)


@app.command()
def incident(
    ref: Annotated[str, typer.Argument(help="Its reference, such as S127.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """The whole story of one incident, in the mechanism's time."""
    from bot import listing, story

    zone, ref = _configuration().mechanism.zone, ref.upper()
    if json:
        found = _reading(lambda session: story.as_object(session, ref, zone))
        lines = [listing.as_json(found)] if found else []
    else:
        lines = _reading(lambda session: list(story.lines(session, ref, zone)))
    if not lines:
        _fail(f"there is no {ref}")
    print("\n".join(lines))


@app.command()
def deliveries(json: Json = False) -> None:
    """All deliveries, the oldest first."""
    from bot import listing

    _print(listing.deliveries, json)


@db.command()
def upgrade() -> None:
    """Bring the database to this version of the program (the Procfile's release)."""
    from sek_core.store import migrations

    with _database() as database:
        migrations.upgrade(database)
    typer.echo("the database is up to date")


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
    """After a backup was put back, before the program runs: nobody is told twice without being told so."""
    from bot import listing
    from sek_core.deliveries import backup_restore

    program = _program()
    at = _moment(lost_at, program) if lost_at else program.clock.now()
    try:
        with _usable(program.database):
            _need_current(program.database)
            with program.database.reading() as session:
                for delivery in backup_restore.unsettled(session, at):
                    typer.echo(listing.as_line(listing.unsettled(delivery)))
            if not yes:
                typer.echo(
                    "nothing was changed: --yes marks alerts and answers, and skips the rest", err=True
                )
                return
            with program.database.writing() as session:
                work = program.core.work(session)
                done = backup_restore.settle(work, at)
                work.flush()
                said = f"lost {at.isoformat()}: {done.marked} marked, {done.skipped} skipped"
                _record(session, "database restored", said, work.now)
    finally:
        program.threads.close()
        program.database.close()
    typer.echo(
        f'{done.marked} will be sent marked "(repeat)", {done.skipped} will not; '
        f"the next reference is {done.next_reference}"
    )


@roster.command("import")
def import_(file: Annotated[Path, typer.Argument(help="The roster, CSV in UTF-8.")]) -> None:
    """Make the roster what the file says: all of it, or nothing if a line is wrong."""
    from config.faults import Fault, FaultsError
    from sek_core.roster import csv_file as rosters

    configuration = _configuration()
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FaultsError([Fault(str(file), 0, "is not UTF-8: save it as CSV UTF-8")]) from error
    except OSError as error:
        raise FaultsError([Fault(str(file), 0, f"cannot be read: {error.strerror}")]) from error
    lines = rosters.read(text, file.name, configuration)

    def imported(session: "Session") -> str:
        done = rosters.import_lines(session, lines)
        counts = f"{done.new} new, {done.changed} changed, {done.same} as before"
        said = f"{counts}, {done.left} no longer on the roster"
        _record(session, "roster imported", f"{file.name}: {said}")
        return said

    typer.echo(_writing(imported))


@roster.command()
def export() -> None:
    """Print the roster as CSV."""
    from sek_core.roster import csv_file as rosters

    print(_reading(rosters.export), end="")


@inbox.command("list")
def list_(
    failed: Annotated[bool, typer.Option("--failed", help="Those that could not be handled.")] = False,
) -> None:
    """What was received; with --failed only what could not be handled."""
    from bot import listing

    for line in _reading(lambda session: listing.inbox_rows(session, failed)):
        print(line)


@inbox.command()
def replay(ids: Annotated[list[int], typer.Argument(help="Ids, as `sek inbox list` prints them.")]) -> None:
    """Let messages that failed be handled once more."""
    from sek_core.inbox import queue as rows

    def again(session: "Session", i: int) -> bool:
        done = rows.replay(session, i)
        if done:
            _record(session, "replayed", f"inbox {i}")
        return done

    missing = [str(i) for i in ids if not _writing(partial(again, i=i))]
    if missing:
        _fail(f"not there, or not failed: {', '.join(missing)}")
    typer.echo(f"{len(ids)} to be handled again")


@inbox.command()
def fetch(
    since: Annotated[
        str,
        typer.Option(
            help='From the beginning of its list, what was sent since then: "2026-11-24 21:30" (local time).'
        ),
    ] = "",
) -> None:
    """Ask the SMS gateway for what it received, and store what no callback brought."""
    import asyncio

    from bot.sms.fetch import NotListedError

    program = _program()
    moment = _moment(since, program) if since else None

    async def ask() -> "Reconciled":
        if program.fetcher is None:
            _fail("SMS is off: there is no gateway to ask")
        try:
            return await program.fetcher.fetch(since=moment)
        finally:
            for sender in program.senders.values():
                await sender.close()

    try:
        with _usable(program.database):
            _need_current(program.database)
            found = asyncio.run(ask())
    except NotListedError as error:
        _fail(f"the gateway gave no list: {error}")
    finally:
        program.threads.close()
        program.database.close()
    typer.echo(f"{found.new} new, {found.known} known, {found.old} too old")


def _record(session: "Session", what: str, detail: str = "", at: "datetime | None" = None) -> None:
    """What somebody does at this shell stands in the history."""
    from sek_core.timing.clock import SystemClock
    from sek_core.work import audit

    audit.record(session, at or SystemClock().now(), what, address=operator(), detail=detail)


def operator() -> str:
    """Who is at this shell: all that the system tells."""
    import getpass
    import socket

    try:
        return f"shell: {getpass.getuser()}@{socket.gethostname()}"
    except (OSError, KeyError):  # a container may have no name for its user
        return f"shell: {socket.gethostname()}"


def _moment(written: str, program: "Program") -> "datetime":
    """A time as people write it, in the mechanism's zone unless it names another."""
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        _fail(f"{written!r} is no time: write it like 2026-11-24 21:30")
    return moment if moment.tzinfo else moment.replace(tzinfo=program.configuration.mechanism.zone)


def _settings() -> "Settings":
    from pydantic import ValidationError

    from config.faults import Fault, FaultsError
    from config.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        faults = [
            Fault(
                "environment",
                0,
                f"{_variable(item['loc'])}: {item['msg'].removeprefix('Value error, ')}",
            )
            for item in error.errors(include_url=False)
        ]
        raise FaultsError(faults) from error


def _variable(location: tuple[int | str, ...]) -> str:
    name = str(location[0]) if location else "SEK"
    return name if name.isupper() else f"SEK_{name.upper()}"


def _configuration() -> "Configuration":
    from config.mechanism import load_configuration

    return load_configuration(_settings().config_dir)


def _program() -> "Program":
    from bot import logs

    settings = _settings()
    logs.configure(settings.log_level, settings.log_format)
    from bot.wiring import build

    return build(settings)


def _prepare(program: "Program") -> None:
    """What `sek run` does by itself: migrate, and in the demonstration load its roster."""
    from config.faults import FaultsError
    from sek_core.roster import demonstration
    from sek_core.store import migrations

    with _usable(program.database):
        migrations.upgrade(program.database)
    if program.settings.demonstration:
        with _usable(program.database), program.database.writing() as session:
            try:
                demonstration.load_roster(session, program.configuration, program.settings.config_dir)
            except FaultsError as error:
                typer.echo(f"no demonstration roster: {error.faults[0]}", err=True)
                typer.echo(f"put a {demonstration.ROSTER} of your own into SEK_CONFIG_DIR", err=True)


@contextmanager
def _database() -> "Iterator[Database]":
    from sek_core.store.database import Database

    database = Database(_settings().database_url)
    try:
        with _usable(database):
            yield database
    finally:
        database.close()


@contextmanager
def _usable(database: "Database") -> "Iterator[None]":
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    where = database.url.render_as_string(hide_password=True)
    try:
        yield
    except SQLAlchemyError as error:
        _fail(f"the database {where} cannot be used: {str(error).splitlines()[0]}")
    except CommandError as error:
        _fail(f"the database {where} has a version that this program does not know: {error}")


def _reading(work: "Callable[[Session], Result]") -> Result:
    with _database() as database:
        _need_current(database)
        with database.reading() as session:
            return work(session)
    raise AssertionError  # _database exits where it cannot be used


def _writing(work: "Callable[[Session], Result]") -> Result:
    with _database() as database:
        _need_current(database)
        with database.writing() as session:
            return work(session)
    raise AssertionError


def _need_current(database: "Database") -> None:
    from sek_core.store import migrations

    with database.reading() as session:
        current = migrations.is_current(session)
    if not current:
        _fail("the database has another version than the program: run `sek db upgrade`")


def _print(rows: "Callable[[Session], Iterator[dict[str, object]]]", as_json: bool) -> None:
    from bot import listing

    with _database() as database:
        _need_current(database)
        with database.reading() as session:
            for row in rows(session):
                print(listing.as_json(row) if as_json else listing.as_line(row))


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)

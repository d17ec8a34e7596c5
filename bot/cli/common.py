"""Shared parts of the commands: the settings, the database, printing of lines, and reporting of faults."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from sek_core.store import private as files

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.wiring import Program
    from config.mechanism import Configuration
    from config.settings import Settings
    from sek_core.store.database import Database
    from sek_core.work.events import Event


Result = TypeVar("Result")


Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def record(session: "Session", what: "Event", detail: str = "", at: "datetime | None" = None) -> None:
    """Record an operator's action at this shell in the audit trail."""
    from sek_core.timing.clock import SystemClock
    from sek_core.work import audit

    audit.record(session, at or SystemClock().now(), what, address=operator(), detail=detail)


def operator() -> str:
    """Return the operator at this shell: user and host, as the system tells."""
    import getpass
    import socket

    try:
        return f"shell: {getpass.getuser()}@{socket.gethostname()}"
    except (OSError, KeyError):  # a container may have no name for its user
        return f"shell: {socket.gethostname()}"


def moment_of(written: str, program: "Program") -> "datetime":
    """Return the time as a person writes it, in the mechanism's zone unless it names another."""
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        fail(f"{written!r} is no time: write it like 2026-11-24 21:30")
    return moment if moment.tzinfo else moment.replace(tzinfo=program.configuration.mechanism.zone)


def load_settings() -> "Settings":
    """Return the settings of the environment; end the command if one is wrong."""
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
                f"{variable_of(item['loc'])}: {item['msg'].removeprefix('Value error, ')}",
            )
            for item in error.errors(include_url=False)
        ]
        raise FaultsError(faults) from error


def variable_of(location: tuple[int | str, ...]) -> str:
    """Return the environment variable that a setting is read from."""
    name = str(location[0]) if location else "SEK"
    return name if name.isupper() else f"SEK_{name.upper()}"


def load() -> "Configuration":
    """Return the configuration of the settings' folder."""
    from config.mechanism import load_configuration

    return load_configuration(load_settings().config_dir)


def log_as_configured() -> None:
    """Let warnings of a command go where the settings send the program's log, not among its output."""
    from bot import logs

    settings = load_settings()
    logs.configure(settings.log_level, settings.log_format)


def make_program() -> "Program":
    """Return a program of these settings, with its log configured."""
    from bot import logs

    settings = load_settings()
    logs.configure(settings.log_level, settings.log_format)
    from bot.wiring import build

    return build(settings)


Demo = Annotated[
    bool, typer.Option("--demo", help="Let a demonstration be reached by other machines: it has no password.")
]

Empty = Annotated[
    bool, typer.Option("--empty", help="Start a new demonstration without its made-up month of events.")
]


def need_permission(program: "Program", demo: bool) -> None:
    """End the command if the program may not run on this database: without credentials as the demonstration,
    or with them as a real one.
    """
    from sqlalchemy.exc import SQLAlchemyError  # slow to import

    from bot.demonstration import why_not, why_not_real

    settings = program.settings
    if demo and not settings.demonstration:
        fail("--demo is for a program without credentials, and this one has some")
    why = ""
    if settings.demonstration:
        with usable(program.database):
            why = why_not(settings, program.database, asked=demo)
    else:
        with suppress(SQLAlchemyError):  # a real program waits for a database that cannot be used now
            why = why_not_real(program.database)
    if why:
        fail(why)


def prepare(program: "Program", *, month: bool = False) -> None:
    """Prepare the database as `sek run` does: migrate it and, if this is the demonstration, load its
    people and perhaps its made-up month.
    """
    from bot.demonstration import make
    from sek_core.store import migrations

    with usable(program.database):
        if program.settings.demonstration:
            make(program, lambda line: say(line, err=True), month=month)
        else:
            migrations.upgrade(program.database)


def begin_anew(program: "Program", month: bool) -> None:
    """Restart a demonstration from nothing, with or without its made-up month."""
    from bot import demonstration

    with usable(program.database):
        demonstration.begin_anew(program, lambda line: say(line, err=True), month=month)


@contextmanager
def open_database() -> "Iterator[Database]":
    """Open the database of the settings, for one command."""
    from sek_core.store.database import Database

    database = Database(load_settings().database_url)
    try:
        with usable(database):
            yield database
    finally:
        database.close()


@contextmanager
def usable(database: "Database") -> "Iterator[None]":
    """Report in one line why a database cannot be used, and end the command."""
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    where = database.url.render_as_string(hide_password=True)
    try:
        yield
    except SQLAlchemyError as error:
        fail(f"the database {where} cannot be used: {str(error).splitlines()[0]}")
    except CommandError as error:
        fail(f"the database {where} has a version that this program does not know: {error}")


def read_database(work: "Callable[[Session], Result]") -> Result:
    """Return what `work` reads from an up-to-date database."""
    with open_database() as database:
        need_current(database)
        with database.reading() as session:
            return work(session)
    raise AssertionError  # open_database exits where it cannot be used


def write_database(work: "Callable[[Session], Result]") -> Result:
    """Return what `work` returns, in a transaction of an up-to-date database."""
    with open_database() as database:
        need_current(database)
        with database.writing() as session:
            return work(session)
    raise AssertionError


def need_current(database: "Database") -> None:
    """End the command if the database has another version than the program."""
    from sek_core.store import migrations

    if database.is_missing:
        where = database.url.render_as_string(hide_password=True)
        fail(f"there is no database at {where} yet: run `sek db upgrade`")
    with database.reading() as session:
        current = migrations.is_current(session)
    if not current:
        fail("the database has another version than the program: run `sek db upgrade`")


def print_lines(lines: "Callable[[Session], Iterator[str]]") -> None:
    """Print the lines that `lines` makes of an up-to-date database, as they come."""
    with open_database() as database:
        need_current(database)
        with database.reading() as session:
            for line in lines(session):
                say(line)


def program_time(session: "Session") -> "datetime":
    """Return the program's time: the real one, or that of a demonstration whose clock was moved."""
    from sek_core.roster import demonstration
    from sek_core.timing.clock import SystemClock

    return SystemClock().now() + demonstration.clock_ahead(session)


def write_file(path: Path, content: bytes, *, private: bool = True) -> None:
    """Write a file; end the command if that cannot be done. `private`: only its owner can read it."""
    try:
        if private:
            files.write_private(path, content)
        else:
            path.write_bytes(content)
            path.chmod(0o644)  # the process that reads the configuration may run as another user
    except OSError as error:
        fail(f"{path}: cannot be written: {error.strerror}")


def say(line: str, *, err: bool = False) -> None:
    """Print one line. All commands print here, so that no word from outside gives the terminal an order."""
    from bot.shown import shown

    typer.echo(shown(line), err=err)


def fail(message: str) -> NoReturn:
    """Print what is wrong, and end the command with 1."""
    for line in message.split("\n"):
        say(line, err=True)
    raise typer.Exit(1)

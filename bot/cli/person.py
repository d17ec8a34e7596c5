"""`sek person`: access to one person's data, and its erasure. Part of `bot.cli`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sek_core.work.events import Event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from config.mechanism import Configuration
    from sek_core.privacy.erasing import Forgotten
    from sek_core.privacy.subjects import Subject
    from sek_core.store.database import Database
    from sek_core.store.people import PersonRow

person = typer.Typer(no_args_is_help=True, help="What is known of one person: access and erasure.")

Name = Annotated[str, typer.Argument(help='The name, as the roster has it; or the id, such as "#17".')]
Who = Annotated[
    str, typer.Argument(help='A name, an id such as "#17", a telephone number, or telegram:CHAT.')
]

SELDOM = "nothing was changed: --yes erases name, addresses and words; it cannot be undone"


@person.command("export")
def export_(name: Name) -> None:
    """Print everything that is kept of one person, as JSON."""
    import json

    from bot.cli import common
    from bot.shown import shown_json
    from sek_core.privacy import exporting, subjects
    from sek_core.timing.clock import SystemClock
    from sek_core.work import audit

    def export(session: "Session") -> str:
        one = find_one_person(session, name)
        found = exporting.export_person_data(session, subjects.of_person(session, one))
        audit.record(
            session, SystemClock().now(), Event.EXPORTED, address=common.operator(), person_id=one.id
        )
        return shown_json(json.dumps(found, ensure_ascii=False, indent=2))

    for line in common.write_database(export).splitlines():
        common.say(line)


@person.command()
def forget(
    who: Who,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without it, only say what would be done.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Take away the name, the addresses and the words of one person or number, everywhere. It cannot be
    undone.
    """
    from bot.cli import common
    from sek_core.privacy import forgotten as lists

    configuration, settings = common.load(), common.load_settings()
    known = lists.read(settings.forgotten_file)
    with common.open_database() as database:
        common.need_current(database)
        with database.reading() as session:
            subject = find_subject(session, who, configuration)
            if subject is None:
                if known.at(lists.name_key(who)) is not None:
                    common.say(f"nothing is left of {who}")
                    return
                common.fail(f"there is no {who}")
        done = carry_out(database, configuration, subject, keep=yes and not dry_run)
        _say(done)
        if not done.rows:
            common.say(f"nothing is left of {who}")
            return
        if not yes or dry_run:
            common.say(SELDOM, err=True)
            return
        _afterwards(database, done, subject, known)


def carry_out(
    database: "Database", configuration: "Configuration", subject: "Subject", *, keep: bool
) -> "Forgotten":
    """Erase one person or number; without `keep` roll it back, so that only the counts are left."""
    from contextlib import suppress

    from bot.cli import common
    from bot.wiring import make_core
    from sek_core.privacy import erasing
    from sek_core.timing.clock import SystemClock

    class LookedAtOnlyError(Exception):
        """Raised to roll back the trial erasure, so that nothing of it is kept."""

    core = make_core(configuration, SystemClock())
    with database.reading() as session:
        found = erasing.look(session, subject, core.work(session))
    with suppress(LookedAtOnlyError), database.writing() as session:
        work = core.work(session)
        done = erasing.forget(work, subject, found, common.operator())
        work.flush()
        if not keep:
            raise LookedAtOnlyError
    return done


def _say(done: "Forgotten") -> None:
    from bot.cli import common

    for line in (*done.lines, *done.open):
        common.say(line)
    if done.waiting:
        common.say(f"{done.waiting} messages to others have not left yet: their words go when they have")


def _afterwards(database: "Database", done: "Forgotten", subject: "Subject", known: object) -> None:
    """Do what comes after the commit: the list of the forgotten, files on disk, the database's own files."""
    from bot.cli import common
    from sek_core.privacy import forgotten as lists
    from sek_core.store import purging
    from sek_core.timing.clock import SystemClock

    assert isinstance(known, lists.Forgotten)
    try:
        known.add(lists.names_of(subject), SystemClock().now())
    except OSError as error:
        common.say(
            f"{known.path}: cannot be written ({error.strerror}): after a backup was put back, repeat this",
            err=True,
        )
    for path in done.paths:
        path.unlink(missing_ok=True)
    if not purging.purge(database):
        common.say(
            "the database was too busy: its files may hold old words until you run `sek db purge`",
            err=True,
        )
    common.say("forgotten. Take the name off the roster's file, and mind your backups")


def forget_again(database: "Database", configuration: "Configuration", *, keep: bool) -> list[str]:
    """Forget those whom a backup brought back; return who they are. Without `keep` nothing is changed."""
    from bot.cli import common
    from sek_core.privacy import forgotten as lists
    from sek_core.store import purging

    known = lists.read(common.load_settings().forgotten_file)
    with database.reading() as session:
        found = list(lists.still_there(session, known))
    for _, subject in found if keep else ():
        done = carry_out(database, configuration, subject, keep=True)
        for path in done.paths:
            path.unlink(missing_ok=True)
    if found and keep:
        purging.purge(database)
    return [who for who, _ in found]


def find_subject(session: "Session", who: str, configuration: "Configuration") -> "Subject | None":
    """Return whom an operator means: a person by name or id, a number or chat, or a name on some list."""
    from bot.channels import CHANNELS
    from bot.cli import common
    from sek_core.privacy import subjects
    from sek_core.store.people import PersonRow

    people = subjects.find_people_by_name(session, who)
    if people:
        return subjects.of_person(session, _only_one(people, who))
    if who.startswith("#"):
        return None
    number = subjects.of_stranger(session, who, configuration, CHANNELS.with_numbers)
    if number is None:
        return subjects.of_name(session, who)
    owner = subjects.owner_of(session, number)
    if owner is not None:
        return subjects.of_person(session, session.get_one(PersonRow, owner))
    was = subjects.former_owner_of(session, number)
    if was is not None:
        common.fail(f'this was an address of the person "#{was}": forget that person')
    return number


def find_one_person(session: "Session", name: str) -> "PersonRow":
    """Return the person with this name or id; end the command if there is none, or several."""
    from bot.cli import common
    from sek_core.privacy import subjects

    people = subjects.find_people_by_name(session, name)
    if not people:
        common.fail(f"there is no {name}")
    return _only_one(people, name)


def _only_one(people: "list[PersonRow]", name: str) -> "PersonRow":
    from bot.cli import common

    if len(people) > 1:
        ids = ", ".join(f'"#{one.id}" ({one.organisation or "no organisation"})' for one in people)
        common.fail(f"{len(people)} people are called {name}: say which by id: {ids}")
    return people[0]

"""`sek person`: access to one person's data, and its erasure. Part of `bot.cli`."""

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from sek_core.work.events import Event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from sek_core.privacy.erasing import Forgotten
    from sek_core.store.people import PersonRow

person = typer.Typer(no_args_is_help=True, help="What is known of one person: access and erasure.")

Name = Annotated[str, typer.Argument(help='The name, as the roster has it; or the id, such as "#17".')]


@person.command("export")
def export_(name: Name) -> None:
    """Print everything that is kept of one person, as JSON."""
    import json

    from bot.cli import common
    from bot.shown import shown_json
    from sek_core.privacy import erasing
    from sek_core.timing.clock import SystemClock
    from sek_core.work import audit

    def export(session: "Session") -> str:
        one = find_one_person(session, name)
        found = erasing.export_person_data(session, one)
        audit.record(
            session, SystemClock().now(), Event.EXPORTED, address=common.operator(), person_id=one.id
        )
        return shown_json(json.dumps(found, ensure_ascii=False, indent=2))

    for line in common.write_database(export).splitlines():
        common.say(line)


@person.command()
def forget(
    name: Name,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without it, only say what would be done.")
    ] = False,
) -> None:
    """Take away the name, the addresses and the words of one person, everywhere. It cannot be undone."""
    from bot.cli import common
    from sek_core.privacy import erasing
    from sek_core.timing.clock import SystemClock

    class LookedAtOnlyError(Exception):
        """Raised to roll back the trial erasure, so that nothing of it is kept."""

    found: list[Forgotten] = []

    def forget(session: "Session") -> None:
        done = erasing.forget(session, find_one_person(session, name), SystemClock().now(), common.operator())
        found.append(done)
        if not yes:
            raise LookedAtOnlyError

    with suppress(LookedAtOnlyError):
        common.write_database(forget)
    done = found[0]
    for what, count in done.counts.items():
        common.say(f"{count} {what}")
    if done.waiting:
        common.say(f"{done.waiting} messages to others have not left yet and keep the words: repeat it later")
    if not yes:
        common.say(
            "nothing was changed: --yes erases name, addresses and words; it cannot be undone", err=True
        )
        return
    for path in done.paths:
        path.unlink(missing_ok=True)
    common.say("forgotten. Take the name off the roster's file, and mind your backups")


def find_one_person(session: "Session", name: str) -> "PersonRow":
    """Return the person with this name or id; end the command if there is none, or several."""
    from bot.cli import common
    from sek_core.privacy import erasing

    people = erasing.find_people_by_name(session, name)
    if not people:
        common.fail(f"there is no {name}")
    if len(people) > 1:
        ids = ", ".join(f'"#{one.id}" ({one.organisation or "no organisation"})' for one in people)
        common.fail(f"{len(people)} people are called {name}: say which by id: {ids}")
    return people[0]

"""`sek inbox`: what was received, what could not be handled, and a second try. Part of `bot.cli`."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from sek_core.inbox.reconciliation import Reconciled

inbox = typer.Typer(no_args_is_help=True, help="What was received and could not be handled.")


@inbox.command("list")
def list_(
    failed: Annotated[bool, typer.Option("--failed", help="Those that could not be handled.")] = False,
) -> None:
    """What was received; with --failed only what could not be read or handled."""
    from bot.cli import listing

    for line in common.read_database(lambda session: list(listing.inbox_rows(session, failed))):
        common.say(line)


@inbox.command()
def show(
    identity: Annotated[int, typer.Argument(metavar="ID", help="As `sek inbox list` prints it.")],
) -> None:
    """One received message: how it came, and why it could not be handled."""
    from bot.cli import listing

    lines = common.read_database(lambda session: listing.inbox_row(session, identity))
    if not lines:
        common.fail(f"there is no {identity}")
    for line in lines:
        common.say(line)


@inbox.command()
def replay(ids: Annotated[list[int], typer.Argument(help="Ids, as `sek inbox list` prints them.")]) -> None:
    """Handle failed messages again."""
    from bot.replaying import replay as again
    from sek_core.work.events import Event

    configuration = common.load()
    missing: list[str] = []
    for identity in ids:

        def once_more(session: "Session", identity: int = identity) -> str:
            trouble = again(session, identity, configuration)
            if not trouble:
                common.record(session, Event.REPLAYED, f"inbox {identity}")
            return trouble

        if trouble := common.write_database(once_more):
            missing.append(trouble)
    if missing:
        common.fail("; ".join(missing))
    common.say(f"{len(ids)} to be handled again")


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

    program = common.make_program()
    moment = common.moment_of(since, program) if since else None

    async def ask() -> "Reconciled":
        if program.fetcher is None:
            common.fail("SMS is off: there is no gateway to ask")
        try:
            return await program.fetcher.fetch(since=moment)
        finally:
            for sender in program.senders.values():
                await sender.close()

    try:
        with common.usable(program.database):
            common.need_current(program.database)
            found = asyncio.run(ask())
    except NotListedError as error:
        common.fail(f"the gateway gave no list: {error}")
    finally:
        program.threads.close()
        program.database.close()
    common.say(f"{found.new} new, {found.known} known, {found.old} too old")

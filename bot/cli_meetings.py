"""`sek meetings`: what an operator does about meetings. Part of `bot.cli`."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_person import Name, only

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

meetings = typer.Typer(no_args_is_help=True, help="Meetings, and the calendars that show them.")


@meetings.command()
def link(
    name: Name,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Make another one; none of the earlier ones opens anything more.")
    ] = False,
) -> None:
    """Print the private address of somebody's calendar, for a calendar program to subscribe to."""
    from bot import cli
    from sek_core import history
    from sek_core.meetings import links

    program = cli._program()
    if not program.settings.public_url:
        cli._fail(
            "there are no links: SEK_PUBLIC_URL does not say under which address others reach this program"
        )

    def address(session: "Session") -> str:
        one = only(session, name)
        work = program.core.work(session)
        person = work.people.get(one.id)
        if not work.people.roles(person):
            cli._fail(f"{one.name} holds no role today: the link would open nothing")
        found = links.revoke(work, person) if revoke else links.of_person(work, person)
        work.flush()
        if revoke:
            history.record(session, work.now, "link revoked", address=cli.operator(), person_id=one.id)
        return found

    typer.echo(cli._writing(address))

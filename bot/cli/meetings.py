"""`sek meetings`: an operator's commands about meetings. Part of `bot.cli`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.person import Name, find_one_person
from bot.cli.wanted import About, OpenOnly, Since, Wanted, time_of
from sek_core.store.states import MeetingStatus
from sek_core.work.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from bot.wiring import Program
    from sek_core.store.meetings import Meeting
    from sek_core.work.unit_of_work import UnitOfWork

meetings = typer.Typer(
    invoke_without_command=True, help="Meetings; without a command, all of them, and who said what."
)

At = Annotated[str, typer.Option("--at", help='Local time of the mechanism: "2026-12-03 09:00".')]
Ref = Annotated[str, typer.Argument(help="Its reference, such as M12.")]


@meetings.callback()
def all_of_them(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    is_open: OpenOnly = False,
    since: Since = "",
    about: About = "",
) -> None:
    """List the meetings, the earliest first."""
    if context.invoked_subcommand is not None:
        return
    from bot.cli import common, listing, listing_meetings, tables

    zone = common.load().mechanism.zone

    def found(session: "Session") -> "Iterator[str]":
        now = common.program_time(session)
        wanted = Wanted(time_of(since, zone, now), about, is_open, now=now)
        if json:
            return map(listing.as_json, listing_meetings.meetings(session, zone, wanted))
        return tables.meetings(session, zone, wanted)

    common.print_lines(found)


@meetings.command()
def add(
    county: Annotated[
        list[str], typer.Option(help='The county whose people are invited; several times, or "all".')
    ],
    at: At,
    venue: Annotated[str, typer.Option(help="Where.")],
    group: Annotated[str, typer.Option(help='Only the members of this group, or "clt".')] = "",
) -> None:
    """Convene a meeting; what is due of it already goes out at once. Prints its reference."""
    from bot.cli import common
    from sek_core.meetings import convening, whom

    program = common.make_program()
    known = program.configuration.mechanism.counties
    counties = known if "all" in county else [each for each in known if each in county]
    if wrong := [each for each in county if each not in (*known, "all")]:
        common.fail(f"there is no county {wrong[0]} here: {', '.join(known)}")

    def convene(session: "Session") -> str:
        work = program.core.work(session)
        starts_at = _moment(work, program, at, venue)
        members = whom.find(work, group) if group else whom.EVERYBODY
        if group and not whom.members(work, members, counties):
            common.fail(f"the group {group} has no members there; groups: {', '.join(whom.known(work))}")
        operator = common.operator()
        made = convening.convene(work, counties, starts_at, venue, address=operator, whom=members)
        work.flush()
        return made.ref

    common.say(common.write_database(convene))


@meetings.command()
def move(
    ref: Ref,
    at: At,
    venue: Annotated[str | None, typer.Option(help="Where, if it is another place.")] = None,
) -> None:
    """Move a meeting; everybody who was asked is told and asked again."""
    from bot.cli import common
    from sek_core.meetings import convening
    from sek_core.messages.plain_line import one_line

    program = common.make_program()

    def to(session: "Session") -> None:
        work = program.core.work(session)
        meeting = _coming(work, ref)
        where = meeting.venue if venue is None else one_line(venue)
        starts_at = _moment(work, program, at, where)
        if (starts_at, where) == (meeting.starts_at, meeting.venue):
            common.fail(f"{meeting.ref} is there and then already")
        convening.move(work, meeting, starts_at, where, None, common.operator())
        work.flush()

    common.write_database(to)


@meetings.command()
def cancel(
    ref: Ref,
    reason: Annotated[str, typer.Option(help="Why, as people will read it.")] = "",
) -> None:
    """Call a meeting off; everybody who was asked is told."""
    from bot.cli import common
    from sek_core.meetings import convening
    from sek_core.messages.plain_line import one_line

    program = common.make_program()

    def off(session: "Session") -> None:
        work = program.core.work(session)
        convening.call_off(work, _coming(work, ref), one_line(reason), None, common.operator())
        work.flush()

    common.write_database(off)


@meetings.command()
def sheet(
    ref: Ref,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file: its name ends in .csv or .pdf.")],
    language: Annotated[str, typer.Option(help="The language of roles and title.")] = "",
) -> None:
    """Write who came to a meeting: names, organisation, title, e-mail, county."""
    from bot.cli import common, sheets

    program = common.make_program()
    if output.suffix.lower() not in sheets.WRITES:
        common.fail(f"the name of the file ends in {' or '.join(sheets.WRITES)}")
    speaks = language or program.configuration.mechanism.languages[0]
    written = common.read_database(lambda session: sheets.write(program, session, ref, output.suffix, speaks))
    common.write_file(output, written)
    common.say(f"{output}")


@meetings.command()
def start(
    county: Annotated[str, typer.Option(help="Only those of this county.")] = "",
) -> None:
    """Let the series that sleep invite from now on; prints each. What is due already goes out at once."""
    from bot.cli import common
    from sek_core.meetings import waking

    program = common.make_program()
    counties = program.configuration.mechanism.counties
    if county and county not in counties:
        common.fail(f"there is no county {county} here: {', '.join(counties)}")

    def begin(session: "Session") -> list[str]:
        work = program.core.work(session)
        started = waking.wake_for_operator(work, [county] if county else counties, common.operator())
        work.flush()
        return [f"{plan.series.id} {plan.county}" for plan in started]

    for line in common.write_database(begin) or ["no series sleeps"]:
        common.say(line)


@meetings.command()
def link(
    name: Name,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Make another one; none of the earlier ones opens anything more.")
    ] = False,
) -> None:
    """Print the private address of somebody's calendar, for a calendar program to subscribe to."""
    from bot.cli import common
    from sek_core.meetings import links
    from sek_core.work import audit

    program = common.make_program()
    if not program.settings.public_url:
        common.fail(
            "there are no links: SEK_PUBLIC_URL does not say under which address others reach this program"
        )

    def address(session: "Session") -> str:
        one = find_one_person(session, name)
        work = program.core.work(session)
        person = work.people.get(one.id)
        if not work.people.roles(person):
            common.fail(f"{one.name} holds no role today: the link would open nothing")
        found = links.revoke(work, person) if revoke else links.of_person(work, person)
        work.flush()
        if revoke:
            audit.record(session, work.now, Event.LINK_REVOKED, address=common.operator(), person_id=one.id)
        return found

    common.say(common.write_database(address))


def _coming(work: "UnitOfWork", ref: str) -> "Meeting":
    """Return the meeting, locked against other changes; exit if it can no longer be changed."""
    from bot.cli import common
    from sek_core.meetings import register

    meeting = register.locked(work, ref.strip().upper())
    if meeting is None:
        common.fail(f"there is no {ref}")
    if meeting.status == MeetingStatus.CANCELLED:
        common.fail(f"{meeting.ref} was called off already")
    if meeting.starts_at <= work.now:
        common.fail(f"{meeting.ref} has begun already")
    return meeting


def _moment(work: "UnitOfWork", program: "Program", at: str, venue: str) -> datetime:
    """Return the time as written; exit if no meeting can be held then or there."""
    from bot.cli import common
    from sek_core.meetings import convening, wishes

    moment = common.moment_of(at, program)
    wrong = {
        "past": f"{at} is in the past",
        "far": f"{at} is more than a year ahead",
        "venue_long": f"the venue has {len(venue)} letters, and {convening.LONGEST_VENUE} is the most",
    }
    problem = wishes.problem(work, moment, venue)
    if problem is not None:
        common.fail(wrong[problem])
    return moment

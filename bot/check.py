"""The checks of `sek check`: the faults of this installation, in plain words."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.channels import ADAPTERS, CHANNELS
from bot.demonstration import why_not
from bot.findings import Finding
from bot.readers import what_runs
from config import rights, routes
from config.faults import FaultsError, line_at
from config.mechanism import Configuration, file_of, load_configuration
from config.settings import Settings
from sek_core.alerts import circles
from sek_core.deliveries import spending, spending_figures
from sek_core.inbox import queue
from sek_core.privacy import retention
from sek_core.roster.people import People
from sek_core.roster.roles import CLT, Role
from sek_core.roster.snapshot import Directory
from sek_core.store import migrations
from sek_core.store import people as tables
from sek_core.store.database import Database
from sek_core.store.states import Budget
from sek_core.timing.clock import SystemClock

READERS = tuple(role for roles in circles.FIRST for role in roles)
"""Roles of the coordinators who read texts that were not understood."""


def problems(settings: Settings) -> list[Finding]:
    """Return all findings about this installation."""
    found: list[Finding] = []
    try:
        configuration: Configuration | None = load_configuration(settings.config_dir)
        found.append(Finding("the configuration can be used", wrong=False))
    except FaultsError as error:
        configuration = None
        found += [Finding(str(fault)) for fault in error.faults]
    if configuration:
        found += _names(settings, configuration)
    found += _database(settings, configuration)
    if settings.demonstration:
        found += _may_run(settings)
    for adapter in ADAPTERS:
        found += adapter.check(settings)
    runs, wrong = what_runs(settings.reader, settings.reader_weights)
    found.append(Finding(f"texts are read by {runs}", wrong))
    if configuration:
        found += _rights(configuration)
        found += _digest_rows(configuration)
    return found


def _names(settings: Settings, configuration: Configuration) -> Iterator[Finding]:
    """Yield the names that a mechanism with names of its own takes from the packaged file."""
    path = file_of("mechanism.yaml", settings.config_dir)
    for language, keys in configuration.packaged_names:
        line = line_at(path, ("names", language))
        yield Finding(
            f"mechanism.yaml:{line}: names.{language}: has no {', '.join(keys)}; the packaged names count",
            wrong=False,
        )


def _rights(configuration: Configuration) -> Iterator[Finding]:
    """Yield the table of rights, line by line."""
    yield Finding("who may use which word, in the counties of their role (own) or in all:", wrong=False)
    for line in rights.lines(configuration.rights):
        yield Finding(f"  {line}", wrong=False)


def _digest_rows(configuration: Configuration) -> Iterator[Finding]:
    """Yield who reads of incidents in a digest only, line by line."""
    lines = routes.reader_lines(configuration.routes)
    if lines:
        yield Finding("who is told of no single incident, but reads of them in a digest:", wrong=False)
    for line in lines:
        yield Finding(f"  {line}", wrong=False)


def _database(settings: Settings, configuration: Configuration | None) -> Iterator[Finding]:
    database = Database(settings.database_url)
    where = database.url.render_as_string(hide_password=True)
    if database.is_missing:
        yield Finding(f"there is no database at {where} yet: run `sek db upgrade`")
        return
    try:
        with database.reading() as session:
            if not migrations.is_current(session):
                yield Finding(f"the database {where} has another version: run `sek db upgrade`")
                return
            yield Finding(f"the database {where} answers and is up to date", wrong=False)
            if configuration:
                yield from _roster(session, configuration)
                yield from _retention(session, configuration)
                yield from _spending(session, configuration)
    except SQLAlchemyError as error:
        yield Finding(f"the database {where} cannot be used: {str(error).splitlines()[0]}")
    finally:
        database.close()


def _retention(session: Session, configuration: Configuration) -> Iterator[Finding]:
    """Yield what the clock forgets by itself, and how much of it waits for the night."""
    from bot.wiring import make_core

    work = make_core(configuration, SystemClock()).work(session)
    for what, kept, waits in retention.figures(work):
        after = f"after {kept.days} days" if kept.days else "the next night"
        yield Finding(f"forgotten {after}: {what}; {waits} wait for the night", wrong=False)


def _spending(session: Session, configuration: Configuration) -> Iterator[Finding]:
    """Yield what the messages of today cost, against the budgets, and what waits for tomorrow."""
    mechanism = configuration.mechanism
    today = spending.day_of(mechanism, SystemClock().now())
    rows = spending_figures.by_county_and_day(session, mechanism, today, today)
    if not rows:
        yield Finding(
            f"SMS today: none of {mechanism.sms_currency} {mechanism.budgets.day:,.0f}", wrong=False
        )
    for row in rows:
        whose = row.key or ("all" if row.budget is Budget.DAY else "of no county")
        amount = f"{mechanism.sms_currency} {row.spent:,.2f}"
        if row.limit is not None:
            amount += f" of {row.limit:,.0f} ({row.share:.0%})"
        count = f"{row.messages} messages, {row.segments} segments"
        state = ""
        if row.used_up:
            state = ": used up; what is urgent leaves, alerts and answers come together, the rest waits"
        elif row.share >= mechanism.budgets.alarm_at:
            state = ": nearly used up"
        yield Finding(f"SMS today, {whose}: {amount}, {count}{state}", wrong=row.used_up)
    for each in spending_figures.used_up_by_people(session, mechanism, today):
        what = "messages to" if each.budget is Budget.RECIPIENT else "answers to"
        yield Finding(f"SMS today, {what} {each.key}: {mechanism.sms_currency} {each.spent:,.2f}, used up")
    for waits in spending_figures.waiting(session):
        whose = f"of {waits.county}" if waits.county else "of no county"
        yield Finding(
            f"SMS that wait for tomorrow, {whose}: {waits.messages}, as the budget {waits.budget} is used up"
        )


def _roster(session: Session, configuration: Configuration) -> Iterator[Finding]:
    if not session.scalar(select(func.count()).select_from(tables.RoleRow)):
        yield Finding("nobody is on the roster: run `sek roster import FILE.csv`")
        return
    configured = configuration.mechanism.counties
    for county in session.scalars(
        select(tables.RoleRow.county).where(tables.RoleRow.county.is_not(None)).distinct()
    ):
        if county not in configured:
            yield Finding(f"the roster has roles for {county}, which mechanism.yaml does not name")
    people = People(session, SystemClock().now(), configuration.mechanism.zone, Directory(), CHANNELS)
    for county in configured:
        for role in (Role.COUNTY_LEAD, Role.CLT_LEAD, Role.USAID, Role.RLA):
            if not people.holders(role, county):
                # A vacancy is normal; alerts go to the next in the route.
                yield Finding(f"{county}: nobody holds the role {role}", wrong=False)
        there = {person.id for role in CLT for _, person in people.holders(role, county)}
        if len(there) < configuration.mechanism.clt_seats:
            seats = f"{len(there)} of {configuration.mechanism.clt_seats} seats of the CLT are filled"
            yield Finding(f"{county}: {seats}", wrong=False)
    yield from _failed(session)
    yield from _readers(people, configuration)
    yield from _sleeping(session, configuration)


def _failed(session: Session) -> Iterator[Finding]:
    """Yield that messages wait which could not be read or handled."""
    failed, unread = queue.count_failed(session)
    if failed:
        of_these = f", {unread} of them not even read" if unread else ""
        yield Finding(f"{failed} received messages could not be handled{of_these}: `sek inbox list --failed`")


def _may_run(settings: Settings) -> Iterator[Finding]:
    """Yield why a program without credentials would not start as the demonstration."""
    database = Database(settings.database_url)
    try:
        if why := why_not(settings, database, asked=False):
            # With a roster and no credentials yet, an installation is on its way, and nothing is wrong.
            yield Finding(why, wrong=bool(settings.provider_variables))
    except SQLAlchemyError:
        return  # another finding says that it does not answer
    finally:
        database.close()


def _readers(people: People, configuration: Configuration) -> Iterator[Finding]:
    """Yield counties where no coordinator reads texts that were not understood, and people named in
    mechanism.yaml who are not on the roster.
    """
    names = configuration.names[configuration.mechanism.languages[0]]
    called = [names[name] for name in ("lead", "deputy", "secretariat", "clt_lead")]
    for county in configuration.mechanism.counties:
        held = [person for role in READERS for _, person in people.holders(role, county)]
        if not people.with_cover(held):
            yield Finding(
                f"{county}: {', '.join(called[:-1])} and {called[-1]} are vacant or away: what is not "
                "understood goes to the coordinators of the next wider circle"
            )
    known = {person.name for person in people.everybody()}
    for name in configuration.mechanism.protection.focal_persons:
        if name not in known:
            yield Finding(f"mechanism.yaml: the focal person {name!r} of protection is not on the roster")
    for row in configuration.mechanism.beyond:
        if row.person and row.person not in names:
            yield Finding(f"mechanism.yaml: {row.person!r}, named for {row.county}, is not on the roster")


def _sleeping(session: Session, configuration: Configuration) -> Iterator[Finding]:
    """Yield the series that invite no one, because no convener has decided about them."""
    from bot.wiring import make_core
    from sek_core.meetings import waking

    work = make_core(configuration, SystemClock()).work(session)
    for plan, asked in waking.undecided_with_last_asked(work):
        since = f"; {asked} is asked" if asked else ""
        how = f"`sek meetings start --county '{plan.county}'`, or MEETINGS START by text"
        text = f"{plan.series.id} {plan.county}: nobody has started these meetings{since}: {how}"
        yield Finding(text, wrong=False)

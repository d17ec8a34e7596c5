"""`sek check`: what is wrong with this installation, in plain words."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from config import rights
from config.faults import FaultsError
from config.mechanism import Configuration, load_configuration
from config.settings import Settings
from sek_core.alerts import circles
from sek_core.roster.people import People
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Directory
from sek_core.store import migrations
from sek_core.store import people as tables
from sek_core.store.database import Database
from sek_core.timing.clock import SystemClock

READERS = tuple(role for roles in circles.FIRST for role in roles)
"""The roles of the coordinators who read what is not understood."""

SHORTEST_SECRET = 12

SECRET_CHARACTERS = re.compile(r"[A-Za-z0-9_-]{0,256}")
"""Of a webhook's secret_token, by the Bot API."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say. `wrong`: it must be mended; otherwise it is good to know."""

    text: str
    wrong: bool = True

    def __str__(self) -> str:
        return f"{'WRONG' if self.wrong else 'ok   '}  {self.text}"


def problems(settings: Settings) -> list[Finding]:
    """Everything that there is to say of this installation."""
    found: list[Finding] = []
    try:
        configuration: Configuration | None = load_configuration(settings.config_dir)
        found.append(Finding("the configuration can be used", wrong=False))
    except FaultsError as error:
        configuration = None
        found += [Finding(str(fault)) for fault in error.faults]
    if configuration:
        found += _rights(configuration)
    found += _database(settings, configuration)
    found += _sms(settings)
    found += _telegram(settings)
    return found


def _rights(configuration: Configuration) -> Iterator[Finding]:
    """The table of who may use which word."""
    yield Finding("who may use which word, in the counties of their role (own) or in all:", wrong=False)
    for line in rights.lines(configuration.rights):
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
    except SQLAlchemyError as error:
        yield Finding(f"the database {where} cannot be used: {str(error).splitlines()[0]}")
    finally:
        database.close()


def _roster(session: Session, configuration: Configuration) -> Iterator[Finding]:
    if not session.scalar(select(func.count()).select_from(tables.Role)):
        yield Finding("nobody is on the roster: run `sek roster import FILE.csv`")
        return
    configured = configuration.mechanism.counties
    for county in session.scalars(
        select(tables.Role.county).where(tables.Role.county.is_not(None)).distinct()
    ):
        if county not in configured:
            yield Finding(f"the roster has roles for {county}, which mechanism.yaml does not name")
    people = People(session, SystemClock().now(), configuration.mechanism.zone, Directory())
    for county in configured:
        for role in (Role.COUNTY_LEAD, Role.CLT_LEAD, Role.USAID, Role.RLA):
            if not people.holders(role, county):
                # A vacancy is normal; alerts go to the next in the route.
                yield Finding(f"{county}: nobody holds the role {role}", wrong=False)
    yield from _readers(people, configuration)
    yield from _sleeping(session, configuration)


def _readers(people: People, configuration: Configuration) -> Iterator[Finding]:
    """Where no coordinator would read what is not understood, and who follows reports of abuse."""
    for county in configuration.mechanism.counties:
        held = [person for role in READERS for _, person in people.holders(role, county)]
        if not people.with_cover(held):
            yield Finding(
                f"{county}: lead, deputy, RLA and CLT lead are vacant or away: what is not understood goes "
                "to whoever is there in the next wider circle"
            )
    names = {person.name for person in people.everybody()}
    for name in configuration.mechanism.protection.focal_persons:
        if name not in names:
            yield Finding(f"mechanism.yaml: the focal person {name!r} of protection is not on the roster")


def _sleeping(session: Session, configuration: Configuration) -> Iterator[Finding]:
    """The series that invite no one, as no coordinator has decided about them."""
    from bot.wiring import make_core
    from sek_core.meetings import waking

    work = make_core(configuration, SystemClock()).work(session)
    for plan, asked in waking.sleeping(work):
        since = f"; {asked} is asked" if asked else ""
        how = f"`sek meetings start --county '{plan.county}'`, or MEETINGS START by text"
        text = f"{plan.series.id} {plan.county}: nobody has started these meetings{since}: {how}"
        yield Finding(text, wrong=False)


def _sms(settings: Settings) -> Iterator[Finding]:
    if not settings.sms_on:
        why = "no credentials; this is the demonstration" if settings.demonstration else "no credentials"
        yield Finding(f"SMS is off: {why}", wrong=False)
        return
    secret = settings.africastalking_webhook_secret.get_secret_value()
    if not secret:
        yield Finding("SEK_AFRICASTALKING_WEBHOOK_SECRET is empty: no SMS can come in")
    elif len(secret) < SHORTEST_SECRET:
        yield Finding(f"SEK_AFRICASTALKING_WEBHOOK_SECRET is short: use {SHORTEST_SECRET} characters or more")
    sender_id = settings.africastalking_sender_id
    if any(character.isalpha() for character in sender_id):
        yield Finding(
            f"SEK_AFRICASTALKING_SENDER_ID {sender_id!r} is a name, and nobody can reply to a name: "
            "use a short code or a number that receives"
        )
    yield asyncio.run(_gateway(settings))


async def _gateway(settings: Settings) -> Finding:
    from bot.sms.sender import AfricasTalkingSender

    sender = AfricasTalkingSender(
        settings.africastalking_username,
        settings.africastalking_api_key.get_secret_value(),
        api_url=settings.africastalking_api_url or None,
    )
    try:
        trouble = await sender.reachable()
    finally:
        await sender.close()
    return Finding(trouble) if trouble else Finding("Africa's Talking answers", wrong=False)


def _telegram(settings: Settings) -> Iterator[Finding]:
    if not settings.telegram_on:
        yield Finding("Telegram is off: no token", wrong=False)
        return
    if settings.telegram_mode == "webhook":
        secret = settings.webhook_secret
        if len(secret) < SHORTEST_SECRET:
            yield Finding(f"SEK_TELEGRAM_WEBHOOK_SECRET is short: use {SHORTEST_SECRET} characters or more")
        if not SECRET_CHARACTERS.fullmatch(secret):
            yield Finding("SEK_TELEGRAM_WEBHOOK_SECRET may hold only letters, digits, _ and -")
        if not settings.public_url.startswith("https://"):
            yield Finding("SEK_PUBLIC_URL should begin with https://: Telegram calls no other address")
    yield asyncio.run(_bot(settings))


async def _bot(settings: Settings) -> Finding:
    from bot.telegram.sender import TelegramSender

    sender = TelegramSender(settings.telegram_token.get_secret_value(), settings.telegram_api_url or None)
    try:
        trouble = await sender.reachable()
    finally:
        await sender.close()
    return Finding(trouble) if trouble else Finding(f"Telegram answers as @{sender.username}", wrong=False)

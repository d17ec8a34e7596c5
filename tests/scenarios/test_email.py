"""People who have only an e-mail: they are told by it, as the last choice, where e-mail is on."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels import ADAPTERS
from bot.email.channel import EMAIL
from config.mechanism import Configuration
from sek_core.messages.channel import Accepted, Outcome, Refused, Wire
from sek_core.roster import csv_file, emails
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.people import AddressRow
from tests.conftest import MovedClock
from tests.scenarios.world import World

ROSTER = """\
name,organisation,role,county,phone,email,channel,language
Patrick Mburu,KIWASH,county_lead,Kitui,+254300000001,,,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,+254300000002,Meshack@Example.org,,en
Kitui CLT Lead,USAID,clt_lead,Kitui,,Clt.Lead@example.org,,sw
USAID Officer,USAID,usaid,,+254300000008,officer@example.org,email,en
RLA Secretariat,RLA,rla,,+254300000009,,,en
"""
CLT, OFFICER, MESHACK = "clt.lead@example.org", "officer@example.org", "meshack@example.org"
REPORT = "DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune"


@dataclass
class Post:
    """A sender of e-mail in memory. `unread`: subject, words and document of what came for each."""

    bulk = 1
    unread: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    refuses: dict[str, Outcome] = field(default_factory=dict)
    seen: list[Wire] = field(default_factory=list)

    async def send(self, text: str, addresses: Any, wire: Wire | None = None) -> dict[str, Outcome]:
        assert wire is not None
        [address] = addresses
        self.seen.append(wire)
        if address not in self.refuses:
            name = (wire.get("document") or {}).get("name", "")
            self.unread.setdefault(address, []).append((wire["subject"], text, name))
        return {address: self.refuses.get(address, Accepted(f"{wire['delivery']}@example.org"))}

    async def close(self) -> None:
        """Nothing to close."""

    def gets(self, address: str, *parts: str) -> tuple[str, str, str]:
        """Return the next e-mail for an address; it must hold all of `parts`."""
        unread = self.unread.get(address, [])
        assert unread, f"{address} expected {parts}, and nothing came"
        found = unread.pop(0)
        assert all(part.lower() in found[1].lower() for part in parts), found
        return found


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def world(configuration: Configuration, database: Database, clock: MovedClock, post: Post) -> Iterator[World]:
    """Yield a mechanism with e-mail; check at the end that no message was left unread."""
    others = tuple(each for each in ADAPTERS if each is not EMAIL)
    mail = replace(EMAIL, simulated=True, sender=lambda *_: post)
    world = World(configuration, database, clock, adapters=(*others, mail))
    world.enrols(ROSTER)
    yield world
    world.no_more()
    assert not any(post.unread.values())
    world.close()


@pytest.fixture
def without(configuration: Configuration, database: Database, clock: MovedClock) -> Iterator[World]:
    """Yield the same mechanism as it is without a mail server."""
    world = World(configuration, database, clock)
    world.enrols(ROSTER)
    yield world
    world.no_more()
    world.close()


def sent(world: World) -> list[tuple[str, str, str]]:
    """Return channel, address and status of each message, in order."""
    with world.program.database.reading() as session:
        query = select(Delivery.channel, Delivery.address, Delivery.status).order_by(Delivery.id)
        return [(channel, address, str(status)) for channel, address, status in session.execute(query)]


def test_who_has_only_an_email_is_alerted_by_it_in_their_language(world: World, post: Post) -> None:
    world["Patrick Mburu"].texts(REPORT)
    subject, text, _ = post.gets(CLT, "S1", "Mutomo, Kitui", "boreholes dry at Kyatune", "SAWA S1")
    assert subject.startswith("S1 UKAME MKALI")
    assert "\n" not in subject
    assert {wire["subject"][:8]: wire["language"] for wire in post.seen} == {"S1 UKAME": "sw", "S1 SEVER": ""}
    post.gets(OFFICER, "S1 SEVERE DROUGHT Mutomo, Kitui")  # by her own choice, although she has a number
    world["RLA Secretariat"].expects("S1 SEVERE DROUGHT")
    world.sets_aside()
    assert {channel for channel, address, _ in sent(world) if address in (CLT, OFFICER)} == {"email"}
    assert ("sms", "+254300000008") not in [each[:2] for each in sent(world)]
    assert text


def test_email_is_the_last_choice(world: World, post: Post) -> None:
    """Meshack has both: his number comes first, and his e-mail where it fails."""
    number = "+254300000002"
    world.fails(number, Refused("InvalidPhoneNumber (403)", permanent=True))
    world["Patrick Mburu"].texts(REPORT)
    post.gets(MESHACK, "S1 SEVERE DROUGHT Mutomo, Kitui")
    post.gets(CLT, "S1")
    post.gets(OFFICER, "S1")
    to = [each for each in sent(world) if each[1] in (number, MESHACK)]
    assert to == [("sms", number, "failed"), ("email", MESHACK, "accepted")]
    world.sets_aside()


def test_a_mailbox_that_is_not_there_is_dead_and_the_number_takes_its_place(world: World, post: Post) -> None:
    post.refuses[OFFICER] = Refused("the recipient was refused (550 5.1.1)", permanent=True)
    world["Patrick Mburu"].texts(REPORT)
    world["USAID Officer"].expects("S1 SEVERE DROUGHT")
    post.gets(CLT, "S1")
    world.sets_aside()
    with world.program.database.reading() as session:
        dead = session.scalars(select(AddressRow.value).where(AddressRow.dead_since.is_not(None))).all()
    assert dead == [OFFICER]


def test_an_invitation_has_the_calendar_with_it(world: World, post: Post) -> None:
    day = world.clock.at + timedelta(5)
    world["Patrick Mburu"].texts(f"MEETING Kitui {day:%d %b} 2pm county hall")
    world["Patrick Mburu"].ignores()
    world["Patrick Mburu"].does("yes")
    world.passes("1m")
    found = [each for each in post.unread.pop(CLT) if each[2]]
    assert [name.endswith(".ics") for _, _, name in found] == [True]
    post.unread.clear()
    world.sets_aside()


def test_the_roster_file_comes_out_as_it_went_in(world: World) -> None:
    channels = world.program.core.channels
    with world.program.database.reading() as session:
        exported = csv_file.export(session, channels)
    assert "Meshack@Example.org" in exported
    assert "phone,telegram,email,channel" in exported
    lines = csv_file.read(exported, "roster.csv", world.program.configuration, channels)
    with world.program.database.writing() as session:
        done = csv_file.import_lines(session, lines)
    assert (done.new, done.changed, done.left) == (0, 0, 0)


def test_a_roster_of_before_gets_its_addresses(world: World, post: Post) -> None:
    channels, database = world.program.core.channels, world.program.database

    def addresses() -> set[str]:
        with database.reading() as session:
            rows = select(AddressRow.value).where(
                AddressRow.channel == "email", AddressRow.person_id.is_not(None)
            )
            return set(session.scalars(rows))

    assert addresses() == {CLT, OFFICER, MESHACK}
    with database.writing() as session:
        for row in session.scalars(select(AddressRow).where(AddressRow.channel == "email")):
            session.delete(row)
    with database.writing() as session:
        emails.make_addresses(session, emails.channel_of(channels))
    assert addresses() == {CLT, OFFICER, MESHACK}
    with database.writing() as session:
        emails.make_addresses(session, emails.channel_of(channels))
    world["Patrick Mburu"].texts(REPORT)
    post.gets(CLT, "S1")
    post.gets(OFFICER, "S1")
    world.sets_aside()


def test_an_import_finds_the_addresses_of_before_and_changes_nobody(world: World) -> None:
    with world.program.database.writing() as session:
        for row in session.scalars(select(AddressRow).where(AddressRow.channel == "email")):
            session.delete(row)
    lines = csv_file.read(ROSTER, "roster.csv", world.program.configuration, world.program.core.channels)
    with world.program.database.writing() as session:
        done = csv_file.import_lines(session, lines)
    assert (done.same, done.changed, done.changes) == (5, 0, ())


def test_without_a_mail_server_nothing_goes_by_email(without: World) -> None:
    without["Patrick Mburu"].texts(REPORT)
    without["USAID Officer"].expects("S1 SEVERE DROUGHT")  # her line says email, which is off
    without["RLA Secretariat"].expects("S1 SEVERE DROUGHT")
    without.sets_aside()
    assert {channel for channel, _, _ in sent(without)} == {"sms", "none"}
    assert ("none", "", "failed") in sent(without)
    assert "email" not in without.program.senders
    assert without.program.core.channels.names == ("telegram", "sms")

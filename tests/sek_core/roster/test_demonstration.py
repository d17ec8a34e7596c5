"""Channel of a person of the demonstration."""

import pytest
from sqlalchemy import select

from bot.channels import CHANNELS
from config.mechanism import Configuration
from sek_core.roster import demonstration
from sek_core.roster.snapshot import Directory, Person
from sek_core.store import people as tables
from sek_core.store.database import Database


def lead(database: Database, directory: Directory) -> Person:
    with database.reading() as session:
        person_id = session.scalars(
            select(tables.PersonRow.id).where(tables.PersonRow.name == "Patrick Mburu")
        ).one()
        return directory.snapshot(session).people[person_id]


def test_everybody_can_be_written_to_both_ways_and_gets_sms_at_first(
    database: Database, configuration: Configuration
) -> None:
    with database.writing() as session:
        demonstration.load_roster(session, configuration, CHANNELS)
    with database.reading() as session:
        everybody = Directory().snapshot(session).people.values()
        assert {person.channel for person in everybody} == {"sms"}
        for person in everybody:
            assert {address.channel for address in person.addresses} == {"sms", "telegram"}


@pytest.mark.parametrize("channel", ["telegram", "sms"])
def test_who_prefers_another_channel_is_written_to_there_at_once(
    database: Database, configuration: Configuration, channel: str
) -> None:
    with database.writing() as session:
        demonstration.load_roster(session, configuration, CHANNELS)
    directory = Directory()
    before = lead(database, directory)
    with database.writing() as session:
        assert demonstration.prefer(session, before.id, channel)
    assert lead(database, directory).channel == channel


def test_nobody_prefers_nothing(database: Database) -> None:
    with database.writing() as session:
        assert not demonstration.prefer(session, 77, "telegram")

"""Matching of words to people: by name, by role, misspelt."""

from collections.abc import Iterator

import pytest

from config.mechanism import Configuration
from sek_core.roster import name_matching
from sek_core.store.database import Database
from sek_core.work.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER
from tests.scenarios.world import World

MORE = "Jane Mwende,KIWASH,county_official,Kitui,,+254300000031,en\n"


@pytest.fixture
def work(configuration: Configuration, sqlite_url: str, clock: MovedClock) -> Iterator[UnitOfWork]:
    database = Database(sqlite_url)
    world = World(configuration, database, clock)
    world.enrols(ROSTER + MORE)
    with database.reading() as session:
        yield world.program.core.work(session)
    world.close()
    database.close()


@pytest.mark.parametrize(
    ("words", "names", "role"),
    [
        ("CLT lead", ["Kitui CLT Lead"], "clt_lead"),
        ("CLT leed", ["Kitui CLT Lead"], "clt_lead"),
        ("official", ["Jane Mwende"], "county_official"),
        ("county officials", [], None),  # those are many: TELL and INVITE know them
        ("deputy county leed", ["Meshack Mulinge"], "deputy_county_lead"),
        ("Mulinge", ["Meshack Mulinge"], None),
        ("Mulige", ["Meshack Mulinge"], None),
        ("to Patrick, please", ["Patrick Mburu"], None),
        ("nobody at all", [], None),
    ],
)
def test_who_is_meant(work: UnitOfWork, words: str, names: list[str], role: str | None) -> None:
    meant = name_matching.find(work.people, work.configuration, words, work.people.everybody(), ["Kitui"])
    assert ([person.name for person in meant.people], meant.role) == (names, role)

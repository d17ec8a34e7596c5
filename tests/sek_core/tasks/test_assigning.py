"""Reading of TASK: whom it names, and what is to be done; the roster decides where the name ends."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from config.rights import Deed
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.tasks import assigning
from sek_core.work.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER

JANES = """\
Jane Mwende,KCDMS,ip_focal,Kitui,,+254300000012,en
Jane Wambua,KIM,ip_focal,Kitui,,+254300000013,en
Juma Kilonzo,KIM,ip_focal,Makueni,,+254300000014,sw
"""

LEAD, USAID = "Patrick Mburu", "USAID Officer"


@pytest.fixture
def work(configuration: Configuration, sqlite_url: str) -> Iterator[UnitOfWork]:
    database = Database(sqlite_url)
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER + JANES, "roster.csv", configuration, CHANNELS))
    with database.reading() as session:
        yield make_core(configuration, MovedClock()).work(session)
    database.close()


def read(work: UnitOfWork, by: str, text: str) -> tuple[list[str], str, date | None]:
    giver = next(person for person in work.people.everybody() if person.name == by)
    said = assigning.read(work, giver, text, work.rights.counties(giver, Deed.TASK))
    return [person.name for person in said.people], said.what, said.day


@pytest.mark.parametrize(
    ("text", "people", "what"),
    [
        ("Jane Mwende, repair it", ["Jane Mwende"], "repair it"),
        ("Jane Mwende repair it", ["Jane Mwende"], "repair it"),
        ("mwende repair it", ["Jane Mwende"], "repair it"),
        ("Jane Mwendee repair it", ["Jane Mwende"], "repair it"),
        ("Jane of KIM to repair it", ["Jane Wambua"], "repair it"),
        ("KCDMS Mwende: repair it", ["Jane Mwende"], "repair it"),
        ("Jane repair it", ["Jane Mwende", "Jane Wambua"], "repair it"),
        ("me call the chief", [LEAD], "call the chief"),
        ("mimi, kumpigia chifu", [LEAD], "kumpigia chifu"),
        ("to the deputy: call the chief", ["Meshack Mulinge"], "call the chief"),
        ("CLT lead to call the chief", ["Kitui CLT Lead"], "call the chief"),
        ("RLA, send the guide, and the list", ["RLA Secretariat"], "send the guide, and the list"),
        ("Jane Mwende", ["Jane Mwende"], ""),
        ("Juma, peleka mbegu", [], "peleka mbegu"),
        ("Wanjiku, repair it", [], "repair it"),
        ("force met today and all went well", [], "force met today and all went well"),
        ("force met today and all went well, thank God", [], "force met today and all went well, thank God"),
    ],
)
def test_whom_a_lead_means(work: UnitOfWork, text: str, people: list[str], what: str) -> None:
    assert read(work, LEAD, text) == (people, what, None)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Juma, peleka mbegu", ["Juma Kilonzo"]),
        ("Kitui county lead, send the list", [LEAD]),
        ("county lead Makueni send the list", ["Martin Miriti"]),
        ("county lead, send the list", [LEAD, "Martin Miriti"]),
    ],
)
def test_whom_usaid_means(work: UnitOfWork, text: str, people: list[str]) -> None:
    assert read(work, USAID, text)[0] == people


def test_observers_and_focal_persons_give_nobody_a_task(work: UnitOfWork) -> None:
    jane = next(person for person in work.people.everybody() if person.name == "Jane Mwende")
    assert work.rights.counties(jane, Deed.TASK) == []
    assert not assigning.names_somebody(work, jane, "Jane Wambua, repair it")

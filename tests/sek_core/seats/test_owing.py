"""Who may nominate for which seat, by the packaged file: a table of people and seats."""

import pytest

from bot.channels import CHANNELS
from sek_core.roster import csv_file
from sek_core.seats import owing
from sek_core.store.database import Database
from sek_core.work.unit_of_work import Services
from tests.scenarios.conftest import ROSTER

MORE = """\
KIWASH Focal,KIWASH,ip_focal,Kitui,,+254300000031,en
KCDMS Focal,kcdms,ip_focal,Makueni,,+254300000032,en
WFP Focal,WFP,ip_focal,Taita Taveta,,+254300000033,en
Kitui PoC,Kitui County,county_poc,Kitui,,+254300000034,en
Makueni Official,Makueni County,county_official,Makueni,,+254300000035,en
"""

SEATS = [
    ("county_lead", "Kitui", {"KIWASH Focal"}),
    ("deputy_county_lead", "Kitui", {"KCDMS Focal"}),
    ("county_lead", "Makueni", {"KCDMS Focal"}),
    ("deputy_county_lead", "Makueni", {"RLA Secretariat", "SEK Chair"}),
    ("county_lead", "Taita Taveta", {"RLA Secretariat", "SEK Chair"}),
    ("deputy_county_lead", "Taita Taveta", {"WFP Focal"}),
    ("clt_lead", "Taita Taveta", {"USAID Officer"}),
    ("clt_member", "Kitui", {"Kitui CLT Lead"}),
    ("clt_member", "Makueni", {"Makueni CLT Lead"}),
    ("clt_member", "Taita Taveta", {"RLA Secretariat", "SEK Chair"}),
    ("sector_rep", "Kitui", {"Kitui PoC"}),
    ("sector_rep", "Makueni", {"Makueni Official"}),
    ("sector_rep", "Taita Taveta", set()),
    ("usaid", "Kitui", set()),
    ("admin", "Kitui", set()),
]


@pytest.mark.parametrize(("role", "county", "names"), SEATS)
def test_who_may_nominate(shared: Database, core: Services, role: str, county: str, names: set[str]) -> None:
    with shared.writing() as session:
        lines = csv_file.read(ROSTER + MORE, "roster.csv", core.configuration, CHANNELS)
        csv_file.import_lines(session, lines)
    with shared.reading() as session:
        work = core.work(session)
        may = {
            person.name
            for person in work.people.everybody()
            if owing.may(work, person, role, county)
            and work.rights.may(person, owing.deed_of(role), [county])
        }
    assert may == names

"""Two who confirm, two who nominate, and two clocks, at the same moment, on a real PostgreSQL."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from bot.channels import CHANNELS
from config.mechanism import Configuration
from sek_core.roster import csv_file
from sek_core.seats import confirming
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.people import AddressRow, RoleRow
from sek_core.store.seats import Nomination
from sek_core.work.unit_of_work import Services
from tests.scenarios.conftest import ROSTER
from tests.sek_core.racing import RLA, arrive, drain, together

CHAIR, FOCAL, OTHER_FOCAL = "+254300000007", "+254300000031", "+254300000032"

NUMBER = "+254300000077"

ROUNDS = 5

MORE = f"""\
KCDMS Focal Person,KCDMS,ip_focal,Kitui,,{FOCAL},en
KCDMS Other Person,KCDMS,ip_focal,Makueni,,{OTHER_FOCAL},en
"""


@pytest.fixture(autouse=True)
def _without_deputy(shared: Database, core: Services, configuration: Configuration) -> None:
    """Take the deputy off the roster, and put two focal persons on it."""
    _enrol(shared, core)


def _enrol(shared: Database, core: Services) -> None:
    lines = "".join(line for line in ROSTER.splitlines(True) if "Meshack" not in line) + MORE
    with shared.writing() as session:
        csv_file.import_lines(session, csv_file.read(lines, "roster.csv", core.configuration, CHANNELS))


@pytest.fixture
def core(core: Services) -> Services:
    """The core of a mechanism in which roles by text start at once."""
    mechanism = core.configuration.mechanism
    mechanism = mechanism.model_copy(update={"role_by_text_starts_after": timedelta(0)})
    return replace(core, configuration=replace(core.configuration, mechanism=mechanism))


def proven(shared: Database, core: Services, *texts: tuple[str, str]) -> list[tuple[str, str]]:
    """Let texts be asked for a code, and return the answers with it."""
    arrive(shared, core, *texts)
    drain(shared, core, 1)
    with shared.reading() as session:
        asked = session.query(Delivery).filter(Delivery.secret.is_not(None)).order_by(Delivery.id)
        return [(row.address, f"YES {row.secret}") for row in asked]


def nominate(shared: Database, core: Services, by: str = FOCAL) -> None:
    words = (by, f"NOMINATE Meshack Mulinge {NUMBER} deputy Kitui")
    arrive(shared, core, *proven(shared, core, words))
    drain(shared, core, 1)


def tick(shared: Database, core: Services) -> int:
    done = 0
    with shared.writing() as session:
        found = confirming.due(core.work(session))
    for which in found:
        with shared.writing() as session:
            work = core.work(session)
            done += confirming.ask(work, which)
            work.flush()
    return done


def test_of_two_who_confirm_in_the_same_second_one_wins(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        nominate(shared, core)
        assert tick(shared, core) == 2
        both = number % 2 == 0
        answers = proven(shared, core, (RLA, "1"), *([(CHAIR, "1")] if both else []))
        arrive(shared, core, *answers, *([] if both else [(CHAIR, "2")]))
        drain(shared, core, 3)
        with shared.reading() as session:
            status = session.get_one(Nomination, number).status
            held = session.query(RoleRow).filter_by(role="deputy_county_lead", county="Kitui").count()
            told = [row.text for row in session.query(Delivery).filter_by(kind="notice", address=FOCAL)]
            welcomes = session.query(Delivery).filter_by(kind="notice", address=NUMBER).count()
        assert held == (status == "confirmed")
        assert len(told) == number
        assert (": " in told[-1]) == (status == "confirmed")
        _enrol(shared, core)  # the seat is vacant again
        assert welcomes == _confirmed(shared)


def _confirmed(shared: Database) -> int:
    with shared.reading() as session:
        return session.query(Nomination).filter_by(status="confirmed").count()


def test_of_two_who_nominate_for_one_seat_one_is_entered(shared: Database, core: Services) -> None:
    both = ((FOCAL, "Meshack Mulinge"), (OTHER_FOCAL, "Jane Mutua"))
    words = [(by, f"NOMINATE {name} {NUMBER} deputy Kitui") for by, name in both]
    answers = proven(shared, core, *words)
    assert len(answers) == 2
    arrive(shared, core, *answers)
    drain(shared, core, 3)
    with shared.reading() as session:
        assert session.query(Nomination).count() == 1
        answers = [row.text for row in session.query(Delivery).filter_by(kind="answer")]
    assert sum("asked to confirm" in text for text in answers) == 1
    assert sum("already" in text for text in answers) == 1


def test_two_clocks_ask_each_once(shared: Database, core: Services) -> None:
    nominate(shared, core)
    results = together(*[lambda: tick(shared, core)] * 3)
    assert sum(cast(list[int], results)) == 2
    with shared.reading() as session:
        asked = session.query(Delivery).filter(Delivery.text.contains("Put them on the roster?")).all()
        assert sorted(row.address for row in asked) == [CHAIR, RLA]


def test_a_number_that_two_seats_meet_is_one_person(shared: Database, core: Services) -> None:
    nominate(shared, core)
    words = ("+254300000004", f"NOMINATE Meshack Mulinge {NUMBER} CLT member Kitui")
    arrive(shared, core, *proven(shared, core, words))
    drain(shared, core, 1)
    answers = proven(shared, core, (RLA, "NOMINATE 1 yes"), (CHAIR, "NOMINATE 2 yes"))
    assert len(answers) == 2
    arrive(shared, core, *answers)
    drain(shared, core, 3)
    with shared.reading() as session:
        address = session.query(AddressRow).filter_by(value=NUMBER).one()
        roles = {row.role for row in session.query(RoleRow).filter_by(person_id=address.person_id)}
    assert roles == {"deputy_county_lead", "clt_member"}

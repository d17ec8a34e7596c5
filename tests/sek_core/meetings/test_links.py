"""Private links: made on request, good until revoked, and for their owner alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from sek_core.meetings import links
from sek_core.roster import csv_file
from sek_core.roster.snapshot import Person
from sek_core.store.database import Database
from sek_core.store.meetings import CalendarLink
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER
from tests.sek_core.meetings.invited import invitation, meeting

HERE = "https://sek.example.org"
PATRICK, MESHACK = 1, 2


@pytest.fixture
def core(configuration: Configuration, database: Database, clock: MovedClock) -> Services:
    """Patrick and Meshack are invited to M12; Patrick comes."""
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
        session.add(meeting())
        session.flush()
        session.add_all([invitation("M12", PATRICK, "yes"), invitation("M12", MESHACK)])
    return make_core(configuration, clock, public_url=HERE)


class Desk:
    """A desk that does one thing a transaction."""

    def __init__(self, core: Services, database: Database) -> None:
        self._core = core
        self._database = database

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        with self._database.writing() as session:
            work = self._core.work(session)
            yield work
            work.flush()

    def link(self, person_id: int = PATRICK) -> str:
        with self.work() as work:
            return links.of_person(work, work.people.get(person_id))

    def revoke(self, person_id: int = PATRICK) -> str:
        with self.work() as work:
            return links.revoke(work, work.people.get(person_id))

    def opens(self, link: str) -> str | None:
        """Return what a link opens, in a read-only transaction."""
        token = link.removeprefix(f"{HERE}/calendar/").removesuffix(".ics")
        with self._database.reading() as session:
            return links.open_calendar(self._core.work(session), token)


@pytest.fixture
def desk(core: Services, database: Database) -> Desk:
    return Desk(core, database)


def test_a_link_stays_the_same_and_opens_its_owners_calendar(desk: Desk) -> None:
    link = desk.link()
    assert desk.link() == link
    assert link.startswith(f"{HERE}/calendar/")
    assert link.endswith(".ics")
    assert "You said: yes" in str(desk.opens(link))
    assert "You have not answered yet" in str(desk.opens(desk.link(MESHACK)))


def test_asked_for_twice_in_one_transaction_it_is_made_once(desk: Desk) -> None:
    with desk.work() as work:
        patrick = work.people.get(PATRICK)
        assert links.of_person(work, patrick) == links.of_person(work, patrick)


def test_revoked_it_opens_nothing_and_another_does(desk: Desk) -> None:
    old, other = desk.link(), desk.link(MESHACK)
    new = desk.revoke()
    assert new != old
    assert desk.opens(old) is None
    assert "You said: yes" in str(desk.opens(new))
    assert desk.link() == new
    assert desk.opens(other) is not None


def test_two_at_the_same_moment_have_a_link_each_that_opens(desk: Desk, database: Database) -> None:
    together = Barrier(2)

    def ask(_: int) -> str:
        with desk.work() as work:
            patrick: Person = work.people.get(PATRICK)
            if database.url.get_backend_name() == "postgresql":
                together.wait(10)  # SQLite lets one in after the other
            return links.of_person(work, patrick)

    with ThreadPoolExecutor(2) as both:
        made = list(both.map(ask, range(2)))
    assert all(desk.opens(link) for link in made)
    assert desk.link() in made
    desk.revoke()
    assert [desk.opens(link) for link in made] == [None, None]


def test_who_is_no_longer_on_the_roster_reads_nothing(
    desk: Desk, database: Database, configuration: Configuration
) -> None:
    link = desk.link()
    without = "\n".join(line for line in ROSTER.splitlines() if "Patrick" not in line)
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(without, "roster.csv", configuration, CHANNELS))
    assert desk.opens(link) is None
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
    assert desk.opens(link) is not None


def test_a_meeting_has_a_link_of_its_own(desk: Desk) -> None:
    with desk.work() as work:
        link = links.of_meeting(work, meeting())
    assert link == f"{HERE}/calendar/token-of-M12.ics"
    assert "METHOD:REQUEST" in str(desk.opens(link))


@pytest.mark.parametrize(
    "token", ["", "unknown", "M12", "nul\0", "token-of-M12 ", "a" * 500, "é", "a/b", "'--"]
)
def test_what_nobody_made_opens_nothing(desk: Desk, token: str) -> None:
    assert desk.opens(token) is None


def test_without_a_public_address_there_are_no_links(
    configuration: Configuration, database: Database, clock: MovedClock, core: Services
) -> None:
    nowhere = Desk(make_core(configuration, clock), database)
    assert nowhere.link() == ""
    with nowhere.work() as work:
        assert links.of_meeting(work, meeting()) == ""
        assert work.session.query(CalendarLink).count() == 0

"""Leases: held, expired, given up, and never held by two processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sek_core.store import leases
from sek_core.store.database import Database
from tests.conftest import MovedClock, empty_database

LENGTH = timedelta(seconds=6)


def take(database: Database, holder: str, clock: MovedClock) -> bool:
    with database.writing() as session:
        return leases.take(session, "poll", holder, clock.real(), LENGTH)


def test_it_is_held_renewed_and_taken_over(database: Database, clock: MovedClock) -> None:
    assert take(database, "one", clock)
    assert not take(database, "two", clock)
    clock.forward(timedelta(seconds=5))
    assert take(database, "one", clock)
    clock.forward(timedelta(seconds=5))
    assert not take(database, "two", clock)
    clock.forward(timedelta(seconds=1))
    assert take(database, "two", clock)
    assert not take(database, "one", clock)


def test_given_up_it_is_free_at_once(database: Database, clock: MovedClock) -> None:
    assert take(database, "one", clock)
    with database.writing() as session:
        leases.give_up(session, "poll", "two")  # who has it not cannot give it up
    assert not take(database, "two", clock)
    with database.writing() as session:
        leases.give_up(session, "poll", "one")
    assert take(database, "two", clock)


def test_of_many_that_ask_at_once_one_gets_it(migrated_postgres: Database, clock: MovedClock) -> None:
    empty_database(migrated_postgres)
    for _ in range(25):
        with ThreadPoolExecutor(4) as pool:
            got = list(pool.map(lambda n: take(migrated_postgres, f"holder {n}", clock), range(4)))
        assert got.count(True) == 1
        clock.forward(LENGTH)

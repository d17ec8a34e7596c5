"""Rate limits of Telegram: for one process, and for several on a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from sek_core.deliveries import rate_limits
from sek_core.deliveries.rate_limits import Candidate
from sek_core.messages.limits import Rate
from sek_core.store.database import Database
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock, empty_database

SECOND = timedelta(seconds=1)


@pytest.fixture
def core(configuration: Configuration) -> Services:
    return make_core(configuration, MovedClock(), CHANNELS)


@pytest.fixture
def shared(migrated_postgres: Database) -> Database:
    empty_database(migrated_postgres)
    return migrated_postgres


def slots(
    database: Database, core: Services, *addresses: str, toast: bool = False, urgent: bool = False
) -> dict[str, datetime]:
    """Return which of these messages may leave, and when."""
    with database.writing() as session:
        candidates = [
            Candidate(number, address, not toast, urgent) for number, address in enumerate(addresses)
        ]
        passed = rate_limits.pass_through(core.work(session), "telegram", candidates)
        return {addresses[number]: at for number, at in passed.leaves_at.items()}


def sent(database: Database, core: Services, *addresses: str, toast: bool = False) -> list[str]:
    """Return which of these messages may leave now, or a little later."""
    return list(slots(database, core, *addresses, toast=toast))


def test_a_rate_is_kept_in_any_second() -> None:
    rate, now = Rate(timedelta(seconds=0.1), burst=5), MovedClock().real()
    full_at, left = now - timedelta(days=1), []
    for _ in range(300):
        if rate.free_at(full_at) <= now:
            full_at = rate.used(full_at, now)
            left.append(now)
        now += timedelta(milliseconds=10)
    assert len(left) == 5 + 29
    assert max(sum(first <= at < first + SECOND for at in left) for first in left) <= 15


def test_one_a_second_to_a_private_chat(database: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    assert sent(database, core, "5") == ["5"]
    assert sent(database, core, "5", "6") == ["6"]
    core.clock.forward(SECOND)
    assert sent(database, core, "5", "6") == ["5", "6"]


def test_twenty_a_minute_to_a_group(database: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    left = 0
    for _ in range(240):
        left += len(sent(database, core, "-100"))
        core.clock.forward(timedelta(seconds=0.25))
    assert left == 19
    assert slots(database, core, "-100", urgent=True), "and an urgent one makes 20"


def test_thirty_a_second_altogether(database: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    begin, times = core.clock.real(), list[datetime]()
    for step in range(100):
        people = [str(step * 100 + number) for number in range(1, 40)]
        times += slots(database, core, *people).values()
        core.clock.forward(timedelta(milliseconds=(20, 45, 25)[step % 3]))  # rounds come as they come
    assert max(sum(first <= at < first + SECOND for at in times) for first in times) <= 30
    assert len(times) >= 0.95 * 30 * (core.clock.real() - begin).total_seconds()


def test_an_urgent_message_to_a_busy_chat_is_its_next(database: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    assert sent(database, core, "5") == ["5"]
    now = core.clock.real()
    assert sent(database, core, "5") == []
    assert slots(database, core, "5", urgent=True)["5"] - now < timedelta(seconds=0.1)
    core.clock.forward(timedelta(seconds=1.5))
    assert sent(database, core, "5") == [], "the chat pays it back"
    core.clock.forward(timedelta(seconds=0.5))
    assert sent(database, core, "5") == ["5"]


def test_a_word_beside_a_button_is_no_message(database: Database, core: Services) -> None:
    assert sent(database, core, "5") == ["5"]
    assert sent(database, core, "5", toast=True) == ["5"]


def test_a_chat_that_must_wait_waits_and_others_need_not(database: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    with database.writing() as session:
        rate_limits.hold(core.work(session), "telegram", "5", 30)
    core.clock.forward(timedelta(seconds=29))
    assert sent(database, core, "5", "6") == ["6"]
    assert slots(database, core, "5", urgent=True) == {}
    core.clock.forward(SECOND)
    assert list(slots(database, core, "5", urgent=True)) == ["5"]
    core.clock.forward(timedelta(seconds=3))
    assert sent(database, core, "5") == ["5"]


def test_a_channel_without_limits_is_never_held(database: Database, core: Services) -> None:
    with database.writing() as session:
        rate_limits.hold(core.work(session), "sms", "+254300000001", 30)


def test_several_processes_together_stay_within_it(shared: Database, core: Services) -> None:
    def one(worker: int) -> list[str]:
        left = []
        for round_ in range(20):
            strangers = [str(1000 * worker + 10 * round_ + number) for number in range(1, 4)]
            left += sent(shared, core, *strangers, "7")
        return left

    with ThreadPoolExecutor(4) as pool:
        left = [address for addresses in pool.map(one, range(1, 5)) for address in addresses]
    assert len(left) == 3  # the clock stands still: three slots are given out, whoever asks
    assert left.count("7") <= 1

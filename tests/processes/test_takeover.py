"""Several processes on one database: one of them asks Telegram, and another takes over when it is killed."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process import Process, until
from tests.processes.installation import Installation
from tests.processes.telegram import Telegram

TAKES_OVER = 15
"""Seconds: the lease of the dead process, the next one's look, and slack for a busy machine."""


@pytest.fixture
def installation(tmp_path: Path, postgres_url: str, telegram: Telegram) -> Iterator[Installation]:
    """Run an installation on PostgreSQL, which several processes may share."""
    with Installation(tmp_path, postgres_url, telegram.token, telegram.url) as installation:
        installation.migrates()
        yield installation


class Office:
    """Two `sek web`, a worker and a clock, and ten people who send questions."""

    def __init__(self, installation: Installation, telegram: Telegram) -> None:
        self._people = [telegram.person(number, f"Person {number}") for number in range(10)]
        self._installation = installation
        self._telegram = telegram
        self._asked: list[str] = []
        self._rounds = 0
        installation.enrols(*(person.line("deputy_county_lead") for person in self._people))
        webs = [installation.starts("web") for _ in range(2)]
        for part in ("worker", "clock"):
            installation.starts(part)
        self.all_ask()
        self.all_are_answered()
        for web in webs:
            web.wait_until_ready()
        self.polling, self.waiting = sorted(webs, key=polls, reverse=True)
        assert polls(self.polling)
        assert not polls(self.waiting)

    def all_ask(self) -> None:
        self._rounds += 1
        self._asked += [str(person.says(f"STATUS S{self._rounds}")["update_id"]) for person in self._people]

    def all_are_answered(self) -> None:
        until(lambda: all(len(person.texts) == self._rounds for person in self._people))

    def nothing_was_lost_or_done_twice(self) -> None:
        until(lambda: self._telegram.waiting == 0)
        assert Counter(self._installation.inbox()) == Counter((update, "done") for update in self._asked)
        until(lambda: {status for *_, status in self._installation.deliveries()} == {"accepted"})
        rounds = range(1, self._rounds + 1)
        in_order = [f"There is no S{number}. LIST shows what is open in your counties" for number in rounds]
        assert all(person.texts == in_order for person in self._people)


@pytest.fixture
def office(installation: Installation, telegram: Telegram) -> Office:
    return Office(installation, telegram)


def polls(process: Process) -> bool:
    return "lease_taken" in process.error


def test_the_other_polls_when_the_one_that_did_is_killed(
    office: Office, installation: Installation, telegram: Telegram
) -> None:
    office.all_ask()
    office.all_are_answered()
    assert telegram.conflicts == 0
    assert not polls(office.waiting)

    office.polling.kill()
    office.all_ask()
    until(lambda: polls(office.waiting), TAKES_OVER)
    office.all_are_answered()
    # The dead process's open poll is ended by the next one's first, and no process gets its answer.
    assert telegram.conflicts <= 1

    # Who comes new waits until it is needed; a stop gives the lease away at once.
    third = installation.runs("web")
    office.all_ask()
    office.all_are_answered()
    assert not polls(third)
    assert office.waiting.stop() == 0
    office.all_ask()
    office.all_are_answered()
    assert polls(third)
    assert telegram.conflicts <= 2
    office.nothing_was_lost_or_done_twice()


def test_one_that_hung_for_a_while_does_not_poll_beside_the_other(office: Office, telegram: Telegram) -> None:
    office.polling.freeze()
    office.all_ask()
    until(lambda: polls(office.waiting), TAKES_OVER)
    office.all_are_answered()
    # It finds an answer to its last question: texts that the other has stored since.
    office.polling.thaw()
    office.polling.wait_until_ready()
    office.all_ask()
    office.all_are_answered()
    assert telegram.conflicts == 0
    office.nothing_was_lost_or_done_twice()

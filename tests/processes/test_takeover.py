"""Several processes on one database: one of them asks Telegram, and another takes over when it is killed."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.process import Process, until
from tests.processes.installation import Installation
from tests.processes.telegram import Telegram

TAKES_OVER = 12
"""Seconds: the lease of the dead, some for the next to look, and some for a busy machine."""


@pytest.fixture
def installation(tmp_path: Path, postgres_url: str, telegram: Telegram) -> Iterator[Installation]:
    """On PostgreSQL, which more than one process may share."""
    with Installation(tmp_path, postgres_url, telegram.token, telegram.url) as installation:
        installation.sek("db", "upgrade")
        yield installation


def polls(process: Process) -> bool:
    return "lease_taken" in process.error


def test_the_other_polls_when_the_one_that_did_is_killed(
    installation: Installation, telegram: Telegram
) -> None:
    people = [telegram.person(number, f"Person {number}") for number in range(10)]
    installation.enrols(*(person.line("deputy_county_lead") for person in people))
    webs = [installation.starts("web") for _ in range(2)]
    installation.starts("worker")
    installation.starts("clock")

    def all_ask() -> list[str]:
        return [str(person.says(f"STATUS S{person.id % 100}")["update_id"]) for person in people]

    def answered(times: int) -> bool:
        return all(len(person.texts) == times for person in people)

    updates = all_ask()
    until(lambda: answered(1), seconds=30)
    for web in webs:
        web.wait_until_ready()
    [first] = [web for web in webs if polls(web)]
    [second] = [web for web in webs if not polls(web)]

    updates += all_ask()
    until(lambda: answered(2))
    assert telegram.conflicts == 0
    assert not polls(second)

    first.kill()
    killed = monotonic()
    updates += all_ask()
    until(lambda: polls(second), seconds=TAKES_OVER)
    assert monotonic() - killed < TAKES_OVER
    until(lambda: answered(3))
    # The question that the dead left open is ended by the first one of the living, and nobody hears it.
    assert telegram.conflicts <= 1
    until(lambda: telegram.waiting == 0)

    # Who comes back waits until it is needed again; a stop gives the lease away at once.
    third = installation.runs("web")
    updates += all_ask()
    until(lambda: answered(4))
    assert not polls(third)
    assert second.stop() == 0
    updates += all_ask()
    until(lambda: answered(5))
    assert polls(third)
    assert telegram.conflicts <= 2

    until(lambda: telegram.waiting == 0)
    assert Counter(installation.inbox()) == Counter({(update, "done"): 1 for update in updates})
    until(lambda: {status for *_, status in installation.deliveries()} == {"accepted"})
    answers = Counter(address for address, *_ in installation.deliveries())
    assert answers == {str(person.id): 5 for person in people}

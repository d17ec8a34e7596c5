"""A short run on each database: trouble of every kind for some seconds, and nothing is lost or done twice."""

import os
from pathlib import Path

import pytest

from tests.chaos.pace import SHORT
from tests.chaos.postgres import programs
from tests.chaos.run import Kind, run
from tests.conftest import skip_or_fail

SECONDS = 8.0
SEED = 7


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_is_lost_and_nothing_is_done_twice(tmp_path: Path, database: Kind) -> None:
    if database == "postgresql" and programs() is None:
        skip_or_fail("no PostgreSQL to start one of one's own")
    seed = int(os.environ.get("SEK_TEST_SEED", SEED))
    print("seed", seed)  # noqa: T201  # shown where the test fails, to run it again
    outcome = run(tmp_path, database, SECONDS, seed, SHORT)
    print(outcome.figures)  # noqa: T201  # the same
    assert outcome.violations == []
    # A run in which no text got through would prove nothing.
    assert outcome.handled > 50

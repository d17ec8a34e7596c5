"""The demonstration's month, made once for all tests of it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from bot.demonstration import make
from bot.wiring import Program
from config.mechanism import Configuration
from config.settings import Settings
from sek_core.store.database import Database
from sek_core.timing.clock import SystemClock
from tests.conftest import MovedClock
from tests.scenarios.world import World
from tests.test_docs import read


@dataclass
class Month:
    """A database with the month, and what was said while it was made."""

    path: Path
    said: list[str]


@pytest.fixture(scope="module")
def month(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, configuration: Configuration
) -> Month:
    path = tmp_path_factory.mktemp("month") / "sek.db"
    url = f"sqlite:///{path}"
    settings = Settings(_env_file=None, database_url=url, reader="ngrams")  # type: ignore[call-arg]
    clock = cast(SystemClock, MovedClock())
    program = Program(settings, configuration, clock, Database(url))
    said: list[str] = []
    make(program, said.append, month=True)
    program.threads.close()
    program.database.close()
    return Month(path, said)


@pytest.fixture
def database(month: Month, tmp_path: Path) -> Iterator[Database]:
    """A copy of the month's database."""
    database = Database(f"sqlite:///{shutil.copy(month.path, tmp_path / 'sek.db')}")
    yield database
    database.close()


@pytest.fixture
def world(configuration: Configuration, database: Database, clock: MovedClock) -> Iterator[World]:
    """The program as it goes on after the month, with a phone for each person."""
    world = World(configuration, database, clock, series=True, seats=True, demonstration=True)
    world.enrols(read("config/demo-roster.csv"))
    world.phone("+254300000099", "stranger")
    yield world
    world.close()

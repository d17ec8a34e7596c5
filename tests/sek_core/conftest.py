"""The core of a small mechanism, on a database that threads share."""

from datetime import UTC, datetime

import pytest

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock, empty_database
from tests.scenarios.conftest import ROSTER


@pytest.fixture
def shared(migrated_postgres: Database) -> Database:
    empty_database(migrated_postgres)
    return migrated_postgres


@pytest.fixture
def core(configuration: Configuration, shared: Database) -> Services:
    with shared.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
    return make_core(configuration, MovedClock(datetime(2026, 11, 24, 7, 4, tzinfo=UTC)), suffix=str)

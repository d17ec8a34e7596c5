"""Fixtures of a fake Telegram, and an installation in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.installation import Installation
from tests.processes.telegram import Telegram


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as telegram:
        yield telegram


@pytest.fixture
def installation(tmp_path: Path, sqlite_url: str, telegram: Telegram) -> Iterator[Installation]:
    """On SQLite, without a roster."""
    with Installation(tmp_path, sqlite_url, telegram.token, telegram.url) as installation:
        yield installation

"""Audit trail of the operators' actions at the shell: who, at which machine, with which result."""

import getpass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner

from bot.cli import app
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import History
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER


@pytest.fixture
def here(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database that `sek` works on."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SEK_DATABASE_URL", database.url.render_as_string(hide_password=False))
    return database


def sek(*words: str) -> Any:
    ended = CliRunner().invoke(app.app, list(words))
    assert ended.exit_code == 0, ended.output
    return ended


def written(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.query(History).order_by(History.id).all()
        assert all(row.address.startswith(f"shell: {getpass.getuser()}@") for row in rows)
        return [(row.what, row.detail) for row in rows]


def test_an_import_of_the_roster(here: Database, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER, encoding="utf-8")
    sek("roster", "import", str(file))
    sek("roster", "import", str(file))
    assert written(here) == [
        ("roster imported", "roster.csv: 9 new, 0 changed, 0 as before, 0 no longer on the roster"),
        ("roster imported", "roster.csv: 0 new, 0 changed, 9 as before, 0 no longer on the roster"),
    ]


def test_a_replay(here: Database) -> None:
    with here.writing() as session:
        session.execute(
            insert(InboxRow).values(
                channel="sms", kind="text", provider_id="1", lane="sms:x", payload={}, status="failed",
                received_at=MovedClock().now(),
            )
        )  # fmt: skip
    sek("inbox", "replay", "1")
    assert CliRunner().invoke(app.app, ["inbox", "replay", "1"]).exit_code == 1
    assert written(here) == [("replayed", "inbox 1")]


def test_a_database_that_was_put_back(here: Database) -> None:
    sek("db", "restored", "--lost-at", "2026-11-24 21:30")
    assert written(here) == []
    sek("db", "restored", "--lost-at", "2026-11-24 21:30", "--yes")
    assert written(here) == [("database restored", "lost 2026-11-24T21:30:00+03:00: 0 marked, 0 skipped")]

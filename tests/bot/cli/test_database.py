"""`sek db`: upgrades, and a backup that was put back."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.bot.cli.conftest import NO_DATABASE, Shell


class TestDatabase:
    def test_is_upgraded_and_upgraded_again(self, sek: Shell) -> None:
        for _ in range(2):
            assert sek("db", "upgrade").code == 0
        assert Path("var/sek.db").exists()
        assert sek("incidents").code == 0

    @pytest.mark.parametrize(
        "command",
        ["incidents --json", "deliveries", "incident S1", "roster export", "inbox list", "inbox replay 1"],
    )
    def test_that_was_never_upgraded_is_said_to_need_it(self, sek: Shell, command: str) -> None:
        ended = sek(*command.split())
        assert (ended.code, ended.out) == (1, "")
        assert "sek db upgrade" in ended.err

    @pytest.mark.parametrize("command", ["incidents", "check", "db upgrade"])
    def test_of_a_newer_version_is_said_to_be_one(self, empty: Shell, sqlite_url: str, command: str) -> None:
        """As after the rollback of a release."""
        engine = create_engine(sqlite_url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        engine.dispose()
        ended = empty(*command.split())
        assert ended.code == 1
        assert "version" in ended.out + ended.err

    @pytest.mark.parametrize(
        "command",
        [
            "incidents --json",
            "deliveries",
            "incident S1",
            "db upgrade",
            "roster export",
            "inbox list",
            "check",
        ],
    )
    @pytest.mark.parametrize(
        "url",
        [NO_DATABASE, "sqlite:////proc/none/sek.db", "sqlite:///notes.txt"],
        ids=["no server", "no folder", "no database in the file"],
    )
    def test_that_cannot_be_reached_is_said_in_plain_words(self, sek: Shell, command: str, url: str) -> None:
        Path("notes.txt").write_text("This is no database, but somebody's notes.\n" * 100)
        sek.set(SEK_DATABASE_URL=url)
        ended = sek(*command.split())
        assert ended.code == 1
        [line] = [line for line in (ended.out + ended.err).splitlines() if not line.startswith("ok ")]
        assert url.partition("://")[2] in line

    def test_never_shows_its_password(self, sek: Shell) -> None:
        sek.set(SEK_DATABASE_URL="postgresql://postgres:hunter2@127.0.0.1:1/none")
        for command in ("incidents", "check", "db upgrade"):
            ended = sek(*command.split())
            assert "hunter2" not in ended.out + ended.err


class TestRestored:
    def test_changes_nothing_until_told_so(self, empty: Shell) -> None:
        shown = empty("db", "restored", "--lost-at", "2026-11-24 21:30")
        assert (shown.code, shown.out, shown.err.split(":")[0]) == (0, "", "nothing was changed")
        done = empty("db", "restored", "--yes")
        assert "0 will be sent" in done.out
        assert "S200" in done.out

    def test_a_time_that_is_none_is_named(self, empty: Shell) -> None:
        wrong = empty("db", "restored", "--lost-at", "yesterday")
        assert (wrong.code, "'yesterday' is no time" in wrong.err) == (1, True)

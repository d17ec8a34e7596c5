"""The database is lost and a backup restored: nothing is handled twice, and no message repeated unmarked."""

import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from sqlalchemy import make_url

from tests.conftest import POSTGRESQL, administer, skip_or_fail
from tests.host.gateway import Gateway
from tests.host.station import CLT, LEAD, Station
from tests.process import until

REPEAT = "(repeat) "
SEND_AND_RETRY = 30


class Store(Protocol):
    """A database that can be backed up and lost, as docs/operations.md describes."""

    url: str

    def back_up(self) -> None: ...

    def lose_and_restore(self) -> None: ...


class SqliteStore:
    def __init__(self, url: str) -> None:
        self.url = url
        self._file = Path(url.removeprefix("sqlite:///"))
        self._copy = self._file.with_name("copy.db")

    def back_up(self) -> None:
        with sqlite3.connect(self._file) as live, sqlite3.connect(self._copy) as copy:
            live.backup(copy)  # the .backup of the shell
        live.close()
        copy.close()

    def lose_and_restore(self) -> None:
        for name in ("", "-wal", "-shm"):
            self._file.with_name(self._file.name + name).unlink(missing_ok=True)
        shutil.copy(self._copy, self._file)


class PostgresqlStore:
    def __init__(self, url: str, folder: Path) -> None:
        if shutil.which("pg_dump") is None:
            skip_or_fail("no pg_dump on this machine")
        self.url = url
        self._libpq = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._dump = folder / "sek.dump"

    def back_up(self) -> None:
        _run("pg_dump", "--format=custom", f"--file={self._dump}", self._libpq)

    def lose_and_restore(self) -> None:
        name = make_url(self.url).database
        with psycopg.connect(POSTGRESQL, autocommit=True) as admin:
            administer(admin, f"DROP DATABASE {name} WITH (FORCE)")
            administer(admin, f"CREATE DATABASE {name}")
        _run("pg_restore", "--exit-on-error", f"--dbname={self._libpq}", str(self._dump))


def _run(*words: str) -> None:
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "sqlite":
        return SqliteStore(request.getfixturevalue("sqlite_url"))
    return PostgresqlStore(request.getfixturevalue("postgres_url"), tmp_path)


@pytest.fixture
def station(tmp_path: Path, store: Store, gateway: Gateway) -> Iterator[Station]:
    with Station(tmp_path / "sek", store.url, gateway) as station:
        yield station


def test_two_lives(station: Station, store: Store, gateway: Gateway) -> None:
    def sent_to(number: str) -> list[str]:
        return [text for to, text in gateway.sent if to == number]

    # The first life. When it is backed up, the gateway is down: messages wait.
    program = station.runs("run")
    answered = gateway.receives(LEAD, "STATUS S91")
    assert gateway.brings(answered, program.url).status_code == 200
    until(lambda: len(sent_to(LEAD)) == 1)
    until(lambda: [status for *_, status in station.deliveries()] == ["accepted"])
    gateway.close()
    waiting = gateway.receives(LEAD, "DROUGHT MUTOMO severe 400 households")
    assert gateway.brings(waiting, program.url).status_code == 200
    until(lambda: [status for _, status in station.inbox()] == ["done", "done"])
    until(lambda: len(station.deliveries()) == 3)
    store.back_up()
    gateway.open()
    until(lambda: len(sent_to(LEAD)) == 2 and len(sent_to(CLT)) == 1, SEND_AND_RETRY)
    # After the backup: one by callback, handled; one that no callback brings.
    brought = gateway.receives(LEAD, "STATUS S92")
    assert gateway.brings(brought, program.url).status_code == 200
    until(lambda: len(sent_to(LEAD)) == 3)
    never_brought = gateway.receives(LEAD, "STATUS S93")
    program.kill()
    first_life = list(gateway.sent)
    station.database.close()

    # The second life.
    store.lose_and_restore()
    shown = station.sek("db", "restored")
    assert "answer" in shown
    assert "alert" in shown
    assert "S200" in station.sek("db", "restored", "--yes")
    assert station.sek("inbox", "fetch").startswith("2 new, 2 known")
    assert station.sek("inbox", "fetch").startswith("0 new, 0 known")
    program = station.runs("run")
    until(lambda: len(gateway.sent) == len(first_life) + 4, SEND_AND_RETRY)
    # The gateway, which was not answered in time, brings both once more.
    for text in (brought, never_brought, answered):
        assert gateway.brings(text, program.url).status_code == 200
    new = gateway.receives(LEAD, "STATUS S94")
    assert gateway.brings(new, program.url).status_code == 200
    until(lambda: sent_to(LEAD)[-1].startswith("There is no S94"))
    assert program.stop() == 0

    assert "the data is whole" in station.sek("check", "--data")
    assert {status for _, status in station.inbox()} == {"done"}
    assert {status for *_, status in station.deliveries()} == {"accepted"}
    assert [words for words, times in Counter(gateway.sent).items() if times > 1] == []
    second_life = gateway.sent[len(first_life) :]
    told_again = [(number, text) for number, text in second_life if text.startswith(REPEAT)]
    unmarked = [text for number, text in second_life if (number, text) not in told_again]
    assert [text[:15] for text in unmarked] == ["There is no S94"], (
        "sent after the loss: this is no repetition"
    )
    once = {(number, text.removeprefix(REPEAT)) for number, text in told_again}
    assert len(once) == len(told_again) == 4
    assert {text[:12] for _, text in once - set(first_life)} == {"There is no "}, (
        "only what the first did not do"
    )
    assert any(text.startswith("There is no S93") for _, text in once)

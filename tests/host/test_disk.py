"""The disk is full, or read-only: 503 until it is repaired, and then everything goes on by itself."""

import itertools
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir

import httpx
import psycopg
import pytest

from tests.conftest import POSTGRESQL, skip_or_fail
from tests.host.disk import Disk, small_disk
from tests.host.gateway import Gateway, Text
from tests.host.station import LEAD, Station
from tests.process import Process, free_port, until

PADDING = "x" * 4000
"""Each text takes a page of the database, so that no room left in an old one is enough."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", 32) as disk:
        yield disk


@contextmanager
def a_database_on(disk: Disk) -> Iterator[str]:
    """Yield the URL of a PostgreSQL database whose tables are on the disk."""
    name = f"sek_disk_{uuid.uuid4().hex[:12]}"
    tables = disk.folder / "tables"
    tables.mkdir()
    try:
        admin = psycopg.connect(POSTGRESQL, autocommit=True)
        shutil.chown(tables, "postgres")
        for parent in takewhile(lambda folder: folder != Path(gettempdir()), disk.folder.parents):
            if parent.stat().st_mode & 0o001 == 0:
                parent.chmod(0o755)  # pytest's own folders are closed to others
        admin.execute(f"CREATE TABLESPACE {name} LOCATION '{tables}'")
    except (psycopg.Error, LookupError) as error:
        skip_or_fail(f"no PostgreSQL on this machine that may use a disk of the test's own: {error}")
        return
    with admin:
        try:
            admin.execute(f"CREATE DATABASE {name} TABLESPACE {name}")
            yield POSTGRESQL.rsplit("/", 1)[0] + f"/{name}"
        finally:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            admin.execute(f"DROP TABLESPACE {name}")


class Full:
    """Texts to a program with a full disk, up to the limit and beyond."""

    def __init__(self, station: Station, gateway: Gateway, program: Process, exit_code: int = 0) -> None:
        self._station = station
        self._gateway = gateway
        self._program = program
        self._exit_code = exit_code
        self._numbers = itertools.count(1)
        self.stored: list[Text] = []

    def text_until_refused(self) -> list[Text]:
        """Text until five are refused; return these. Texts that still had room were stored and answered with
        200.
        """
        refused: list[Text] = []
        while len(refused) < 5:
            text = self._gateway.receives(LEAD, f"STATUS S{next(self._numbers)} {PADDING}")
            answer = self._gateway.brings(text, self._program.url)
            assert answer.status_code in (200, 503)
            if answer.status_code == 503:
                assert int(answer.headers["Retry-After"]) > 0
                refused.append(text)
            else:
                self.stored.append(text)
            assert len(self.stored) < 5_000
        return refused

    def takes_them_again(self, refused: list[Text]) -> None:
        """Check that, with room again, the same process takes the same texts with the same ids."""
        received = [row for row, _ in self._station.inbox()]
        assert received == [text.callback for text in self.stored], "200 is what is there, and only that"
        assert {self._gateway.brings(text, self._program.url).status_code for text in refused} == {200}
        expected = [(text.callback, "done") for text in [*self.stored, *refused]]
        until(lambda: self._station.inbox() == expected, 30)
        until(lambda: len(self._gateway.sent) == len(expected), 30)
        assert self._program.stop() == self._exit_code


def test_sqlite_on_a_full_disk(tmp_path: Path, disk: Disk, gateway: Gateway) -> None:
    with Station(tmp_path / "sek", f"sqlite:///{disk.folder}/sek.db", gateway) as station:
        program = station.runs("run")
        full = Full(station, gateway, program)
        disk.fill()
        refused = full.text_until_refused()
        assert httpx.get(f"{program.url}/healthz").status_code == 200
        disk.free()
        full.takes_them_again(refused)


def test_postgresql_on_a_full_disk(tmp_path: Path, disk: Disk, gateway: Gateway) -> None:
    """Only the tables are on that disk. If its log is full too, PostgreSQL stops: see test_database."""
    with a_database_on(disk) as url, Station(tmp_path / "sek", url, gateway) as station:
        full = Full(station, gateway, station.runs("run"))
        disk.fill()
        refused = full.text_until_refused()
        disk.free()
        full.takes_them_again(refused)


def test_the_log_lies_on_a_full_disk_too(tmp_path: Path, disk: Disk, gateway: Gateway) -> None:
    with Station(tmp_path / "sek", f"sqlite:///{disk.folder}/sek.db", gateway) as station:
        port = free_port()
        (tmp_path / "sek" / f"run-{port}.err").symlink_to("/dev/full")  # where its standard error goes
        # 120 is Python's own word for what standard error did not take at the end.
        full = Full(station, gateway, station.runs("run", port=port), exit_code=120)
        disk.fill()
        refused = full.text_until_refused()
        disk.free()
        full.takes_them_again(refused)


def test_sqlite_on_a_disk_that_is_read_only(tmp_path: Path, disk: Disk, gateway: Gateway) -> None:
    """As after a start on a damaged disk. `sek run` ends, as it cannot migrate; `sek web` waits."""
    with Station(tmp_path / "sek", f"sqlite:///{disk.folder}/sek.db", gateway) as station:
        station.database.close()  # it must not be open
        disk.read_only(True)
        web = station.starts("web")
        until(lambda: "started" in web.error)
        text = gateway.receives(LEAD, "STATUS S1")
        answer = gateway.brings(text, web.url)
        assert (answer.status_code, answer.headers["Retry-After"].isdigit()) == (503, True)
        ended = station.starts("run")
        assert ended.wait() == 1
        assert "cannot be used" in ended.error
        disk.read_only(False)
        until(lambda: gateway.brings(text, web.url).status_code == 200)
        assert station.inbox() == [(text.callback, "new")]
        assert web.stop() == 0

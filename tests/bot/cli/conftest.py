"""`sek` called in the process of the tests, in a folder and an environment of its own."""

import io
import json
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels import CHANNELS
from bot.cli.app import main
from config.mechanism import PACKAGED, Configuration
from sek_core.roster import csv_file as rosters
from sek_core.store.database import Database
from tests.bot.sms.test_sender import Gateway
from tests.process import Process, running, until

UNREACHABLE = "http://127.0.0.1:1/version1"
NO_DATABASE = "postgresql://postgres@127.0.0.1:1/none"
SECRET = "a-secret-of-these-tests"
KEY = "an-api-key-of-these-tests"
CREDENTIALS = {
    "SEK_AFRICASTALKING_USERNAME": "sandbox",
    "SEK_AFRICASTALKING_API_KEY": KEY,
    "SEK_AFRICASTALKING_WEBHOOK_SECRET": SECRET,
    "SEK_AFRICASTALKING_API_URL": UNREACHABLE,
}

DEPUTY, CLT_LEAD = "+254300000012", "+254300000020"
"""People on the demonstration's roster: Meshack Mulinge, KCDMS, and the Kitui CLT Lead."""

DROUGHT = "DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune"


@dataclass
class Ended:
    """Exit code and output of a command."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def said(self) -> list[str]:
        """Lines of both outputs."""
        return (self.err + self.out).splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


class Shell:
    """An operator's shell in its own folder; `sek` is called in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def set(self, **environment: str) -> None:
        for name, value in environment.items():
            self._monkeypatch.setenv(name, value)

    def __call__(self, *words: str, stdin: str = "") -> Ended:
        self._monkeypatch.setattr(sys, "argv", ["sek", *words])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._capsys.readouterr()
        code = ended.value.code
        assert "Traceback" not in err
        return Ended(code if isinstance(code, int) else int(bool(code)), out, err)


def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("SEK_") or name in ("PORT", "DATABASE_URL"):
            monkeypatch.delenv(name)


@pytest.fixture
def sek(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    """`sek` in an empty folder, with no database and nothing in its environment."""
    clean_environment(monkeypatch)
    folder = tmp_path / "somewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Shell(monkeypatch, capsys)


@pytest.fixture
def empty(sek: Shell, sqlite_url: str) -> Shell:
    """`sek` with an empty database at the newest version."""
    sek.set(SEK_DATABASE_URL=sqlite_url)
    return sek


@pytest.fixture(scope="module")
def staffed_file(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, configuration: Configuration
) -> Path:
    """A database with the demonstration's roster, to be copied."""
    path = tmp_path_factory.mktemp("staffed") / "sek.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        text = (PACKAGED / "demo-roster.csv").read_text(encoding="utf-8")
        rosters.import_lines(session, rosters.read(text, "demo-roster.csv", configuration, CHANNELS))
    database.close()
    return path


@pytest.fixture
def staffed(empty: Shell, staffed_file: Path, tmp_path: Path) -> Shell:
    """`sek` with the demonstration's roster."""
    shutil.copy(staffed_file, tmp_path / "sek.db")
    return empty


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """Serve an Africa's Talking that accepts everything."""
    with Gateway() as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()


def texts_through(url: str, sender: str, words: str, identity: str) -> httpx.Response:
    """Send a text as Africa's Talking does."""
    form = {"id": identity, "from": sender, "text": words}
    return httpx.post(f"{url}/webhooks/africastalking/{SECRET}/sms", data=form)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """`sek run` in an empty folder, after a report and an OK at the simulator."""
    folder = tmp_path_factory.mktemp("demonstration")
    with running("run", "--empty", folder=folder) as process:
        process.wait_until_ready()
        report = {"phone": DEPUTY, "text": DROUGHT}
        assert httpx.post(f"{process.url}/simulator/send", json=report).status_code == 202
        until(lambda: 'sek_incidents{status="open"} 1.0' in httpx.get(f"{process.url}/metrics").text)
        ok = {"phone": CLT_LEAD, "text": "ok thanks"}
        assert httpx.post(f"{process.url}/simulator/send", json=ok).status_code == 202
        until(lambda: 'sek_incidents{status="taken"} 1.0' in httpx.get(f"{process.url}/metrics").text)
        until(lambda: 'status="queued"' not in httpx.get(f"{process.url}/metrics").text)
        until(lambda: 'status="sending"' not in httpx.get(f"{process.url}/metrics").text)
        yield process


@pytest.fixture
def beside(sek: Shell, demonstration: Process) -> Shell:
    """Return a second shell in the folder in which the demonstration runs."""
    os.chdir(demonstration.folder)
    return sek

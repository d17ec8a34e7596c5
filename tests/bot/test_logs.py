"""No line of a log ever carries a message's text, a full number or a secret."""

import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from bot.channels import CHANNELS
from bot.logs import masked
from config.mechanism import PACKAGED, Configuration
from sek_core.roster import csv_file as rosters
from sek_core.store.database import Database
from tests.bot.sms.test_sender import Gateway, Reply, taken
from tests.process import free_port, inherited, until

KEY = "atsk-key-of-these-tests"
SECRET = "webhook-secret-of-these-tests"
DEPUTY, CLT_LEAD, STRANGER = "+254300000012", "+254300000020", "+254300000077"
DROUGHT = "DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune"

WORDS = ("boreholes", "Kyatune", "zebra", "MUTOMO", "Mutomo", "households", "on the SEK roster", "You have")
"""Words that were sent and answered."""

FAULTY = """
import sys
from bot.cli import app
from bot.intake import Intake
from handlers.dialogue import registry

def fails(turn, command):
    raise ValueError(f"{turn.text} from {turn.address.value}")

put = Intake.put

async def put_or_fail(self, row):
    if "fail now" in row["text"]:
        raise RuntimeError(f"cannot store {row}")
    await put(self, row)

Intake.put = put_or_fail
registry.REGISTRY.commands["list", ""] = fails
sys.argv = ["sek", "run"]
app.main()
"""
"""`sek run` with a command and an intake that fail in the worst way: with all their data in the error."""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """Serve a gateway that repeats secrets, and fails in a different way each time."""
    refusals = cycle([401, 500, 0, 406, 201])
    with Gateway() as server:

        def reply(form: dict[str, str]) -> Reply:
            status = next(refusals)
            if status == 406:
                return taken(form["to"], **{f"n{digit}": 406 for digit in range(10)})
            if status == 201:
                return taken(form["to"])
            return Reply(f"{form['message']} to {form['to']} with {KEY}", status, "text/plain")

        server.reply = reply
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def roster(sqlite_url: str, configuration: Configuration) -> str:
    """Return the URL of a database with the demonstration's roster."""
    database = Database(sqlite_url)
    with database.writing() as session:
        text = (PACKAGED / "demo-roster.csv").read_text(encoding="utf-8")
        rosters.import_lines(session, rosters.read(text, "demo-roster.csv", configuration, CHANNELS))
    database.close()
    return sqlite_url


class Program:
    """The faulty program, with all its output in one file."""

    def __init__(self, folder: Path, gateway: Gateway, database_url: str) -> None:
        port = free_port()
        self.log = folder / "log"
        self._base = f"http://127.0.0.1:{port}"
        with self.log.open("w") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-c", FAULTY],
                cwd=folder,
                env={
                    **inherited(),
                    "HOME": str(folder),
                    "SEK_PORT": str(port),
                    "SEK_DATABASE_URL": database_url,
                    "SEK_LOG_LEVEL": "debug",
                    "SEK_LOG_FORMAT": "json",
                    "SEK_AFRICASTALKING_USERNAME": "sandbox",
                    "SEK_AFRICASTALKING_API_KEY": KEY,
                    "SEK_AFRICASTALKING_WEBHOOK_SECRET": SECRET,
                    "SEK_AFRICASTALKING_API_URL": gateway.url,
                },
                stdout=output,
                stderr=output,
            )
        until(self._is_ready)

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self._base}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def post(self, content: bytes | str | dict[str, str], secret: str = SECRET) -> int:
        url = f"{self._base}/webhooks/africastalking/{secret}/sms"
        if isinstance(content, dict):
            return httpx.post(url, data={"id": str(time.time_ns())} | content).status_code
        return httpx.post(url, content=content).status_code

    def texts(self, sender: str, words: str) -> int:
        return self.post({"from": sender, "text": words})

    def metrics(self) -> str:
        return httpx.get(f"{self._base}/metrics").text

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(15)

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def program(tmp_path: Path, gateway: Gateway, roster: str) -> Iterator[Program]:
    program = Program(tmp_path, gateway, roster)
    yield program
    program.kill()


def leaks(said: str) -> list[str]:
    """Return the lines with something that belongs in no log."""
    numbers = {form for number in (DEPUTY, CLT_LEAD, STRANGER) for form in (number[1:], f"0{number[4:]}")}
    forbidden = {*numbers, *WORDS, KEY, SECRET}
    return [line[:300] for line in said.splitlines() if any(word in line for word in forbidden)]


def test_a_bad_day_leaves_no_words_numbers_or_secrets_in_the_log(
    program: Program, gateway: Gateway, tmp_path: Path
) -> None:
    # A report, its alerts, an answer, a stranger; a command that fails.
    assert program.texts(DEPUTY, DROUGHT) == 200
    until(lambda: len(gateway.requests) >= 3)
    assert program.texts(CLT_LEAD, "OK S1 zebra") == 200
    assert program.texts(STRANGER, "a zebra at the boreholes") == 200
    assert program.texts(DEPUTY, "LIST") == 200
    until(lambda: 'sek_inbox{status="failed"} 1.0' in program.metrics())
    until(lambda: 'sek_inbox{status="new"}' not in program.metrics())
    until(lambda: len(gateway.requests) >= 6)
    # Malformed requests, and an intake that fails.
    assert program.post({"from": DEPUTY}) == 400
    assert program.post({"from": DEPUTY, "text": "zebra"}, secret=f"{SECRET}x") == 404
    assert program.post(f'{{"text": "zebra", "from": "{DEPUTY}"') == 400
    assert program.post(b"zebra" * 300_000) == 413
    program.post({"from": DEPUTY, "text": "zebra, fail now"})
    # A database that refuses everything, with statements that hold everything.
    with closing(sqlite3.connect(tmp_path / "sek.db")) as other:
        other.execute("ALTER TABLE inbox RENAME TO elsewhere")
        assert program.texts(DEPUTY, DROUGHT) == 503
        until(lambda: "turns_failed" in program.said())
        other.execute("ALTER TABLE elsewhere RENAME TO inbox")
    program.stop()

    said = program.said()
    assert leaks(said) == []
    events = ["started", "turn_failed", "provider_refuses_us", "not_stored", "turns_failed", "stopped"]
    assert [event for event in events if event not in said] == []
    assert all(line.startswith("{") and "event" in json.loads(line) for line in said.splitlines())


CARELESS = f"""
import logging, structlog
from bot import logs

logs.configure("debug", FORM)
ours, library = structlog.get_logger("ours"), logging.getLogger("library")
number, words = "{DEPUTY}", "{DROUGHT}"

def fail():
    raise ValueError(number + words)

ours.info("sent to " + number, text=words, body=words, api_key="{KEY}", secret="{SECRET}", number=number)
ours.info("many", numbers=[number, number], people={{"lead": number}}, local="0300000012")
library.warning("sent %s to %s", "something", number)
library.error("refused %s", {{"to": number}})
for log in (ours, library):
    try:
        fail()
    except ValueError:
        log.exception("failed")
"""


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_careless_call_of_ours_or_a_librarys_is_masked(tmp_path: Path, form: str) -> None:
    script = CARELESS.replace("FORM", repr(form))
    environment = inherited() | {"HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == 0, ended.stderr
    assert leaks(ended.stdout + ended.stderr) == []
    assert ended.stderr.count("failed") == 2


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("+254300000012", "***012"),
        ("254300000012", "***012"),
        ("0300000012", "***012"),
        ("to +254300000012, +254300000020", "to ***012, ***020"),
        ("S127", "S127"),
        ("12 rows in 345 ms", "12 rows in 345 ms"),
    ],
)
def test_of_a_number_only_the_last_digits_can_be_read(written: str, shown: str) -> None:
    assert masked(written) == shown

"""The heartbeat goes out only while all is well, and no failure of it stops the clock."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.heartbeat import Heartbeat
from bot.sms import receive
from bot.wiring import Program
from config.mechanism import Configuration
from config.settings import Settings
from scheduler import jobs, watch
from sek_core.inbox import queue
from sek_core.store.database import Database
from tests.conftest import MovedClock

PATH = "/ping/secret-of-the-heartbeat"


class Listener(ThreadingHTTPServer):
    """A server that counts requests, and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[str] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{PATH}"


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.heard.append(self.path)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()


def make(url: str, configuration: Configuration, clock: MovedClock, database_url: str) -> Program:
    settings = Settings(_env_file=None, heartbeat_url=SecretStr(url))  # type: ignore[call-arg]  # mypy knows no `_env_file`
    return Program(settings, configuration, clock, Database(database_url))  # type: ignore[arg-type]  # a clock that the test moves


@pytest.fixture
def program(
    listener: Listener, configuration: Configuration, clock: MovedClock, sqlite_url: str
) -> Iterator[Program]:
    program = make(listener.url, configuration, clock, sqlite_url)
    yield program
    program.threads.close()
    program.database.close()


async def test_only_while_all_is_well(listener: Listener, program: Program, clock: MovedClock) -> None:
    await program.health_watcher.beat()
    assert listener.heard == [PATH]
    with program.database.writing() as session:
        queue.store(session, [receive.sms({"id": "1", "from": "+254300000012", "text": "list"}, clock)])
    await program.health_watcher.beat()
    assert len(listener.heard) == 2
    clock.forward(timedelta(minutes=2))
    await program.health_watcher.beat()
    assert len(listener.heard) == 2
    program.turns.run_batch()
    await program.health_watcher.beat()
    assert len(listener.heard) == 3


async def test_never_when_the_database_does_not_answer(
    listener: Listener, configuration: Configuration, clock: MovedClock, tmp_path: Path
) -> None:
    program = make(listener.url, configuration, clock, f"sqlite:///{tmp_path}/empty.db")
    with capture_logs() as logs:
        await program.health_watcher.beat()
        await program.health_watcher.look()
    program.threads.close()
    program.database.close()
    assert listener.heard == []
    assert [event["event"] for event in logs] == ["watch_failed", "watch_failed"]


async def test_what_fails_is_logged_without_the_address(listener: Listener) -> None:
    listener.status = 404
    nobody = "http://127.0.0.1:9/ping/secret-of-the-heartbeat"
    with capture_logs() as logs:
        for url in (listener.url, nobody, "http://[broken/secret-of-the-heartbeat"):
            await Heartbeat(url).beat()
    assert [event["event"] for event in logs] == ["heartbeat_failed"] * 3
    assert logs[0]["reason"] == "HTTP 404"
    assert "secret-of-the-heartbeat" not in repr(logs)


async def test_the_clock_beats_and_looks_by_itself(
    listener: Listener, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "FIRST_ROUND", timedelta())
    program.ticker.start()
    async with asyncio.timeout(5):
        while not listener.heard:
            await asyncio.sleep(0.02)
    program.ticker.stop()


def test_without_an_address_nothing_beats(
    configuration: Configuration, clock: MovedClock, sqlite_url: str
) -> None:
    program = make("", configuration, clock, sqlite_url)
    assert watch.BEAT_SECONDS not in [each.seconds for each in program.ticker.rounds]
    program.database.close()


@pytest.mark.parametrize("url", ["heartbeat.example.org/secret-x", "ftp://example.org/secret-x"])
def test_an_address_that_cannot_be_requested_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="should begin with https://") as raised:
        Settings(_env_file=None, heartbeat_url=SecretStr(url))  # type: ignore[call-arg]  # see above
    assert "secret-x" not in str(raised.value)

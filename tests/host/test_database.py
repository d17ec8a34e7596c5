"""PostgreSQL is slow, silent, read-only or locked, or the pool is empty: 503 soon, then all goes on."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from bot.intake import ANSWER_SECONDS
from sek_core.store.database import Database
from tests.bot.conftest import open_site as open_site  # a fixture
from tests.bot.site import SECRET, OpenSite
from tests.host.gateway import Gateway, Text
from tests.host.proxy import Proxy
from tests.host.station import LEAD, Station
from tests.process import Process, until

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
SOME = 2.0
"""Tolerance in seconds for a busy machine."""


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[Proxy]:
    url = make_url(postgres_url)
    with Proxy(url.host or "127.0.0.1", url.port or 5432) as proxy:
        yield proxy


@pytest.fixture
def station(tmp_path: Path, postgres_url: str, proxy: Proxy, gateway: Gateway) -> Iterator[Station]:
    """Run a station whose processes reach the database through the proxy; the test reads it directly."""
    with Station(tmp_path / "sek", postgres_url, gateway) as station:
        url = make_url(postgres_url).set(drivername="postgresql", host="127.0.0.1", port=proxy.port)
        station.environment["SEK_DATABASE_URL"] = url.render_as_string(hide_password=False)
        yield station


def ask(gateway: Gateway, program: Process, number: int) -> tuple[Text, int, float]:
    """Send one text; return it, the status of its callback, and the seconds it took."""
    text = gateway.receives(LEAD, f"STATUS S{number}")
    began = time.monotonic()
    status = gateway.brings(text, program.url).status_code
    return text, status, time.monotonic() - began


def all_are_handled(station: Station, gateway: Gateway, texts: list[Text]) -> None:
    until(lambda: sorted(station.inbox()) == sorted((text.callback, "done") for text in texts), 30)
    until(lambda: len(gateway.sent) == len(texts), 30)


def test_slow(station: Station, gateway: Gateway, proxy: Proxy) -> None:
    program = station.runs("run")
    proxy.is_slow(0.1)
    text, status, seconds = ask(gateway, program, 1)
    assert (status, seconds < ANSWER_SECONDS) == (200, True), "slow is no failure"
    proxy.is_slow(0)
    all_are_handled(station, gateway, [text])
    assert program.stop() == 0


def test_silent_for_a_while(station: Station, gateway: Gateway, proxy: Proxy) -> None:
    """Half-open: TCP finds no fault, and queries asked before get no answer."""
    program = station.runs("run")
    first, status, _ = ask(gateway, program, 1)
    assert status == 200
    all_are_handled(station, gateway, [first])
    proxy.falls_silent()
    with ThreadPoolExecutor(4) as pool:
        refused = list(pool.map(lambda number: ask(gateway, program, number), range(2, 6)))
    assert {status for _, status, _ in refused} == {503}
    assert max(seconds for *_, seconds in refused) < ANSWER_SECONDS + SOME
    proxy.goes_on()
    texts = [text for text, *_ in refused]
    for text in texts:
        until(lambda text=text: gateway.brings(text, program.url).status_code == 200)
    all_are_handled(station, gateway, [first, *texts])
    assert program.stop() == 0


def test_read_only_for_a_while(station: Station, gateway: Gateway, postgres_url: str) -> None:
    """As after a failover that demoted the server. No one cuts our connections when it is over."""
    program = station.runs("run")
    name = make_url(postgres_url).database
    with psycopg.connect(
        make_url(postgres_url).set(drivername="postgresql").render_as_string(), autocommit=True
    ) as admin:
        admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        admin.execute(CUT, (name,))
        text, status, seconds = ask(gateway, program, 1)
        assert (status, seconds < ANSWER_SECONDS) == (503, True)
        time.sleep(3)  # every loop has connected anew, to a server that takes no writes
        admin.execute("SET default_transaction_read_only = off")
        admin.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    until(lambda: gateway.brings(text, program.url).status_code == 200, 5)
    assert {gateway.brings(text, program.url).status_code for _ in range(30)} == {200}, "by every connection"
    all_are_handled(station, gateway, [text])
    assert program.stop() == 0


def test_a_lock_that_is_not_given_up(station: Station, gateway: Gateway, postgres_url: str) -> None:
    """As with a forgotten session in a shell. The server ends our statement; then all goes on."""
    program = station.runs("run")
    with psycopg.connect(make_url(postgres_url).set(drivername="postgresql").render_as_string()) as shell:
        shell.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        text, status, seconds = ask(gateway, program, 1)
        assert (status, seconds < ANSWER_SECONDS) == (503, True)
    until(lambda: gateway.brings(text, program.url).status_code == 200)
    all_are_handled(station, gateway, [text])
    assert program.stop() == 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_no_connection_left_in_the_pool(
    kind: str, request: pytest.FixtureRequest, open_site: OpenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sek_core.store.database.BUSY_MILLISECONDS", 500)
    if kind == "sqlite":
        url = request.getfixturevalue("sqlite_url")
    else:
        database: Database = request.getfixturevalue("migrated_postgres")
        url = database.url.render_as_string(hide_password=False)
    form = {"id": f"pool {kind}", "from": LEAD, "text": "STATUS S1"}
    path = f"/webhooks/africastalking/{SECRET}/sms"
    async with open_site(url) as site:
        with ExitStack() as held:
            for _ in range(1 if kind == "sqlite" else 12):
                held.enter_context(site.program.database.writing()).connection()
            began = time.monotonic()
            answer = await site.post(path, form)
            assert (answer.status_code, answer.headers["Retry-After"].isdigit()) == (503, True)
            assert time.monotonic() - began < ANSWER_SECONDS
        assert (await site.post(path, form)).status_code == 200
        assert [row.provider_id for row in site.rows() if row.provider_id == form["id"]] == [form["id"]]

"""A database that cannot store: the provider hears it, and may send again."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from sek_core.store import database as databases
from tests.bot.site import NUMBER, OpenSite, Site
from tests.bot.sms.hooks import DELIVERY, OPTOUT, SMS, TEXT


def _locked(site: Site, path: Path) -> Callable[[], None]:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return other.close


def _without_tables(site: Site, path: Path) -> Callable[[], None]:
    other = sqlite3.connect(path)
    other.execute("ALTER TABLE inbox RENAME TO elsewhere")

    def back() -> None:
        other.execute("ALTER TABLE elsewhere RENAME TO inbox")
        other.close()

    return back


def _read_only(site: Site, path: Path) -> Callable[[], None]:
    def set_to(value: str) -> None:
        with site.program.database.patient() as connection:
            connection.connection.driver_connection.execute(f"PRAGMA query_only={value}")

    set_to("ON")
    return lambda: set_to("OFF")


@pytest.fixture
def _soon_tired_of_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "BUSY_MILLISECONDS", 50)


@pytest.mark.usefixtures("_soon_tired_of_waiting")
class TestADatabaseThatCannotStore:
    @pytest.mark.parametrize("break_it", [_locked, _without_tables, _read_only])
    @pytest.mark.parametrize("path", [SMS, DELIVERY, OPTOUT], ids=["sms", "delivery", "optout"])
    async def test_is_answered_503_until_it_can(
        self,
        open_site: OpenSite,
        sqlite_url: str,
        tmp_path: Path,
        path: str,
        break_it: Callable[[Site, Path], Callable[[], None]],
    ) -> None:
        form = TEXT | {"status": "Success", "phoneNumber": NUMBER}
        async with open_site(sqlite_url) as site:
            mend = break_it(site, tmp_path / "sek.db")
            answers = await asyncio.gather(*(site.post(path, form | {"id": f"{n}"}) for n in range(4)))
            assert {answer.status_code for answer in answers} == {503}
            assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
            mend()
            assert site.rows() == []
            assert (await site.post(path, form)).status_code == 200
            assert len(site.rows()) == 1

    async def test_because_its_server_is_gone_is_answered_503(self, open_site: OpenSite) -> None:
        async with open_site("postgresql+psycopg://postgres@127.0.0.1:1/none") as site:
            response = await site.post(SMS, TEXT)
            assert (response.status_code, response.headers["Retry-After"].isdigit()) == (503, True)
            assert (await site.client.get("/readyz")).status_code == 503
            assert (await site.client.get("/metrics")).status_code == 503
            assert (await site.client.get("/healthz")).status_code == 200

    async def test_because_a_transaction_fails_at_its_end_is_answered_503(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The disk is full at the commit; the inserts were fine."""

        writing = site.program.database.writing

        @contextmanager
        def fails() -> Iterator[Session]:
            with writing() as session:
                yield session
                raise OperationalError("COMMIT", None, Exception("disk I/O error"))

        with monkeypatch.context() as patched:
            patched.setattr(site.program.database, "writing", fails)
            assert (await site.post(SMS, TEXT)).status_code == 503
        assert (await site.post(SMS, TEXT)).status_code == 200
        assert len(site.rows()) == 1

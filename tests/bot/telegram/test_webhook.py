"""Telegram's webhook, and the private links to files, through the whole web application."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.store.files import File, FileContent
from sek_core.store.people import PersonRow
from tests.bot.site import OpenSite, Site

SECRET = "the-header-of-the-tests"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
HOOK = "/webhooks/telegram"
MESSAGE = {
    "message_id": 41,
    "from": {"id": 3527065, "first_name": "A", "last_name": "B"},
    "chat": {"id": 3527065, "first_name": "A", "type": "private"},
    "date": 1454119029,
    "text": "Hello World",
}
TEXT = {"update_id": 174114370, "message": MESSAGE}
CHANNEL = {"message_id": 1, "chat": {"id": -100, "type": "channel"}, "text": "x"}
BOT = {"id": 5, "is_bot": True, "first_name": "B"}


@pytest.fixture
async def site(open_site: OpenSite, sqlite_url: str) -> AsyncIterator[Site]:
    async with open_site(sqlite_url, telegram_webhook_secret=SECRET) as site:
        yield site


async def post(site: Site, update: Any, **headers: str) -> int:
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    answer = await site.client.post(HOOK, content=body, headers={**HEADERS, **headers})
    return answer.status_code


async def test_an_update_is_stored_and_a_repetition_changes_nothing(site: Site) -> None:
    assert await post(site, TEXT) == 200
    assert await post(site, TEXT) == 200
    row = site.row()
    assert (row.channel, row.kind, row.provider_id) == ("telegram", "text", "174114370")
    assert (row.sender, row.text) == ("3527065", "Hello World")
    assert row.parts == {"name": "A B", "message": 41}


@pytest.mark.parametrize("secret", ["", "wrong", f"{SECRET}x", SECRET[:-1], "\u00e9"])
async def test_who_does_not_bring_the_secret_is_sent_away(site: Site, secret: str) -> None:
    headers = [(b"X-Telegram-Bot-Api-Secret-Token", secret.encode())]
    answer = await site.client.post(HOOK, content=json.dumps(TEXT), headers=headers)
    assert answer.status_code == 401
    assert site.rows() == []


async def test_without_a_header_too(site: Site) -> None:
    assert (await site.client.post(HOOK, content=json.dumps(TEXT))).status_code == 401


async def test_where_no_secret_is_set_nobody_has_it(open_site: OpenSite, sqlite_url: str) -> None:
    async with open_site(sqlite_url) as site:
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": ""}):
            answer = await site.client.post(HOOK, content=json.dumps(TEXT), headers=headers)
            assert answer.status_code == 401


@pytest.mark.parametrize("body", [b"foo", b"", b"[]", b"17", b'"text"', b"null", b"[" * 9000, b"\xff\xfe"])
async def test_what_is_no_object_is_no_update(site: Site, body: bytes) -> None:
    assert await post(site, body) == 400
    assert site.rows() == []


@pytest.mark.parametrize("update", [{}, {"message": MESSAGE}, {"update_id": "x"}, {"update_id": None}])
async def test_an_update_without_its_id_is_refused_by_name(site: Site, update: dict[str, Any]) -> None:
    answer = await site.client.post(HOOK, content=json.dumps(update), headers=HEADERS)
    assert (answer.status_code, answer.text) == (400, "update_id: is missing")


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 174114370},
        {"update_id": 2, "poll": {"id": "1", "question": "?"}},
        {"update_id": 3, "message": {}},
        {"update_id": 4, "message": "no object"},
        {
            "update_id": 5,
            "channel_post": {"message_id": 1, "chat": {"id": -100, "type": "channel"}, "text": "x"},
        },
        {"update_id": 6, "callback_query": {}},
        {
            "update_id": 7,
            "message": {**MESSAGE, "from": {"id": 5, "is_bot": True, "first_name": "B"}},
        },
    ],
)
async def test_what_we_do_not_use_is_kept(site: Site, update: dict[str, Any]) -> None:
    assert await post(site, update) == 200
    await site.handle()
    assert site.row().status == "done"
    assert site.row().payload == update


async def test_over_a_mebibyte_is_too_much(site: Site) -> None:
    assert await post(site, b"{" + b" " * 1024 * 1024 + b"}") == 413


async def test_characters_that_no_database_stores(open_site: OpenSite, postgres_url: str) -> None:
    database = Database(postgres_url)
    migrations.upgrade(database)
    database.close()
    async with open_site(postgres_url, telegram_webhook_secret=SECRET) as site:
        odd = {**TEXT, "message": {**MESSAGE, "text": "nul \x00 half \ud800 end"}}
        assert await post(site, json.dumps(odd).encode()) == 200
        assert site.row().text == "nul  half ? end"


class TestFiles:
    def put(
        self, site: Site, media_type: str, data: bytes | None, path: str | None, kind: str = "document"
    ) -> str:
        now = site.program.clock.now()
        row = {
            "inbox_id": site.row().id, "incident_ref": None, "person_id": 1, "kind": kind, "size": 3,
            "channel": "telegram", "source": "x", "name": "x", "media_type": media_type, "status": "kept",
            "attempts": 1, "due_at": now, "created_at": now, "token": "a-token-of-the-tests", "path": path,
        }  # fmt: skip
        with site.program.database.writing() as session:
            session.execute(insert(PersonRow), [{"name": "A", "language": "en"}])
            session.execute(insert(File), [row])
            if data is not None:
                session.execute(insert(FileContent), [{"file_id": 1, "data": data}])
        return str(row["token"])

    @pytest.mark.parametrize(
        ("media_type", "kind", "shown"),
        [
            ("image/jpeg", "photo", True),
            ("", "photo", True),
            ("audio/ogg", "voice", True),
            ("", "document", False),
            ("text/html", "document", False),
            ("image/svg+xml", "document", False),
            ("application/pdf", "document", False),
        ],
    )
    async def test_a_link_gives_the_file_and_runs_nothing(
        self, site: Site, media_type: str, kind: str, shown: bool
    ) -> None:
        await post(site, TEXT)
        token = self.put(site, media_type, b"abc", None, kind)
        answer = await site.client.get(f"/files/{token}")
        assert answer.status_code == 200
        assert answer.content == b"abc"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["content-disposition"] == ("inline" if shown else "attachment")
        assert (answer.headers["content-type"] == "application/octet-stream") == (not shown)

    async def test_from_disk(self, site: Site, tmp_path: Path) -> None:
        await post(site, TEXT)
        (tmp_path / "1").write_bytes(b"on disk")
        token = self.put(site, "image/png", None, str(tmp_path / "1"))
        assert (await site.client.get(f"/files/{token}")).content == b"on disk"
        (tmp_path / "1").unlink()
        assert (await site.client.get(f"/files/{token}")).status_code == 404

    @pytest.mark.parametrize("token", ["wrong", "", "..%2f..%2fetc%2fpasswd", "a" * 500, "a%00b"])
    async def test_a_wrong_link_gives_nothing(self, site: Site, token: str) -> None:
        assert (await site.client.get(f"/files/{token}")).status_code == 404

    async def test_a_link_expires(self, site: Site) -> None:
        await post(site, TEXT)
        token = self.put(site, "image/png", b"abc", None)
        with site.program.database.writing() as session:
            session.execute(update(File).values(created_at=site.program.clock.now() - timedelta(days=31)))
        answer = await site.client.get(f"/files/{token}")
        assert (answer.status_code, answer.text) == (410, "This link has expired")

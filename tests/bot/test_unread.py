"""What the program fails to read: kept as it came, counted, listed, and read once more after a repair."""

import json
from typing import Any

import pytest

from bot.replaying import replay
from bot.telegram import parse
from bot.telegram.fake import FakeRequest, FakeTelegram
from bot.telegram.poller import Poller
from config.mechanism import Configuration
from sek_core.inbox import queue
from tests.bot.site import FORM, NUMBER, OpenSite, Site
from tests.bot.sms.hooks import DELIVERY, SMS, TEXT
from tests.conftest import MovedClock

SECRET = "the-header-of-the-tests"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
PERSON = {"id": 5, "is_bot": False, "first_name": "A"}
UPDATE = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "from": PERSON,
        "chat": {"id": 5, "type": "private"},
        "date": 9,
        "text": "hi",
    },
}


def _raises(*_: Any, **__: Any) -> None:
    raise TypeError("unhashable \ud800\0")


@pytest.mark.parametrize(
    "chat",
    [
        {"id": 5, "type": []},
        {"id": 5, "type": {}},
        {"id": 10**30, "type": "group"},
        {"id": "\ud800", "type": "\0"},
        [],
        {"id": 1e400, "type": 7},
        "[" * 30000 + "]" * 30000,
    ],
    ids=str,
)
async def test_strange_fields_are_taken(open_site: OpenSite, sqlite_url: str, chat: object) -> None:
    body = json.dumps({"update_id": 7, "message": {**UPDATE["message"], "chat": "HERE"}})  # type: ignore[dict-item]
    body = body.replace('"HERE"', chat if isinstance(chat, str) else json.dumps(chat))
    async with open_site(sqlite_url, telegram_webhook_secret=SECRET) as site:
        answer = await site.client.post("/webhooks/telegram", content=body.encode(), headers=HEADERS)
        assert answer.status_code == 200
        await site.handle()
        assert site.row().status == "done"


@pytest.mark.parametrize("path", [SMS, DELIVERY, "/webhooks/telegram"])
async def test_whatever_a_reader_raises_is_kept_and_replayed(
    open_site: OpenSite,
    sqlite_url: str,
    configuration: Configuration,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    async with open_site(sqlite_url, telegram_webhook_secret=SECRET) as site:
        with monkeypatch.context() as broken:
            for module, name in (
                ("bot.sms.receive", "incoming"),
                ("bot.sms.receive", "delivery_report"),
                ("bot.telegram.parse", "update"),
            ):
                broken.setattr(f"{module}.{name}", _raises)
            for _ in range(2):  # a repetition changes nothing
                assert await _brings(site, path) == 200
        row = site.row()
        assert (row.kind, row.status) == ("unread", "failed")
        assert "TypeError: unhashable" in (row.error or "")
        assert "sek_inbox_unread 1.0" in (await site.client.get("/metrics")).text
        ready = (await site.client.get("/readyz")).json()
        assert (ready["failed"], ready["unread"]) == (1, 1)
        with site.program.database.writing() as session:
            assert replay(session, row.id, configuration) == ""
            assert "not failed" in replay(session, row.id, configuration)
        kept, read = site.rows()
        assert kept.status == "done"
        assert (read.kind, read.status) == ("text" if path != DELIVERY else "delivery_report", "new")


async def _brings(site: Site, path: str) -> int:
    if path == "/webhooks/telegram":
        return (await site.client.post(path, content=json.dumps(UPDATE), headers=HEADERS)).status_code
    form = TEXT if path == SMS else {"id": "ATXid_1", "status": "Success", "phoneNumber": NUMBER}
    return (await site.client.post(path, data=form, headers=FORM)).status_code


async def test_what_the_database_refuses_is_kept_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    store = queue.store

    def refuses(session: Any, rows: Any) -> None:
        if any(row["kind"] == queue.TEXT for row in rows):
            raise ValueError("no database stores this")
        store(session, rows)

    monkeypatch.setattr(queue, "store", refuses)
    assert (await site.post(SMS, TEXT)).status_code == 200
    assert site.row().kind == "unread"


async def test_polling_goes_past_what_it_fails_to_read(
    monkeypatch: pytest.MonkeyPatch, clock: MovedClock
) -> None:
    fake, rows = FakeTelegram(), []

    async def put(row: dict[str, Any]) -> None:
        rows.append(row)

    real = parse.update

    def reads(raw: Any, own_id: int | None = None) -> Any:
        return _raises() if raw["update_id"] == 7 else real(raw, own_id)

    monkeypatch.setattr(parse, "update", reads)
    for update in (UPDATE, {**UPDATE, "update_id": 8}):
        fake.updates.queue(update)
    poller = Poller(fake.token, FakeRequest(fake), put, clock, timeout=0)
    assert await poller._round() == 0
    assert [row["kind"] for row in rows] == ["unread", "text"]
    assert poller._offset == 9

"""The fake, the sender and the poller over HTTP, on a port of this machine."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.telegram.client import HttpRequest
from bot.telegram.fake import FakeTelegram, Phone, app
from bot.telegram.poller import Poller
from bot.telegram.sender import TelegramSender
from bot.telegram.setup import use_webhook
from sek_core.messages.channel import Accepted, NoAnswer, Refused
from tests.bot.telegram.conftest import AMINA
from tests.conftest import MovedClock
from tests.serving import serving

ADDRESS = str(AMINA)


@pytest.fixture
async def url(fake: FakeTelegram) -> AsyncIterator[str]:
    async with serving(app(fake)) as base:
        yield base


@pytest.fixture
async def sender(fake: FakeTelegram, url: str) -> AsyncIterator[TelegramSender]:
    made = TelegramSender(fake.token, url, read_timeout=0.3)
    yield made
    await made.close()


async def send(sender: TelegramSender, **wire: Any) -> Any:
    return (await sender.send("Flood", [ADDRESS], wire or None))[ADDRESS]


async def test_a_message_and_its_answers(sender: TelegramSender, amina: Phone) -> None:
    assert await sender.reachable() is None
    assert sender.username == "SekTestBot"
    outcome = await send(sender, html="<b>Flood</b> &amp; \U0001f30a")
    assert outcome == Accepted(f"{AMINA}:{amina.messages[-1]['message_id']}")
    assert amina.messages[-1]["text"] == "Flood & \U0001f30a"
    amina.blocks()
    assert await send(sender) == Refused("bot was blocked by the user", permanent=True)


async def test_a_file_is_read_no_further_than_asked(sender: TelegramSender, amina: Phone) -> None:
    photo = amina.sends("photo", b"x" * 100_000)["message"]["photo"][-1]["file_id"]
    assert await sender.fetch(photo, 100_000) == b"x" * 100_000
    too_large = Refused("the file is larger than 99999 bytes", permanent=True)
    assert await sender.fetch(photo, 99_999) == too_large


async def test_a_file_that_is_larger_than_it_said(
    sender: TelegramSender, fake: FakeTelegram, amina: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = amina.sends("photo", b"small")["message"]["photo"][-1]["file_id"]
    monkeypatch.setattr(fake, "file", lambda *_: b"x" * 100_000)
    assert await sender.fetch(photo, 1000) == Refused("the file is larger than 1000 bytes", permanent=True)
    monkeypatch.setattr(fake, "file", lambda *_: None)
    assert await sender.fetch(photo, 1000) == Refused("Telegram has trouble")


async def test_no_answer(sender: TelegramSender, fake: FakeTelegram, amina: Phone) -> None:
    fake.be_silent("hang", "sendMessage", done=True)
    assert await send(sender) == NoAnswer("no answer in time")
    assert len(amina.messages) == 1
    fake.be_silent("drop", "sendMessage")
    assert await send(sender) == NoAnswer("the connection broke")
    assert isinstance(await send(sender), Accepted)


async def test_nobody_is_there(amina: Phone, fake: FakeTelegram) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
    sender = TelegramSender(fake.token, f"http://127.0.0.1:{port}")
    assert await send(sender) == Refused("could not connect")
    assert await sender.reachable() == "Telegram could not be reached: could not connect"
    await sender.close()


async def test_more_at_once_than_connections(sender: TelegramSender, amina: Phone) -> None:
    outcomes = await asyncio.gather(*(send(sender) for _ in range(40)))
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)


@pytest.mark.parametrize("body", ["<html>Bad maji Gateway</html>", "[]", '"maji"', "[" * 5000])
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, NoAnswer("unreadable answer")),
        (403, Refused("something between us and Telegram refused the request")),
        (502, Refused("Telegram has trouble")),
    ],
)
async def test_what_is_no_answer_of_telegrams(
    body: str, status: int, expected: object, caplog: pytest.LogCaptureFixture
) -> None:
    async def page(_request: Request) -> Response:
        return Response(body, status)

    async with serving(Starlette(routes=[Route("/{path:path}", page, methods=["POST"])])) as base:
        sender = TelegramSender("123456:token", base)
        assert await send(sender) == expected
        await sender.close()
    assert "maji" not in caplog.text


LOGGING = """
import asyncio, logging, sys
from bot import logs
from bot.telegram.sender import TelegramSender

logs.configure("debug", "json")
logging.getLogger().setLevel(logging.DEBUG)  # as one does who looks for a fault

async def main():
    sender = TelegramSender(sys.argv[1], sys.argv[2])
    logging.info("%s", await sender.reachable())
    logging.info("%s", await sender.send("maji everywhere", [sys.argv[3]]))
    await sender.close()

asyncio.run(main())
"""


async def test_neither_the_token_nor_a_text_is_in_any_log(fake: FakeTelegram, amina: Phone, url: str) -> None:
    logged = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LOGGING, fake.token, url, ADDRESS, stdout=logged, stderr=logged
    )
    written = b"".join(await process.communicate()).decode()
    assert "Accepted" in written
    assert fake.token not in written
    assert "maji" not in written


async def seen(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


async def test_long_polling(fake: FakeTelegram, amina: Phone, url: str, clock: MovedClock) -> None:
    texts: list[str] = []

    async def put(row: dict[str, Any]) -> None:
        texts.append(row["text"])

    request = HttpRequest(connections=1)
    poller = Poller(fake.token, request, put, clock, api_url=url)
    running = asyncio.create_task(poller.run())
    await seen(lambda: texts == ["/start"])
    await seen(lambda: not fake.updates.waiting)
    amina.says("Flood Voi")
    await seen(lambda: texts == ["/start", "Flood Voi"])
    await seen(lambda: not fake.updates.waiting)
    poller.stop()
    async with asyncio.timeout(1):
        await running
    await request.shutdown()


async def test_a_second_poll_ends_the_first(fake: FakeTelegram, url: str) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/bot{fake.token}") as client:
        first = asyncio.create_task(client.post("/getUpdates", data={"timeout": 10}))
        await asyncio.sleep(0.05)
        second = await client.post("/getUpdates", data={"timeout": 0})
        assert second.json() == {"ok": True, "result": []}
        assert (await first).json()["description"].startswith("Conflict: terminated by other getUpdates")


@dataclass
class Hook:
    """A webhook that refuses the first request."""

    bodies: list[Any]
    secrets: set[str | None]

    async def __call__(self, request: Request) -> Response:
        self.bodies.append(await request.json())
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return Response(status_code=503 if len(self.bodies) == 1 else 200)


async def test_updates_are_brought_to_the_webhook_until_it_takes_them(
    fake: FakeTelegram, amina: Phone, sender: TelegramSender
) -> None:
    hook = Hook([], set())
    async with serving(Starlette(routes=[Route("/hook", hook.__call__, methods=["POST"])])) as base:
        assert await use_webhook(sender.bot, f"{base}/hook", "secret") is None
        update = amina.says("Flood Voi")
        await seen(lambda: not fake.updates.waiting)
    assert [body["message"]["text"] for body in hook.bodies] == ["/start", "/start", "Flood Voi"]
    assert hook.bodies[-1] == update
    assert hook.secrets == {"secret"}

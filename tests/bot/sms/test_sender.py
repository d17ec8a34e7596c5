"""The sender against a fake gateway, on a port of this machine."""

import asyncio
import json
import logging
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from bot.sms.sender import AfricasTalkingSender
from sek_core.messages.channel import Accepted, NoAnswer, Refused, Sender

A, B, C = "+254300000001", "+254300000002", "+254300000003"
API_KEY = "key-of-the-tests"
TEXT = "Flood in Garissa"
JSON = "application/json"


@dataclass
class Reply:
    """The gateway's answer; `status` 0 closes the connection without an answer."""

    body: object
    status: int = 201
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    then_close: bool = False


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, str]


class Gateway(ThreadingHTTPServer):
    """A gateway that answers each request as `reply` says, and records requests and connections."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        # Who sends names numbers; who does not asks for the list of what was received.
        self.reply: Callable[[dict[str, str]], Reply] = lambda form: (
            taken(form["to"]) if "to" in form else Reply({"SMSMessageData": {"Messages": []}}, status=200)
        )
        self.requests: list[Request] = []
        self.connections = 0
        self.closing = threading.Event()
        self.closed_idle = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/version1"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Gateway

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def finish(self) -> None:
        super().finish()
        with suppress(OSError):  # the sender may have closed first
            self.connection.shutdown(socket.SHUT_RDWR)
        self.server.closed_idle.set()

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        self.answer({})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(dict(parse_qsl(raw.decode(), strict_parsing=True)))

    def answer(self, form: dict[str, str]) -> None:
        request = Request(self.command, self.path, dict(self.headers), form)
        self.server.requests.append(request)
        reply = self.server.reply(form)
        self.close_connection = reply.then_close or not reply.status
        if not reply.status:
            return
        body = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(body.encode())))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())


def taken(to: str, **codes: int) -> Reply:
    """Accept the numbers in `to`, except those whose last digit has a code in `codes` (n1=406)."""
    rows = []
    for number in to.split(","):
        code = codes.get(f"n{number[-1]}", 101)
        rows.append(
            {
                "statusCode": code,
                "number": number,
                "cost": "KES 0.8000" if code == 101 else "0",
                "messageId": f"ATXid_{number}" if code == 101 else "None",
                "messageParts": 1,
            }
        )
    return Reply({"SMSMessageData": {"Message": "Sent", "Recipients": rows}})


def accepted(number: str) -> Accepted:
    return Accepted(f"ATXid_{number}", 1, Decimal("0.8000"))


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.closing.set()
        server.shutdown()
        thread.join()


@asynccontextmanager
async def connected(api_url: str, **options: Any) -> AsyncIterator[AfricasTalkingSender]:
    sender = AfricasTalkingSender("sek", API_KEY, api_url=api_url, **options)
    try:
        yield sender
    finally:
        await sender.close()


@pytest.fixture
async def sender(gateway: Gateway) -> AsyncIterator[AfricasTalkingSender]:
    async with connected(gateway.url, sender_id="SEK", read_timeout=0.3) as connected_sender:
        yield connected_sender


async def test_the_request_is_the_sdks(gateway: Gateway, sender: Sender) -> None:
    assert await sender.send(TEXT, [A, B]) == {A: accepted(A), B: accepted(B)}
    [request] = gateway.requests
    assert (request.method, request.path) == ("POST", "/version1/messaging")
    assert request.headers["apiKey"] == API_KEY
    assert request.headers["Accept"] == JSON
    assert request.form == {
        "username": "sek",
        "to": f"{A},{B}",
        "message": TEXT,
        "bulkSMSMode": "1",
        "from": "SEK",
    }


async def test_without_a_sender_id_none_is_sent(gateway: Gateway) -> None:
    async with connected(gateway.url + "/") as sender:
        await sender.send(TEXT, [A])
    [request] = gateway.requests
    assert request.path == "/version1/messaging"
    assert "from" not in request.form


async def test_each_recipient_has_its_own_outcome(gateway: Gateway, sender: Sender) -> None:
    gateway.reply = lambda form: taken(form["to"], n2=405, n3=406)
    assert await sender.send(TEXT, [A, B, C]) == {
        A: accepted(A),
        B: Refused("InsufficientBalance (405)", ours=True),
        C: Refused("UserInBlacklist (406)", permanent=True),
    }


async def test_a_repeated_address_is_sent_to_once(gateway: Gateway, sender: Sender) -> None:
    assert await sender.send(TEXT, [A, B, A]) == {A: accepted(A), B: accepted(B)}
    assert gateway.requests[0].form["to"] == f"{A},{B}"


@pytest.mark.parametrize("bad", ["", "MTN", "254300000002", "+0700000002", f"{B}\n", f"{B},{C}"])
async def test_an_invalid_number_does_not_hold_up_the_others(
    gateway: Gateway, sender: Sender, bad: str
) -> None:
    refused = Refused("not a phone number", permanent=True)
    assert await sender.send(TEXT, [A, bad]) == {A: accepted(A), bad: refused}
    assert gateway.requests[0].form["to"] == A
    assert await sender.send(TEXT, [bad]) == {bad: refused}
    assert len(gateway.requests) == 1


@pytest.mark.parametrize(
    "content_type", [f"{JSON}; charset=utf-8", "Application/JSON;charset=UTF-8", "text/html"]
)
async def test_json_is_read_whatever_it_is_called(
    gateway: Gateway, sender: Sender, content_type: str
) -> None:
    def reply(form: dict[str, str]) -> Reply:
        answer = taken(form["to"])
        answer.content_type = content_type
        return answer

    gateway.reply = reply
    assert await sender.send(TEXT, [A]) == {A: accepted(A)}


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (
            Reply("The supplied authentication is invalid", 401, "text/plain"),
            Refused("user name or API key refused (HTTP 401)", ours=True),
        ),
        (
            Reply("no such page", 404, "text/plain"),
            Refused("request refused (HTTP 404)", ours=True),
        ),
        (
            Reply("", 302, headers={"Location": "/version1/elsewhere"}),
            Refused("request refused (HTTP 302)", ours=True),
        ),
        (Reply("oops", 500, "text/plain"), Refused("HTTP 500")),
        (Reply({}, 429, headers={"Retry-After": "7"}), Refused("HTTP 429", retry_after=7.0)),
        (Reply("<html>maintenance</html>", 200, "text/html"), NoAnswer("unreadable answer")),
        (Reply("", 201), NoAnswer("unreadable answer")),
        (
            Reply({"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}),
            Refused("InvalidSenderId", ours=True),
        ),
        (Reply("", 0), NoAnswer("the connection broke")),
        (
            Reply("this is not gzip", headers={"Content-Encoding": "gzip"}),
            NoAnswer("the connection broke"),
        ),
    ],
)
async def test_an_answer_for_all(
    gateway: Gateway, sender: Sender, reply: Reply, outcome: Refused | NoAnswer
) -> None:
    gateway.reply = lambda _: reply
    assert await sender.send(TEXT, [A, B]) == {A: outcome, B: outcome}
    assert len(gateway.requests) == 1


async def test_a_gateway_that_hangs(gateway: Gateway, sender: Sender) -> None:
    def hang(_: dict[str, str]) -> Reply:
        gateway.closing.wait()
        return Reply("", 0)

    gateway.reply = hang
    assert await sender.send(TEXT, [A]) == {A: NoAnswer("no answer in time")}


async def test_a_refused_connection_left_nothing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, but not listening
        async with connected(f"http://127.0.0.1:{unused.getsockname()[1]}/version1") as sender:
            assert await sender.send(TEXT, [A]) == {A: Refused("could not connect")}
            assert await sender.reachable() == ("Africa's Talking could not be reached: could not connect")


async def test_a_connection_that_takes_too_long_left_nothing() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):  # the queue holds no other
            url = f"http://127.0.0.1:{port}/version1"
            async with connected(url, connect_timeout=0.2, read_timeout=0.2) as sender:
                assert await sender.send(TEXT, [A]) == {A: Refused("connecting took too long")}


async def test_no_tls_left_nothing(gateway: Gateway) -> None:
    async with connected(gateway.url.replace("http:", "https:")) as sender:
        assert await sender.send(TEXT, [A]) == {A: Refused("no secure connection")}
    assert gateway.requests == []


@pytest.mark.parametrize(
    ("url", "api_key"),
    [("http://", API_KEY), ("nowhere", API_KEY), (None, "k\ney"), (None, "\u20ac")],
)
async def test_what_no_request_can_be_made_of_is_ours(
    gateway: Gateway, url: str | None, api_key: str
) -> None:
    sender = AfricasTalkingSender("sek", api_key, api_url=url or gateway.url)
    outcome = (await sender.send(TEXT, [A]))[A]
    await sender.close()
    assert isinstance(outcome, Refused)
    assert outcome.ours
    assert api_key not in outcome.reason
    assert gateway.requests == []


async def test_sends_one_after_the_other_share_a_connection(gateway: Gateway, sender: Sender) -> None:
    for _ in range(3):
        assert await sender.send(TEXT, [A]) == {A: accepted(A)}
    assert gateway.connections == 1


async def test_sends_at_once_have_a_connection_each(gateway: Gateway, sender: Sender) -> None:
    together = threading.Barrier(4)

    def reply(form: dict[str, str]) -> Reply:
        together.wait(5)
        return taken(form["to"])

    gateway.reply = reply
    for _ in range(2):
        results = await asyncio.gather(*(sender.send(TEXT, [A]) for _ in range(4)))
        assert results == [{A: accepted(A)}] * 4
    assert gateway.connections == 4


async def test_a_connection_closed_while_idle_is_no_lost_message(gateway: Gateway, sender: Sender) -> None:
    def reply(form: dict[str, str]) -> Reply:
        answer = taken(form["to"])
        answer.then_close = True
        return answer

    gateway.reply = reply
    for sends in (1, 2, 3):
        assert await sender.send(TEXT, [A]) == {A: accepted(A)}
        assert gateway.closed_idle.wait(5)
        gateway.closed_idle.clear()
        assert gateway.connections == sends


async def test_a_connection_idle_for_long_is_not_used(
    gateway: Gateway, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sender.send(TEXT, [A])
    monkeypatch.setattr("bot.sms.service._LONGEST_IDLE", 0.0)
    assert await sender.send(TEXT, [A]) == {A: accepted(A)}
    assert gateway.connections == 2


async def test_a_kept_connection_that_breaks_on_our_request_is_unknown(
    gateway: Gateway, sender: Sender
) -> None:
    await sender.send(TEXT, [A])
    gateway.reply = lambda _: Reply("", 0)
    assert await sender.send(TEXT, [A]) == {A: NoAnswer("the connection broke")}
    assert gateway.connections == 1
    assert len(gateway.requests) == 2


async def test_what_nobody_foresaw_is_unknown(
    sender: AfricasTalkingSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError(A)

    monkeypatch.setattr("bot.sms.sender.outcomes", broken)
    assert await sender.send(TEXT, [A]) == {A: NoAnswer("unexpected KeyError")}


async def test_a_closed_sender_sends_nothing(gateway: Gateway) -> None:
    async with connected(gateway.url) as sender:
        pass
    assert await sender.send(TEXT, [A]) == {A: Refused("the sender is closed")}
    assert gateway.requests == []


@pytest.mark.parametrize(
    "reply",
    [taken(A), taken(A, n1=406), Reply("oops", 401), Reply(f"{A} {TEXT}", 500), Reply("", 0)],
)
async def test_logs_hold_no_text_number_or_key(
    gateway: Gateway, sender: Sender, reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway.reply = lambda _: reply
    await sender.send(TEXT, [A])
    for private in (TEXT, A.removeprefix("+"), API_KEY):
        assert private not in caplog.text


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (Reply({"SMSMessageData": {"Messages": []}}, 200), None),
        (Reply("invalid", 401), "Africa's Talking refused the user name or the API key"),
        (Reply("oops", 500), "Africa's Talking answered with HTTP status 500"),
        (
            Reply("<html>hello</html>", 200, "text/html"),
            "What answered is not Africa's Talking's SMS service: check the API URL",
        ),
    ],
)
async def test_reachable(
    gateway: Gateway, sender: AfricasTalkingSender, reply: Reply, fault: str | None
) -> None:
    gateway.reply = lambda _: reply
    assert await sender.reachable() == fault
    [request] = gateway.requests
    assert (request.method, request.path) == ("GET", "/version1/messaging?username=sek")


def test_the_sdk_is_loaded_only_for_a_sender() -> None:
    loads = "import sys, bot.sms.sender; sys.exit('africastalking' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0

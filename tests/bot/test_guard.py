"""The headers of every answer, who sees the details, and who may use the demonstration's pages."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.guard import SECURITY_HEADERS, WebApplication, foreign, is_loopback
from bot.server import make_app
from tests.bot.site import OpenSite, Site

TOKEN = "a-token-for-the-metrics"


async def _fails(_request: Request) -> Response:
    raise ValueError("a fault of ours")


async def _answers(_request: Request) -> Response:
    return JSONResponse({}, headers={"Cache-Control": "max-age=1"})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 200), ("GET", "/none", 404), ("POST", "/", 405), ("GET", "/fails", 500)],
)
async def test_every_answer_has_the_headers(method: str, path: str, status: int) -> None:
    app = WebApplication(routes=[Route("/", _answers), Route("/fails", _fails)])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://sek") as client:
        answer = await client.request(method, path)
    assert answer.status_code == status
    for name, value in SECURITY_HEADERS:
        if (status, name) != (200, b"cache-control"):
            assert answer.headers[name.decode()] == value.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/webhooks/telegram", "/calendar/x.ics"])
async def test_those_of_the_program_have_them_too(site: Site, path: str) -> None:
    assert "default-src 'none'" in (await site.client.get(path)).headers["content-security-policy"]


class TestDetails:
    @pytest.fixture
    async def guarded(self, open_site: OpenSite, sqlite_url: str) -> AsyncIterator[Site]:
        async with open_site(sqlite_url, metrics_token=TOKEN) as site:
            yield site

    async def test_are_for_this_machine_where_no_token_is_set(self, site: Site) -> None:
        proxies = (
            "X-Forwarded-For",
            "Forwarded",
            "Via",
            "CF-Connecting-IP",
            "True-Client-IP",
            "X-Forwarded-Proto",
        )
        named = [
            {"Host": host} for host in ("sek.example.org", "localhost.example.org", "192.0.2.7", "[", "")
        ]
        pages: list[dict[str, str]] = [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
        hidden = [*({name: "127.0.0.1"} for name in proxies), *named, *pages]
        here = [{}, {"Host": "localhost:8000"}, {"Host": "[::1]:8000"}, {"Sec-Fetch-Site": "none"}]
        for headers in (*here, *hidden):
            seen = headers in here
            metrics = await site.client.get("/metrics", headers=headers)
            ready = (await site.client.get("/readyz", headers=headers)).json()
            assert (metrics.status_code, set(ready) == {"status"}) == ((200, False) if seen else (404, True))

    async def test_are_not_for_other_machines(self, site: Site) -> None:
        transport = httpx.ASGITransport(make_app(site.program, []), client=("192.0.2.1", 4))
        async with httpx.AsyncClient(transport=transport, base_url="http://sek") as client:
            assert (await client.get("/metrics")).status_code == 404
            assert (await client.get("/readyz")).json() == {"status": "ready"}
            assert (await client.get("/healthz")).status_code == 200

    @pytest.mark.parametrize(
        ("given", "status"),
        [("", 401), (TOKEN, 401), (f"Bearer {TOKEN}x", 401), ("Bearer ", 401), (f"Bearer {TOKEN}", 200)],
    )
    async def test_are_for_the_token_where_one_is_set(self, guarded: Site, given: str, status: int) -> None:
        headers = {"Authorization": given} if given else {}
        assert (await guarded.client.get("/metrics", headers=headers)).status_code == status
        ready = await guarded.client.get("/readyz", headers=headers)
        assert (ready.status_code, "ails" in ready.json()) == (200, status == 200)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST.", "::ffff:127.0.0.1"]
)
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "", "10.0.0.1", "localhost.example.org", "127.0.0.1.nip.io", "x"]
)
def test_no_loopback(host: str) -> None:
    assert not is_loopback(host)


OWN = {"host": "127.0.0.1:8000"}


@pytest.mark.parametrize(
    ("headers", "beyond", "refused"),
    [
        (OWN, False, False),
        ({"host": "localhost:8000", "origin": "http://localhost:8000"}, False, False),
        ({"host": "evil.example"}, False, True),
        ({"host": "127.0.0.1.nip.io:8000"}, True, True),
        ({}, False, True),
        ({"host": "[::1"}, False, True),
        (OWN | {"origin": "https://evil.example"}, False, True),
        (OWN | {"origin": "null"}, False, True),
        (OWN | {"origin": "http://127.0.0.1:9000"}, False, True),
        (OWN | {"sec-fetch-site": "cross-site"}, False, True),
        (OWN | {"sec-fetch-site": "same-origin"}, False, False),
        ({"host": "192.168.1.7:8000"}, False, True),
        ({"host": "192.168.1.7:8000"}, True, False),
    ],
)
def test_requests_of_foreign_pages(headers: dict[str, str], beyond: bool, refused: bool) -> None:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    request = Request({"type": "http", "headers": pairs, "method": "GET", "path": "/"})
    assert bool(foreign(request, beyond_loopback=beyond)) == refused

"""The web server under connections that send nothing, half a request, or too much."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.connections import MOST_HEADER_BYTES, Connection
from bot.guard import MOST_BODY_BYTES, WebApplication

HALF = b"POST / HTTP/1.1\r\nHost: sek\r\nContent-Length: 50000\r\n\r\nhalf"
WHOLE = b"GET / HTTP/1.1\r\nHost: sek\r\n\r\n"
SECONDS = 0.4

Serve = Callable[..., AbstractAsyncContextManager[int]]


@pytest.fixture
def serve() -> Serve:
    @asynccontextmanager
    async def serving(limit: int = 20) -> AsyncIterator[int]:
        class Short(Connection):
            seconds = SECONDS

        Short.limit = limit

        async def answer(request: Request) -> Response:
            return PlainTextResponse(str(len(await request.body())))

        app = WebApplication(routes=[Route("/", answer, methods=["GET", "POST"])])
        config = uvicorn.Config(
            app, log_config=None, http=Short, ws="none", lifespan="off", timeout_keep_alive=60, backlog=10
        )
        server = uvicorn.Server(config)
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        running = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        await running

    return serving


async def says(port: int, words: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(words)
    return reader, writer


async def ended(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the server closes the connection."""
    async with asyncio.timeout(5):
        with contextlib.suppress(ConnectionError):
            return await reader.read()
    return b""


async def asks(port: int) -> bytes:
    async with asyncio.timeout(5):
        reader, writer = await says(port, WHOLE)
        line = await reader.readline()
        writer.close()
        return line


@pytest.mark.parametrize(
    "words",
    [b"", b"\r\n", b"GET / HT", b"GET / HTTP/1.1\r\nHost: sek\r\n", HALF],
    ids=["nothing", "a line end", "half a line", "half a header", "half a body"],
)
@pytest.mark.parametrize("answered", [False, True], ids=["at first", "after an answer"])
async def test_what_sends_no_whole_request_is_closed_in_time(
    serve: Serve, words: bytes, answered: bool
) -> None:
    async with serve() as port:
        reader, writer = await says(port, WHOLE if answered else words)
        if answered:
            await reader.readuntil(b"\r\n\r\n0")
            writer.write(words or b"\r")
        began = time.monotonic()
        await ended(reader)
        assert time.monotonic() - began < 4 * SECONDS
        writer.close()


async def test_a_drop_now_and_then_gains_no_time(serve: Serve) -> None:
    async with serve() as port:
        reader, writer = await says(port, HALF)
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while not (reader.at_eof() or writer.is_closing()) and time.monotonic() - began < 5:
                writer.write(b"x")
                await asyncio.sleep(SECONDS / 10)
        assert time.monotonic() - began < 4 * SECONDS
        writer.close()


async def test_idle_ones_make_room_for_a_real_request(serve: Serve) -> None:
    async with serve(limit=8) as port:
        held = [await says(port, words) for words in (b"", HALF, WHOLE, b"GET / HTTP/1.1\r\n") * 10]
        assert await asks(port) == b"HTTP/1.1 200 OK\r\n"
        for _, writer in held:
            writer.close()


@pytest.mark.parametrize("header", [b"X: " + b"x" * MOST_HEADER_BYTES, b"X: x\r\n" * MOST_HEADER_BYTES])
@pytest.mark.parametrize("rest", [b"", b"\r\n\r\n"], ids=["open", "complete"])
async def test_a_header_has_a_maximum_size(serve: Serve, header: bytes, rest: bytes) -> None:
    async with serve() as port:
        reader, writer = await says(port, b"GET / HTTP/1.1\r\nHost: sek\r\n" + header.rstrip() + rest)
        assert (await ended(reader)).startswith(b"HTTP/1.1 431 ")
        writer.close()


async def test_any_body_has_a_maximum_size(serve: Serve) -> None:
    async with serve() as port:
        head = f"POST / HTTP/1.1\r\nHost: sek\r\nContent-Length: {MOST_BODY_BYTES + 1}\r\n\r\n"
        reader, writer = await says(port, head.encode() + b"x" * (MOST_BODY_BYTES + 1))
        async with asyncio.timeout(5):
            assert (await reader.readline()).startswith(b"HTTP/1.1 413 ")
        writer.close()


async def test_what_is_no_request_gets_the_headers_too(serve: Serve) -> None:
    async with serve() as port:
        reader, writer = await says(port, b"\x16\x03\x01 no HTTP\r\n\r\n")
        answer = await ended(reader)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"content-security-policy: default-src 'none'" in answer
        writer.close()

"""The fake over HTTP, for tests with separate processes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from email import message_from_bytes
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.telegram.fake.api import FakeTelegram
from bot.telegram.fake.faults import SilenceError

RETRY_SECONDS = 0.2
_HANG_SECONDS = 60.0


class _Silent(Response):
    """An answer that does not come: not at all, or broken off after its head."""

    def __init__(self, error: SilenceError) -> None:
        super().__init__()
        self._hangs = error.how == "hang"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._hangs:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_HANG_SECONDS):
                    while (await receive())["type"] != "http.disconnect":
                        pass
        # Shorter than promised: the server can only break off the connection.
        head = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"{", "more_body": False})


def app(fake: FakeTelegram) -> Starlette:
    """Return the app: it serves /bot{token}/{method} and /file/bot{token}/{path}, and delivers to the
    webhook.
    """

    async def method(request: Request) -> Response:
        given = _fields(fake, request.headers.get("content-type", ""), await request.body())
        try:
            status, answer = await fake.call(
                request.path_params["token"],
                request.path_params["method"],
                given | dict(request.query_params.items()),
            )
        except SilenceError as error:
            return _Silent(error)
        return JSONResponse(answer, status)

    async def file(request: Request) -> Response:
        content = fake.file(request.path_params["token"], request.path_params["path"])
        return Response(status_code=404) if content is None else Response(content)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        delivering = asyncio.create_task(_deliver(fake))
        yield
        delivering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await delivering

    routes = [
        Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", file),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def _fields(fake: FakeTelegram, content_type: str, body: bytes) -> dict[str, str]:
    """Return the parameters of a call. Keep an uploaded file, and put its id in its place."""
    if not content_type.startswith("multipart/"):
        return dict(parse_qsl(body.decode()))
    form = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    fields: dict[str, str] = {}
    for part in form.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            file_name = part.get_filename()
            fields[name] = fake.keep(name, content, file_name) if file_name else content.decode()
    return fields


async def _deliver(fake: FakeTelegram) -> None:
    """Send each update to the webhook, one after the other, until the webhook takes it."""
    async with httpx.AsyncClient(timeout=10) as client:
        while True:
            waiting = fake.updates.waiting
            if not (fake.webhook and waiting):
                await fake.updates.changed(1)
                continue
            secret = fake.webhook.get("secret_token", "")
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
            try:
                answer = await client.post(fake.webhook["url"], json=waiting[0], headers=headers)
                taken = answer.is_success
            except httpx.HTTPError:
                taken = False
            if taken:
                fake.updates.confirm(waiting[0]["update_id"] + 1)
            else:
                await asyncio.sleep(RETRY_SECONDS)

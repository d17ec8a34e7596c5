"""The routes of the contract. A webhook parses, stores, and answers; nothing is decided here."""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import metrics
from bot.intake import Intake, NotStoredError
from bot.metrics import Metrics
from bot.sms import receive
from bot.sms.parse import MissingField
from bot.threads import Threads
from sek_core.clock import Clock
from sek_core.store import migrations

log = structlog.get_logger(__name__)

MOST_BYTES = 1024 * 1024
MOST_FIELDS = 100
RETRY_AFTER_SECONDS = "5"

Arrival = dict[str, Any]
Parse = Callable[[Mapping[str, str], Clock], Arrival]


class _TooLargeError(Exception):
    """The body is over MOST_BYTES."""


class Webhooks:
    """Africa's Talking's callbacks."""

    def __init__(self, secret: str, intake: Intake, clock: Clock, metrics: Metrics) -> None:
        self._secret = secret.encode()
        self._intake = intake
        self._clock = clock
        self._metrics = metrics

    def routes(self) -> list[BaseRoute]:
        """The routes, each with the secret in its path."""
        path = "/webhooks/africastalking/{secret}"
        return [
            Route(f"{path}/sms", self._route("sms", receive.sms), methods=["POST"]),
            Route(f"{path}/delivery", self._route("delivery", receive.delivery), methods=["POST"]),
            Route(f"{path}/optout", self._route("optout", receive.opt_out), methods=["POST"]),
        ]

    def _route(self, name: str, parse: Parse) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            response = await self._receive(request, parse)
            self._metrics.received.labels(name, str(response.status_code)).inc()
            return response

        return endpoint

    async def _receive(self, request: Request, parse: Parse) -> Response:
        given = request.path_params["secret"].encode()
        if not self._secret or not hmac.compare_digest(given, self._secret):
            return PlainTextResponse("Not Found", 404)
        try:
            row = parse(_form(await _body(request)), self._clock)
        except _TooLargeError:
            return PlainTextResponse("the body is over 1 MiB", 413)
        except MissingField as error:
            return PlainTextResponse(f"{error.field}: is missing", 400)
        except ValueError:
            return PlainTextResponse("body: should be a form (application/x-www-form-urlencoded)", 400)
        except ClientDisconnect:
            return PlainTextResponse("the connection was closed", 400)
        try:
            await self._intake.put(row)
        except NotStoredError:
            return PlainTextResponse("try again", 503, {"Retry-After": RETRY_AFTER_SECONDS})
        return PlainTextResponse("ok")


async def _body(request: Request) -> bytes:
    """The body, read no further than is allowed."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MOST_BYTES:
        raise _TooLargeError
    if declared.isdigit():
        return await request.body()
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise _TooLargeError
    return body


def _form(body: bytes) -> dict[str, str]:
    """The fields of a form; raises ValueError if it is none. Bytes that are no UTF-8 are replaced."""
    text = body.decode("utf-8", "replace")
    if text.lstrip().startswith(("{", "[")):
        try:
            fields = json.loads(text)
        except RecursionError as error:
            raise ValueError("nested too deep") from error
        if not isinstance(fields, dict):
            raise ValueError("no object")
        return {_clean(str(name)): _clean(str(value)) for name, value in fields.items() if value is not None}
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    return {_clean(name): _clean(value) for name, value in pairs}


def _clean(value: str) -> str:
    """Without what no database stores: NUL, and halves of surrogate pairs."""
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-8", "replace").decode().replace("\0", "")


def health_routes(threads: Threads, page: Metrics) -> list[BaseRoute]:
    """Alive, ready, and the figures."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        try:
            current = await threads.read(migrations.is_current)
        except SQLAlchemyError:
            return JSONResponse({"status": "not ready", "why": "the database does not answer"}, 503)
        if not current:
            why = "the database has another version: run `sek db upgrade`"
            return JSONResponse({"status": "not ready", "why": why}, 503)
        return JSONResponse({"status": "ready"})

    async def metrics_page(_request: Request) -> Response:
        try:
            body = await threads.call(page.page)
        except SQLAlchemyError:
            return PlainTextResponse("the database does not answer", 503)
        return Response(body, media_type=metrics.CONTENT_TYPE)

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics_page),
    ]

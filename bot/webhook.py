"""Webhooks: check the secret, parse, store, answer. They take no decisions.

Each is a bare ASGI application. In a flood they get thousands of requests a second, and request and response
objects would cost as much as storing the message.
"""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import structlog
from starlette.types import Message, Receive, Scope, Send

from bot.intake import Intake, NotStoredError
from bot.metrics import Metrics
from bot.untrusted_json import read_any_json
from sek_core.inbox import queue
from sek_core.inbox.queue import MissingField, storable
from sek_core.timing.clock import Clock

log = structlog.get_logger(__name__)

MOST_BYTES = 1024 * 1024
MOST_FIELDS = 100
RETRY_AFTER_SECONDS = b"5"


@dataclass(frozen=True, slots=True)
class WebhookAnswer:
    """Response to the provider, ready to be sent."""

    status: int
    start: Message
    body: Message


def make_answer(status: int, text: str, *headers: tuple[bytes, bytes]) -> WebhookAnswer:
    """Return a status and a line of text, ready to be sent."""
    body = text.encode()
    usual = ((b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()))
    return WebhookAnswer(
        status,
        {"type": "http.response.start", "status": status, "headers": [*usual, *headers]},
        {"type": "http.response.body", "body": body},
    )


_OK = make_answer(200, "ok")
NOT_FOUND = make_answer(404, "Not Found")
_TOO_LARGE = make_answer(413, "the body is over 1 MiB")
_NOT_READABLE = make_answer(400, "body: should be a form (application/x-www-form-urlencoded), or JSON")
_NOT_STORED = make_answer(503, "try again", (b"retry-after", RETRY_AFTER_SECONDS))


class _TooLargeError(Exception):
    """The body is over MOST_BYTES."""


class _HungUpError(Exception):
    """The connection was closed before the whole body came."""


Admit = Callable[[Scope], WebhookAnswer | None]
"""Return the refusal of a request without the secret, or None to admit it."""

Read = Callable[[bytes], Mapping[str, Any]]
"""Return the fields of a body. Raises ValueError if the body is malformed."""

RowOf = Callable[[Mapping[str, Any], Clock], dict[str, Any]]
"""Return the inbox row of fields. Raises MissingField; anything else that it raises is a fault of ours."""


@dataclass(frozen=True, slots=True)
class Callback:
    """What a provider calls us with: its channel, the kind of its rows, and how it is read."""

    channel: str
    kind: str
    read: Read
    row_of: RowOf


class Webhook:
    """One callback of a provider."""

    def __init__(
        self, name: str, admit: Admit, callback: Callback, intake: Intake, clock: Clock, metrics: Metrics
    ) -> None:
        self._name = name
        self._admit = admit
        self._callback = callback
        self._clock = clock
        self._intake = intake
        self._metrics = metrics
        self._stored = metrics.received.labels(name, "200")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            answer = await self._receive(scope, receive)
        except _HungUpError:
            return
        if answer is _OK:
            self._stored.inc()
        else:
            self._metrics.received.labels(self._name, str(answer.status)).inc()
        await send(answer.start)
        await send(answer.body)

    async def _receive(self, scope: Scope, receive: Receive) -> WebhookAnswer:
        if refused := self._admit(scope):
            return refused
        try:
            row = self._row(self._callback.read(await _body(scope, receive)))
        except _TooLargeError:
            return _TOO_LARGE
        except MissingField as error:
            return make_answer(400, f"{error.field}: is missing")
        except ValueError:
            return _NOT_READABLE
        try:
            await self._intake.put(row)
        except NotStoredError:
            return _NOT_STORED
        return _OK

    def _row(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the inbox row of fields. Fields that we fail to read are kept as they are: refused, the
        provider would bring them again and again, or drop them. Raises MissingField.
        """
        callback = self._callback
        try:
            return callback.row_of(fields, self._clock)
        except MissingField:
            raise
        except Exception as error:
            log.error("arrival_unread", route=self._name, error=type(error).__name__)
            return queue.unread(callback.channel, callback.kind, fields, error, self._clock.now())


async def _body(scope: Scope, receive: Receive) -> bytes:
    """Read the body, up to the allowed size."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > MOST_BYTES:
            raise _TooLargeError
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _HungUpError
        part: bytes = message.get("body", b"")
        body += part
        if len(body) > MOST_BYTES:
            raise _TooLargeError
        if not message.get("more_body", False):
            return body


def is_one_of(given: bytes, secrets: Sequence[bytes]) -> bool:
    """Return True if `given` is one of the secrets. The time that it takes tells nothing about them."""
    same = [hmac.compare_digest(given, secret) for secret in secrets]
    return any(same)


def read_json(body: bytes | str) -> dict[str, Any]:
    """Return the object in a body. Raises ValueError if there is none."""
    fields = read_any_json(body)
    if not isinstance(fields, dict):
        raise ValueError("no object")
    return fields


def read_form(body: bytes) -> dict[str, str]:
    """Return the fields of a form. Raises ValueError if it is none. Bytes that are not UTF-8 are replaced."""
    text = body.decode("utf-8", "replace")
    if text.lstrip().startswith(("{", "[")):
        fields = read_json(text)
        return {
            storable(str(name)): storable(str(value)) for name, value in fields.items() if value is not None
        }
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    return {storable(name): storable(value) for name, value in pairs}

"""Connections of the web server: how many there may be, and how long one may take.

A connection that has sent no whole request is idle. Idle connections cost an attacker nothing, so they must
not cost the program its last file descriptor: they are closed after `REQUEST_SECONDS`, and at once, the
oldest first, where a new connection needs the place. uvicorn's own `limit_concurrency` counts them like
requests, and would refuse a real text for as long as they stay.
"""

import asyncio
import contextlib
import resource
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.guard import SECURITY_HEADERS

MOST_CONNECTIONS = 512
"""Maximum number of connections of one process."""

SPARE_FILES = 200
"""File descriptors that stay free for the database, providers, logs, and connections being accepted."""

BACKLOG = 100
"""Connections that may wait to be accepted. All of them may be accepted at once, before any is closed."""

REQUEST_SECONDS = 20.0
"""Maximum time for a whole request, header and body, from the connection or the request's first byte."""

KEEP_ALIVE_SECONDS = 5
"""Time for which a connection stays open after an answer."""

MOST_HEADER_BYTES = 16 * 1024
"""Maximum size of a request's first line and headers."""

_TOO_LONG = "Request Header Fields Too Large"


def most_connections() -> int:
    """Return how many connections this process may have. Let it open as many files as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(16, min(MOST_CONNECTIONS, soft - SPARE_FILES))


class Connection(HttpToolsProtocol):
    """One connection. `limit`: how many of them may be open; `seconds`: see `REQUEST_SECONDS`."""

    limit = MOST_CONNECTIONS
    seconds = REQUEST_SECONDS

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._patience: asyncio.TimerHandle | None = None
        self._completed = 0
        self._header_bytes = self._unparsed_bytes = 0
        self._in_header = True
        self._refused = False

    @property
    def is_idle(self) -> bool:
        """True while no whole request of this connection is under way."""
        return self._patience is not None or self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, in the place of the oldest idle one if there are too many."""
        super().connection_made(cast(asyncio.Transport, transport))  # a server's is never one-way
        _BY_AGE[self] = None
        self._wait()
        if len(self.connections) > self.limit:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        _BY_AGE.pop(self, None)
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read a part of a request, unless its header is too long."""
        if self._refused:
            return
        completed = self._completed
        super().data_received(data)
        if self._in_header and self._completed == completed:  # else the body before may be most of it
            self._unparsed_bytes += len(data)
        if max(self._header_bytes, self._unparsed_bytes) > MOST_HEADER_BYTES:
            self._refuse(431, _TOO_LONG)
        elif self._patience is None and (self.cycle is None or self.cycle.response_complete):
            self._wait()  # line ends before a request begin none, but end uvicorn's own wait

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a request."""
        super().on_message_begin()
        self._header_bytes = self._unparsed_bytes = 0
        self._in_header = True
        self._wait()

    def on_url(self, url: bytes) -> None:
        """Count the address among the header."""
        self._header_bytes += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count the header."""
        self._header_bytes += len(name) + len(value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin the request, unless its header is too long."""
        self._in_header = False
        if self._header_bytes > MOST_HEADER_BYTES:
            self._refuse(431, _TOO_LONG)
        elif not self._refused:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Read a part of a body."""
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End the wait: from here on it is the program that takes its time."""
        self._completed += 1
        self._header_bytes = self._unparsed_bytes = 0
        self._in_header = True
        self._stop_waiting()
        if not self._refused:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Count the connection as the newest of the idle ones."""
        super().on_response_complete()
        if self in _BY_AGE:
            del _BY_AGE[self]
            _BY_AGE[self] = None

    def _wait(self) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(self.seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        """Close a connection whose request did not come in time."""
        self._patience = None
        if self.cycle is not None and not self.cycle.response_complete and self.cycle.response_started:
            self.transport.abort()
        elif self.cycle is not None and not self.cycle.response_complete:
            self._refuse(408, "Request Timeout")
        else:
            self.transport.close()

    def _make_room(self) -> None:
        for other in _BY_AGE:
            if other is not self and other.is_idle and not other.transport.is_closing():
                other.transport.abort()
                _BY_AGE.pop(other)
                return
        self._refuse(503, "Service Unavailable")

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request."""
        self._refuse(400, "Bad Request")

    def _refuse(self, status: int, reason: str) -> None:
        """Answer with a status and nothing else, and close."""
        self._refused = True
        self._stop_waiting()
        if not self.transport.is_closing():
            lines = [f"HTTP/1.1 {status} {reason}".encode()]
            lines += [name + b": " + value for name, value in SECURITY_HEADERS]
            lines += [b"content-length: 0", b"connection: close", b"", b""]
            self.transport.write(b"\r\n".join(lines))
            self.transport.close()


_BY_AGE: dict[Connection, None] = {}
"""All connections; of those that are idle, the oldest first."""

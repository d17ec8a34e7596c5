"""The SDK's SMS service, extended to return the HTTP answer, which delivery needs and the SDK hides.

Import this only where SMS is configured: the SDK takes a quarter of a second to load.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import requests
from africastalking.SMS import SMSService  # type: ignore[import-untyped]  # the SDK has no types
from urllib3.exceptions import MaxRetryError

from bot.sms.answer import Answer, Unanswered
from bot.untrusted_json import read_any_json
from sek_core.messages.channel import NoAnswer, Refused

_LONGEST_IDLE = 30.0
"""Seconds after which an idle connection is dropped: less than gateways and NATs keep one."""


class MessagingService(SMSService):  # type: ignore[misc]  # the SDK has no types: its class is Any
    """`SMSService` whose `send` and `fetch_messages` give an `Answer`, or raise `Unanswered`.

    `api_url` replaces the SDK's base URL, `/version1` included. Safe to share between threads.
    Sessions, and so connections, are kept between calls, which saves a TLS handshake each.
    """

    def __init__(self, username: str, api_key: str, api_url: str | None = None) -> None:
        self._api_url = api_url
        self._idle: list[tuple[requests.Session, float]] = []
        super().__init__(username, api_key)

    def close(self) -> None:
        """Close all connections; no thread may be in a request."""
        for session, _ in self._idle:
            session.close()

    def _init_service(self) -> None:
        super()._init_service()
        if self._api_url:
            self._baseUrl = self._api_url.rstrip("/")

    def _make_request(
        self,
        url: str,
        method: str,
        headers: dict[str, str],
        data: dict[str, Any] | None,
        params: dict[str, Any] | None,
        callback: None = None,
        timeout: tuple[float, float] | None = None,
    ) -> Answer:
        try:
            with self._session() as session:
                response = session.request(
                    method,
                    url,
                    headers=headers,
                    data=data,
                    params=params,
                    timeout=timeout,
                    # A redirected POST turns into a GET, and takes the API key to another host.
                    allow_redirects=False,
                )
        except (requests.RequestException, ValueError) as error:
            raise Unanswered(_failure(error)) from error
        return Answer(response.status_code, response.headers, _json(response))

    @contextmanager
    def _session(self) -> Iterator[requests.Session]:
        """Yield the session used last, for this thread alone until the end of the block.

        A connection that the server closed while idle loses no message: before reuse, urllib3 checks whether
        the socket has ended (`is_connection_dropped`) and opens another. A close that crosses our request on
        the wire looks like a crash, and is `NoAnswer`. The idle limit is for connections that a NAT dropped
        silently: a request on one would vanish and wait for the read timeout.
        """
        try:
            session, last_used = self._idle.pop()
        except IndexError:
            session, last_used = requests.Session(), monotonic()
        if monotonic() - last_used > _LONGEST_IDLE:
            session.close()
        try:
            yield session
        finally:
            self._idle.append((session, monotonic()))


def _json(response: requests.Response) -> object:
    try:
        return read_any_json(response.content)
    except ValueError:
        return None


def _failure(error: Exception) -> Refused | NoAnswer:
    """Tell from the exception of requests whether the request can have arrived.

    requests wraps urllib3's `MaxRetryError` only around failures to get a connection; it passes on failures
    of an existing connection by themselves. A handshake that is cut off or too slow counts as a failure of
    the connection: wrong, but on the safe side.
    """
    match error:
        case requests.ConnectTimeout():
            return Refused("connecting took too long")
        case requests.exceptions.SSLError():
            return Refused("no secure connection")
        case requests.exceptions.ProxyError():
            return Refused("the proxy could not be reached")
        case requests.ConnectionError(args=[MaxRetryError(), *_]):
            return Refused("could not connect")
        case requests.ReadTimeout():
            return NoAnswer("no answer in time")
        case ValueError():  # no request can be made from this address or header
            return Refused(f"the request cannot be made ({type(error).__name__})", ours=True)
        case _:
            return NoAnswer("the connection broke")

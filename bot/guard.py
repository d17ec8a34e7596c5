"""What holds for every answer and every request of the web server, whatever its route."""

import hmac
import ipaddress
import socket
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import Message, Receive, Scope, Send

from config.settings import Settings

SECURITY_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
)
"""Headers of every answer. A route that sets one of them itself has its own."""

MOST_BODY_BYTES = 2 * 1024 * 1024
"""Maximum size of any body. The webhooks allow less."""

_FORWARDED = (
    "forwarded", "via", "cdn-loop",
    "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-original-host", "true-client-ip",
)  # fmt: skip
_FORWARDED_BEGIN = ("x-forwarded-", "cf-", "fly-", "x-envoy-", "x-amzn-", "x-appengine-")
"""Headers, and beginnings of them, by which a proxy says that it passes on a request of another machine."""


class WebApplication(Starlette):
    """A Starlette whose answers all have the security headers, and whose requests have a maximum size."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = _with_headers(message)
            await send(message)

        with suppress(ClientDisconnect):
            await super().__call__(scope, _limited(receive), send_safely)


def _with_headers(message: Message) -> Message:
    headers = list(message.get("headers", ()))
    have = {name.lower() for name, _ in headers}
    headers += [header for header in SECURITY_HEADERS if header[0] not in have]
    return {**message, "headers": headers}


def _limited(receive: Receive) -> Receive:
    """Return a `receive` that ends a body at its maximum size."""
    size = 0

    async def receive_some() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_BODY_BYTES:
            raise HTTPException(413, "the body is too large")
        return message

    return receive_some


def is_loopback(host: str) -> bool:
    """Return True for a name or an address of this machine alone."""
    plain = host.strip("[]").lower().rstrip(".")
    if plain == "localhost" or plain.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(plain)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def is_local(request: HTTPConnection) -> bool:
    """Return True for a request that a program on this machine made, and that no proxy passed on.

    It names this machine as its host: a proxy passes on the name that others know, and a page of another site
    in a browser here has that site's name.
    """
    client = request.client
    forwarded = any(name in _FORWARDED or name.startswith(_FORWARDED_BEGIN) for name in request.headers)
    host = request.headers.get("host")
    ours = host is None or is_loopback(_name_of(f"//{host}"))
    foreign_page = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    here = client is not None and is_loopback(client.host)
    return here and ours and not forwarded and not foreign_page


def knows_token(request: HTTPConnection, token: str) -> bool:
    """Return True if a request carries the token: `Authorization: Bearer ...`."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(), token.encode())
    return bool(token) and scheme.lower() == "bearer" and same


def foreign(request: HTTPConnection, *, beyond_loopback: bool, links: bool = False) -> str:
    """Return why a request of a browser may come from a page of another site; empty if it does not.

    Another site reaches us through the user's browser: with a name of its own that resolves to our address
    (DNS rebinding), or by a form, which has no JSON. `beyond_loopback`: the page is served to other machines
    too, which name ours by its address. `links`: a link of another site, such as that of a mail, may open it.
    """
    host = request.headers.get("host", "")
    if not _is_ours(_name_of(f"//{host}"), beyond_loopback=beyond_loopback):
        return "this host is not served here"
    return _from_elsewhere(request, host.lower(), links=links)


def _from_elsewhere(request: HTTPConnection, host: str, *, links: bool) -> str:
    origin = request.headers.get("origin")
    if origin is not None and _authority(origin) != host:
        return "a page of another site asks"
    asks = request.headers.get("sec-fetch-site", "same-origin")
    opens = links and request.scope["method"] == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
    return "" if asks in ("same-origin", "none") or opens else "a page of another site asks"


def foreign_to(settings: Settings, request: HTTPConnection) -> str:
    """Return why a request to the pages of an installation may come from a page of another site; empty if
    not. An installation with a public URL is called by that name, or from its own machine.
    """
    host = request.headers.get("host", "").lower()
    if settings.public_url and host == urlsplit(settings.public_url).netloc.lower():
        return _from_elsewhere(request, host, links=True)
    return foreign(request, beyond_loopback=not is_loopback(settings.host), links=True)


def _is_ours(name: str, *, beyond_loopback: bool) -> bool:
    if is_loopback(name):
        return True
    if not beyond_loopback:
        return False
    if name == socket.gethostname().lower():
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True  # an address is no name that another site could point at us


def _name_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""

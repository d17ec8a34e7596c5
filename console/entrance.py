"""Who comes in: the cookie of a session, and requests that a page of another site would make."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from sek_core.access import sessions
from sek_core.access.sessions import Visitor
from sek_core.views import visibility
from sek_core.work.unit_of_work import UnitOfWork

LASTS = {True: 30 * 86400, False: None}
"""How long a browser keeps the cookie: on the person's own telephone, and elsewhere until it is closed."""


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names and rules of the cookies. Only over TLS can the name promise that no other host has set them."""

    secure: bool

    @property
    def session(self) -> str:
        """Name of the cookie of a session."""
        return "__Host-sek" if self.secure else "sek"

    @property
    def browser(self) -> str:
        """Name of the cookie that ties a code to a browser."""
        return "__Host-sek-in" if self.secure else "sek-in"

    def put(self, response: Response, name: str, value: str, lasts: int | None) -> None:
        """Set a cookie that no script reads and no other site's form sends."""
        response.set_cookie(
            name, value, max_age=lasts, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def drop(self, response: Response, name: str) -> None:
        """Remove a cookie."""
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="lax")


def visitor_of(work: UnitOfWork, request: Request, cookies: Cookies) -> Visitor | None:
    """Return who is signed in in the browser of a request, or None."""
    token = request.cookies.get(cookies.session, "")
    return sessions.visitor(work, token) if token else None


def only_reads(work: UnitOfWork, visitor: Visitor) -> bool:
    """Return True for visitors who may only read: readers of the Mission, and observers."""
    return visitor.person is None or visibility.only_reads(work, visitor.person)


def device_of(request: Request) -> str:
    """Return browser and system of a request in words, as far as its header tells: "Chrome, Android"."""
    agent = request.headers.get("user-agent", "")
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS",
        "Mac"), ("KAIOS", "KaiOS"), ("Linux", "Linux"),
    )  # fmt: skip
    found = [next((name for mark, name in names if mark in agent), "") for names in (browsers, systems)]
    return ", ".join(filter(None, found))

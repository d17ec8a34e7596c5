"""E-mail in the settings: the server, the sender's address, and whose addresses may read."""

import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
"""An address as it may stand in a header and in a command: one, without a name, comment or quotation."""

DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")

ANYBODYS = frozenset(
    {
        "aol.com", "gmail.com", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "outlook.com",
        "proton.me", "protonmail.com", "yahoo.co.uk", "yahoo.com", "ymail.com",
    }
)  # fmt: skip
"""Domains at which anybody can have an address."""

_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes e-mail. `tls`: the connection begins encrypted, as `smtps` says."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def read_server(url: str) -> MailServer:
    """Return the server of a URL; raise ValueError, without the URL, if it is none."""
    wrong = ValueError("should be smtp://user:password@host:port or smtps://...; write a / in them as %2F")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    beyond = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in _PORTS or not parts.hostname or beyond or re.search(r"\s", url):
        raise wrong
    if bool(parts.username) != bool(parts.password):
        raise ValueError("should have a user and a password, or neither")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "smtps", user, password)


def read_sender(written: str) -> tuple[str, str]:
    """Return name and address of `SEK <sek@example.org>` or `sek@example.org`; raise ValueError if it is
    neither.
    """
    name, address = parseaddr(written)
    if not written.isprintable() or not ADDRESS.fullmatch(address) or not address.isascii():
        raise ValueError("should be an address, such as sek@example.org or SEK <sek@example.org>")
    return name, address


def read_domain(written: str) -> str:
    """Return a domain in small letters; raise ValueError if it is none, or if anybody can be there."""
    domain = written.strip().lower().removeprefix("@")
    if not DOMAIN.fullmatch(domain):
        raise ValueError(f"{written!r} is no domain of e-mail addresses; write one, like example.org")
    if domain in ANYBODYS:
        raise ValueError(f"{written!r}: anybody can have an address there")
    return domain


def is_at(address: str, domains: tuple[str, ...]) -> bool:
    """Return True if an e-mail address is at one of these domains itself, not at one below it."""
    return bool(ADDRESS.fullmatch(address)) and address.rpartition("@")[2].lower() in domains

"""Tokens of links and cookies, and codes: drawn at random, and kept only as hashes."""

import hashlib
import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that are not taken for one another when they are read aloud or typed."""

GROUPS, GROUP = 4, 4
"""A link's token: 4 groups of 4 letters, 78 random bits."""

CODE_LENGTH = 6


def link_token() -> str:
    """Return a new token for a link, such as 7K2M-9QXA-4TDR-K3PV."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def cookie_token() -> str:
    """Return a new token for a cookie: 256 random bits."""
    return secrets.token_urlsafe(32)


def code() -> str:
    """Return a new code of six digits."""
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"


def seal(token: str) -> str:
    """Return what is kept of a token. A token is long, so its hash needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def seal_code(code_: str, browser: str) -> str:
    """Return what is kept of a code. It opens only with the cookie of the browser that asked for it."""
    return seal(f"{browser}:{code_}")


def same(one: str, other: str) -> bool:
    """Compare two seals in constant time."""
    return secrets.compare_digest(one, other)

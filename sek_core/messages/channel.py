"""Interface between the outbox and a channel's sender: messages and their outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from sek_core.messages.screens import Content

Wire = Mapping[str, Any]
"""Data that a channel's renderer passes to its sender besides the text (JSON): buttons, a file, the message
to edit. Only that channel reads it.
"""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A content as one channel shows it: the text as read, and its length in segments (0 if the channel has
    none).
    """

    text: str
    segments: int
    wire: Wire | None = None


class Renderer(Protocol):
    """A channel's function that renders a content."""

    def __call__(self, content: Content, *, repeat: bool = False) -> Rendered:
        """Render `content`; `repeat` marks a message that may have arrived before."""
        ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider accepted the message. `provider_id` matches its later delivery report."""

    provider_id: str | None
    segments: int | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider refused the message.

    `permanent`: this address will not work. Otherwise retry, after `retry_after` seconds if the provider said
    so. `ours`: the program's account or configuration is at fault (credentials, sender id, balance), so it is
    safe to wait until an operator has fixed it. `content`: only this message is refused for good; others to
    the same address may pass.
    """

    reason: str
    permanent: bool = False
    retry_after: float | None = None
    ours: bool = False
    content: bool = False


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """It is unknown whether the message left: the request was written and no answer came."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Nothing was sent: the chat at this address has a new address."""

    address: str


Outcome = Accepted | Refused | NoAnswer | Moved


class Sender(Protocol):
    """A channel's sender: sends one text to several addresses."""

    bulk: int
    """Maximum number of addresses in one request."""

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        """Send `text`; return an outcome for each of `addresses`. Never raise.

        `wire` is what the channel's renderer returned beside the text, or None.
        """
        ...

    async def close(self) -> None:
        """Close connections and threads."""
        ...

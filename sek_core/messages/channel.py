"""The seam between the outbox and a channel's sender: what is sent, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from sek_core.messages.screens import Content

Wire = Mapping[str, Any]
"""What a channel's renderer and its sender agree on besides the text (JSON): buttons, a file, the
message to edit. Nobody else reads it.
"""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one channel shows of a content: the text as it is read, and its length in segments
    (0 where the channel has none).
    """

    text: str
    segments: int
    wire: Wire | None = None


class Renderer(Protocol):
    """A channel's way of showing a content."""

    def __call__(self, content: Content, *, repeat: bool = False) -> Rendered:
        """Render `content`; `repeat` marks a message that may have arrived before."""
        ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the message. `provider_id` finds its delivery report later."""

    provider_id: str | None
    segments: int | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider did not take it.

    `permanent`: this address will not work. Otherwise try again, after `retry_after` seconds where
    the provider said so. `ours`: the fault is in our account or configuration (credentials, sender
    id, balance), so nothing is lost by waiting until an operator has mended it. `content`: it is this
    message that will never be taken; others to the same address may.
    """

    reason: str
    permanent: bool = False
    retry_after: float | None = None
    ours: bool = False
    content: bool = False


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nobody knows whether the message left: the request was written and no answer came."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Nothing was sent: what is meant by this address has another one now."""

    address: str


Outcome = Accepted | Refused | NoAnswer | Moved


class Sender(Protocol):
    """Puts one text in front of several addresses of one channel."""

    bulk: int
    """Addresses that one request may have."""

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        """Send `text`; the answer has an outcome for every one of `addresses`. Never raises.

        `wire` is what the channel's renderer gave beside the text, or None.
        """
        ...

    async def close(self) -> None:
        """Let go of connections and threads."""
        ...

"""The core's record of a channel, and the interface between the outbox and a channel's sender."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from config.mechanism import Mechanism
from sek_core.messages.limits import Limits
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
    the same address may pass. `public`: nothing was sent, because strangers would read it in this chat.
    """

    reason: str
    permanent: bool = False
    retry_after: float | None = None
    ours: bool = False
    content: bool = False
    public: bool = False


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

        `wire` is what the channel's renderer returned beside the text, or None; "delivery" in it is the id
        that stays the same when a message is sent again.
        """
        ...

    async def close(self) -> None:
        """Close connections and threads."""
        ...


@dataclass(frozen=True, slots=True)
class Column:
    """The column of the roster file that holds a channel's addresses.

    `read` returns the address that a cell holds. It raises ValueError with a message if the cell is wrong.
    `also`: other names of the column, as lists that people keep have them.
    """

    name: str
    read: Callable[[str, Mechanism], str]
    also: tuple[str, ...] = ()


_OF_WRITERS = ("here", "who.caller", "unknown.kept", "unknown.kept_only", "unknown.told")
"""Prefixes of the texts of which each channel by which people write has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """The facts about a channel that the core uses. A feature that a record does not set is absent.

    `name`: as in the database and the roster file, at most 16 characters.
    `preference`: a recipient with several addresses gets messages at the channel with the lowest one.
    `render`: renders a content for the channel. It leaves out parts that the channel cannot show, such as
    buttons.
    `is_person`: returns True if an address is a person to be answered, and no machine.
    `has_numbers`: its addresses are telephone numbers (E.164), at which their owner can be called.
    `receives`: people write by it; without it the program only sends.
    `has_files`: it brings and shows files and locations. `has_documents`: it shows a document beside a text.
    `has_groups`: the program can be in group chats.
    `is_roomy`: a long text costs its reader nothing, so more than the answer may stand below it.
    `reads_codes`: a message stays with its reader, who can send a code from it back. `proves_sender`: only
    its holder can send in the name of an address, so what comes by it needs no code.
    `counts_segments`: a text costs by its length; texts that go to all channels are kept short by this one.
    `answers_at_once`: an answer is shown where it was asked, and nothing is ever sent over it; the address of
    a person ends with their id, and their dialogue there is apart from that of their other channels.
    """

    name: str
    preference: int
    render: Renderer
    is_person: Callable[[str], bool]
    has_numbers: bool = False
    receives: bool = False
    has_files: bool = False
    has_documents: bool = False
    has_groups: bool = False
    is_roomy: bool = False
    reads_codes: bool = False
    proves_sender: bool = False
    counts_segments: bool = False
    answers_at_once: bool = False
    column: Column | None = None
    limits: Limits | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Keys of the channel's own texts; "sender" names a sender without a telephone number."""
        if self.answers_at_once:
            return (f"channel.{self.name}", f"here.{self.name}")
        of_writers = (*_OF_WRITERS, *(() if self.has_numbers else ("sender",))) if self.receives else ()
        return tuple(f"{key}.{self.name}" for key in ("channel", *of_writers))


class Channels:
    """The channels that are registered, and which of them are on."""

    def __init__(self, registered: Iterable[Channel], on: Collection[str] | None = None) -> None:
        """Register channels. `on`: names of those that are on; None for all.

        Raises ValueError if two have the same name, or if not exactly one counts segments.
        """
        self._channels: dict[str, Channel] = {}
        for channel in registered:
            if channel.name in self._channels:
                raise ValueError(f"two channels are called {channel.name}")
            self._channels[channel.name] = channel
        counted = [channel for channel in self if channel.counts_segments]
        if len(counted) != 1:
            raise ValueError("one channel, and only one, should count segments")
        self.counted = counted[0]
        """Channel whose segments are counted."""
        sends = [channel for channel in self if not channel.answers_at_once]
        chosen = [channel for channel in sends if on is None or channel.name in on]
        self.on = tuple(sorted(chosen, key=lambda channel: channel.preference))
        """Channels over which messages leave, the preferred first."""
        self.names = tuple(channel.name for channel in self.on)
        """Names of the channels that are on."""
        self.with_numbers = tuple(channel.name for channel in self if channel.has_numbers)
        """Names of all channels whose addresses are telephone numbers, even if they are off."""
        self.with_groups = tuple(channel.name for channel in self.on if channel.has_groups)
        """Names of the channels that are on and have group chats."""
        self.answering_at_once = frozenset(channel.name for channel in self if channel.answers_at_once)
        """Names of the channels over which nothing is sent, as they show answers where they were asked."""
        self.shows_files = any(channel.has_files for channel in self.on)
        """Whether a channel that is on shows files."""
        self.shows_documents = any(channel.has_documents for channel in self.on)
        """Whether a channel that is on shows documents."""

    def __iter__(self) -> Iterator[Channel]:
        """Iterate over all registered channels, in their order."""
        return iter(self._channels.values())

    def of(self, name: str) -> Channel:
        """Return the registered channel of this name; raise KeyError if there is none."""
        return self._channels[name]

    def renderer(self, name: str) -> Renderer:
        """Return the renderer of a channel, or that of the counted channel if it is not registered."""
        return self._channels.get(name, self.counted).render

    def turned_on(self, names: Collection[str]) -> "Channels":
        """Return the same channels with only those of `names` on."""
        return Channels(self, names)

"""The board, on which notes are pinned."""

from collections.abc import Mapping, Sequence

from sek_core.messages.channel import Accepted, Outcome, Wire


class Board:
    """A `sek_core.messages.channel.Sender` in memory. `unread`: what was pinned for each, oldest first."""

    bulk = 1

    def __init__(self) -> None:
        self.unread: dict[str, list[str]] = {}

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        """Pin `text` for each of `addresses`."""
        assert wire is None, "nothing is rendered for this channel beside the text"
        for address in addresses:
            self.unread.setdefault(address, []).append(text)
        return dict.fromkeys(addresses, Accepted(None))

    async def close(self) -> None:
        """Nothing to let go of."""

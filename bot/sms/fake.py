"""The gateway of the demonstration and the tests: accepts every SMS and sends none."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.sms.segments import count
from sek_core.messages.channel import Accepted, Outcome, Wire


@dataclass(frozen=True, slots=True)
class Sent:
    """One SMS that the gateway accepted."""

    number: str
    text: str
    provider_id: str


class SimulatedGateway:
    """A `sek_core.messages.channel.Sender` in memory.

    `sent` holds what was accepted, in order. `mode`, unless `None`, is the outcome of every send;
    `fail` decides for one number, and comes first.
    """

    bulk = 20

    def __init__(self, price: Decimal = Decimal("0.8")) -> None:
        """Make a gateway that charges `price` (KES) for a segment."""
        self.sent: list[Sent] = []
        self.mode: Outcome | None = None
        self._price = price
        self._failing: dict[str, Outcome] = {}

    def fail(self, number: str, outcome: Outcome) -> None:
        """Give `outcome` to each send to `number` until it is healed."""
        self._failing[number] = outcome

    def heal(self, number: str) -> None:
        """Let sends to `number` through again."""
        self._failing.pop(number, None)

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        """Accept `text` for each of `addresses` once, or give the programmed outcome."""
        return {number: self._outcome(number, text) for number in dict.fromkeys(addresses)}

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def _outcome(self, number: str, text: str) -> Outcome:
        programmed = self._failing.get(number, self.mode)
        if programmed is not None:
            return programmed
        provider_id = f"sim-{len(self.sent) + 1}-{secrets.token_hex(4)}"
        self.sent.append(Sent(number, text, provider_id))
        segments = count(text)
        return Accepted(provider_id, segments, self._price * segments)

"""The rates at which the provider of a channel lets it send."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rate:
    """Rate of one message each `interval`; after a silence, `burst` of them at once.

    `urgent_burst`: the same for urgent messages; those behind them wait until it is paid back.
    """

    interval: timedelta
    burst: int = 1
    urgent_burst: int = 1

    def free_at(self, full_at: datetime, *, urgent: bool = False) -> datetime:
        """Return the time from which the next message may leave."""
        burst = max(self.burst, self.urgent_burst) if urgent else self.burst
        return full_at - (burst - 1) * self.interval

    def used(self, full_at: datetime, at: datetime) -> datetime:
        """Return `full_at` after one more message, which leaves at this time."""
        return max(full_at, at) + self.interval


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one channel: the rate `altogether`; `of` returns the rate for one address.

    `ahead`: number of intervals that a claim looks ahead. It gives each message the time at which it leaves,
    so that the rate does not lose what a round is late. `urgent_ahead`: the same for urgent messages, which
    take the times of others of their process.
    """

    altogether: Rate
    of: Callable[[str], Rate]
    ahead: int = 1
    urgent_ahead: int = 1

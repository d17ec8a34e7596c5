"""The rates at which the provider of a channel lets it send."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rate:
    """Rate of one message each `interval`; after a silence, `burst` of them at once."""

    interval: timedelta
    burst: int = 1

    def free_at(self, full_at: datetime) -> datetime:
        """Return the time from which the next message may leave."""
        return full_at - (self.burst - 1) * self.interval

    def used(self, full_at: datetime, now: datetime) -> datetime:
        """Return `full_at` after one more message."""
        return max(full_at, now) + self.interval


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one channel: the rate `altogether`; `of` returns the rate for one address."""

    altogether: Rate
    of: Callable[[str], Rate]

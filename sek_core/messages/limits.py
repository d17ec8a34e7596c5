"""How fast a channel may send, as its provider says it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rate:
    """One message each `interval`; after a silence, `burst` of them at once."""

    interval: timedelta
    burst: int = 1

    def free_at(self, full_at: datetime) -> datetime:
        """From when on the next message may leave."""
        return full_at - (self.burst - 1) * self.interval

    def used(self, full_at: datetime, now: datetime) -> datetime:
        """`full_at` after one more message."""
        return max(full_at, now) + self.interval


@dataclass(frozen=True, slots=True)
class Limits:
    """What one channel allows: `altogether`, and to one address by itself, which `of` returns the rate of."""

    altogether: Rate
    of: Callable[[str], Rate]

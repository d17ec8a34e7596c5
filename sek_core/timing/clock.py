"""Two clocks: the program's time, which a demonstration may move forward, and the real time."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

SKEW = timedelta(minutes=1)
"""Maximum difference between the clocks of two machines. A time that lies further in the future than it can
have been set to, by more than this, was set before the clock was set back, and counts as past.
"""


class Clock(Protocol):
    """Source of the time. All times are aware and in UTC."""

    def now(self) -> datetime:
        """Return the program's time, which governs waits, holds and dates."""
        ...

    def real(self) -> datetime:
        """Return the real time, which governs leases, retries and calls to providers."""
        ...


class SystemClock:
    """The machine's clock, with the demonstration's offset. The offset is kept in the database."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """Return the program's time."""
        return datetime.now(UTC) + self.ahead

    def real(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)

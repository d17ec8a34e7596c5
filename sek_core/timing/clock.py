"""Two times: the program's, which a demonstration may move forward, and the real one."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

SKEW = timedelta(minutes=1)
"""So far apart may the clocks of two machines be. A time that lies further in the future than it can
have been set to, by more than this, was set before the clock was put back, and has passed.
"""


class Clock(Protocol):
    """Where the time comes from. All times are aware and in UTC."""

    def now(self) -> datetime:
        """The program's time: what waits, holds and dates go by."""
        ...

    def real(self) -> datetime:
        """The real time: leases, retries and calls to providers go by it."""
        ...


class SystemClock:
    """The machine's clock, with the demonstration's offset. The offset is kept in the database."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """The program's time."""
        return datetime.now(UTC) + self.ahead

    def real(self) -> datetime:
        """The machine's time."""
        return datetime.now(UTC)

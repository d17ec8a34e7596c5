"""Backoff: how long to wait before a retry, as a pure function."""

from datetime import timedelta

FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=5)
OURS = timedelta(seconds=30)
"""Wait between tries while the program's own account is at fault: each try may wake the operator's alarm."""


def delay(attempts: int, retry_after: float | None, ours: bool, chance: float) -> timedelta:
    """Return how long to wait after the `attempts`-th try was refused.

    The wait doubles from `FIRST` to `LONGEST` and varies by up to a quarter either way, so that messages that
    failed together are not retried together; `chance` is a random number from 0 to 1. The provider's
    `retry_after` (seconds) is a minimum.
    """
    wait = OURS if ours else min(FIRST * 2 ** min(attempts - 1, 20), LONGEST)
    wait *= 0.75 + chance / 2
    return max(wait, timedelta(seconds=retry_after)) if retry_after else wait

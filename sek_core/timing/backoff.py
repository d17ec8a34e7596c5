"""When to try again: a pure decision."""

from datetime import timedelta

FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=5)
OURS = timedelta(seconds=30)
"""Between tries while the fault is in our own account: each try may wake the operator's alarm."""


def delay(attempts: int, retry_after: float | None, ours: bool, chance: float) -> timedelta:
    """How long to wait after the `attempts`-th try, which was refused.

    Doubles from `FIRST` to `LONGEST`, and differs by up to a quarter either way, so that what
    failed together is not tried together; `chance` is a random number of 0..1. What the provider
    asked for (`retry_after`, seconds) is the least.
    """
    wait = OURS if ours else min(FIRST * 2 ** min(attempts - 1, 20), LONGEST)
    wait *= 0.75 + chance / 2
    return max(wait, timedelta(seconds=retry_after)) if retry_after else wait

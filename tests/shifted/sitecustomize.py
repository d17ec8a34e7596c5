"""Replacement of Python's sleep under libfaketime, whose clock_nanosleep refuses an absolute monotonic time.

Every Python process of a shifted run imports this before anything else; see tests/shifted/run.
"""

import select
import time


def _sleep(seconds: float) -> None:
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


time.sleep = _sleep

"""Times of retries."""

from datetime import timedelta

import pytest

from sek_core.timing.backoff import delay


@pytest.mark.parametrize(
    ("attempts", "retry_after", "ours", "chance", "seconds"),
    [
        (1, None, False, 0.5, 2),
        (2, None, False, 0.5, 4),
        (4, None, False, 0.5, 16),
        (9, None, False, 0.5, 300),
        (10_000, None, False, 0.5, 300),
        (1, None, False, 0.0, 1.5),
        (1, None, False, 1.0, 2.5),
        (1, 60, False, 0.5, 60),
        (9, 1, False, 0.5, 300),
        (1, None, True, 0.5, 30),
    ],
)
def test_delay(attempts: int, retry_after: float | None, ours: bool, chance: float, seconds: float) -> None:
    assert delay(attempts, retry_after, ours, chance) == timedelta(seconds=seconds)

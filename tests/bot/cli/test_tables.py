"""Lists for people: columns below each other, ages in words, and the times that --since takes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cli.tables import age, lines
from bot.cli.wanted import time_of
from tests.bot.cli.conftest import Shell
from tests.process import until

NOW = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)


def test_columns_are_as_wide_as_their_contents() -> None:
    rows = iter([("S1", "drought"), ("S127", "flood\n")])
    assert list(lines(("REF", "HAZARD"), rows)) == ["REF   HAZARD", "S1    drought", "S127  flood\\n"]


def test_nothing_has_no_heading() -> None:
    assert list(lines(("REF",), iter([]))) == []


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0 s"), (40, "40 s"), (119, "119 s"), (120, "2 min"), (7199, "119 min"), (7200, "2 h"),
        (86399, "23 h"), (86400, "1 d"), (8 * 86400, "8 d"),
    ],
)  # fmt: skip
def test_an_age_is_said_in_words(seconds: int, said: str) -> None:
    assert age(timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", None),
        ("3d", NOW - timedelta(days=3)),
        ("12h", NOW - timedelta(hours=12)),
        ("30m", NOW - timedelta(minutes=30)),
        ("2026-11-24", datetime(2026, 11, 23, 21, tzinfo=UTC)),
        ("2026-11-24 09:30", datetime(2026, 11, 24, 6, 30, tzinfo=UTC)),
        ("2026-11-24T09:30+00:00", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
    ],
)
def test_since_takes_ages_and_local_times(written: str, meant: datetime | None) -> None:
    assert time_of(written, ZoneInfo("Africa/Nairobi"), NOW) == meant


@pytest.mark.parametrize("listing", ["incidents", "deliveries", "meetings"])
def test_a_time_that_is_none_is_refused(empty: Shell, listing: str) -> None:
    ended = empty(listing, "--since", "yesterday")
    assert (ended.code, ended.out) == (1, "")
    assert "write it like 3d, 12h" in ended.err


def test_the_status_of_nothing(empty: Shell) -> None:
    ended = empty("status")
    assert ended.code == 0
    assert "nothing ails the program" in ended.out


def test_the_status_knows_that_the_parts_are_at_work(beside: Shell) -> None:
    def seen() -> dict[str, str]:
        return {words[0]: words[-1] for line in beside("status").lines if (words := line.split())}

    until(lambda: (seen()["worker"], seen()["clock"]) == ("ago", "ago"))  # the clock's is five seconds late

"""Settings of a mechanism for promises of news and for quiet hours."""

from datetime import UTC, datetime, time, timedelta

import pytest
from pydantic import ValidationError

from config.durations import parse_hours
from config.mechanism import PACKAGED, Configuration, Mechanism, RouteFile, Severity
from config.told import GRADES
from sek_core.timing.quiet_hours import is_quiet


@pytest.mark.parametrize(
    ("severity", "shock", "stress"),
    [
        ("extreme", timedelta(hours=12), timedelta(days=1)),
        ("severe", timedelta(days=2), timedelta(days=4)),
        ("moderate", timedelta(days=7), timedelta(days=14)),
        ("minor", timedelta(days=14), timedelta(days=28)),
        (None, timedelta(days=2), timedelta(days=4)),
    ],
)
def test_the_packaged_times(
    configuration: Configuration, severity: Severity | None, shock: timedelta, stress: timedelta
) -> None:
    # A file of one's own need not say them.
    without = configuration.routes.model_dump(
        exclude={"promise", "stress_promise", "concern_promise", "late"}
    )
    for routes in (configuration.routes, RouteFile.model_validate(without)):
        assert routes.news_within(configuration.hazards["flood"], severity) == shock
        assert routes.news_within(configuration.hazards["drought"], severity) == stress
        assert [target.role for target in routes.late] == ["clt_lead", "chair"]


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"promise": {"extreme": "2h"}}, "a wait is missing for: minor, moderate, severe, unsaid"),
        ({"promise": dict.fromkeys(GRADES, "1m")}, "within less than 10m"),
        ({"concern_promise": "1m"}, "within less than 10m"),
        ({"promise": dict.fromkeys(GRADES, "soon")}, "no duration"),
        ({"stress_promise": 0}, "greater than or equal to 1"),
        ({"follow_up": dict.fromkeys(GRADES, "2h")}, "follow_up is gone: promise says when news is due"),
        ({"concern_follow_up": "7d"}, "concern_follow_up is gone: concern_promise says when news is due"),
    ],
)
def test_times_that_cannot_be(configuration: Configuration, keys: dict[str, object], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        RouteFile.model_validate(configuration.routes.model_dump() | keys)


def test_hours_are_read() -> None:
    assert parse_hours("20:00-07:00") == (time(20), time(7))
    assert parse_hours(" 6:30 - 8:05 ") == (time(6, 30), time(8, 5))


@pytest.mark.parametrize("written", ["20-7", "25:00-07:00", "20:00", "20:60-07:00", "", 72000, None])
def test_hours_that_cannot_be(written: object) -> None:
    with pytest.raises(ValueError, match="write them like"):
        parse_hours(written)


@pytest.mark.parametrize(
    ("hours", "here", "quiet"),
    [
        ("20:00-07:00", "19:59", False),
        ("20:00-07:00", "20:00", True),
        ("20:00-07:00", "00:00", True),
        ("20:00-07:00", "06:59", True),
        ("20:00-07:00", "07:00", False),
        ("12:00-14:00", "13:00", True),
        ("12:00-14:00", "14:00", False),
        ("12:00-14:00", "00:00", False),
        ("00:00-00:00", "00:00", False),
        ("00:00-00:00", "12:00", False),
    ],
)
def test_quiet_is_by_the_clock_of_nairobi(
    configuration: Configuration, hours: str, here: str, quiet: bool
) -> None:
    mechanism = Mechanism.model_validate(configuration.mechanism.model_dump() | {"quiet_hours": hours})
    hour, minute = map(int, here.split(":"))
    at = datetime(2026, 11, 24, hour, minute, tzinfo=mechanism.zone).astimezone(UTC)
    assert is_quiet(mechanism, at) is quiet


def test_the_file_says_what_counts_without_it(configuration: Configuration) -> None:
    assert 'quiet_hours: "20:00-07:00"' in (PACKAGED / "mechanism.yaml").read_text(encoding="utf-8")
    assert configuration.mechanism.quiet_hours == Mechanism.model_fields["quiet_hours"].default


@pytest.mark.parametrize(
    ("severity", "after"),
    [
        ("extreme", timedelta(days=1)),
        ("severe", timedelta(days=3.5)),
        ("minor", timedelta(days=7)),
        (None, timedelta(days=7)),
    ],
)
def test_the_packaged_times_of_watching(
    configuration: Configuration, severity: Severity | None, after: timedelta
) -> None:
    assert configuration.routes.watched(severity) == after
    without = RouteFile.model_validate(configuration.routes.model_dump(exclude={"watch"}))
    assert without.watched(severity) == after


def test_nobody_is_asked_twice_a_day(configuration: Configuration) -> None:
    watch = dict.fromkeys(["minor", "moderate", "severe", "extreme", "unsaid"], "12h")
    with pytest.raises(ValidationError, match="more often than every 1d"):
        RouteFile.model_validate(configuration.routes.model_dump() | {"watch": watch})

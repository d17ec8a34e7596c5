"""Health checks of the figures: pure decisions, as tables, around the packaged limits."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.sms.segments import count
from config.mechanism import Configuration
from sek_core.messages.screens import Joined, Text
from sek_core.messages.translation import Translator
from sek_core.monitoring.checks import (
    KINDS,
    NOT_SERVING,
    Figures,
    HealthProblem,
    Recent,
    Traffic,
    find,
    line,
    names,
    traffic,
)

NOW = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)


def ago(**parts: float) -> datetime:
    return NOW - timedelta(**parts)


def recent(status: str, troubled: bool = False, minutes: float = 1, address: str = "1") -> Recent:
    return Recent("sms", address, status, troubled, ago(minutes=minutes))


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ({}, []),
        ({"message": ago(seconds=60)}, []),
        ({"message": ago(seconds=61)}, ["inbox_late"]),
        ({"message": NOW + timedelta(hours=1)}, []),  # the clock was set back
        ({"hold": ago(seconds=60)}, []),
        ({"hold": ago(seconds=61)}, ["holds_late"]),
        ({"step": ago(seconds=60)}, []),
        ({"step": ago(seconds=61)}, ["steps_late"]),
        ({"alerts": {"sms": ago(seconds=120)}}, []),
        ({"alerts": {"sms": ago(seconds=121)}}, ["alert_late"]),
        ({"alerts": {"sms": ago(seconds=3), "telegram": ago(minutes=3)}}, ["alert_late"]),
        ({"refused": {"sms": (NOW, "InsufficientBalance (405)")}}, ["account_refused:sms"]),
    ],
)
def test_what_is_late_or_refused(
    configuration: Configuration, figures: Mapping[str, Any], found: list[str]
) -> None:
    health_problems = find(Figures(NOW, **figures), configuration.mechanism.watch)
    assert [problem.name for problem in health_problems] == found


def test_a_late_alert_names_the_channel_behind_which_it_waits(configuration: Configuration) -> None:
    alerts = {"sms": ago(seconds=3), "telegram": ago(minutes=3)}
    [problem] = find(Figures(NOW, alerts=alerts), configuration.mechanism.watch)
    assert (problem.name, problem.channel, problem.figure) == ("alert_late", "telegram", 180.0)


@pytest.mark.parametrize(
    ("messages", "share", "found"),
    [
        ([recent("failed")] * 4, "4/4", False),  # too few to say anything
        ([recent("failed")] * 5, "5/5", True),
        ([recent("failed")] * 3 + [recent("delivered")] * 7, "3/10", True),
        ([recent("failed")] * 2 + [recent("accepted")] * 8, "2/10", False),
        ([recent("unknown")] * 5, "5/5", True),
        ([recent("queued", troubled=True)] * 5, "5/5", True),
        ([recent("sending", troubled=True)] * 5, "5/5", True),
        ([recent("queued")] * 50, "0/0", False),  # not tried yet
        ([recent("sending")] * 50, "0/0", False),
        ([recent("skipped", troubled=True)] * 50, "0/0", False),
        ([recent("failed", minutes=61)] * 50, "0/0", False),
    ],
)
def test_a_channel_fails(
    configuration: Configuration, messages: list[Recent], share: str, found: bool
) -> None:
    one = traffic(messages, {"sms": None}, NOW)
    assert f"{one['sms'].failing}/{one['sms'].tried}" == share
    health_problems = find(Figures(NOW, traffic=one), configuration.mechanism.watch)
    assert health_problems == (
        [HealthProblem("channel_failing", ago(minutes=1), one["sms"].share, "sms", share)] if found else []
    )


def test_a_refused_account_is_named_instead_of_what_follows_from_it(configuration: Configuration) -> None:
    failing = {"sms": Traffic(tried=9, failing=9, failing_since=NOW)}
    figures = Figures(NOW, traffic=failing, refused={"sms": (NOW, "RiskHold (401)")})
    assert [problem.name for problem in find(figures, configuration.mechanism.watch)] == [
        "account_refused:sms"
    ]


def sent(minutes: float, numbers: int = 5, status: str = "accepted") -> list[Recent]:
    return [recent(status, minutes=minutes, address=str(n)) for n in range(numbers)]


@pytest.mark.parametrize(
    ("last", "messages", "found"),
    [
        (None, sent(50), False),  # this gateway never reports
        (ago(hours=1), sent(31), True),
        (ago(hours=1), sent(30), False),
        (ago(hours=1), sent(31, numbers=4), False),
        (ago(hours=1), sent(31, numbers=1) * 9, False),  # one telephone that is off
        (ago(hours=1), sent(31, status="queued"), False),
        (ago(minutes=20), sent(31), False),  # others' reports do come
        (ago(hours=9), sent(60 * 8), True),  # silent all night is silent still
    ],
)
def test_callbacks_are_silent(
    configuration: Configuration, last: datetime | None, messages: list[Recent], found: bool
) -> None:
    one = traffic(messages, {"sms": last}, NOW)
    health_problems = find(Figures(NOW, traffic=one), configuration.mechanism.watch)
    assert [problem.name for problem in health_problems] == (["callbacks_silent:sms"] if found else [])
    assert all(problem.since == last for problem in health_problems)


def test_every_name_is_said_once_and_a_provider_makes_nobody_unready() -> None:
    assert [*names({"telegram", "sms"})] == [
        "inbox_late", "alert_late", "holds_late", "steps_late",
        "account_refused:sms", "account_refused:telegram", "channel_failing:sms", "channel_failing:telegram",
        "callbacks_silent:sms", "callbacks_silent:telegram",
    ]  # fmt: skip
    assert set(KINDS) >= NOT_SERVING
    assert {"inbox_late", "steps_late"} == NOT_SERVING


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("what", ["began", "lasts", "over"])
@pytest.mark.parametrize("name", [*names({"sms", "telegram"})])
def test_an_alarm_is_one_sms(configuration: Configuration, language: str, what: str, name: str) -> None:
    said = line(name, ago(days=1), "user name or API key refused (HTTP 401)")
    text = Text(f"alarm.{what}", {"mechanism": "SEK", "lines": Joined((said,)), "names": name})
    words = Translator(configuration).localized(language, NOW).text(text)
    assert count(words) == 1, words
    assert "23 Nov 10:04" in words

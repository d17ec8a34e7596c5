"""The registered channels, and that nothing but their own folders knows them by name."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels import ADAPTERS, CHANNELS
from sek_core.messages.channel import Channels

ROOT = Path(__file__).parents[2]
PROGRAM = ("bot", "config", "handlers", "scheduler", "sek_core")
OWN = {f"bot/{adapter.channel.name}" for adapter in ADAPTERS}
MAY = {
    "bot/simulator": "draws the phones of these two channels, and may import neither",
    "bot/logs.py": "names a library that logs too much",
}
COLUMN = {
    "email": (
        "handlers/meetings/attendees.py", "sek_core/meetings/sheet.py", "sek_core/privacy/erasing.py",
        "sek_core/privacy/exporting.py", "sek_core/roster/", "sek_core/store/migrations/",
        "sek_core/access/", "sek_core/store/classification.py",
    ),
}  # fmt: skip
"""Where a channel's name is that of a column of people, attendees or readers too."""
SMS, TELEGRAM, _ = (adapter.channel for adapter in ADAPTERS)


SENT_OVER = {channel.name for channel in CHANNELS if not channel.answers_at_once}
"""Names of the channels over which messages leave. "web" also names a part of the program."""


def named() -> Iterator[str]:
    """Where the program's files have a channel's name as a value."""
    for path in sorted(path for folder in PROGRAM for path in (ROOT / folder).rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(tuple(f"{each}/" for each in OWN)):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and node.value in SENT_OVER
                and not place.startswith(COLUMN.get(node.value, "-"))
            ):
                yield place


def test_a_channel_is_named_in_its_own_folder_alone() -> None:
    """What differs between channels is a field of `Channel` or of `Adapter`: ask for that, not for a name."""
    assert [place for place in named() if not place.startswith(tuple(MAY))] == []


def test_what_may_name_a_channel_still_does() -> None:
    places = list(named())
    assert [each for each in MAY if not any(place.startswith(each) for place in places)] == []


def test_those_that_are_on_come_in_the_order_of_preference() -> None:
    assert CHANNELS.names == ("telegram", "sms", "email")
    assert CHANNELS.turned_on({"sms"}).names == ("sms",)
    assert [channel.name for channel in CHANNELS.turned_on({"sms"})] == ["sms", "telegram", "email", "web"]


def test_what_only_some_have() -> None:
    assert CHANNELS.with_groups == ("telegram",)
    assert CHANNELS.with_numbers == ("sms",)
    assert CHANNELS.shows_files
    by_sms = CHANNELS.turned_on({"sms"})
    assert CHANNELS.shows_documents
    assert CHANNELS.turned_on({"sms", "email"}).shows_documents
    assert not CHANNELS.turned_on({"sms", "email"}).shows_files
    assert not by_sms.shows_documents
    assert (by_sms.with_groups, by_sms.shows_files, by_sms.with_numbers) == ((), False, ("sms",))
    assert CHANNELS.turned_on({"telegram"}).with_numbers == ("sms",)


def test_a_channel_that_is_registered_no_more_is_rendered_like_the_counted_one() -> None:
    assert CHANNELS.renderer("pigeon") is SMS.render
    assert CHANNELS.renderer("telegram") is TELEGRAM.render
    with pytest.raises(KeyError):
        CHANNELS.of("pigeon")


def test_names_differ_and_one_channel_counts_segments() -> None:
    with pytest.raises(ValueError, match="two channels are called sms"):
        Channels([SMS, SMS])
    with pytest.raises(ValueError, match="one channel, and only one"):
        Channels([TELEGRAM])
    with pytest.raises(ValueError, match="one channel, and only one"):
        Channels([SMS, replace(TELEGRAM, counts_segments=True)])

"""Sentences of a message begin with a capital letter, and end before choices."""

from datetime import UTC, datetime

import pytest

from sek_core.messages.screens import Option, Screen, Text
from sek_core.messages.translation import Translator
from tests.packaged import packaged

NOW = datetime(2026, 11, 24, tzinfo=UTC)

NAMELESS = Text("who.nameless", {"secretariat": "RLA"})


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", Text("who.nameless", {"secretariat": "RLA"}), "a reporter known to RLA."),
        ("en", Text("name", {"name": NAMELESS}), "A reporter known to RLA."),
        ("sw", Text("name", {"name": NAMELESS}), "Aliyeripoti, anayejulikana na RLA."),
        ("en", Text("name", {"name": "wanjiku"}), "wanjiku."),  # a name stays as it is written
    ],
)
def test_before_choices(language: str, text: Text, said: str) -> None:
    screen = Screen(text, (Option("1", Text("answer.yes")),))
    assert Translator(packaged()).localized(language, NOW).say(screen).body == said

"""What the record of e-mail says, and what stands below each e-mail."""

from typing import Any

import pytest

from bot.email.channel import EMAIL, lines_below
from config.mechanism import Configuration
from config.settings import Settings


def settings_of(**given: str) -> Settings:
    values: dict[str, Any] = {"_env_file": None, **given}
    return Settings(**values)


@pytest.mark.parametrize(
    ("sender_id", "english", "swahili"),
    [
        ("21512", "send an SMS to 21512", "tuma SMS kwa 21512"),
        ("SEK", "To answer, call RLA", "pigia RLA"),
        ("", "To answer, call RLA", "pigia RLA"),
    ],
)
def test_below_stands_how_to_answer(
    configuration: Configuration, sender_id: str, english: str, swahili: str
) -> None:
    below = lines_below(settings_of(africastalking_sender_id=sender_id), configuration)
    assert set(below) == {"", "sw"}
    assert english in below[""]
    assert swahili in below["sw"]


def test_it_proves_nothing_and_nobody_there_is_answered() -> None:
    channel = EMAIL.channel
    assert not (channel.reads_codes or channel.proves_sender or channel.receives or channel.has_groups)
    assert not channel.is_person("asha@example.org")
    assert channel.texts == ("channel.email",)

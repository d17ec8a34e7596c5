"""STATUS and MORE tell what happened in both languages."""

import pytest

from handlers.incidents.timeline import word_of
from sek_core.work.events import SHOWN, Event
from tests.packaged import packaged

CONFIGURATION = packaged()


@pytest.mark.parametrize("event", sorted(SHOWN))
@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_shown_event_has_words(event: Event, language: str) -> None:
    assert CONFIGURATION.texts[language].pattern(f"history.{word_of(event)}")

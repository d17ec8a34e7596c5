"""Files beside a message: on Telegram in the reader's language, by SMS none."""

import pytest
from icalendar import Calendar

from sek_core.meetings import ics
from sek_core.messages.screens import Screen, Text
from tests.scenarios.conftest import World
from tests.scenarios.phones import Chat
from tests.sek_core.meetings.invited import meeting

SCREEN = Text("answer.yes")


@pytest.fixture(autouse=True)
def _told(world: World) -> None:
    """Tell Patrick, and Martin who reads Swahili, of M12 with its file."""
    with world.program.database.writing() as session:
        work = world.program.core.work(session)
        screen = Screen(SCREEN, document=ics.document(work, meeting()))
        for name in ("Patrick Mburu", "Martin Miriti"):
            [person] = [each for each in work.people.everybody() if each.name == name]
            work.outbox.tell(person, screen, "notice", about="M12")
        work.flush()
    world.settle()


def test_the_words_reach_everybody(world: World) -> None:
    assert world["Patrick Mburu"].expects("Yes") == "Yes"
    assert world["Martin Miriti"].expects("Ndiyo") == "Ndiyo"


@pytest.mark.only("telegram")
def test_a_calendar_on_telegram_is_in_the_readers_language(world: World) -> None:
    titles = {}
    for name in ("Patrick Mburu", "Martin Miriti"):
        chat = world[name]
        assert isinstance(chat, Chat)
        chat.expects("")
        assert chat.newest
        _, written = world.telegram.files[chat.newest["document"]["file_id"]]
        [event] = Calendar.from_ical(written).events
        titles[name] = str(event["summary"])
    assert titles == {
        "Patrick Mburu": "SEK meeting Kitui (M12)",
        "Martin Miriti": "Mkutano wa SEK Kitui (M12)",
    }

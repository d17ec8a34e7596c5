"""Photos and words that are sent apart: one report with all photos, one answer."""

import pytest

from tests.scenarios.conftest import World
from tests.scenarios.phones import Chat
from tests.scenarios.test_files import files

pytestmark = pytest.mark.only("telegram")


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("worded", [0, 2])
def test_an_album_is_one_report_with_one_answer(world: World, lead: Chat, worded: int, at_once: bool) -> None:
    lead.texts("drought Mutomo severe")
    world.passes("3m")
    world.sets_aside()
    for number in range(3):
        caption = "flood Kyuso severe" if number == worded else ""
        world.arrives(lead.hand.sends("photo", caption=caption, album="a1"))
        if not at_once:
            world.settle()
    world.settle()
    world.passes("10s")
    assert [file.incident_ref for file in files(world)] == ["S2"] * 3
    if at_once:
        lead.expects("S2 FLOOD, severe, Kyuso")
        lead.expects_nothing()
    world.sets_aside()


def test_an_album_without_words_is_asked_about_once_and_a_person_sees_it(
    world: World, lead: Chat, deputy: Chat
) -> None:
    for _ in range(3):
        world.arrives(lead.hand.sends("photo", album="a1"))
        world.settle()
    lead.expects_nothing()
    world.passes("6s")
    lead.expects("The photo is kept. What happened, and where?")
    world.passes("6m")
    deputy.expects('"(photo)"', "1 make it a shock")
    lead.texts("flood Kyuso severe")
    lead.expects("S1 FLOOD")
    assert [file.incident_ref for file in files(world)] == ["S1"] * 3
    world.sets_aside()


def test_words_that_are_added_to_a_photo_later(world: World, lead: Chat) -> None:
    sent = lead.hand.sends("photo")
    world.arrives(sent)
    world.settle()
    lead.expects("What happened")
    sent["message"]["caption"] = ""
    world.arrives(lead.hand.edits(sent, "flood Kyuso severe"))
    world.settle()
    lead.expects("S1 FLOOD, severe, Kyuso")
    assert [file.incident_ref for file in files(world)] == ["S1"]
    world.sets_aside()


def test_a_strangers_album_is_passed_on_once(world: World, rla: Chat) -> None:
    stranger = world.chat("9990000000777", "Amina Ali")
    for number in range(3):
        caption = "flood Voi" if number == 1 else ""
        world.arrives(stranger.hand.sends("photo", caption=caption, album="a1"))
    world.settle()
    stranger.expects("You are not on the SEK roster")
    stranger.expects_nothing()
    rla.expects('"flood Voi"')

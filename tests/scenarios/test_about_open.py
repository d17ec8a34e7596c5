"""Words of holders, recipients and informed people that name no incident and are no command."""

import pytest

from tests.scenarios.conftest import Phone, World


@pytest.fixture
def flood(world: World, lead: Phone) -> str:
    lead.texts("flood Mutomo severe")
    world.sets_aside()
    return "S1"


def test_the_holder_notes_and_then_closes_in_words_of_their_own(
    world: World, flood: str, lead: Phone, clt: Phone
) -> None:
    clt.texts("OK S1")
    world.sets_aside()
    clt.texts("I have spoken to red cross they come tomorow morning")
    clt.expects("About S1 flood Mutomo? 1 Note to it 2 New report")
    clt.texts("1")
    clt.expects("Noted on S1")
    lead.expects('"I have spoken to red cross they come tomorow morning"')
    world.sets_aside()
    clt.texts("closed, road repaired by county and 12 families got tents")
    clt.expects("About S1 flood Mutomo? 1 Note to it 2 It is done, close it 3 New report")
    clt.texts("2")
    clt.expects("S1 is closed")
    lead.expects("12 families got tents", "Solved?")
    world.sets_aside()


def test_a_recipient_takes_it_in_words_of_their_own(
    world: World, flood: str, lead: Phone, clt: Phone
) -> None:
    clt.texts("we are on it, team leaves at 2pm")
    clt.expects("About S1 flood Mutomo? 1 I take it 2 Note to it 3 New report")
    clt.texts("1")
    clt.expects("You have S1")
    lead.expects("taken by the Kitui CLT lead")
    world.sets_aside()


def test_without_an_answer_a_coordinator_reads_the_words(
    world: World, flood: str, lead: Phone, clt: Phone
) -> None:
    clt.texts("OK S1")
    world.sets_aside()
    clt.texts("the chief says the boats are at the other bank")
    clt.expects("About S1 flood Mutomo?")
    world.passes("6m")
    lead.expects("the chief says the boats are at the other bank")
    world.sets_aside()


def test_a_new_report_of_the_holder_is_one(world: World, flood: str, clt: Phone) -> None:
    clt.texts("OK S1")
    world.sets_aside()
    clt.texts("cholera in Kyuso severe")
    clt.expects("S2 DISEASE OUTBREAK")
    world.sets_aside()

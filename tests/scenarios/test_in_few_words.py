"""Texts in few words that were taken for something else: change, good news, a command in two texts."""

import pytest

from tests.scenarios.conftest import Phone, World
from tests.scenarios.offering import GIVERS


@pytest.mark.only("sms")
def test_words_of_change_correct_no_severity(world: World, deputy: Phone, lead: Phone) -> None:
    deputy.texts("flood Mutomo severe 40 households")
    world.passes("40m")
    for words in ("ni afadhali kidogo", "mbaya zaidi sana", "imepungua", "it is a bit better"):
        world.sets_aside()
        deputy.texts(words)
        assert "corrected" not in lead.expects(f'"{words}"')
        assert world.incident().severity == "severe"
    world.sets_aside()


@pytest.mark.only("sms")
def test_a_slow_hazard_does_not_rewrite_a_plea_and_good_news_is_no_shock(
    world: World, deputy: Phone, lead: Phone
) -> None:
    deputy.texts("tusaidieni watu wamezama Mutomo")
    world.sets_aside()
    deputy.texts("ni ukame wa muda mrefu")
    lead.expects("S1 call for help Mutomo", "ni ukame wa muda mrefu")
    world.sets_aside()
    for words in ("brief rain, pasture is better", "mvua imenyesha, malisho ni mazuri"):
        lead.texts(words)
        lead.expects("FLOOD" if "rain" in words else "MAFURIKO")  # thanked, with an example of a report
    world.sets_aside()


@pytest.mark.only("sms")
def test_commands_in_two_texts_and_their_forms(world: World, lead: Phone, clt: Phone, fao: Phone) -> None:
    lead.texts("MEETING tomorrow")
    lead.expects("At what time on Wed 25 Nov?")
    lead.texts("2pm County HQ")
    lead.expects("Wed 25 Nov 14:00, County HQ")
    lead.texts("1")
    lead.expects("M1")
    world.passes("1m")
    world.sets_aside()
    fao.texts("we will send Jane")
    fao.expects("not coming to M1", "we will send Jane")
    fao.texts("I'll be 30 min late")
    fao.expects("you come to M1", "30 min late")
    lead.texts("ITEM M1")
    lead.expects("What should be on the agenda of M1?")
    lead.texts("fodder prices")
    lead.expects('On the agenda of M1: "fodder prices"')
    for words, part in (
        ("DUTY", "DUTY needs a name"),
        ("QUIET", "QUIET puts alerts"),
        ("DIGEST", "DIGEST all"),
        ("MOVE M9 Friday", "There is no M9. MEETINGS shows"),
        ("HELP 3", "Meetings:"),
    ):
        clt.texts(words)
        clt.expects(part)
    clt.texts("TASK all Kitui, count the goats, by Friday")
    clt.texts("1")
    world.sets_aside()
    clt.texts("UNDO")
    clt.expects("count the goats", "of all")
    clt.texts("1")
    clt.expects("tasks are dropped")
    world.sets_aside()


@pytest.fixture
def roster() -> str:
    return GIVERS

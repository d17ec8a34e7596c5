"""Answers and commands as people write them: with more words, in other words, with a keyword in front."""

import pytest

from tests.scenarios.conftest import Phone, World
from tests.scenarios.offering import GIVERS, bowsers, severe_drought


@pytest.fixture
def roster() -> str:
    return GIVERS


@pytest.mark.parametrize("answer", ["very severe", "3 severe", "it is severe", "ni kali"])
def test_more_words_end_the_question_and_the_hold(world: World, lead: Phone, clt: Phone, answer: str) -> None:
    lead.texts("drought Mutomo")
    lead.expects("How bad?")
    lead.texts(answer)
    lead.expects("S1", "Mutomo, Kitui", "CLT")
    assert '"' not in clt.expects("S1 SEVERE DROUGHT Mutomo, Kitui")
    world.sets_aside()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("many, nobody counted", "S1 LOCUSTS Mutomo"),
        ("ni wengi, nani amehesabu", "S1 LOCUSTS Mutomo"),
        ("kabati 3. kauwi labda 1", "S1 SEVERE LOCUSTS Mutomo"),
    ],
)
def test_an_answer_without_a_number_goes_out_with_its_words(
    world: World, lead: Phone, clt: Phone, answer: str, told: str
) -> None:
    lead.texts("locusts Mutomo")
    lead.expects("How bad?")
    lead.texts(answer)
    lead.expects("S1")
    clt.expects(told, f'"{answer}"')
    world.sets_aside()


def test_an_alert_is_taken_and_closed_in_other_words(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("SEK drought Mutomo severe")
    assert "SEK" not in clt.expects("S1 SEVERE DROUGHT Mutomo")
    world.sets_aside()
    clt.texts("Re S1: okay, I take it")
    clt.expects("You have S1")
    world.sets_aside()
    clt.texts("closed s1 water was brought")
    clt.expects("S1 is closed")
    lead.expects('closed by the Kitui CLT lead: "water was brought"')
    world.sets_aside()


@pytest.mark.parametrize("words", ["withdraw my offer", "sitaleta tena"])
def test_a_giver_takes_the_one_offer_back(world: World, lead: Phone, fao: Phone, words: str) -> None:
    severe_drought(world)
    bowsers(fao, world)
    fao.texts(words)
    fao.expects("2 bowsers", "S1", "1 ", "2 ")
    fao.texts("1")
    fao.expects("2 bowsers", "S1")
    lead.expects("cannot bring 2 bowsers and takes the offer back")
    world.sets_aside()
    fao.texts(words)
    fao.expects("no open offer" if words[0] == "w" else "Huna ahadi")

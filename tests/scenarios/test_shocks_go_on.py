"""How an open shock goes on: its reporter is asked, and says better, same, worse or over."""

import pytest

from tests.scenarios.conftest import Phone, World

EXTREME = "flood Kyuso extreme 60 households, we need food"


@pytest.fixture
def reported(world: World, deputy: Phone, clt: Phone) -> World:
    """Return a world with an extreme flood that the CLT lead has taken; it is the next day, 8:04."""
    deputy.texts(EXTREME)
    deputy.expects("S1 FLOOD, extreme, Kyuso")
    clt.texts("ok s1")
    world.passes("22h")
    world.sets_aside()
    return world


def asked(world: World, deputy: Phone, *parts: str) -> None:
    world.passes("56m")
    deputy.expects("S1 flood Kyuso now?", *parts)
    world.sets_aside()


def test_an_extreme_shock_is_asked_about_each_day_from_nine(reported: World, deputy: Phone) -> None:
    reported.passes("55m")
    deputy.expects_nothing()
    reported.passes("1m")
    deputy.expects("S1 flood Kyuso now? Still 60 households?", "1 better 2 same 3 worse (0 over)")
    deputy.texts("2")
    deputy.expects("Thank you. S1: same.")
    reported.passes("23h")
    reported.sets_aside()
    reported.passes("59m")
    deputy.expects_nothing()
    reported.passes("1m")
    deputy.expects("S1 flood Kyuso now?")
    reported.sets_aside()


def test_what_was_said_shows_in_status(reported: World, deputy: Phone) -> None:
    asked(reported, deputy)
    deputy.texts("better")
    deputy.expects("S1: better")
    deputy.texts("STATUS S1")
    deputy.expects("S1 FLOOD, extreme", "taken by", ": better.")
    reported.sets_aside()


@pytest.mark.parametrize("answer", ["3 80 households", "worse, 80 households", "3, kaya 80"])
def test_worse_raises_the_severity_and_those_in_charge_hear(
    world: World, deputy: Phone, clt: Phone, usaid: Phone, answer: str
) -> None:
    deputy.texts("flood Kyuso severe 60 households, we need food")
    clt.texts("ok s1")
    world.passes("70h")
    world.sets_aside()
    world.passes("1h")
    deputy.expects("S1 flood Kyuso now? Still 60 households?")
    deputy.texts(answer)
    deputy.expects("S1: worse. It is now FLOOD, extreme, Kyuso, Kitui, 80 households", "1 person")
    clt.expects(
        "S1 flood Kyuso, Kitui is worse: severe to extreme, 60 to 80 households, says Meshack Mulinge"
    )
    usaid.expects_nothing()
    world.sets_aside()


def test_worse_than_extreme_is_told(reported: World, deputy: Phone, clt: Phone) -> None:
    asked(reported, deputy)
    deputy.texts("3")
    deputy.expects("S1: worse", "extreme")
    clt.expects("S1 flood Kyuso, Kitui is worse, says Meshack Mulinge")
    reported.sets_aside()


def test_over_is_read_back_and_closes_it(
    reported: World, deputy: Phone, clt: Phone, lead: Phone, usaid: Phone
) -> None:
    asked(reported, deputy)
    deputy.texts("0 the water is back in the river")
    deputy.expects("S1 over? Then it is closed. 1 Yes 2 No")
    clt.expects_nothing()
    deputy.texts("1")
    deputy.expects("S1 is closed")
    for phone in (clt, lead, usaid):
        phone.expects(
            "S1 flood Kyuso, Kitui is over, says the Kitui deputy", '"the water is back in the river"'
        )
    deputy.texts("STATUS S1")
    deputy.expects("closed by")
    reported.passes("2d")
    reported.without_digests()
    deputy.expects_nothing()
    reported.sets_aside()


def test_not_over_after_all(reported: World, deputy: Phone, clt: Phone) -> None:
    asked(reported, deputy)
    deputy.texts("0")
    deputy.expects("S1 over?", "1 Yes 2 No")
    deputy.texts("2")
    deputy.expects("S1 stays open")
    clt.expects_nothing()


def test_in_swahili(world: World, makueni_lead: Phone, makueni_clt: Phone) -> None:
    makueni_lead.texts("mafuriko Kibwezi mbaya sana kaya 40, tunahitaji chakula")
    makueni_lead.expects("S1 MAFURIKO, mabaya sana")
    makueni_clt.texts("ok s1")
    world.passes("22h")
    world.sets_aside()
    world.passes("56m")
    makueni_lead.expects("S1 mafuriko Kibwezi sasa?", "1 afadhali 2 vile vile 3 mbaya zaidi (0 imeisha)")
    world.sets_aside()
    makueni_lead.texts("imeisha")
    makueni_lead.expects("S1 imeisha? Basi itafungwa. 1 Ndiyo 2 Hapana")
    makueni_lead.texts("ndiyo")
    makueni_lead.expects("S1 imefungwa")
    makueni_clt.expects("S1 flood Kibwezi, Makueni is over", '"imeisha"')
    world.sets_aside()


def test_who_is_away_is_not_asked_but_the_county_lead(reported: World, deputy: Phone, lead: Phone) -> None:
    deputy.texts("AWAY until 11 Dec")
    reported.sets_aside()
    reported.passes("56m")
    deputy.expects_nothing()
    lead.expects("S1 flood Kyuso now?")
    lead.texts("0")
    lead.expects("S1 over?")
    lead.texts("yes")
    lead.expects("S1 is closed")
    reported.sets_aside()


def test_it_waits_for_an_open_question_and_other_words_are_read_as_ever(
    reported: World, deputy: Phone, usaid: Phone
) -> None:
    deputy.texts("drought")
    deputy.expects("Where?")
    reported.passes("56m")
    deputy.expects("S2 DROUGHT")  # at the end of the hold
    deputy.expects_nothing()
    deputy.texts("Mutomo")
    deputy.expects("How bad?")
    deputy.texts("1")
    deputy.expects("S2")
    reported.sets_aside()
    reported.passes("1m")
    deputy.expects("S1 flood Kyuso now?")
    deputy.texts("landslide Nuu minor")
    deputy.expects("S3 LANDSLIDE, minor, Nuu")
    deputy.texts("2")
    deputy.expects("S1: same")
    reported.sets_aside()


@pytest.mark.only("telegram")
def test_a_button_says_it(reported: World, deputy: Phone) -> None:
    reported.passes("56m")
    deputy.expects("S1 flood Kyuso now?")
    deputy.taps("Over")
    deputy.expects("S1 over?")
    deputy.taps("No")
    deputy.expects("S1 stays open")
    reported.sets_aside()


def test_three_are_answered_by_three_digits(world: World, deputy: Phone, clt: Phone) -> None:
    for text in (
        "flood Kyuso extreme",
        "drought Mutomo extreme",
        "landslide Nuu extreme",
        "fire Mutomo minor",
    ):
        deputy.texts(text)
        deputy.texts("7")
    for ref in ("s1", "s2", "s3", "s4"):
        clt.texts(f"ok {ref}")
    world.passes("22h")
    world.sets_aside()
    world.passes("57m")
    asked = deputy.expects(
        "How is it now? S1 flood Kyuso, S2 drought Mutomo, S3 landslide Nuu. Reply 1 better"
    )
    assert len(asked) <= 160
    deputy.texts("2 2")
    deputy.expects("3 digits are needed", "S1 flood Kyuso")
    deputy.texts("2 3 0")
    deputy.expects("Thank you. S1: same. S2: worse.", "S3 over? Then it is closed. 1 Yes 2 No")
    deputy.texts("1")
    deputy.expects("S3 is closed")
    world.sets_aside()


@pytest.mark.parametrize("answer", ["S1 2 S2 3", "s1 2, s2 3", "23", "2,3", "2 and 3"])
def test_the_forms_of_an_answer(world: World, deputy: Phone, clt: Phone, answer: str) -> None:
    for text in ("flood Kyuso extreme", "drought Mutomo extreme"):
        deputy.texts(text)
    for ref in ("s1", "s2"):
        clt.texts(f"ok {ref}")
    world.passes("22h")
    world.sets_aside()
    world.passes("57m")
    deputy.expects("How is it now? S1 flood Kyuso, S2 drought Mutomo.", "such as 2 3")
    deputy.texts(answer)
    deputy.expects("Thank you. S1: same. S2: worse.")
    world.sets_aside()


def test_a_digit_answers_an_invitation_that_came_later(reported: World, deputy: Phone, lead: Phone) -> None:
    asked(reported, deputy)
    lead.texts("MEETING 27 Nov 2pm Kitui town hall")
    lead.expects("Convene it?")
    lead.texts("1")
    reported.passes("1m")
    deputy.expects("M1", "1 Yes")  # it did not wait for the answer about the flood
    reported.sets_aside()
    deputy.texts("1")
    deputy.expects("you come to M1")
    reported.sets_aside()

"""Words about an open shock of one's own are its news, and no new report."""

import pytest

from tests.scenarios.conftest import Phone, World

NEWS = "the water has gone down but 60 households are still in the school, no food"


@pytest.fixture
def flooded(world: World, deputy: Phone, clt: Phone) -> World:
    """Return a world with a flood at Kyuso, taken by the CLT lead two days ago."""
    deputy.texts("flood Kyuso severe 80 households")
    clt.texts("ok s1")
    world.passes("45h")
    world.sets_aside()
    return world


def test_doubtful_words_are_read_back_and_yes_makes_them_news(
    flooded: World, deputy: Phone, clt: Phone, usaid: Phone
) -> None:
    deputy.texts(NEWS)
    deputy.expects("News of S1 flood Kyuso? 1 Yes 2 New report")
    usaid.expects_nothing()
    deputy.texts("1")
    deputy.expects("S1 is now: FLOOD, severe, Kyuso, Kitui, 60 households, needs food")
    for phone in (clt, usaid):
        phone.expects("S1 flood Kyuso", "80 to 60 households", "needs food")
    flooded.sets_aside()


def test_no_makes_them_a_report(flooded: World, deputy: Phone) -> None:
    deputy.texts(NEWS)
    deputy.expects("News of S1 flood Kyuso?")
    deputy.texts("2")
    deputy.expects("HUNGER")
    flooded.sets_aside()


@pytest.mark.parametrize(
    "words", ["flood water at Kyuso has risen, 120 households now", "mafuriko Kyuso yameongezeka, kaya 120"]
)
def test_words_that_name_the_shock_and_its_change_are_news_at_once(
    flooded: World, deputy: Phone, usaid: Phone, words: str
) -> None:
    deputy.texts(words)
    deputy.expects("S1", "120")
    usaid.expects("S1 flood Kyuso", "80 to 120 households")
    flooded.sets_aside()


@pytest.mark.parametrize(
    "words",
    [
        "flood Mutomo has risen, 30 households",
        "fire at Kyuso, still burning, severe",
        "please help us, people are still trapped on the roof",
        "flood Kyuso still rising, 3 people dead",
    ],
)
def test_another_place_or_event_pleas_and_deaths_go_out_as_ever(
    flooded: World, deputy: Phone, words: str
) -> None:
    deputy.texts(words)
    assert "News of" not in deputy.expects("S")
    flooded.sets_aside()


def test_after_two_weeks_words_are_read_as_ever(flooded: World, deputy: Phone) -> None:
    flooded.passes("14d")
    flooded.sets_aside()
    deputy.texts(NEWS)
    assert "News of" not in deputy.expects("HUNGER")
    flooded.sets_aside()


def test_without_an_answer_a_coordinator_reads_them(flooded: World, deputy: Phone) -> None:
    deputy.texts(NEWS)
    deputy.expects("News of S1")
    flooded.passes("5m")
    assert any(
        "60 households" in text
        for phone in map(flooded.__getitem__, ("Patrick Mburu", "RLA Secretariat"))
        for text in phone.unread
    )
    flooded.sets_aside()


def test_report_in_front_makes_them_a_report(flooded: World, deputy: Phone) -> None:
    deputy.texts(f"REPORT {NEWS}")
    deputy.expects("HUNGER")
    flooded.sets_aside()


@pytest.mark.parametrize(
    "text", ["same as yesterday but worse, 40 goats dead now", "hali bado ni vile vile, mbuzi 40 wamekufa"]
)
def test_what_goes_on_is_asked_about_whatever_its_later_words_name(
    world: World, lead: Phone, text: str
) -> None:
    lead.texts("drought Kyuso severe")
    world.sets_aside()
    world.passes("26h")
    world.sets_aside()
    lead.texts(text)
    lead.expects("S1", "1")
    lead.texts("1")
    lead.expects("S1", "40")
    assert world.incident().affected == {"livestock": 40}
    world.sets_aside()

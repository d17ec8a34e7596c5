"""News that did not come in time: the holder is asked, and answers.

The stories begin on Tuesday, 24 November 2026, at 10:04.
"""

import pytest

from tests.scenarios.conftest import Phone, World
from tests.scenarios.promises import due, passes


@pytest.fixture
def late(world: World, taken_flood: str, clt: Phone) -> str:
    """Let the time pass without news; the holder has the question."""
    passes(world, "48h")
    said = clt.unread[-1]
    assert said.startswith("S1 flood Mutomo, Kitui: news was due Thu 26 Nov 10:04. How does it stand?")
    assert said.endswith("How does it stand? 1 Done 2 Still in work (and a day) 3 I cannot")
    assert len(said) <= 160
    world.sets_aside()
    return "S1"


def test_done_asks_what_was_done(world: World, late: str, deputy: Phone, clt: Phone) -> None:
    clt.texts("1")
    clt.expects("What was done about S1?")
    clt.texts("boats brought all to the school")
    clt.expects("S1 is closed")
    deputy.expects('"boats brought all to the school". Solved?')
    assert due(world) == ""
    world.sets_aside()


@pytest.mark.parametrize("words", ["1 water delivered", "S1 1 water delivered", "1. maji yamefika"])
def test_done_with_what_was_done_closes_it(world: World, late: str, clt: Phone, words: str) -> None:
    clt.texts(words)
    clt.ignores()
    assert world.incident().status == "closed"
    assert world.incident().outcome in ("water delivered", "maji yamefika")
    world.sets_aside()


@pytest.mark.parametrize(
    "words", ["2 Friday", "2 by Friday", "S1 2 Friday", "2, Ijumaa", "2 until Friday 5pm"]
)
def test_in_work_until_a_day(world: World, late: str, deputy: Phone, clt: Phone, words: str) -> None:
    clt.texts(words)
    clt.ignores()
    deputy.expects("S1", "the Kitui CLT lead now promises news by Fri 27 Nov 17:00")
    assert due(world) == "Fri 27 17:00"


def test_in_work_without_a_day_is_asked_for_one(world: World, late: str, deputy: Phone, clt: Phone) -> None:
    clt.texts("2")
    clt.expects("S1: until when? Send a day, such as Friday")
    clt.texts("20 Nov")
    clt.expects("That is no day to come. Until when?")
    clt.texts("Saturday")
    clt.expects("S1: the county now expects news by Sat 28 Nov 17:00")
    deputy.expects("now promises news by Sat 28 Nov 17:00")


def test_in_work_and_news_in_the_place_of_a_day(world: World, late: str, deputy: Phone, clt: Phone) -> None:
    clt.texts("2")
    clt.expects("until when?")
    clt.texts("the boats wait for fuel from the county depot")
    clt.expects("Noted on S1")
    deputy.expects('"the boats wait for fuel from the county depot"')
    assert due(world) == "Sat 28 10:04"
    world.sets_aside()


def test_two_bowsers_are_news_and_no_day(world: World, late: str, deputy: Phone, clt: Phone) -> None:
    clt.texts("2 bowsers are on their way to the camp")
    clt.expects("Noted on S1")
    deputy.expects('"2 bowsers are on their way to the camp"')
    assert due(world) == "Sat 28 10:04"
    world.sets_aside()


@pytest.mark.parametrize("words", ["3", "S1 3"])
def test_cannot_gives_it_back_and_its_route_is_asked_again(
    world: World, late: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, words: str
) -> None:
    clt.texts(words)
    clt.expects("You gave S1 back")
    deputy.expects("given back by the Kitui CLT lead")
    for phone in (usaid, rla, world["SEK Chair"]):
        phone.expects("given back by the Kitui CLT lead", "Reply OK S1")
    assert world.incident().status == "open"
    assert due(world) == ""
    passes(world, "30m")
    world["Kitui CLT Member"].expects("S1 ESCALATED, step 3", "nobody has taken it in 30 min")
    world.sets_aside()


def test_while_another_question_is_open_the_reference_leads(
    world: World, taken_flood: str, clt: Phone, deputy: Phone
) -> None:
    passes(world, "47h")
    world.sets_aside()
    clt.texts("flood Kyuso")
    clt.expects("How bad?")
    passes(world, "1h")
    said = [text for text in clt.unread if "news was due" in text]
    assert len(said) == 1
    assert "Reply S1 1 done, S1 2 and a day (still in work), S1 3 I cannot" in said[0]
    world.sets_aside()
    clt.texts("S1 2 Friday")
    clt.expects("S1: the county now expects news by Fri 27 Nov 17:00")
    assert due(world) == "Fri 27 17:00"
    world.sets_aside()


@pytest.mark.only("telegram")
def test_the_question_has_buttons(world: World, taken_flood: str, clt: Phone) -> None:
    passes(world, "48h")
    world.sets_aside()
    chat = world.chat(clt.number)
    chat.taps("I cannot")
    clt.expects("You gave S1 back")
    world.sets_aside()


def test_a_digit_behind_another_message_is_asked_about_again(world: World, late: str, clt: Phone) -> None:
    world.passes("22h")  # the morning digest came between
    world.sets_aside()
    clt.texts("3")
    clt.expects("To be sure, once more. How does S1 stand? 1 Done 2 Still in work (and a day) 3 I cannot")
    clt.texts("3")
    clt.expects("S1")
    assert world.incident().status == "open"
    world.sets_aside()


def test_a_digit_of_days_later_is_asked_about_again(world: World, late: str, clt: Phone) -> None:
    world.passes("46h")
    world.sets_aside()
    clt.texts("2")
    clt.expects("To be sure, once more. How does S1 stand?")
    clt.texts("2 Monday")
    clt.expects("S1: the county now expects news by Mon 30 Nov 17:00")
    world.sets_aside()


def test_the_reporter_hears_of_each_promise_that_was_missed(
    world: World, late: str, deputy: Phone, clt: Phone
) -> None:
    clt.texts("2 Friday")
    world.sets_aside()
    passes(world, "31h")
    deputy.expects("S1 flood Mutomo, Kitui: no news yet from the Kitui CLT lead, due Fri 27 Nov 17:00")
    world.sets_aside()

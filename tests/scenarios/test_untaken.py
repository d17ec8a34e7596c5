"""An incident that no one has taken after its last step: people are asked again until one takes it."""

from datetime import timedelta

import pytest

from sek_core.store.incidents import Incident
from tests.scenarios.climbing import history, route
from tests.scenarios.conftest import Phone, World

FLOOD = "flood Kyuso extreme, the bridge is gone"

ASKED = ("Kitui CLT Member", "SEK Chair", "RLA Secretariat")
"""The last step, and `exhausted`."""

WHOLE = (*ASKED, "Kitui CLT Lead", "USAID Officer")


def past_the_last_step(world: World, lead: Phone) -> None:
    """Report an extreme flood at 10:04 that no one takes: its last step passes at 10:34."""
    lead.texts(FLOOD)
    lead.texts("0")  # what is needed is not known
    for _step in range(2):
        world.passes("15m")
    assert history(world, "exhausted") == ["exhausted clt Kitui step 3: nobody took it"]
    world.sets_aside()


@pytest.fixture
def untaken(world: World, lead: Phone) -> str:
    past_the_last_step(world, lead)
    return "S1"


class TestExtremeAndUntaken:
    def test_for_a_day_every_two_hours_wider_each_time(
        self, world: World, untaken: str, lead: Phone, deputy: Phone
    ) -> None:
        reached = []
        for number in range(1, 13):
            world.passes("1h")
            world.without_routine()
            world.no_more()
            world.passes("1h")
            world.without_routine()
            asked = [phone.name for phone in world.phones() if any("S1 still" in m for m in phone.unread)]
            reached.append(len(asked))
            for name in asked:
                said = world[name].expects(
                    "S1 still not taken, since 10:04: EXTREME FLOOD Kyuso, Kitui."
                    if number < 7
                    else "S1 still not taken, since 24 Nov 10:04: EXTREME FLOOD Kyuso, Kitui.",
                    "Asked again: ",
                    "Reply OK S1 to take it",
                )
                assert len(said) <= 306
            if number == 1:
                assert set(asked) == set(ASKED)
                lead.expects(
                    "S1 flood Kyuso, Kitui: not taken since 10:04. Asked again every 2 h until it is:"
                    " CLT member, SEK chair, RLA. If it cannot wait, please phone"
                )
            elif number > 3:
                assert set(asked) == set(WHOLE)
        assert reached == sorted(reached)  # never less
        assert len(history(world, "repeated")) == 12

    def test_each_morning_it_comes_first(self, world: World, untaken: str, lead: Phone, clt: Phone) -> None:
        lead.texts("drought Mutomo minor")
        world.passes("20h")
        for _day in range(3):
            world.sets_aside()
            world.passes("57m")  # 7:31
            for name in WHOLE:
                digest = [text for text in world[name].unread if "open:\n" in text]
                assert len(digest) == 1, name
                assert digest[0].splitlines()[1] == "S1 flood Kyuso, Kitui: nobody took it, OK S1"
            world.passes("23h")
            world.passes("3m")
        world.sets_aside()

    def test_ok_ends_it(self, world: World, untaken: str, lead: Phone, usaid: Phone) -> None:
        world.passes("2h")
        world.sets_aside()
        usaid.texts("ok s1")
        world.sets_aside()
        world.passes("6h")
        assert len(history(world, "repeated")) == 1

    def test_given_back_it_climbs_anew_and_then_is_asked_about_again(
        self, world: World, untaken: str, usaid: Phone, chair: Phone
    ) -> None:
        usaid.texts("ok s1")
        world.passes("1h")
        usaid.texts("release s1")
        world.sets_aside()
        world.passes("15m")
        chair.expects("nobody", "its last step has passed")
        world.sets_aside()
        world.passes("1h")
        world.no_more()
        world.passes("1h")
        chair.expects("S1 still not taken, since 11:34")
        world.sets_aside()

    @pytest.mark.parametrize(("words", "then"), [("close s1 boats brought all to the school", "closed")])
    def test_the_end_ends_it(self, world: World, untaken: str, usaid: Phone, words: str, then: str) -> None:
        usaid.texts(words)
        assert world.incident().status == then
        world.sets_aside()
        world.passes("6h")
        assert history(world, "repeated") == []

    def test_a_clock_that_was_dead_asks_once_and_says_how_late(
        self, world: World, untaken: str, chair: Phone
    ) -> None:
        world.passes("7h")
        chair.expects("S1 still not taken, since 10:04, 5 h late: EXTREME FLOOD")
        world.sets_aside()
        assert len(history(world, "repeated")) == 1

    def test_a_clock_that_was_put_back_does_not_silence_it(
        self, world: World, untaken: str, chair: Phone
    ) -> None:
        world.clock.forward(-timedelta(hours=72))
        world.passes("1s")
        world.passes("2h")
        world.without_routine()
        chair.expects("S1 still not taken")
        world.sets_aside()

    def test_known_to_be_extreme_only_later(self, world: World, deputy: Phone, chair: Phone) -> None:
        deputy.texts("flood Kyuso minor")
        for _step in range(3):
            world.passes("24h")
        world.sets_aside()
        deputy.texts("fix s1 extreme")
        world.sets_aside()
        world.passes("2h")
        chair.expects("S1 still not taken, since 24 Nov 10:04: EXTREME FLOOD")
        world.sets_aside()


def test_of_severe_ones_each_morning_reminds(world: World, lead: Phone, chair: Phone, usaid: Phone) -> None:
    lead.texts("flood Kyuso severe")
    for _step in range(3):
        world.passes("30m")
    world.sets_aside()
    world.passes("19h")
    world.no_more()
    world.passes("56m")
    for name in WHOLE:
        world[name].expects("1 open:\nS1 flood Kyuso, Kitui: nobody took it, OK S1")
    assert history(world, "repeated") == []


def test_how_often_is_configured(world: World, lead: Phone, chair: Phone) -> None:
    route(
        world, repeat_untaken={}, routes=[{"when": {"county": "Kitui"}, "repeat_untaken": {"severe": "6h"}}]
    )
    lead.texts("flood Kyuso severe")
    for _step in range(2):
        world.passes("30m")
    world.sets_aside()
    world.passes("6h")
    chair.expects("S1 still not taken, since 10:04: SEVERE FLOOD")
    world.sets_aside()
    with world.program.database.reading() as session:
        assert session.query(Incident.again).scalar() == 1

"""A holder without a note for long is asked once, by day."""

import pytest

from tests.scenarios.conftest import Phone, World


@pytest.fixture
def taken(world: World, deputy: Phone, clt: Phone) -> str:
    """Report an extreme flood at Mutomo, taken at 10:04: two hours are enough."""
    deputy.texts("flood Mutomo extreme")
    clt.texts("ok s1")
    world.everyone_ignores()
    return "S1"


def test_two_hours_without_a_note(world: World, taken: str, clt: Phone) -> None:
    world.passes("119m")
    clt.expects_nothing()
    world.passes("1m")
    said = clt.expects("S1 flood Mutomo, Kitui: taken by you 10:04, no note since.", "NOTE S1", "CLOSE S1")
    assert len(said) <= 160
    world.passes("119m")
    clt.expects_nothing()
    world.passes("1m")
    clt.expects("S1 flood Mutomo, Kitui: taken by you 10:04, no note since.")


def test_a_note_begins_the_time_anew(world: World, lead: Phone, taken: str, clt: Phone) -> None:
    world.passes("1h")
    clt.texts("note s1 boats are on their way")
    world.everyone_ignores(besides=lead)
    world.passes("119m")
    clt.expects_nothing()
    world.passes("1m")
    clt.expects("taken by you 10:04, no note since 11:04")


def test_never_at_night(world: World, taken: str, clt: Phone) -> None:
    for _hour in (12, 14, 16, 18):
        world.passes("2h")
        clt.expects("taken by you 10:04, no note since")
    world.passes("2h")  # 20:04
    world.passes("10h")  # 06:04
    clt.expects_nothing()
    world.passes("56m")  # 07:00
    clt.expects("no note since")


@pytest.mark.parametrize("words", ["close s1 done", "release s1"])
def test_who_has_it_no_more_is_left_in_peace(
    world: World, lead: Phone, taken: str, deputy: Phone, clt: Phone, words: str
) -> None:
    clt.texts(words)
    world.everyone_ignores(besides=lead)
    world.passes("5h")
    clt.expects_nothing()
    if words == "release s1":  # it is open again, and climbs
        for other in (world["Kitui CLT Member"], world["SEK Chair"], deputy):
            other.expects("S1")


def test_whoever_it_was_given_to_is_asked(
    world: World, lead: Phone, taken: str, clt: Phone, rla: Phone
) -> None:
    world.passes("1h")
    clt.texts("give s1 rla")
    world.everyone_ignores(besides=lead)
    world.passes("2h")
    rla.expects("S1 flood Mutomo, Kitui: taken by you 11:04")


def test_what_turns_out_worse_is_asked_about_sooner(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood Mutomo severe")
    clt.texts("ok s1")
    deputy.texts("FIX S1 extreme")
    world.everyone_ignores()
    world.passes("2h")
    clt.expects("no note since")


def test_severe_waits_eight_hours(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood Mutomo severe")
    clt.texts("ok s1")
    world.everyone_ignores()
    world.passes("7h")
    clt.expects_nothing()
    world.passes("1h")
    clt.expects("no note since")

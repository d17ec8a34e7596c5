"""What was closed, in the morning digest of those who were informed of it.

The stories begin on Tuesday, 24 November 2026, at 10:04.
"""

import pytest

from tests.scenarios.climbing import tells_informed_each_morning
from tests.scenarios.conftest import Phone, World


@pytest.fixture(autouse=True)
def each_morning(world: World) -> None:
    tells_informed_each_morning(world)


@pytest.fixture
def people(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, chair: Phone
) -> list[Phone]:
    """Return all people in Kitui."""
    return [lead, deputy, clt, world["Kitui CLT Member"], usaid, rla, chair]


def quiet(people: list[Phone]) -> None:
    """Discard the messages so far: the story is not about them."""
    for phone in people:
        phone.unread.clear()


def until_morning(world: World) -> None:
    """Go on from 10:04 to tomorrow, a minute before the digest."""
    world.passes("1m")  # the clock has ticked once: this morning is done
    world.passes("21h")
    world.passes("24m")


def closed(world: World, people: list[Phone], report: str, outcome: str = "bowsers sent") -> None:
    """Report, and close as USAID at 10:04; discard what came of it."""
    world["Meshack Mulinge"].texts(report)
    world["USAID Officer"].texts(f"close s1 {outcome}")
    assert world.incident().status == "closed"
    quiet(people)


def test_who_was_informed_hears_the_end_of_a_moderate_one_in_the_morning(
    world: World, people: list[Phone], lead: Phone
) -> None:
    closed(world, people, "drought Mutomo moderate")
    until_morning(world)
    lead.expects_nothing()
    world.passes("1m")
    assert (
        len(
            lead.expects(
                "Closed since yesterday:\nS1 drought Mutomo, Kitui: closed by USAID Officer: bowsers sent"
            )
        )
        <= 160
    )
    for phone in people:
        phone.expects_nothing()
    world.passes("24h")  # and once only
    lead.expects_nothing()


def test_it_stands_behind_what_is_open(
    world: World, people: list[Phone], lead: Phone, clt: Phone, usaid: Phone
) -> None:
    world["Meshack Mulinge"].texts("CONCERN the tanks at Kyuso stand empty")
    closed(world, people, "drought Mutomo moderate")
    world["Kitui CLT Lead"].texts("AWAY until 12 Dec, chair covers")
    quiet(people)
    lead.texts("flood Kyuso minor")
    quiet(people)
    until_morning(world)
    quiet(people)
    world.passes("1m")
    lead.expects("Closed since yesterday:\nS1 drought Mutomo, Kitui: closed by USAID Officer")
    assert "Closed" not in usaid.expects("open:")
    quiet(people)


@pytest.mark.parametrize("report", ["drought Mutomo severe", "drought Mutomo extreme"])
def test_of_a_severe_one_they_have_heard_at_once(
    world: World, people: list[Phone], lead: Phone, report: str
) -> None:
    world["Meshack Mulinge"].texts(report)
    quiet(people)
    world["USAID Officer"].texts("close s1 bowsers sent")
    lead.expects('S1 drought Mutomo, Kitui, closed by USAID Officer, USAID: "bowsers sent"')
    quiet(people)
    until_morning(world)
    world.passes("1m")
    lead.expects_nothing()


def test_what_is_open_again_by_then_is_not_told(world: World, people: list[Phone], lead: Phone) -> None:
    closed(world, people, "drought Mutomo moderate")
    world["Meshack Mulinge"].texts("no, nobody came")
    quiet(people)
    until_morning(world)
    quiet(people)
    world.passes("1m")
    lead.expects_nothing()
    quiet(people)


def test_a_long_outcome_is_cut_and_many_stay_in_two_segments(
    world: World, people: list[Phone], lead: Phone, deputy: Phone, usaid: Phone
) -> None:
    places = ("Mutomo", "Kyuso", "Mwingi", "Zombe", "Ikutha")
    for number, place in enumerate(places, 1):
        deputy.texts(f"flood {place} minor")
        usaid.texts(f"close s{number} " + "boats brought food to every village on the river " * 3)
    quiet(people)
    until_morning(world)
    quiet(people)
    world.passes("1m")
    said = lead.expects(
        "Closed since yesterday:\nS5 flood Ikutha, Kitui: closed by USAID Officer: boats brought"
    )
    assert len(said) <= 306
    lines = said.splitlines()
    assert lines[1].endswith("boats brought food to every village on the river boats...")
    assert lines[-1] == f"and {len(places) - (len(lines) - 2)} more closed"


def test_the_end_is_told_in_swahili_too(
    world: World, people: list[Phone], makueni_lead: Phone, makueni_clt: Phone, usaid: Phone, rla: Phone
) -> None:
    makueni_clt.texts("flood Kibwezi moderate")
    makueni_lead.ignores()
    usaid.texts("close s1 boats came")
    quiet([*people, makueni_clt, makueni_lead])
    until_morning(world)
    world.passes("1m")
    makueni_lead.expects(
        "Zilizofungwa tangu jana:\nS1 mafuriko Kibwezi, Makueni: imefungwa na USAID Officer: boats came"
    )
    quiet([*people, makueni_clt])

"""A report that arrives as several texts, in any order, is one shock; two events stay two."""

import pytest

from tests.scenarios.conftest import Phone, World

pytestmark = pytest.mark.only("sms")

FIRST = (
    "Drought in Kalawa ward since three weeks now, the people are walking very far every day and the animals "
    "are getting weaker, we have visited the villages and"
)
SECOND = "counted 400 households without food, the water pan is dry and three boreholes broken"
EARLIER = "flood Kyuso severe"


def shocks(world: World) -> list[tuple[str, str | None, object]]:
    """Return hazard, place and households of each shock."""
    found = []
    for number in range(1, 4):
        try:
            incident = world.incident(f"S{number}")
        except Exception:
            break
        found.append((incident.hazard, incident.place, incident.affected.get("households")))
    return found


@pytest.mark.parametrize(
    "texts",
    [
        (FIRST, SECOND),
        (SECOND, FIRST),
        (f"...{SECOND}", f"{FIRST}..."),
        (f"2/2 {SECOND}", f"1/2 {FIRST}"),
        (
            FIRST,
            f"and we {SECOND}, the chief has called a baraza on Monday and the women",
            "ask for water, severe",
        ),
        (EARLIER, FIRST, SECOND),
        (EARLIER, SECOND, FIRST),
    ],
)
def test_one_shock_with_both(world: World, lead: Phone, texts: tuple[str, ...]) -> None:
    for text in texts:
        lead.texts(text)
    world.sets_aside()
    one = ("drought", "Kalawa", 400)
    assert shocks(world) == ([("flood", "Kyuso", None), one] if texts[0] == EARLIER else [one])


def test_words_that_joined_another_report_move_with_their_beginning(
    world: World, lead: Phone, clt: Phone
) -> None:
    lead.texts(EARLIER)
    world.sets_aside()
    lead.texts("and 40 acres are lost, the chief was told")
    clt.expects("S1 flood Kyuso, Kitui, added: 40 acres")
    world.sets_aside()
    lead.texts(FIRST)
    clt.expects("S1 flood Kyuso, Kitui is now: FLOOD, severe, Kyuso, Kitui.", "of another report", "40 acres")
    world.sets_aside()
    assert world.incident("S1").affected == {}
    assert world.incident("S2").affected == {"acres": 40}


def test_an_alert_that_left_gets_the_later_part_once(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("(1/2) flood Kyuso severe")
    lead.ignores()
    clt.expects("S1 SEVERE FLOOD Kyuso")
    world.sets_aside()
    lead.texts("(2/2) 40 households affected, bridge gone")
    lead.expects("S1 is now: FLOOD, severe, Kyuso, Kitui, 40 households")
    clt.expects("S1 flood Kyuso, Kitui, added: 40 households", "bridge gone")
    world.sets_aside()


def test_a_later_part_alone_is_kept_and_its_beginning_asked_for(
    world: World, lead: Phone, deputy: Phone
) -> None:
    lead.texts("... the water pan is dry and three boreholes broken")
    lead.expects("a later part of a message, and it is kept", "What happened, and where?")
    world.passes("6m")
    deputy.expects("three boreholes broken", "Not understood")
    lead.texts("drought Mutomo severe")
    lead.expects("S1 DROUGHT, severe, Mutomo")
    world.sets_aside()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (EARLIER, "drought Mutomo severe", [("flood", "Kyuso", None), ("drought", "Mutomo", None)]),
        (EARLIER, "flood Mutomo severe", [("flood", "Kyuso", None), ("flood", "Mutomo", None)]),
        (FIRST, "Flood in Kyuso severe", [("drought", "Kalawa", None), ("flood", "Kyuso", None)]),
        (EARLIER, "cholera imeingia, watu 12", [("flood", "Kyuso", None), ("disease_outbreak", None, None)]),
    ],
)
def test_two_events_stay_two(
    world: World, lead: Phone, first: str, second: str, expected: list[tuple[str, str | None, object]]
) -> None:
    lead.texts(first)
    lead.texts(second)
    world.sets_aside()
    assert shocks(world) == expected

"""A shared location: an answer, an addition, the beginning of a report, or a place outside the counties."""

import pytest

from tests.scenarios.phones import Chat, labels
from tests.scenarios.world import World

pytestmark = pytest.mark.only("telegram")

KYUSO = (-0.5500, 38.2200)
KAVUTA = (-0.6500, 38.3000)
MACHAKOS = (-1.5177, 37.2634)
MAKUENI = (-1.8000, 37.6200)
LONDON = (51.5, -0.12)


def test_it_answers_where(world: World, lead: Chat) -> None:
    lead.texts("flood severe")
    lead.expects("FLOOD, severe, Kitui. Where?", "You can also share your location")
    lead.shares(*KYUSO)
    lead.expects("S1 FLOOD, severe, near ", ", Kitui. Sent to USAID, RLA, Kitui CLT")
    world.everyone_expects("S1 SEVERE FLOOD near ", ", Kitui", besides=lead)
    world["Kitui CLT Lead"].texts("more s1")
    world["Kitui CLT Lead"].expects("At -0.5500, 38.2200.")


def test_it_begins_a_report(world: World, lead: Chat) -> None:
    lead.shares(*KYUSO)
    lead.expects("Noted: near ", ", Kitui. What happened there?")
    assert "Flood" in labels(lead.newest)
    lead.taps("Flood")
    lead.expects("FLOOD, near ", "How bad?")
    lead.taps("Extreme")
    lead.expects("S1 FLOOD, extreme, near ")
    world.everyone_expects("S1 EXTREME FLOOD near ", besides=lead)


def test_it_completes_a_report_that_has_just_left(world: World, lead: Chat) -> None:
    lead.texts("URGENT flood severe")
    lead.expects("S1", "Where?")
    world.everyone_expects("S1 SEVERE FLOOD Kitui", besides=lead)
    lead.shares(*KYUSO)
    lead.expects("S1 is now: FLOOD, severe, near ")
    world.everyone_expects("S1 update", "near ", besides=lead)


def test_it_joins_the_report_that_its_sender_has_just_sent(world: World, lead: Chat) -> None:
    lead.texts("flood Mutomo severe")
    lead.expects("S1 FLOOD, severe, Mutomo")
    world.everyone_expects("S1", besides=lead)
    lead.shares(*KYUSO)
    lead.expects("S1 is now: FLOOD, severe, near ")
    world.everyone_expects("S1 update", "near ", besides=lead)


def test_while_another_question_is_open_that_one_stays(world: World, lead: Chat) -> None:
    lead.texts("flood Mutomo")
    lead.expects("How bad?")
    lead.shares(*KYUSO)
    lead.expects("FLOOD, near ", "How bad?", "1 Minor")
    lead.taps("Minor")
    lead.expects("S1 FLOOD, minor, near ")
    world.everyone_expects("S1 MINOR FLOOD near ", besides=lead)


def test_the_point_decides_the_county(
    world: World, lead: Chat, makueni_clt: Chat, makueni_lead: Chat
) -> None:
    lead.texts("flood severe")
    lead.expects("Where?")
    lead.shares(*MAKUENI)
    lead.expects("S1 FLOOD, severe, near ", ", Makueni. Sent to USAID, RLA, Makueni CLT")
    makueni_clt.expects("S1 SEVERE FLOOD near ", ", Makueni")
    makueni_lead.expects("S1")
    world["USAID Officer"].ignores()
    world["RLA Secretariat"].ignores()


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (MACHAKOS, "That place is in Machakos, which is not one of the counties of SEK"),
        (LONDON, "That place is in none of the counties of SEK"),
    ],
)
def test_outside_the_counties_it_is_said_and_the_question_stays(
    world: World, lead: Chat, point: tuple[float, float], said: str
) -> None:
    lead.texts("flood severe")
    lead.expects("Where?")
    lead.shares(*point)
    lead.expects(said, "Nothing was recorded")
    lead.texts("Kyuso")
    lead.expects("S1 FLOOD, severe, Kyuso, Kitui")
    world.everyone_expects("S1 SEVERE FLOOD Kyuso", besides=lead)


def test_a_live_location_counts_once(world: World, lead: Chat) -> None:
    lead.texts("flood severe")
    lead.expects("Where?")
    first = lead.hand.shares_location(*KYUSO, live_period=900)
    world.arrives(first)
    world.settle()
    lead.expects("S1 FLOOD, severe, near ")
    world.everyone_expects("S1", besides=lead)
    message = first["message"]
    moved = {**message, "location": {**message["location"], "latitude": KAVUTA[0], "longitude": KAVUTA[1]}}
    world.arrives(world.telegram.updates.add("edited_message", {**moved, "edit_date": message["date"] + 60}))
    world.settle()
    lead.expects_nothing()


def test_an_observers_location_is_no_report(world: World) -> None:
    from tests.scenarios.conftest import ROSTER

    world.enrols(ROSTER + "KIM Observer,KIM,observer,Kitui,,+254300000010,en\n")
    observer = world["KIM Observer"]
    assert isinstance(observer, Chat)
    observer.shares(*KYUSO)
    observer.expects("Not understood, but kept")


def test_it_is_answered_in_the_language_of_the_question(world: World, lead: Chat) -> None:
    lead.texts("mafuriko")
    lead.expects("MAFURIKO, Kitui. Wapi?")
    lead.shares(*KYUSO)
    lead.expects("MAFURIKO, karibu na ", "Hali ni mbaya kiasi gani?")
    lead.taps("Kali")
    lead.expects("S1 MAFURIKO, makali, karibu na ")
    world.everyone_expects("S1 SEVERE FLOOD near ", besides=lead)

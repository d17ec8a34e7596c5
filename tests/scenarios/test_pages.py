"""Coordinators work on the pages beside people who text: one inbox, one grammar, one history."""

import pytest

from tests.scenarios.browsers import Browser
from tests.scenarios.conftest import World

pytestmark = pytest.mark.only("sms")

FLOOD = "FLOOD Ikutha severe 40 households, Tiva broke its banks"


def test_a_button_does_what_the_text_does(world: World) -> None:
    lead = world["Patrick Mburu"]
    lead.texts(FLOOD)
    everyone_ignores(world)
    page = Browser(world, "Kitui CLT Lead").opens("/console/shocks")
    assert page.heading == "Shocks open or taken, in Kitui"
    assert page.references == ["S1"]
    page.presses("OK S1")
    assert page.answer.startswith("You have S1.")
    lead.expects("S1", "Kitui CLT Lead")
    page.opens("/console/S1").presses("CLOSE S1", "12 families moved to the school")
    assert page.answer.startswith("S1 is closed.")
    lead.expects("12 families moved to the school")
    everyone_ignores(world)


def test_a_second_click_is_the_same_text(world: World) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    page = Browser(world, "Kitui CLT Lead").opens("/console/S1")
    form = page.form_of("OK S1")
    first = page.submits("/console/do", form).answer
    assert page.submits("/console/do", form).answer == first
    assert page.text.count("Taken by Kitui CLT Lead") == 1
    everyone_ignores(world)


def test_of_two_the_second_reads_who_was_first(world: World) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    lead = Browser(world, "Kitui CLT Lead").opens("/console/S1")
    member = Browser(world, "Kitui CLT Member").opens("/console/S1")
    lead.presses("OK S1")
    member.presses("OK S1")
    assert "taken by the Kitui CLT lead" in member.answer
    assert "You have" not in member.answer
    everyone_ignores(world)


def test_a_page_does_not_disturb_the_dialogue_by_text(world: World) -> None:
    lead, clt = world["Patrick Mburu"], world["Kitui CLT Lead"]
    lead.texts(FLOOD)
    lead.texts("DROUGHT Mutomo severe 400 households")
    clt.texts("OK S1")
    clt.texts("CLOSE S1")
    Browser(world, "Kitui CLT Lead").opens("/console/S2").presses("OK S2")
    clt.texts("water trucking to the school")
    closed = Browser(world, "RLA Secretariat").opens("/console/S1")
    assert "Closed" in closed.text
    assert "water trucking to the school" in closed.text
    everyone_ignores(world)


def test_a_question_stands_on_the_page_with_its_answers(world: World) -> None:
    page = Browser(world, "RLA Secretariat").opens("/console/meetings")
    page.presses("MEETING", "Kitui 4 Dec 9:00 County HQ")
    assert page.answer.startswith("Meeting in Kitui on Fri 4 Dec 9:00")
    page.chooses("Yes")
    assert page.opens("/console/M1").heading == "M1 SEK meeting Kitui"
    everyone_ignores(world)


def test_no_one_sees_a_page_without_signing_in(world: World) -> None:
    world["Patrick Mburu"].texts(FLOOD)
    page = Browser(world)
    for path in (
        "/console",
        "/console/shocks",
        "/console/S1",
        "/console/triage",
        "/console/shocks?format=csv",
    ):
        page.opens(path)
        assert page.path == "/console/sign-in"
        assert "Ikutha" not in page.text
    assert page.submits("/console/do", {"nonce": "a" * 16, "say": "OK S1"}).path == "/console/sign-in"
    everyone_ignores(world)


def test_a_sensitive_shock_is_nowhere_for_who_may_not_see_it(world: World) -> None:
    world["Patrick Mburu"].texts("CONFLICT Kyuso severe 3 dead, armed herders")
    sees, not_ = Browser(world, "Kitui CLT Member"), Browser(world, "Makueni CLT Lead")
    assert sees.opens("/console/S1").status == 200
    assert sees.opens("/console/shocks").references == ["S1"]
    assert not_.opens("/console/S1").text == not_.opens("/console/S99").text.replace("S99", "S1")
    for path in ("/console", "/console/shocks?state=all", "/console/shocks?format=csv", "/console/find?q=S1"):
        assert "Kyuso" not in not_.opens(path).text
        assert not_.references == []
    everyone_ignores(world)


def everyone_ignores(world: World) -> None:
    """The story is not about the messages that came."""
    for phone in world.phones():
        phone.unread.clear()

"""Attendance: HERE on the day, corrections by the convener, the rate by organisation."""

import pytest

from tests.scenarios.conftest import Phone, World
from tests.scenarios.phones import Chat
from tests.scenarios.test_meetings import all_expect, convene, poc, roster

__all__ = ["poc", "roster"]


@pytest.fixture
def code(world: World) -> str:
    """Move to ten minutes before the start of M1; return the word of the room."""
    convene(world)
    all_expect(world, "M1")
    world.passes("6d")
    world.passes("21h")
    code = world["Patrick Mburu"].unread[-1].partition("the word ")[2][:6]
    world.passes("105m")
    world.sets_aside()
    return code


def test_here_by_everybody_who_is_there(
    world: World, code: str, fao: Phone, poc: Phone, lms: Phone, lead: Phone
) -> None:
    fao.texts("HERE")
    fao.expects("you are at M1 SEK meeting Kitui")
    poc.texts(f"nipo {code.lower()}")
    poc.expects("umefika M1")
    lms.texts("HERE M1")
    lms.expects("you are at M1")
    lms.texts("here")
    lms.expects("already")
    world.passes("3h")
    world.sets_aside()
    lead.texts("M1")
    lead.expects(
        "3 came: FAO, Kitui County, LMS. Absent: KCDMS, KIWASH", "This quarter: FAO 1/1", "KIWASH 0/1"
    )


def test_the_wrong_word_is_said_to_be_wrong(world: World, code: str, fao: Phone) -> None:
    wrong = "AAAAAA" if code != "AAAAAA" else "BBBBBB"
    fao.texts(f"HERE {wrong}")
    fao.expects("not the word of M1", "HERE and the word")
    fao.texts(f"HERE M1 {code}")
    fao.expects("you are at M1")


def test_here_too_early_and_too_late(world: World, fao: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    fao.texts("HERE M1")
    fao.expects("only on Tue 1 Dec 9:00", "HERE M1")
    fao.texts("HERE")
    fao.expects("No meeting of yours is on now")
    world.passes("7d")
    world.passes("2h")
    world.sets_aside()
    fao.texts("HERE M1")
    fao.expects("HERE counts no more", "PRESENT M1")


def test_here_and_a_flood_is_a_report(world: World, code: str, fao: Phone, rla: Phone) -> None:
    fao.texts("Here flood in Kyuso severe 30 households, 2 dead")
    fao.expects("S1 FLOOD", "2 dead")
    rla.expects("S1")
    world.sets_aside()


def test_who_was_not_invited_is_put_down_all_the_same(
    world: World, code: str, rla: Phone, lead: Phone
) -> None:
    rla.texts("HERE M1")
    rla.expects("you are at M1")
    world.passes("3h")
    world.sets_aside()
    lead.texts("M1")
    lead.expects("1 came: RLA")


def test_the_lead_corrects_the_list(world: World, code: str, lead: Phone, fao: Phone, lms: Phone) -> None:
    fao.texts("HERE")
    fao.expects("you are at M1")
    world.passes("20h")
    world.sets_aside()
    lead.texts("PRESENT M1 LMS")
    lead.expects("present at M1: LMS Focal Person", "ABSENT M1")
    lead.texts("ABSENT M1 FAO")
    lead.expects("absent from M1: FAO Focal Person")
    lead.texts("PRESENT M1 Zebedayo")
    lead.expects("Zebedayo", "nobody on the list")
    lead.texts("PRESENT M1 Makueni Focal Person")
    lead.expects("present at M1: Makueni Focal Person")
    lead.texts("ABSENT M1 Makueni Focal Person, Zebedayo")
    lead.expects("absent from M1: Makueni Focal Person", "Not read: Zebedayo. Send ABSENT M1")
    lead.texts("PRESENT M1 Makueni Focal Person, LMS and Zebedayo")
    lead.expects(
        "present at M1: Makueni Focal Person, LMS Focal Person", "Not read: Zebedayo. Send PRESENT M1"
    )
    lead.texts("M1")
    lead.expects("2 came: LMS, WFP", "FAO 0/1", "LMS 1/1")
    lms.texts("ABSENT M1 FAO")
    lms.expects("is not yours to change", "Patrick Mburu")


def test_nobody_is_put_down_before_it_begins(world: World, lead: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    lead.texts("PRESENT M1 LMS")
    lead.expects("only on Tue 1 Dec", "PRESENT M1")


def test_what_is_on_the_agenda(world: World, lead: Phone, fao: Phone, rla: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    fao.texts("agenda")
    fao.expects("Nothing is on the agenda of M1", "ITEM M1")
    fao.texts("ITEM M1 drought response plan for Kyuso")
    fao.expects("On the agenda of M1", "drought response plan for Kyuso")
    lead.texts("pendekeza m1 ukarabati wa visima")
    lead.expects("Kwenye ajenda ya M1", "ukarabati wa visima")
    lead.texts("clashes at Kyuso severe")
    lead.expects("S1")
    lead.texts("drought at Mutomo severe")
    lead.expects("S2")
    world.sets_aside()
    fao.texts("AGENDA M1")
    said = fao.expects(
        "drought response plan for Kyuso (FAO Focal Person)", "ukarabati wa visima", "S2 drought Mutomo"
    )
    assert "S1" not in said  # of what is sensitive only a few may know
    world["Makueni Focal Person"].texts("AGENDA M1")
    world["Makueni Focal Person"].expects("another county")


@pytest.mark.only("telegram")
def test_a_tap_under_the_reminder_says_here(world: World, fao: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    fao.texts("1")
    fao.expects("you come")
    world.passes("6d")
    world.passes("21h")
    world.passes("105m")
    assert isinstance(fao, Chat)
    reminder = fao.showing("Reminder: M1")
    world.sets_aside()
    fao.taps("I am here", reminder)
    fao.expects("you are at M1")


def test_who_convenes_reads_what_people_said(world: World, fao: Phone, lead: Phone) -> None:
    convene(world)
    all_expect(world, "M1")
    lead.texts("NOTE M1")
    lead.expects("Nobody has said anything")
    fao.texts("no, Jane will come for us")
    fao.expects("not coming")
    fao.texts("M1 she brings a projector")
    fao.expects("Noted beside your answer")
    lead.texts("NOTE M1")
    lead.expects("FAO Focal Person, FAO: No, Jane will come for us; she brings a projector")

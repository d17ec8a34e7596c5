"""Meetings, tasks and leave in words of people's own, without a command word."""

import pytest

from tests.scenarios.conftest import Phone, World

ROSTER = """\
name,organisation,role,county,sectors,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,+254300000002,en
Kitui CLT Lead,USAID,clt_lead,Kitui,,+254300000004,en
Kitui CLT Member,USAID,clt_member,Kitui,livestock,+254300000005,en
USAID Officer,USAID,usaid,,,+254300000008,en
RLA Secretariat,RLA,rla,,,+254300000009,en
FAO Focal Person,FAO,ip_focal,Kitui,livestock,+254300000010,en
"""


@pytest.fixture
def roster() -> str:
    return ROSTER


@pytest.fixture
def member(world: World) -> Phone:
    return world["Kitui CLT Member"]


def _invited(world: World, lead: Phone) -> None:
    lead.texts("MEETING tomorrow 4pm County HQ")
    lead.texts("1")
    world.passes("1m")
    world.sets_aside()


def test_a_meeting(world: World, lead: Phone, clt: Phone, fao: Phone) -> None:
    _invited(world, lead)
    clt.texts("naomba udhuru")
    clt.expects("hutakuja M1")
    fao.texts("Kindly postpone, the date clashes with our review")
    lead.expects("M1", '"Kindly postpone, the date clashes with our review"', "MOVE M1")
    fao.expects("can change M1", "YES M1 or NO M1")
    fao.texts("is there transport refund for the meeting?")
    lead.expects("transport refund")
    world.sets_aside()
    lead.texts("how many will come to the meeting?")
    lead.expects("M1", "1 no")
    lead.texts("mkutano umeahirishwa hadi keshokutwa saa tatu")
    lead.expects("Hamisha M1", "9:00")
    lead.texts("2")
    world.sets_aside()
    fao.texts("is the meeting cancelled?")
    fao.expects("M1", "1 no")
    fao.texts("that thing of the other guys")
    fao.expects("For M1 reply YES M1", "Not understood")
    world.sets_aside()
    lead.texts("meeting cancelled due to rain")
    lead.expects("Call off M1")


def test_who_was_only_told_of_a_meeting_answers_too(world: World, lead: Phone, member: Phone) -> None:
    _invited(world, lead)
    member.texts("Apologies, another meeting that day")
    member.expects("not coming to M1")
    member.texts("yes")
    member.expects("you come to M1")


def test_a_task(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("TASK deputy, visit Mutomo, in 5 days")
    lead.texts("TASK deputy, visit Mutomo, in 5 days")
    lead.expects("T1")
    lead.expects("already", "T1", "Nothing was sent")
    world.sets_aside()
    deputy.texts("need more time until 30 Jan")
    lead.expects("needs more time for T1", "TASK T1 30 Jan")
    deputy.expects("has your words about T1")
    deputy.texts("I can't do it, give it to somebody else")
    lead.expects("cannot do T1", "GIVE T1")
    world.sets_aside()
    deputy.texts("Kazi imekwisha")
    deputy.expects("T1 imekamilika")
    lead.expects("T1", "is done")


def test_leave(world: World, clt: Phone, member: Phone) -> None:
    clt.texts("naenda likizo wiki ijayo, Kitui CLT Member atanishikia")
    clt.expects("Hadi lini?")
    clt.texts("hadi kesho kutwa")
    clt.expects("Uko likizo hadi", "Kitui CLT Member")
    member.expects("You cover")
    clt.texts("am back in office")
    clt.expects("Welcome back")
    member.expects("is back")
    clt.texts("I'm sick today, cannot respond")
    clt.expects("You are away until")


def test_no_to_which_of_these_begins_no_report(world: World, lead: Phone, fao: Phone, clt: Phone) -> None:
    fao.texts("not me, ask water officer")
    fao.expects("Which of these is it?")
    fao.texts("no thanks")
    assert "Where?" not in fao.expects("")
    lead.texts("drought Mutomo severe")
    world.sets_aside()
    lead.texts("note s1 <5 goats left")
    clt.expects('"<5 goats left"')
    clt.texts("who has not responded to S1?")
    clt.expects("S1 DROUGHT")
    world.sets_aside()

"""Meetings of several counties, of the CLT and of groups: one meeting, one headcount."""

import pytest

from tests.scenarios.conftest import Phone, World

ROSTER = """\
name,organisation,role,county,sectors,groups,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,,+254300000001,en
Martin Miriti,KCDMS,county_lead,Makueni,,,+254300000002,sw
Ganga Rao,AVCD,county_lead,Taita Taveta,,,+254300000003,en
FAO Focal Person,FAO,ip_focal,Kitui,livestock,water users,+254300000004,en
WFP Focal Person,WFP,ip_focal,Makueni,livestock,water users,+254300000005,en
Kitui CLT Lead,USAID,clt_lead,Kitui,,,+254300000006,en
Kitui CLT Member,USAID,clt_member,Kitui,livestock,,+254300000007,sw
RLA Secretariat,RLA,rla,,,,+254300000009,en
"""

BOTH = ("Patrick Mburu", "FAO Focal Person", "WFP Focal Person", "Kitui CLT Lead", "RLA Secretariat")
"""The people who are asked for Kitui and Makueni, and read English."""


@pytest.fixture
def roster() -> str:
    """Return three counties. In all stories it is Tuesday, 24 November 2026, 10:04."""
    return ROSTER


@pytest.fixture
def makueni(world: World) -> Phone:
    return world["Martin Miriti"]


def of_two(world: World, rla: Phone) -> None:
    """Convene M1 for Kitui and Makueni, a week ahead."""
    rla.texts("MEETING Kitui, Makueni 1 Dec 9am Wote")
    rla.expects("Meeting in Kitui, Makueni on Tue 1 Dec 9:00, Wote. 6 people would be invited", "1 Yes 2 No")
    rla.texts("1")
    rla.expects("M1 SEK meeting Kitui, Makueni Tue 1 Dec 9:00, Wote", "asked now")
    world.passes("2s")
    world.everyone_expects("SEK meeting Kitui, Makueni M1", "Will you come?", among=BOTH)
    world["Martin Miriti"].expects("Mkutano wa SEK Kitui, Makueni M1", "Utakuja?")
    world["Kitui CLT Member"].expects("Mkutano wa SEK Kitui, Makueni M1")


def test_two_counties_have_one_meeting_and_one_headcount_by_county(
    world: World, rla: Phone, lead: Phone, makueni: Phone
) -> None:
    of_two(world, rla)
    lead.texts("1")
    lead.expects("you come to M1 SEK meeting Kitui, Makueni")
    makueni.texts("hapana, nitamtuma Jane")
    makueni.expects("hutakuja M1")
    world["WFP Focal Person"].texts("3")
    world["WFP Focal Person"].expects("maybe")
    rla.texts("M1")
    rla.expects(
        "Kitui: 1 yes (KIWASH), 2 silent (FAO, USAID); Makueni: 1 no (KCDMS), 1 maybe (WFP); "
        "others: 1 silent (RLA)"
    )
    for phone, line in (
        (lead, "M1 Tue 1 Dec 9:00 SEK meeting Kitui, Makueni, Wote"),
        (makueni, "M1 Tue 1 Dec"),
    ):
        phone.texts("meetings Makueni" if phone is makueni else "MEETINGS KITUI")
        phone.expects(line)
    world["Ganga Rao"].texts("meetings")
    world["Ganga Rao"].expects("No meeting is planned")
    makueni.texts("kumbusha m1")
    makueni.expects("Watu 3")
    world.passes("2s")
    for name in ("FAO Focal Person", "Kitui CLT Lead", "RLA Secretariat"):
        world[name].expects("no answer from you yet")


def test_who_may_change_it_and_who_gets_the_minutes(
    world: World, rla: Phone, lead: Phone, makueni: Phone
) -> None:
    of_two(world, rla)
    lead.texts("MOVE M1 2 Dec")
    refused = lead.expects("M1 SEK meeting Kitui, Makueni is not yours to change", "RLA Secretariat")
    assert makueni.name not in refused  # who has a right for one of the counties may not
    lead.texts("INVITE M1 Ganga Rao")
    lead.expects("Invite Ganga Rao to M1")
    lead.texts("1")
    lead.expects("1 guest more")
    world.passes("2s")
    world["Ganga Rao"].expects("Will you come?")
    rla.texts("MOVE M1 2 Dec")
    rla.expects("Wed 2 Dec 9:00, Wote", "will be told")
    rla.texts("2")
    rla.expects("Nothing was changed")
    world.passes("6d")
    world.passes("23h")
    world.passes("1h")
    world.sets_aside()
    lead.texts("PRESENT M1 WFP")
    lead.expects("Down as present at M1: WFP Focal Person")
    world.passes("3h")
    makueni.texts(
        "KUMBUKUMBU M1 tulikubaliana kwamba ukarabati wa visima uanze mara moja katika kaunti zote mbili"
    )
    makueni.expects("M1 Mkutano wa SEK Kitui, Makueni")
    world.passes("2s")
    for name in (*BOTH, "Kitui CLT Member", "Ganga Rao"):
        world[name].expects("M1", "tulikubaliana")
    for phone in (lead, rla):
        phone.texts("MINUTES")
        phone.expects("tulikubaliana")


def test_all_counties_are_for_senders_who_may_convene_in_all(world: World, rla: Phone, lead: Phone) -> None:
    lead.texts("MEETING all 10 Dec 9am Machakos")
    lead.expects("You cannot convene for Makueni, Taita Taveta, so nothing was changed")
    lead.texts("MEETING Kitui and Makueni, 10 Dec 9am Wote")
    lead.expects("You cannot convene for Makueni,")
    rla.texts("mkutano kaunti zote 10 Desemba saa tatu asubuhi Machakos")
    rla.expects("Mkutano kaunti zote Alhamisi 10 Des 9:00, Machakos. Watu 7 wataalikwa")
    rla.texts("ndio")
    rla.expects("M1 Mkutano wa SEK kaunti zote")
    world["Ganga Rao"].texts("M1")
    world["Ganga Rao"].expects("M1 SEK meeting all counties Thu 10 Dec 9:00, Machakos")


def test_the_clt_and_a_group_meet_alone(world: World, rla: Phone, lead: Phone) -> None:
    rla.texts("MEETING clt 1 Dec 9am")
    rla.expects("In which county")
    lead.texts("MEETING clt 1 Dec 9am Town hall")
    lead.expects("Meeting of the CLT in Kitui on Tue 1 Dec 9:00, Town hall. 2 people would be invited")
    lead.texts("1")
    lead.expects("M1 CLT meeting Kitui Tue 1 Dec 9:00, Town hall")
    world.passes("2s")
    world["Kitui CLT Lead"].expects("CLT meeting Kitui M1", "Will you come?")
    world["Kitui CLT Member"].expects("Mkutano wa CLT Kitui M1", "Utakuja?")
    rla.texts("meeting Kitui, Makueni water users group 10 Dec 9am")
    rla.expects("Meeting of the water users group in Kitui, Makueni on Thu 10 Dec 9:00. 2 people")
    rla.texts("no")
    rla.expects("Nothing was changed")
    for words in ("MEETING livestock group, Town hall 10 Dec 9am", "MEETING kikundi cha mifugo 10 Dec 9am"):
        lead.texts(words)
        lead.expects("Meeting of the livestock group in Kitui on Thu 10 Dec 9:00", "1 person")
        lead.texts("no")
        lead.expects("Nothing was changed")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "MEETING poultry group 10 Dec 9am",
            ('no group "poultry group"', "livestock, water users", "MEETING clt"),
        ),
        ("MEETING clt Makueni 10 Dec 9am", ("Meetings in Makueni are not yours",)),
        ("MEETING clt 10 Nov 2026 9am", ("Tue 10 Nov 9:00 is in the past",)),
        ("MEETING all Kitui", ("On which day?",)),
    ],
)
def test_what_cannot_be_is_said(world: World, lead: Phone, text: str, parts: tuple[str, ...]) -> None:
    if "all" in text:
        lead = world["RLA Secretariat"]
    lead.texts(text)
    lead.expects(*parts)


def test_a_group_without_members_in_the_county_is_said(world: World) -> None:
    world["Ganga Rao"].texts("MEETING water users group 10 Dec 9am")
    world["Ganga Rao"].expects("The water users group has no members in Taita Taveta", "nothing was changed")


def test_two_conveners_for_the_same_hour(world: World, rla: Phone, lead: Phone) -> None:
    rla.texts("MEETING Kitui, 20 Dec 9am Town hall")
    rla.expects("Convene it?")
    lead.texts("MEETING 20 Dec 10am County HQ")
    lead.expects("would be invited. Convene it?")
    rla.texts("1")
    rla.expects("M1 SEK meeting Kitui")
    lead.texts("1")
    lead.expects("At that time there is already M1 SEK meeting Kitui Sun 20 Dec 9:00. Convene it? 1 Yes 2 No")
    lead.texts("1")
    lead.expects("M2 SEK meeting Kitui Sun 20 Dec 10:00")

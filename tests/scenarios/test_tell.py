"""TELL: an announcement is read back with the number of people and the cost, and sent once, after yes."""

import pytest

from sek_core.messages.kinds import REPEATABLE
from tests.scenarios.conftest import Phone, World

ROSTER = """\
name,organisation,role,county,sectors,groups,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,,+254300000002,en
Martin Miriti,KCDMS,county_lead,Makueni,,,+254300000003,sw
Kitui CLT Lead,USAID,clt_lead,Kitui,,,+254300000004,en
SEK Chair,USAID,chair,,,,+254300000007,en
USAID Officer,USAID,usaid,,,,+254300000008,en
RLA Secretariat,RLA,rla,,,,+254300000009,en
Kitui PoC,Kitui County,county_poc,Kitui,,,+254300000021,en
Makueni PoC,Makueni County,county_poc,Makueni,,livestock,+254300000022,sw
FAO Focal,FAO,ip_focal,Kitui,,livestock,+254300000023,en
"""


@pytest.fixture(autouse=True)
def roster(world: World) -> None:
    world.enrols(ROSTER)


def test_only_who_coordinates_announces(world: World) -> None:
    world["FAO Focal"].texts("TELL Kitui: come all")
    world["FAO Focal"].expects(
        "Announcements are not for your role", "were kept", "Patrick Mburu (county lead)"
    )


def test_a_flood_that_somebody_else_tells_of_is_a_report(world: World) -> None:
    world["Kitui PoC"].texts("TELL them flood in Kyuso 3 dead")
    world["Kitui PoC"].expects("S1 FLOOD, Kyuso, Kitui, 3 dead")
    for phone in ("Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "FAO Focal"):
        world[phone].expects("S1 FLOOD Kyuso")
    world["RLA Secretariat"].expects("S1 FLOOD Kyuso")


@pytest.mark.parametrize(
    "words",
    ["TELL", "TELL Kitui chiefs, come", "TELL the people that it rains", "tangaza", "TELL Nairobi: come"],
)
def test_who_is_meant_is_not_clear(usaid: Phone, words: str) -> None:
    usaid.texts(words)
    usaid.expects("Makueni, Kitui, Taita Taveta, livestock", "TELL" if "TELL" in words else "TANGAZA")


def test_nothing_is_told(usaid: Phone, world: World) -> None:
    usaid.texts("TELL Kitui PoCs")
    usaid.expects("What should be told to county PoC, Kitui?")
    usaid.texts("TELL Taita Taveta: come")
    usaid.expects("Nobody on the roster fits that (Taita Taveta). Nothing was sent")


@pytest.mark.parametrize("answer", ["2", "no", "hapana", "0"])
def test_no_sends_nothing(usaid: Phone, answer: str) -> None:
    usaid.texts("TELL Kitui PoCs, come")
    usaid.expects("To 1 person (county PoC, Kitui)", '"come" Send?', "1 Yes 2 No")
    usaid.texts(answer)
    usaid.ignores()


def test_a_doubtful_yes_sends_nothing(world: World, usaid: Phone) -> None:
    usaid.texts("TELL PoCs: come")
    usaid.expects("To 2 people (county PoC)")
    usaid.texts("yes, but not to Makueni")
    usaid.expects("To 2 people (county PoC)")
    usaid.texts("what")
    usaid.expects("Not understood. Send your announcement to 2 people (county PoC)")
    usaid.texts("yes please")
    usaid.expects("Sent to 2 people (county PoC)")
    world["Kitui PoC"].expects('SEK announcement by USAID Officer, USAID: "come"')
    world["Makueni PoC"].expects('Tangazo la SEK kutoka kwa USAID Officer, USAID: "come"')


def test_it_is_sent_once(world: World, usaid: Phone) -> None:
    usaid.texts("TELL Kitui PoCs, come")
    usaid.ignores()
    usaid.texts("yes")
    usaid.expects("Sent to 1 person (county PoC, Kitui)")
    world["Kitui PoC"].expects('"come"')
    usaid.texts("yes")
    usaid.expects("Not understood")
    world["Kitui PoC"].expects_nothing()


@pytest.mark.only("sms")
def test_what_it_costs(usaid: Phone) -> None:
    usaid.texts("TELL Kitui: " + "the meeting is moved to the County HQ. " * 5)
    usaid.expects("To 5 people (Kitui), 10 SMS, about KES 8.00:")


@pytest.mark.only("telegram")
def test_by_telegram_it_costs_nothing(usaid: Phone) -> None:
    usaid.texts("TELL Kitui: come")
    usaid.expects("To 5 people (Kitui), no SMS:")


def test_who_cannot_be_reached_is_counted(world: World, usaid: Phone) -> None:
    world["Kitui PoC"].texts("STOP")
    world["Kitui PoC"].ignores()
    for name in ("RLA Secretariat", "Patrick Mburu", "Meshack Mulinge"):
        world[name].ignores()
    usaid.texts("TELL PoCs, come")
    usaid.expects("To 1 person (county PoC)", "; 1 more cannot be reached")
    usaid.texts("1")
    usaid.expects("Sent to 1 person (county PoC); 1 more cannot be reached")
    world["Makueni PoC"].expects('"come"')


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("TELL livestock: vaccines come", ("Makueni PoC", "FAO Focal")),
        ("TELL livestock in Kitui, vaccines come", ("FAO Focal",)),
        ("TELL the livestock group: vaccines come", ("Makueni PoC", "FAO Focal")),
        ("TANGAZA kikundi cha mifugo Kitui: chanjo zinakuja", ("FAO Focal",)),
        ("TELL Kitui county leads and PoCs the meeting is at 10:30", ("Patrick Mburu", "Kitui PoC")),
        ("TELL Kitui PoCs, county leads: come", ("Patrick Mburu", "Kitui PoC")),
        ("TANGAZA viongozi wa kaunti: mkutano ni saa nne", ("Patrick Mburu", "Martin Miriti")),
        ("TELL IPs in Kitui - flood in Kyuso, 3 dead, move the stocks", ("FAO Focal",)),
        ("TELL the follow-up group: come", ()),
    ],
)
def test_who_is_named(world: World, rla: Phone, words: str, people: tuple[str, ...]) -> None:
    rla.texts(words)
    rla.ignores()
    rla.texts("yes")
    rla.ignores()
    for name in people:
        world[name].expects("RLA Secretariat, RLA")


def test_the_clt_of_a_county_tells_that_county(world: World, clt: Phone) -> None:
    clt.texts("TELL Makueni: come")
    clt.expects("Makueni is not yours to write to. You write to everybody in Kitui", "Martin Miriti")
    clt.texts("TELL all: move to higher ground")
    clt.expects("To 4 people (Kitui)")
    clt.texts("yes")
    clt.expects("Sent to 4 people (Kitui)")
    for name in ("Patrick Mburu", "Meshack Mulinge", "Kitui PoC", "FAO Focal"):
        world[name].expects('SEK announcement by the Kitui CLT lead: "move to higher ground"')


def test_it_waits_for_no_morning_and_is_never_repeated(world: World, usaid: Phone) -> None:
    world.passes("13h")
    usaid.texts("TELL Kitui PoCs, come")
    usaid.ignores()
    usaid.texts("yes")
    usaid.expects("Sent to 1 person")
    world["Kitui PoC"].expects('"come"')
    assert "announcement" not in REPEATABLE

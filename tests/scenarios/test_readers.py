"""Technical offices and groups of the mission: they read of the shocks of their sector in digests.

The stories begin on Tuesday, 24 November 2026, at 10:04.
"""

import pytest

from tests.scenarios.conftest import Phone, World

ROSTER = """\
name,organisation,role,county,sectors,groups,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,,+254300000002,en
Martin Miriti,KCDMS,county_lead,Makueni,,,+254300000003,sw
Kitui CLT Lead,USAID,clt_lead,Kitui,,,+254300000004,en
Makueni CLT Lead,USAID,clt_lead,Makueni,,,+254300000006,en
FAO Focal Person,FAO,ip_focal,Kitui,livestock,,+254300000010,en
Water Office,USAID,technical_office,,water_wash,,+254300000021,en
Health Office,USAID,technical_office,,health,,+254300000022,sw
Water AOR,USAID,observer,Kitui,water_wash,aor,+254300000023,en
Program Office,USAID,observer,,,program office,+254300000024,en
SEK Chair,USAID,chair,,,,+254300000007,en
USAID Officer,USAID,usaid,,,,+254300000008,en
RLA Secretariat,RLA,rla,,,,+254300000009,en
"""


@pytest.fixture
def roster() -> str:
    return ROSTER


def until_morning(world: World) -> None:
    for time in ("1m", "21h", "24m"):
        world.passes(time)
    world.sets_aside()
    world.passes("1m")


def test_an_office_reads_of_its_sector_in_the_morning(
    world: World, lead: Phone, deputy: Phone, clt: Phone, fao: Phone
) -> None:
    water, health, aor = world["Water Office"], world["Health Office"], world["Water AOR"]
    deputy.texts("drought Mutomo severe, we need 5 bowsers of water")
    for phone in (water, health, aor):
        phone.expects_nothing()
    clt.texts("ok s1")
    fao.texts("S1 2 bowsers Monday")
    fao.texts("1")
    deputy.texts("cholera Kyuso severe")
    for phone in (water, health, aor):
        phone.expects_nothing()
    until_morning(world)
    said = water.expects("for your information:\nS1 drought Mutomo, Kitui, severe", "offered 2 bowsers (FAO)")
    assert "needs water, offered 2 bowsers (FAO), missing 3 bowsers: taken by Kitui CLT Lead" in said
    assert "S1 drought Mutomo, Kitui, severe" in aor.expects("for your information:")
    health.expects("kwa taarifa yako:\nS2 mlipuko wa ugonjwa Kyuso, Kitui, kali")
    world.sets_aside()
    clt.texts("close s1 bowsers sent")
    for phone in (water, health, aor):
        phone.expects_nothing()
    world.sets_aside()
    world.passes("24h")
    water.expects(
        "1 for your information:\nS1 drought Mutomo, Kitui, severe: closed by Kitui CLT Lead: bowsers sent"
    )
    water.expects_nothing()
    world.sets_aside()


def test_another_county_and_another_sector_are_not_theirs(world: World, makueni_lead: Phone) -> None:
    makueni_lead.texts("kipindupindu Wote kali")
    until_morning(world)
    world["Water AOR"].expects_nothing()
    world["Health Office"].expects("S1 mlipuko wa ugonjwa Wote, Makueni, kali")
    world.sets_aside()


def test_a_group_reads_on_mondays_where_its_row_says_so(world: World, deputy: Phone) -> None:
    program = world["Program Office"]
    deputy.texts("drought Mutomo severe")
    until_morning(world)
    program.expects_nothing()
    for time in ("5d", "30m"):  # Monday, 30 November, 8:00
        world.sets_aside()
        world.passes(time)
    program.expects("1 for your information:\nS1 drought Mutomo, Kitui, severe: not taken yet")
    program.expects_nothing()
    world.sets_aside()
    world.passes("7d")
    program.expects_nothing()
    world.sets_aside()


def test_nothing_sensitive_stands_there(world: World, deputy: Phone) -> None:
    deputy.texts("conflict at Mutomo severe, 3 people injured")
    until_morning(world)
    for name in ("Water Office", "Health Office", "Water AOR", "Program Office"):
        world[name].expects_nothing()
    world.sets_aside()


def test_an_office_can_offer_help_for_what_it_read_of(world: World, deputy: Phone) -> None:
    deputy.texts("drought Mutomo severe")
    until_morning(world)
    world.sets_aside()
    water = world["Water Office"]
    water.texts("S1 2 bowsers Monday")
    water.expects("S1", "2 bowsers")
    world.sets_aside()

"""TELL: an announcement is read back with the number of people and the cost, and sent once, after yes."""

import pytest

from tests.scenarios.conftest import World

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


def test_tour(world, usaid, clt, channel):
    for who, t in [
        (usaid, "TELL Kitui PoCs, the meeting is at 10 in the County HQ"),
        (usaid, "2"),
        (usaid, "TELL PoCs: send your workplans by Friday"),
        (usaid, "maybe"),
        (usaid, "yes, but not to Makueni"),
        (usaid, "yes please"),
        (usaid, "TELL livestock: vaccines have come"),
        (usaid, "0"),
        (usaid, "TELL Kitui chiefs, come"),
        (usaid, "TELL Kitui"),
        (usaid, "TELL"),
        (usaid, "TANGAZA viongozi wa kaunti: mkutano ni saa nne"),
        (usaid, "ndio"),
        (usaid, "TELL Kitui county leads and PoCs the meeting is at 10"),
        (usaid, "hapana"),
        (usaid, "TELL Taita Taveta: hello"),
        (usaid, "TELL IPs in Kitui: flood in Kyuso, 3 dead, move the stocks"),
        (usaid, "1"),
        (usaid, "1"),
        (clt, "TELL Makueni: hello"),
        (clt, "TELL PoCs, hello"),
        (clt, "no"),
        (clt, "TELL everybody: move to higher ground"),
        (clt, "yes"),
        (world["Kitui PoC"], "TELL Kitui: come"),
        (world["Kitui PoC"], "TELL them flood in Kyuso 3 dead"),
    ]:
        who.texts(t)
        print(f"{who.name} > {t}")
        for p in world._phones.values():
            for m in p.unread:
                print(f"      {p.name} < {m}")
            p.unread.clear()
    assert 0

"""UPDATE and BRIEF: what is planned in a county, and how it stands, for the county's own people."""

import pytest

from tests.scenarios.conftest import ROSTER, Phone, World

COUNTY = """\
Kitui PoC,Kitui County,county_poc,Kitui,,+254300000021,en
Kitui Official,Kitui County,county_official,Kitui,,+254300000022,sw
Makueni PoC,Makueni County,county_poc,Makueni,,+254300000023,en
FAO Focal Person,FAO,ip_focal,Kitui,livestock,+254300000024,en
"""

PLAN = "3 boreholes are drilled in Mutomo until March"


@pytest.fixture
def roster() -> str:
    """Return the roster with people of two counties. It is Tuesday, 24 November 2026, 10:04."""
    return ROSTER + COUNTY


@pytest.fixture
def poc(world: World) -> Phone:
    return world["Kitui PoC"]


@pytest.fixture
def official(world: World) -> Phone:
    return world["Kitui Official"]


def until(world: World, days: int, hours: int = 0, minutes: int = 0) -> None:
    """Go on, in steps in which no digest comes too late to be told."""
    for _ in range(days):
        world.passes("24h")
    world.passes(f"{hours * 60 + minutes}m")
    world.without_routine()


def test_an_update_is_read_back_and_stands_in_the_brief(world: World, clt: Phone, poc: Phone) -> None:
    clt.texts(f"UPDATE Kitui, {PLAN}")
    said = clt.expects(
        f'Kept as what USAID and partners do and plan in Kitui: "{PLAN}"',
        "2 county officials read it in the brief on Fri 15 Jan",
        "BRIEF Kitui",
    )
    assert len(said) <= 306
    poc.texts("BRIEF Kitui")
    said = poc.expects(
        "Kitui: no open shock.",
        f'USAID and partners (Tue 24 Nov): "{PLAN}".',
        "CLT: 2 of 5 seats filled",
    )
    assert len(said) <= 306
    clt.texts("UPDATE Kitui, WFP gives cash to 900 households")
    clt.expects("WFP gives cash")
    poc.texts("brief kitui")
    assert PLAN not in poc.expects('"WFP gives cash to 900 households"')


def test_in_swahili(world: World, clt: Phone, official: Phone) -> None:
    clt.texts("SASISHO Kitui, visima vitatu vinachimbwa Mutomo")
    clt.expects("Tumehifadhi", '"visima vitatu vinachimbwa Mutomo"', "maafisa wa kaunti 2", "DONDOO Kitui")
    official.texts("DONDOO Kitui")
    official.expects("Kitui: hakuna janga lililo wazi.", '"visima vitatu', "nafasi 2 kati ya 5")


def test_the_brief_tells_of_shocks_offers_meetings_and_promises(
    world: World, lead: Phone, deputy: Phone, clt: Phone, poc: Phone, fao: Phone
) -> None:
    deputy.texts("drought Mutomo severe 400 households")
    world.sets_aside()
    fao.texts("OFFER S1 2 bowsers Friday")
    fao.expects("2 bowsers")
    fao.texts("1")
    clt.texts("OK S1 by Thursday")
    lead.texts("MEETING 1 Dec 9am County HQ")
    lead.texts("1")
    clt.texts(f"UPDATE Kitui, {PLAN}")
    world.sets_aside()
    poc.texts("BRIEF Kitui")
    said = poc.expects(
        "Kitui: 1 open: S1 drought Mutomo: 2 bowsers (FAO).",
        f'USAID and partners (Tue 24 Nov): "{PLAN}".',
        "Next meeting M1 Tue 1 Dec 9:00, County HQ.",
        "CLT: 2 of 5 seats filled",
    )
    assert "Promises" not in said
    assert len(said) <= 306
    world.passes("3d")  # the news of Thursday did not come
    world.sets_aside()
    poc.texts("BRIEF Kitui")
    poc.expects("Promises since Fri 28 Aug: USAID and partners 0 kept, 1 late; county 0 kept, 0 late.")


def test_promises_of_the_county_are_its_own(world: World, lead: Phone, poc: Phone, clt: Phone) -> None:
    lead.texts("TASK Kitui PoC, send the list of boreholes, 26 Nov")
    lead.texts("TASK Kitui CLT Lead, send the map, 25 Nov")
    world.sets_aside()
    poc.texts("DONE T1 sent")
    world.passes("2d")
    world.sets_aside()
    clt.texts("BRIEF Kitui")
    clt.expects("USAID and partners 0 kept, 1 late; county 1 kept, 0 late.")


def test_many_shocks_and_a_long_plan_fit_a_phone(world: World, deputy: Phone, clt: Phone, poc: Phone) -> None:
    for said in ("flood Kyuso severe", "drought Mutomo severe", "locusts Mutha severe", "fire Zombe severe",
                 "landslide Ikutha severe"):  # fmt: skip
        deputy.texts(said)
    clt.texts(f"UPDATE Kitui, {PLAN}, " + "and the county hears of each step in good time, " * 9)
    world.sets_aside()
    poc.texts("BRIEF Kitui")
    said = poc.expects(
        "5 open: ", 'USAID and partners (Tue 24 Nov): "3 boreholes', "CLT: 2 of 5 seats filled"
    )
    assert len(said) <= 306 or world.channel == "telegram"


def test_what_is_hidden_from_the_county_stays_so(
    world: World, deputy: Phone, clt: Phone, poc: Phone, official: Phone, usaid: Phone
) -> None:
    deputy.texts("conflict Mutha severe, cattle rustlers")
    world.sets_aside()
    assert world.incident("S1").sensitive
    for phone in (poc, official):
        phone.texts("BRIEF Kitui")
        said = phone.expects("Kitui: ")
        assert "S1" not in said
        assert "1 open" not in said
    for phone in (deputy, clt, usaid):
        phone.texts("BRIEF Kitui")
        phone.expects("1 open: S1 conflict Mutha: no offer yet")


def test_only_who_may_sees_another_county_and_updates_it(
    world: World, makueni_lead: Phone, makueni_clt: Phone, chair: Phone, rla: Phone, lead: Phone
) -> None:
    makueni_lead.texts("LANG en")
    makueni_lead.ignores()
    makueni_lead.texts("BRIEF Kitui")
    said = makueni_lead.expects("The brief of a county is for the people who work there")
    assert "1 Yes" not in said
    for phone in (makueni_clt, chair, rla):
        phone.texts("BRIEF Kitui")
        phone.expects("Kitui: no open shock")
    makueni_clt.texts(f"UPDATE Kitui, {PLAN}")
    makueni_clt.expects("What is planned in a county is told by its CLT, RLA and the chair", "1 Yes 2 No")
    makueni_clt.texts("1")
    makueni_clt.expects("Kitui CLT Lead")
    world["Kitui CLT Lead"].expects(f"UPDATE Kitui, {PLAN}")
    chair.texts("UPDATE Taita Taveta, the sand dam of Mwatate is finished")
    chair.expects("Taita Taveta", "No county official is on the roster")
    rla.texts(f"UPDATE Kitui, {PLAN}")
    rla.expects("Kept")


def test_of_others_the_words_are_read_as_if_the_word_were_not_there(
    world: World, lead: Phone, poc: Phone
) -> None:
    lead.texts("update Kitui, flood in Kyuso severe")
    lead.expects("S1 FLOOD, severe, Kyuso")
    world.sets_aside()
    poc.texts("Update on Mutha conflict, waliokufa wamefika 4")
    poc.expects("S2", "4")
    world.sets_aside()


def test_a_plea_and_deaths_are_no_plan(world: World, clt: Phone) -> None:
    clt.texts("UPDATE Kitui, flood at Kyuso, people are trapped on roofs, send help now")
    clt.expects("S1")
    world.sets_aside()
    clt.texts("UPDATE Kitui, flood in Mutomo severe 4 dead")
    clt.expects("S2")
    world.sets_aside()
    clt.texts("UPDATE Kitui, flood at Ikutha severe")
    clt.expects("It alerts no one: if this happens now, send it without UPDATE")


def test_each_quarter_the_lead_is_asked_once_and_the_county_gets_the_brief(
    world: World, clt: Phone, makueni_clt: Phone, poc: Phone, official: Phone
) -> None:
    world.passes("1m")
    until(world, 41, hours=20)  # Tuesday, 5 January, 6:05
    for phone in (clt, makueni_clt):
        phone.expects_nothing()
    world.passes("3h")
    said = clt.expects(
        "What do USAID and partners do and plan in Kitui this quarter? Its officials read it on Fri 15 Jan. "
        "Reply UPDATE Kitui, and your words"
    )
    assert len(said) <= 160
    makueni_clt.expects("Reply UPDATE Makueni,")
    clt.texts(f"UPDATE Kitui, {PLAN}")
    clt.expects("2 county officials read it in the brief on Fri 15 Jan")
    until(world, 10, minutes=20)  # Friday, 15 January, 9:25
    poc.expects_nothing()
    world.passes("6m")
    poc.expects(f'(Tue 5 Jan): "{PLAN}".', "CLT: 2 of 5 seats filled")
    official.expects("Kitui: hakuna janga", PLAN)
    until(world, 60)
    world.no_more()


def test_a_new_database_catches_nothing_up(world: World, clt: Phone, poc: Phone) -> None:
    until(world, 0, hours=24 * 43)  # its first tick is on Wednesday, 6 January
    clt.texts(f"UPDATE Kitui, {PLAN}")
    clt.ignores()
    until(world, 5)
    clt.expects_nothing()
    until(world, 4)
    poc.expects("Kitui: no open shock")
    world["Kitui Official"].expects("Kitui: hakuna janga")


def test_who_is_asked_something_else_is_asked_later(world: World, clt: Phone, deputy: Phone) -> None:
    world.passes("1m")
    until(world, 41, hours=20)
    world.sets_aside()
    deputy.texts("drought Mutomo severe 400 households")
    clt.texts("CLOSE S1")
    clt.expects("S1")
    world.sets_aside()
    world.passes("3h")
    assert not any("this quarter" in message for message in clt.unread)
    clt.texts("water was trucked to all of Mutomo")
    world.sets_aside()
    world.passes("1m")
    clt.expects("Reply UPDATE Kitui,")
    world.sets_aside()

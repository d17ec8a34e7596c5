"""Concerns: issues, needs, gaps and ideas reach the CLT and are followed until they are answered."""

import pytest

from tests.scenarios.conftest import ROSTER, Phone, World

POC = "Kitui PoC,Kitui County,county_poc,Kitui,livestock,+254300000021,en\n"
MEMBER = "Kitui CLT Water,USAID,clt_member,Kitui,water_wash,+254300000022,en\n"
OBSERVER = "KIM Observer,KIM,observer,Kitui,,+254300000023,en\n"
FOCAL = (
    "Joyce Muthoni,FAO,ip_focal,Kitui,agriculture,+254300000024,en\n"
    "Joyce Muthoni,FAO,ip_focal,Makueni,agriculture,+254300000024,en\n"
)

WORDS = "the school tanks at Kyuso stand empty since June"


@pytest.fixture
def poc(world: World) -> Phone:
    """A point of contact of the county; also here: a member of the CLT for water, an observer."""
    world.enrols(ROSTER + POC + MEMBER + OBSERVER)
    return world["Kitui PoC"]


@pytest.fixture
def water(world: World, poc: Phone) -> Phone:
    return world["Kitui CLT Water"]


@pytest.fixture
def concern(poc: Phone, water: Phone, lead: Phone, deputy: Phone, usaid: Phone, rla: Phone) -> str:
    """Raise a concern about water, which all its recipients have."""
    poc.texts(f"CONCERN the water tanks at Kyuso {WORDS.removeprefix('the school tanks at Kyuso ')}")
    for phone in (poc, water, lead, deputy, usaid, rla):
        phone.ignores()
    return "C1"


def test_a_need_in_a_flood_is_a_report(world: World, poc: Phone) -> None:
    poc.texts("NEED boats, flood in Kyuso 3 dead")
    poc.expects("S1 FLOOD", "3 dead")
    world.everyone_expects("S1 FLOOD Kyuso, Kitui. 3 dead")


def test_a_bare_word_asks_and_takes_the_next_text(
    world: World, poc: Phone, water: Phone, lead: Phone, deputy: Phone, usaid: Phone, rla: Phone
) -> None:
    poc.texts("ISSUE")
    poc.expects("What is the concern?", "0 skip")
    poc.texts("no water in the school of Kyuso, 400 pupils walk to the river")
    poc.expects("C1 CONCERN", "Kyuso, Kitui", "Sent to USAID, RLA, Kitui CLT")
    for phone in (lead, deputy, usaid, rla, water):
        phone.expects("C1 CONCERN Kyuso, Kitui", "400 pupils walk to the river")


def test_asked_for_and_left_out(poc: Phone) -> None:
    poc.texts("concern ...")
    poc.expects("What is the concern?")
    poc.texts("0")
    poc.expects("Nothing was sent", "CONCERN and your words")


def test_asked_for_and_a_flood_comes(
    poc: Phone, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    poc.texts("IDEA")
    poc.expects("What is the concern?")
    poc.texts("flood in Kyuso, 3 dead")
    poc.expects("S1 FLOOD")
    for phone in (lead, deputy, clt, usaid, rla):
        phone.expects("S1 FLOOD")


def test_who_only_looks_on_raises_none(world: World, poc: Phone) -> None:
    world["KIM Observer"].texts("CONCERN nobody tells us anything")
    world["KIM Observer"].expects("Your words were kept for the coordinators")


def test_a_sector_without_a_member_goes_to_the_lead_who_hears_why(
    poc: Phone, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("GAP nobody pays the bursaries of the secondary schools")
    said = deputy.expects(
        "C1 CONCERN 'nobody pays the bursaries of...' Kitui. Sent to USAID, RLA, Kitui CLT."
    )
    assert len(said) <= 160
    clt.expects(
        "C1 CONCERN Kitui.",
        '"nobody pays the bursaries of the secondary schools"',
        "Meshack Mulinge, KCDMS 10:04",
        "no CLT member for this sector",
        "Reply OK C1 to take it",
    )
    for phone in (usaid, rla):
        phone.expects("C1 CONCERN Kitui.", "Reply OK C1")
    lead.expects("C1 CONCERN Kitui.", "For your information")


def test_of_no_sector_nobody_is_missing(
    poc: Phone, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("HOJA tunaomba majibu ya barua yetu")
    assert "(" not in deputy.expects("C1 HOJA 'tunaomba majibu ya barua yetu' Kitui", "Utaambiwa")
    assert "(" not in clt.expects("C1 CONCERN Kitui", "Reply OK C1")
    for phone in (lead, usaid, rla):
        phone.ignores()


def test_a_concern_of_a_poc_is_answered_to_the_poc(
    world: World, concern: str, poc: Phone, water: Phone, usaid: Phone, rla: Phone
) -> None:
    water.texts("ok c1")
    water.expects("You have C1", "Kitui PoC, Kitui County has been told")
    poc.expects("C1 concern 'the water tanks", "taken by Kitui CLT Water, USAID", "You will hear")
    for phone in (usaid, rla):
        phone.expects("C1 concern", "taken by Kitui CLT Water")
    outcome = "Two tanks are mended, the county fills them every Monday. The third waits for a lid."
    water.texts(f"close c1 {outcome}")
    water.expects("C1 is closed", "has been told")
    poc.expects(f'"{outcome}"', "Solved?")
    for phone in (usaid, rla):
        phone.expects("C1 concern", "closed by Kitui CLT Water")
    poc.texts("reopen c1 no water came on Monday")
    poc.expects("C1 is open again")
    for phone in (water, usaid, rla):
        phone.expects("C1 concern", "not solved", '"no water came on Monday"', "OK C1")


def test_all_words_for_following_it(
    world: World, concern: str, poc: Phone, water: Phone, clt: Phone, lead: Phone, usaid: Phone, rla: Phone
) -> None:
    poc.texts("note c1 the head teacher wrote too")
    poc.expects("Noted on C1. 3 others have it")
    for phone in (water, usaid, rla):
        phone.expects('"the head teacher wrote too"')
    lead.texts("list")
    lead.expects("C1 concern 'the water tanks at Kyuso...' Kyuso, Kitui: not yet taken")
    poc.texts("c 1")
    poc.expects("C1 CONCERN", "Sent, not yet taken", "ESCALATE C1")
    lead.texts("more c1")
    lead.expects('"the water tanks at Kyuso stand empty since June"')
    poc.texts("escalate c1")
    poc.expects("C1 is now at step 2. Asked to take it: Kitui CLT Lead")
    clt.expects("C1 ESCALATED, step 2: asked for by Kitui PoC", "Reply OK C1")
    water.texts("ok")
    water.expects("You have C1")
    for phone in (poc, clt, usaid, rla):
        phone.expects("taken by Kitui CLT Water")
    water.texts("give c1 to the CLT lead")
    water.expects("You gave C1 to the Kitui CLT lead")
    clt.expects("C1 CONCERN", "Given to you by Kitui CLT Water")
    for phone in (poc, usaid, rla):
        phone.expects("given to the Kitui CLT lead")
    clt.texts("release c1")
    clt.expects("You gave C1 back")
    for phone in (poc, water, usaid, rla):
        phone.expects("C1 concern", "given back by the Kitui CLT lead")
    poc.texts("add c1 and the health centre has none either")
    poc.expects("Your words are added to C1")
    for phone in (water, clt, lead, world["Meshack Mulinge"], usaid, rla):
        phone.expects("C1 concern", '"and the health centre has none either"')
    poc.texts("cancel c1")
    poc.expects("Withdraw C1 concern", "6 people will be told", "1 Yes 2 No")
    poc.texts("1")
    poc.expects("C1 concern", "is withdrawn")
    for phone in (water, clt, lead, world["Meshack Mulinge"], usaid, rla):
        phone.expects("C1 concern", "withdrawn by Kitui PoC")


def test_nobody_answers_for_days(
    world: World, concern: str, poc: Phone, water: Phone, clt: Phone, chair: Phone, rla: Phone
) -> None:
    world.passes("2d")
    world.without_digests()
    clt.expects_nothing()
    world.passes("1d")
    world.without_digests()
    clt.expects("C1 ESCALATED, step 2: the CLT member has not answered in 3 days", "Reply OK C1")
    world.passes("2d")
    world.without_digests()
    chair.expects_nothing()
    world.passes("1d")
    world.without_digests()
    chair.expects("C1 ESCALATED, step 3")
    world["Kitui CLT Member"].expects("C1 ESCALATED, step 3")
    poc.expects("C1 concern", "not yet taken, now also with the other Kitui CLT members and the SEK chair")
    clt.texts("ok c1")
    clt.expects("You have C1")
    for phone in (poc, water, chair, rla, world["Kitui CLT Member"], world["USAID Officer"]):
        phone.expects("taken by the Kitui CLT lead")
    world.passes("13d")
    world.without_digests()
    clt.expects("C1 concern", "the county expects your news by Mon 14 Dec 10:04", "CLOSE C1")


def test_of_two_counties_the_county_is_asked_for(world: World) -> None:
    world.enrols(ROSTER + FOCAL)
    joyce = world["Joyce Muthoni"]
    joyce.texts("CONCERN the seed comes too late for the rains")
    joyce.expects(
        "CONCERN 'the seed comes too late for...' Makueni / Kitui", "For which county? 1 Makueni 2 Kitui"
    )
    joyce.texts("2")
    joyce.expects("C1 CONCERN", "Kitui. Sent to USAID, RLA, Kitui CLT", "You will hear")
    world.everyone_expects("C1 CONCERN Kitui.", "the seed comes too late for the rains")


def test_a_place_tells_the_county(world: World) -> None:
    world.enrols(ROSTER + FOCAL)
    world["Joyce Muthoni"].texts("CONCERN the seed comes too late to Kyuso")
    world["Joyce Muthoni"].expects("C1 CONCERN", "Kyuso, Kitui")
    world.everyone_expects("C1 CONCERN Kyuso, Kitui.")


def test_the_county_is_not_answered(
    world: World, lead: Phone, deputy: Phone, clt: Phone, makueni_clt: Phone, usaid: Phone, rla: Phone
) -> None:
    world.enrols(ROSTER + FOCAL)
    world["Joyce Muthoni"].texts("CONCERN the seed comes too late for the rains")
    world["Joyce Muthoni"].expects("For which county?")
    world.passes("5m")
    world["Joyce Muthoni"].expects("C1 CONCERN", "Makueni CLT, Kitui CLT", "still answer the question")
    for phone in (lead, deputy, clt, makueni_clt, world["Martin Miriti"], usaid, rla):
        phone.expects("C1", "Makueni / Kitui")


def test_a_concern_and_a_shock_are_never_the_same_event(
    poc: Phone, water: Phone, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, concern: str
) -> None:
    deputy.texts("water shortage at Kyuso severe 400 households")
    assert "C1" not in deputy.expects("S1 WATER SHORTAGE, severe, Kyuso")
    for phone in (lead, clt, usaid, rla, poc):
        phone.expects("S1 SEVERE WATER SHORTAGE")
    deputy.texts("CONCERN water shortage at Kyuso severe 400 households")
    deputy.expects("C2 CONCERN")
    for phone in (lead, water, usaid, rla):
        phone.expects("C2 CONCERN")

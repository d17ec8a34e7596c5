"""Who is told what after the alert, as the table `told` of routes.yaml says: at once, or in the morning."""

import pytest

from tests.scenarios.climbing import route, tells_informed_each_morning
from tests.scenarios.conftest import ROSTER, Phone, World

POC = "County PoC,Kitui County,county_poc,Kitui,,+254300000021,en\n"
PARTNER = "KIM Officer,KIM,ip_focal,Kitui,,+254300000022,sw\n"


@pytest.fixture(autouse=True)
def each_morning(world: World) -> None:
    tells_informed_each_morning(world)


@pytest.fixture
def roster() -> str:
    return ROSTER + POC + PARTNER


@pytest.fixture
def poc(world: World) -> Phone:
    return world["County PoC"]


@pytest.fixture
def partner(world: World) -> Phone:
    return world["KIM Officer"]


def until_morning(world: World, hour: int = 7, minute: int = 30) -> None:
    """Go on to the next morning digest; what comes on the way is not what the story is about."""
    world.passes("1m")
    world.sets_aside()
    now = world.clock.now().astimezone(world.program.configuration.mechanism.zone)
    minutes = (hour * 60 + minute - now.hour * 60 - now.minute) % (24 * 60)
    world.passes(f"{minutes - 1}m")
    world.sets_aside()
    world.passes("1m")


def test_taken_is_told_at_once_to_the_asked_and_in_the_morning_to_the_informed(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, poc: Phone, partner: Phone
) -> None:
    deputy.texts("flood Kyuso moderate")
    deputy.texts("flood Mutomo minor")
    world.sets_aside()
    clt.texts("ok s1")
    clt.texts("ok s2")
    clt.expects("You have S1")
    clt.expects("You have S2")
    deputy.expects("S1 flood Kyuso, Kitui: taken by the Kitui CLT lead 10:04. You will hear from them by")
    deputy.expects("S2 flood Mutomo, Kitui: taken by the Kitui CLT lead")
    for phone in (usaid, rla, poc):
        phone.expects("S1 flood Kyuso, Kitui: taken by the Kitui CLT lead", "NOTE S1")
        phone.expects("S2 flood Mutomo, Kitui: taken by the Kitui CLT lead")
    world.no_more()
    until_morning(world)
    said = lead.expects(
        "Since yesterday:\nS2 flood Mutomo, Kitui: taken by Kitui CLT Lead\n"
        "S1 flood Kyuso, Kitui: taken by Kitui CLT Lead"
    )
    assert len(said) <= 160
    partner.expects("Tangu jana:\nS2 mafuriko Mutomo, Kitui: inashughulikiwa na Kitui CLT Lead")
    clt.expects("2 open:\nS2 flood Mutomo, Kitui: yours since 24 Nov 10:04")
    world.no_more()
    until_morning(world)
    for phone in (lead, poc, partner):
        phone.expects_nothing()  # it is told once
    world.sets_aside()


def test_taken_and_given_back_within_a_day_is_no_news(
    world: World, deputy: Phone, clt: Phone, lead: Phone
) -> None:
    deputy.texts("flood Kyuso moderate")
    deputy.texts("flood Mutomo minor")
    clt.texts("ok s2")
    until_morning(world)
    lead.expects("Since yesterday:\nS2 flood Mutomo, Kitui: taken by Kitui CLT Lead")
    clt.texts("ok s1")
    clt.texts("release s1")
    clt.texts("release s2")
    until_morning(world)
    lead.expects("Since yesterday:\nS2 flood Mutomo, Kitui: given back, not taken")
    world.sets_aside()


def test_closed_and_taken_since_are_one_line(
    world: World, deputy: Phone, clt: Phone, usaid: Phone, lead: Phone
) -> None:
    deputy.texts("flood Kyuso moderate")
    world.sets_aside()
    clt.texts("ok s1")
    clt.texts("close s1 water was pumped out of the houses")
    usaid.expects("S1 flood Kyuso, Kitui: taken by")
    usaid.expects("S1 flood Kyuso, Kitui, closed by the Kitui CLT lead")
    lead.expects_nothing()
    world.sets_aside()
    until_morning(world)
    lead.expects("Closed since yesterday:\nS1 flood Kyuso, Kitui: closed by Kitui CLT Lead: water was pumped")
    world.sets_aside()


def test_a_severe_end_is_told_at_once_and_not_again(
    world: World, deputy: Phone, clt: Phone, poc: Phone
) -> None:
    deputy.texts("flood Kyuso severe")
    world.sets_aside()
    clt.texts("close s1 water was pumped out of the houses")
    poc.expects("S1 flood Kyuso, Kitui, closed by the Kitui CLT lead")
    until_morning(world)
    poc.expects_nothing()
    world.sets_aside()


def test_of_what_is_sensitive_nothing_stands_in_the_morning(
    world: World, lead: Phone, deputy: Phone, clt: Phone, poc: Phone
) -> None:
    deputy.texts("conflict Kyuso moderate")
    clt.texts("ok s1")
    until_morning(world)
    for phone in (lead, poc):
        phone.expects_nothing()
    world.sets_aside()


TABLE = {
    "taken": {"reporter": "now", "usaid": "digest", "county_poc": "now", "asked": "now"},
    "promise": {"reporter": "never", "usaid": "digest"},
    "offer": {"reporter": "digest", "county_poc": "now"},
    "escalated": {"county_lead": "now", "county_poc": "digest"},
    "closed": {"reporter": "now", "asked": "never", "usaid": {"extreme": "now", "others": "digest"}},
}


@pytest.mark.parametrize("special", [False, True])
def test_a_table_of_its_own(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, poc: Phone, special: bool
) -> None:
    """Also of a special route, which keeps the other incidents as they are."""
    own = {"routes": [{"when": {"hazard": "flood"}, "told": TABLE}]}
    route(world, **own if special else {"told": TABLE})
    deputy.texts("flood Kyuso moderate")
    route(world, told={}, routes=[])  # an incident keeps the table that it opened with
    world.sets_aside()
    clt.texts("ok s1")
    clt.ignores()
    for phone in (deputy, rla, poc):
        phone.expects("S1", "taken by the Kitui CLT lead")
    usaid.expects_nothing()
    clt.texts("ok s1 by Friday")
    clt.expects("Fri 27 Nov")
    world.no_more()
    rla.texts("escalate s1")
    rla.expects("Asked beside")
    for name in ("Kitui CLT Member", "SEK Chair"):
        world[name].expects("S1 ESCALATED by RLA")
    lead.expects(
        "S1 flood Kyuso, Kitui, still with the Kitui CLT lead: RLA", "asks for more. Asked now: Kitui"
    )
    world.no_more()
    usaid.texts("offer s1 2 boats on Monday")
    usaid.texts("1")
    poc.expects("S1 flood Kyuso, Kitui: ", "offers")
    usaid.unread.clear()
    world.no_more()
    until_morning(world)
    usaid.expects(
        "Since yesterday:\nS1 flood Kyuso, Kitui: taken by Kitui CLT Lead\n"
        "S1 flood Kyuso, Kitui: news from Kitui CLT Lead by Fri 27 Nov 17:00"
    )
    poc.expects("Since yesterday:\nS1 flood Kyuso, Kitui: more people were asked")
    deputy.expects("Since yesterday:\nS1 flood Kyuso, Kitui: news of help, STATUS S1")
    clt.expects("1 open:")
    clt.texts("close s1 boats brought all to the school")
    clt.ignores()
    deputy.expects("S1", "closed by", "Solved?")
    world.no_more()
    until_morning(world)
    usaid.expects("Closed since yesterday:\nS1 flood Kyuso, Kitui: closed by Kitui CLT Lead: boats brought")
    world.no_more()


def test_a_special_route_that_silences(
    world: World, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    silent = {"taken": {}, "promise": {}, "offer": {}, "escalated": {}, "closed": {"reporter": "now"}}
    route(world, routes=[{"when": {"hazard": "flood"}, "told": silent}])
    deputy.texts("flood Kyuso moderate")
    deputy.texts("drought Mutomo moderate")
    world.sets_aside()
    clt.texts("ok s1")
    clt.ignores()
    world.no_more()
    clt.texts("ok s2")
    world.everyone_expects("S2", among=("Meshack Mulinge", "USAID Officer", "RLA Secretariat"))
    clt.ignores()
    clt.texts("release s1")
    for phone in (usaid, rla):
        phone.expects("S1 flood Kyuso, Kitui: given back", "OK S1")  # they are asked again
    world.sets_aside()

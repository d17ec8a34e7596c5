"""A county takes its own incidents: its points of contact and officials may OK what they are told of."""

import pytest

from sek_core.store.incidents import Track
from tests.scenarios.climbing import route
from tests.scenarios.conftest import ROSTER, Phone, World
from tests.scenarios.test_rights import change

OFFICIAL = "Jane Mutua,Kitui County,county_official,Kitui,,+254300000031,en\n"
POC = "Kitui PoC,Kitui County,county_poc,Kitui,livestock,+254300000032,sw\n"
FLOOD = "flood Mutomo severe 40 households"


@pytest.fixture
def roster() -> str:
    return ROSTER + OFFICIAL + POC


@pytest.fixture
def jane(world: World) -> Phone:
    return world["Jane Mutua"]


@pytest.fixture
def poc(world: World) -> Phone:
    return world["Kitui PoC"]


@pytest.fixture
def severe(world: World, deputy: Phone) -> str:
    deputy.texts(FLOOD)
    world.sets_aside()
    return "S1"


@pytest.fixture
def held(world: World, severe: str, jane: Phone) -> str:
    """A severe flood that the county official has taken."""
    jane.texts("ok s1")
    world.sets_aside()
    return severe


def acknowledged(world: World) -> dict[str, str | None]:
    """Return who acknowledged each track of S1."""
    with world.program.database.reading() as session:
        people = world.program.core.work(session).people
        rows = session.query(Track).filter_by(incident_ref="S1")
        return {
            row.audience: people.get(row.acknowledged_by_id).name if row.acknowledged_by_id else None
            for row in rows
        }


def test_an_official_takes_a_moderate_flood(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, jane: Phone, poc: Phone
) -> None:
    deputy.texts("flood Mutomo moderate 40 households")
    lead.expects("If you can help")
    said = jane.expects("S1 MODERATE FLOOD Mutomo", "OK S1 if you take this. MORE S1 shows it all")
    swahili = poc.expects("S1 MAFURIKO", "SAWA S1 kama utaishughulikia. ZAIDI S1 kuona yote")
    assert max(len(said), len(swahili)) <= 160
    deputy.expects("Sent to USAID, RLA, Kitui CLT")
    world.sets_aside()
    jane.texts("ok")
    jane.expects("You have S1.", "CLOSE S1 ... when done")
    deputy.expects("taken by Jane Mutua, county official 10:04. You will hear from them by")
    for phone in (clt, usaid, rla):
        assert "still asked" not in phone.expects("taken by Jane Mutua, county official 10:04, news by")
    poc.expects("inashughulikiwa na Jane Mutua, afisa wa kaunti")
    for phone in (clt, poc):
        phone.texts("ok s1")
        phone.expects("Jane Mutua")
    assert acknowledged(world) == {"usaid": None, "rla": None, "clt": None, "county": "Jane Mutua"}
    world.passes("5h")  # no step follows
    jane.texts("close s1 tents came from the county store")
    jane.expects("S1 is closed")
    deputy.expects("closed by Jane Mutua, Kitui County", "Solved?")
    for phone in (clt, usaid, rla, poc):
        phone.expects("tents came from the county store")


def test_of_a_severe_flood_the_clt_is_still_asked(
    world: World, severe: str, deputy: Phone, clt: Phone, chair: Phone, jane: Phone, poc: Phone
) -> None:
    jane.texts("ok s1 by Friday")
    jane.expects("You have S1.", "by Fri 27 Nov 17:00")
    clt.expects(
        "taken by Jane Mutua, county official 10:04, news by Fri 27 Nov 17:00. You are still asked",
        "OK S1 if you stand beside them, GIVE S1 me takes it over",
    )
    deputy.expects("taken by Jane Mutua, county official")
    poc.expects("inashughulikiwa na Jane Mutua")
    world.everyone_expects("NOTE S1 ...", among=("USAID Officer", "RLA Secretariat"))
    world.passes("30m")
    for phone in (chair, world["Kitui CLT Member"]):
        phone.expects("S1 SEVERE FLOOD Mutomo", "Taken by Jane Mutua, county official 10:04", "OK S1 if you")
    clt.texts("ok s1")
    clt.expects("You stand beside Jane Mutua, county official, who keeps S1")
    jane.expects("the Kitui CLT lead stands beside you since 10:34. You still have it")
    world.sets_aside()
    assert acknowledged(world) == {
        "usaid": None, "rla": None, "clt": "Kitui CLT Lead", "county": "Jane Mutua",
    }  # fmt: skip
    chair.texts("ok s1")
    chair.expects("S1 was taken by Jane Mutua, county official")
    deputy.texts("status s1")
    deputy.expects("Taken by Jane Mutua, county official 10:04", "Beside them: the Kitui CLT lead")
    world.passes("31m")  # the steps have ended


def test_the_last_step_passes_in_silence(world: World, held: str, chair: Phone) -> None:
    world.passes("30m")
    chair.expects("Taken by Jane Mutua")
    world["Kitui CLT Member"].expects("Taken by Jane Mutua")
    world.passes("2h")


def test_the_person_beside_takes_over_what_is_given_back(
    world: World, held: str, deputy: Phone, clt: Phone, jane: Phone, poc: Phone
) -> None:
    clt.texts("ok s1")
    world.sets_aside()
    jane.texts("release")
    jane.expects("You gave S1 to the Kitui CLT lead, who has all of it now")
    clt.expects("Given to you by Jane Mutua, Kitui County")
    deputy.expects("given to the Kitui CLT lead by Jane Mutua")
    world.sets_aside()
    clt.texts("give s1 Jane Mutua")
    clt.expects("You gave S1 to Jane Mutua")
    jane.expects("Given to you by the Kitui CLT lead")
    world.sets_aside()
    clt.texts("give s1 me")
    clt.expects("You have S1")
    world.sets_aside()
    jane.texts("close s1 tents came")
    jane.expects("Only the CLT of the county")
    jane.texts("release s1")
    jane.expects("S1 was taken by the Kitui CLT lead")


def test_what_is_given_back_to_nobody_is_open_and_climbs(
    world: World, held: str, jane: Phone, poc: Phone, clt: Phone, chair: Phone
) -> None:
    jane.texts("release s1")
    jane.expects("You gave S1 back")
    poc.expects("imerudishwa na Jane Mutua, afisa wa kaunti", "SAWA S1 kama utaishughulikia")
    clt.expects("given back by Jane Mutua", "Reply OK S1")
    world.sets_aside()
    world.passes("30m")
    chair.expects("S1 ESCALATED, step 3")
    world.sets_aside()


@pytest.mark.parametrize("beside", [False, True])
def test_a_holder_who_leaves_the_roster(
    world: World, held: str, deputy: Phone, clt: Phone, jane: Phone, poc: Phone, beside: bool
) -> None:
    if beside:
        clt.texts("ok s1")
        world.sets_aside()
    world.enrols(ROSTER + POC)
    world.passes("1m")
    if beside:
        clt.expects("Jane Mutua, Kitui County is no longer in that role", "it is yours now, news by")
        deputy.expects("The Kitui CLT lead, who stood beside them, has it now, news by")
    else:
        clt.expects("Jane Mutua, Kitui County had taken it", "Reply OK S1 to take it")
        poc.expects("SAWA S1 kama utaishughulikia")
    jane.expects_nothing()
    world.sets_aside()
    assert world.incident().status == ("taken" if beside else "open")


def test_a_flood_that_turns_out_severe_asks_the_clt_again(
    world: World, deputy: Phone, clt: Phone, chair: Phone, jane: Phone
) -> None:
    deputy.texts("flood Mutomo moderate")
    jane.texts("ok s1")
    world.sets_aside()
    world.passes("1h")
    deputy.texts("fix s1 severe")
    world.sets_aside()
    world.passes("30m")
    chair.expects("Taken by Jane Mutua")
    world.sets_aside()
    clt.texts("ok s1")
    clt.expects("You stand beside Jane Mutua")
    world.sets_aside()


@pytest.mark.parametrize("word", ["OK S1", "RELEASE S1", "CLOSE S1 the elders made peace"])
def test_what_is_hidden_is_neither_told_nor_taken(
    world: World, lead: Phone, deputy: Phone, clt: Phone, jane: Phone, poc: Phone, word: str
) -> None:
    deputy.texts("conflict Kyuso severe 2 dead")
    jane.expects_nothing()
    poc.expects_nothing()
    clt.texts("ok s1")
    world.sets_aside()
    jane.texts(word)
    assert "CLT" not in jane.expects("S1 is not for your county")
    clt.texts("give s1 Jane Mutua")
    assert "county" not in clt.expects("Nobody by that name can take S1").partition("GIVE")[0]
    assert world.incident().status == "taken"
    world.sets_aside()


def test_a_thing_is_an_offer_unless_they_have_it(
    world: World, severe: str, lead: Phone, jane: Phone, poc: Phone
) -> None:
    jane.texts("S1 2 bowsers Monday")
    jane.expects("You offer 2 bowsers for S1")
    jane.texts("1")
    jane.expects("2 bowsers for S1")
    world.sets_aside()
    jane.texts("ok s1")
    world.sets_aside()
    jane.texts("S1 2 bowsers Tuesday")
    jane.expects("Noted on S1")
    world.sets_aside()


def test_a_county_that_may_not(world: World, deputy: Phone, jane: Phone, poc: Phone) -> None:
    informed = world.program.core.configuration.routes.model_dump()["informed"]
    route(world, informed=[{**target, "may_take": False} for target in informed])
    deputy.texts(FLOOD)
    jane.expects("For your information")
    poc.expects("Kwa taarifa yako")
    world.sets_aside()
    jane.texts("ok s1")
    jane.expects("Only the CLT of the county, USAID, RLA and the chair take alerts")
    route(world, informed=informed)
    change(world, "county", roles=[])
    deputy.texts("flood Kyuso severe")
    jane.expects("If you can help")
    world.sets_aside()
    jane.texts("ok s2")
    jane.expects("Only the CLT of the county")


def test_a_mechanism_that_asks_nobody_beside(world: World, deputy: Phone, clt: Phone, jane: Phone) -> None:
    route(world, ask_beside=[])
    deputy.texts(FLOOD)
    jane.texts("ok s1")
    world.sets_aside()
    clt.texts("ok s1")
    clt.expects("S1 was taken by Jane Mutua, county official")
    world.passes("2h")


def test_who_covers_whom(world: World, jane: Phone, poc: Phone, clt: Phone) -> None:
    """The CLT lead needs a cover who takes all incidents; the county's people cover each other."""
    clt.texts("away until 5 dec Jane Mutua")
    clt.expects("That person cannot do what you are asked for. Nobody covers")
    world.sets_aside()
    jane.texts("away until 5 dec Kitui PoC")
    jane.expects("Kitui PoC")
    poc.expects("Jane Mutua")
    world.sets_aside()

"""Handing over: GIVE S127 to a name or a role, in either language, misspelt or unclear."""

import pytest

from tests.scenarios.conftest import ROSTER, Phone, World

SECOND_MEMBER = "Jane Mwende,USAID,clt_member,Kitui,,+254300000012,en\n"
THIRD_MEMBER = "Jane Wambua,USAID,clt_member,Kitui,,+254300000013,en\n"


@pytest.fixture
def flood(world: World, deputy: Phone, clt: Phone) -> str:
    """Report a flood at Mutomo, and let the CLT lead take it."""
    deputy.texts("flood Mutomo severe 40 households, bridge gone at Kyatune")
    clt.texts("ok s1")
    world.everyone_ignores()
    return "S1"


@pytest.mark.parametrize(
    "words",
    [
        "GIVE S1 to CLT member",
        "give s1 Kitui CLT member",
        "s1 give to the CLT member",
        "give to the clt member",
        "give s1 to the CLT member please",
        "GIVE S1 to the CLT membr",
        "MPE S1 mwanachama wa CLT",
        "mpe s1 kwa mjumbe wa clt",
        "give s1 Kitui CLT Member, USAID",
    ],
)
def test_every_way_to_name_somebody(
    world: World, flood: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, words: str
) -> None:
    world.passes("7m")
    clt.texts(words)
    clt.expects("S1", "Kitui CLT Member, USAID")
    world["Kitui CLT Member"].expects(
        "S1 SEVERE FLOOD Mutomo, Kitui. 40 households.",
        '"bridge gone at Kyatune"',
        "Given to you by the Kitui CLT lead 10:11",
        "CLOSE S1",
        "RELEASE S1",
    )
    deputy.expects("S1", "given to Kitui CLT Member, USAID by the Kitui CLT lead 10:11", "You will hear")
    for other in (usaid, rla):
        other.expects("S1", "given to Kitui CLT Member, USAID by the Kitui CLT lead 10:11")


@pytest.mark.parametrize(
    ("words", "to"), [("rla", "RLA Secretariat"), ("mwenyekiti", "SEK Chair"), ("usaid", "USAID Officer")]
)
def test_roles_of_the_whole_mechanism(
    world: World,
    flood: str,
    deputy: Phone,
    lead: Phone,
    clt: Phone,
    usaid: Phone,
    rla: Phone,
    words: str,
    to: str,
) -> None:
    clt.texts(f"give s1 {words}")
    clt.expects("S1")
    world[to].expects("Given to you by the Kitui CLT lead")
    for other in {deputy, usaid, rla} - {world[to]}:
        other.expects("S1", "by the Kitui CLT lead")
    world[to].texts("close s1 people were brought to the school")
    world[to].expects("S1 is closed")
    deputy.expects('"people were brought to the school"')
    for other in {lead, clt, usaid, rla} - {world[to]}:
        other.expects("closed by")


def test_who_has_it_now_acts_and_who_gave_it_acts_no_more(
    world: World, lead: Phone, flood: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    clt.texts("give s1 rla")
    world.everyone_ignores(besides=lead)
    clt.texts("release s1")
    clt.expects("S1 was taken by RLA Secretariat, RLA at 10:04")
    clt.texts("give s1 rla")
    clt.expects("S1 was taken by RLA Secretariat, RLA at 10:04")
    rla.texts("release")
    rla.expects("You gave S1 back")
    deputy.expects("given back by RLA Secretariat")
    for other in (clt, usaid):
        other.expects("given back by RLA Secretariat", "Reply OK S1")


def test_what_nobody_has_taken_is_given_too(
    world: World, deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("flood Mutomo severe")
    world.everyone_ignores()
    usaid.texts("give s1 to Kitui CLT lead")
    usaid.expects("You gave S1 to the Kitui CLT lead")
    clt.expects("Given to you by USAID Officer, USAID")
    deputy.expects("given to the Kitui CLT lead by USAID Officer")
    rla.expects("given to the Kitui CLT lead by USAID Officer")
    lead.texts("status s1")
    lead.expects("Taken by the Kitui CLT lead")


def test_a_misspelt_name_and_an_unclear_one(world: World, lead: Phone, flood: str, clt: Phone) -> None:
    world.enrols(ROSTER + SECOND_MEMBER + THIRD_MEMBER)
    clt.texts("give s1 to Jane")
    clt.expects("Whom do you give S1? 1 Jane Mwende, USAID 2 Jane Wambua, USAID (0 skip)")
    clt.texts("2")
    clt.expects("You gave S1 to Jane Wambua, USAID")
    world["Jane Wambua"].expects("Given to you by the Kitui CLT lead")
    world.everyone_expects("given to Jane Wambua", besides=(lead, clt))
    world["Jane Wambua"].texts("give s1 Jane Mwendee")
    world["Jane Wambua"].expects("You gave S1 to Jane Mwende, USAID")
    world["Jane Mwende"].expects("Given to you by Jane Wambua")
    world.everyone_expects("given to Jane Mwende, USAID by Jane Wambua", besides=lead)


def test_without_a_name_it_is_asked_and_may_be_left(world: World, flood: str, clt: Phone) -> None:
    clt.texts("GIVE S1")
    clt.expects("Whom do you give S1? 1 Kitui CLT Member, USAID 2 SEK Chair, USAID 3 RLA Secretariat, RLA")
    clt.texts("0")
    clt.expects("S1 was given to nobody")
    clt.texts("status s1")
    clt.expects("Taken by the Kitui CLT lead")


def test_the_question_is_answered_by_a_name_too(
    world: World, flood: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    clt.texts("GIVE S1")
    clt.expects("Whom do you give S1?")
    clt.texts("the secretariat")
    clt.expects("You gave S1 to RLA Secretariat, RLA")
    rla.expects("Given to you by")
    for other in (deputy, usaid):
        other.expects("given to RLA Secretariat")


def test_an_unknown_name_hears_whom_one_can_name(flood: str, clt: Phone) -> None:
    clt.texts("give s1 to Wanjiku")
    said = clt.expects("Nobody by that name can take S1. Who can: CLT member, SEK chair, RLA, USAID.")
    assert len(said) <= 160
    clt.texts("give s1 to the deputy")
    clt.expects("Nobody by that name can take S1")
    clt.texts("give s1 to Makueni CLT lead")
    clt.expects("Nobody by that name can take S1")


def test_only_who_may_take_gives(flood: str, deputy: Phone, makueni_clt: Phone) -> None:
    for phone in (deputy, makueni_clt):
        phone.texts("give s1 to rla")
        phone.expects("Only the CLT of the county, USAID, RLA and the chair hand over alerts", "STATUS S1")


def test_somebody_else_may_take_it_over(
    flood: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    usaid.texts("give s1 to me")
    usaid.expects("You have S1")
    for other in (deputy, clt, rla):
        other.expects("taken by USAID Officer, USAID")


def test_a_closed_one_is_given_to_nobody(world: World, flood: str, clt: Phone) -> None:
    clt.texts("close s1 done")
    world.everyone_ignores()
    clt.texts("give s1 rla")
    clt.expects("S1 is closed already")


def test_give_in_front_of_a_shock_is_a_report(
    deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone, chair: Phone
) -> None:
    deputy.texts("Give us boats, flood in Mutomo severe")
    deputy.expects("S1 FLOOD, severe, Mutomo")
    for phone in (lead, clt, usaid, rla):
        phone.expects("S1 SEVERE FLOOD")
    usaid.texts("Give help, flood in Kyuso severe")
    usaid.expects("S2 FLOOD, severe, Kyuso")
    for phone in (lead, deputy, clt, rla, chair):
        phone.expects("S2 SEVERE FLOOD")


@pytest.mark.only("telegram")
def test_the_story_tells_of_handing_over_and_opening_again(
    world: World, flood: str, deputy: Phone, clt: Phone
) -> None:
    world.passes("7m")
    clt.texts("give s1 rla")
    world["RLA Secretariat"].texts("close s1 boats came")
    deputy.texts("reopen s1 still cut off")
    world.sets_aside()
    deputy.texts("status s1")
    deputy.expects(
        "10:11 Kitui CLT Lead gave it to RLA Secretariat",
        "closed by RLA Secretariat",
        'opened again by Meshack Mulinge: "still cut off"',
    )
    world.sets_aside()

"""Duty weeks: who of the CLT is asked first at night.

The stories begin on Tuesday, 24 November 2026, at 10:04. The night lasts from 20:00 to 7:00.
"""

import pytest

from tests.scenarios.conftest import ROSTER, Phone, World

ANNE = "Anne Mutua,USAID,clt_member,Kitui,health,+254300000012,en\n"
OTHER_ANNE = "Anne Wambua,USAID,clt_member,Kitui,health,+254300000013,en\n"
MAKUENI = "Juma Kilonzo,USAID,clt_member,Makueni,health,+254300000014,sw\n"


@pytest.fixture
def roster() -> str:
    return ROSTER + ANNE + MAKUENI


@pytest.fixture
def anne(world: World) -> Phone:
    return world["Anne Mutua"]


@pytest.fixture
def juma(world: World) -> Phone:
    return world["Juma Kilonzo"]


def until_night(world: World) -> None:
    """Go on from 10:04 to 22:04."""
    world.passes("12h")
    world.sets_aside()


def test_given_read_back_told_and_reminded(world: World, clt: Phone, anne: Phone) -> None:
    clt.texts("DUTY Anne 7 Dec to 13 Dec")
    said = clt.expects(
        "Anne Mutua has the CLT duty in Kitui from Mon 7 Dec to Sun 13 Dec", "asked first at night"
    )
    assert len(said) <= 160
    anne.expects("You have the CLT duty in Kitui from Mon 7 Dec to Sun 13 Dec, says Kitui CLT Lead", "AWAY")
    world.passes("12d")
    world.passes("6h")
    world.sets_aside()
    world.passes("56m")
    anne.expects("You have the CLT duty in Kitui from Mon 7 Dec to Sun 13 Dec: at night you are asked first")
    world.passes("1h")
    anne.expects_nothing()


def test_at_night_the_member_is_asked_first_and_the_others_after(
    world: World, deputy: Phone, clt: Phone, anne: Phone, rla: Phone, usaid: Phone, lead: Phone
) -> None:
    clt.texts("DUTY Anne 24 Nov to 30 Nov")
    until_night(world)
    deputy.texts("flood Kyuso severe")
    deputy.expects("Sent to USAID, RLA, Kitui CLT")
    anne.expects("S1 SEVERE FLOOD Kyuso", "Reply OK S1")
    clt.expects_nothing()
    for phone in (rla, usaid, lead):
        phone.expects("S1 SEVERE FLOOD")
    world.passes("30m")
    clt.expects("S1 ESCALATED, step 2", "the CLT member has not answered in 30 min")
    anne.texts("ok s1")
    anne.expects("You have S1")
    world.sets_aside()


def test_what_can_wait_comes_to_the_others_in_the_morning(
    world: World, deputy: Phone, clt: Phone, anne: Phone
) -> None:
    clt.texts("DUTY Anne 24 Nov to 30 Nov")
    until_night(world)
    deputy.texts("flood Kyuso minor")
    anne.expects("S1 MINOR FLOOD")
    world.passes("8h")
    clt.expects_nothing()
    world.sets_aside()
    world.passes("56m")
    clt.expects("S1 ESCALATED, step 2")
    world.sets_aside()


def test_what_is_extreme_goes_to_both(world: World, deputy: Phone, clt: Phone, anne: Phone) -> None:
    clt.texts("DUTY Anne 24 Nov to 30 Nov")
    until_night(world)
    deputy.texts("flood Kyuso extreme")
    anne.expects("S1 EXTREME FLOOD", "Reply OK S1")
    clt.expects("S1 EXTREME FLOOD", "Reply OK S1")
    world.sets_aside()
    world.passes("15m")
    world["Kitui CLT Member"].expects("S1 ESCALATED, step 4")
    anne.expects_nothing()
    world.sets_aside()


def test_after_midnight_the_duty_is_that_of_the_evening(
    world: World, deputy: Phone, clt: Phone, anne: Phone
) -> None:
    clt.texts("DUTY Anne 24 Nov to 24 Nov")
    world.passes("20h")  # Wednesday, 6:04
    world.sets_aside()
    deputy.texts("flood Kyuso severe")
    anne.expects("S1 SEVERE FLOOD")
    clt.expects_nothing()
    world.sets_aside()
    world.passes("16h")  # Wednesday, 22:04
    world.sets_aside()
    deputy.texts("flood Mutomo severe")
    clt.expects("S2 SEVERE FLOOD")
    anne.expects_nothing()
    world.sets_aside()


def test_a_concern_at_night_is_for_the_member_on_duty_first(
    world: World, deputy: Phone, clt: Phone, anne: Phone
) -> None:
    member = world["Kitui CLT Member"]
    clt.texts("DUTY Anne 24 Nov to 30 Nov")
    until_night(world)
    deputy.texts("CONCERN vaccines for goats come late in Kyuso")
    anne.expects("C1", "OK C1")
    member.expects_nothing()
    clt.expects_nothing()
    world.sets_aside()
    world.passes("9h")
    member.expects("C1 ESCALATED, step 2")
    world.sets_aside()


def test_by_day_nothing_is_different(world: World, deputy: Phone, clt: Phone, anne: Phone) -> None:
    clt.texts("DUTY Anne 24 Nov to 30 Nov")
    world.sets_aside()
    deputy.texts("flood Kyuso severe")
    clt.expects("S1 SEVERE FLOOD")
    anne.expects_nothing()
    world.sets_aside()


def test_a_member_who_is_away_is_passed_over(world: World, deputy: Phone, clt: Phone, anne: Phone) -> None:
    clt.texts("DUTY Anne 24 Nov to 30 Nov")
    world.sets_aside()
    anne.texts("AWAY until 26 Nov")
    clt.expects("Anne Mutua, who has the CLT duty in Kitui", "is away", "DUTY, a name and the days")
    until_night(world)
    deputy.texts("flood Kyuso severe")
    clt.expects("S1 SEVERE FLOOD")
    anne.expects_nothing()
    world.sets_aside()
    anne.texts("BACK")
    world.sets_aside()
    deputy.texts("flood Mutomo severe")
    anne.expects("S2 SEVERE FLOOD")
    clt.expects_nothing()
    world.sets_aside()


def test_the_newest_word_counts(world: World, deputy: Phone, clt: Phone, anne: Phone) -> None:
    member = world["Kitui CLT Member"]
    clt.texts("DUTY Anne 24 Nov to 30 Nov")
    world.sets_aside()
    member.texts("DUTY Kitui CLT Member 24 Nov to 26 Nov")
    member.expects("Kitui CLT Member has the CLT duty", "In place of Anne Mutua")
    anne.expects("Kitui CLT Member has the CLT duty in Kitui", "in your place")
    clt.expects(
        "Kitui CLT Member has the CLT duty in Kitui from Tue 24 Nov to Thu 26 Nov", "says Kitui CLT Member"
    )
    until_night(world)
    deputy.texts("flood Kyuso severe")
    member.expects("S1 SEVERE FLOOD")
    anne.expects_nothing()
    world.sets_aside()


def test_rla_says_it_for_any_county_in_swahili_too(
    world: World, rla: Phone, juma: Phone, makueni_clt: Phone
) -> None:
    rla.texts("ZAMU Juma kuanzia 7 Desemba hadi 13 Desemba")
    rla.expects("Juma Kilonzo ana zamu ya CLT Makueni kuanzia Jumatatu 7 Des hadi Jumapili 13 Des")
    juma.expects("Una zamu ya CLT Makueni", "LIKIZO")
    makueni_clt.expects("Juma Kilonzo has the CLT duty in Makueni", "says RLA Secretariat")


def test_away_alone_says_who_has_it(world: World, clt: Phone, anne: Phone) -> None:
    clt.texts("DUTY Anne 7 Dec to 13 Dec")
    world.sets_aside()
    anne.texts("AWAY")
    anne.expects("have the CLT duty in Kitui from Mon 7 Dec to Sun 13 Dec")
    clt.texts("DUTY Kitui CLT Lead 7 Dec to 13 Dec")
    world.sets_aside()
    anne.texts("AWAY")
    anne.expects("You are here, not away")


def test_two_of_one_name(world: World, clt: Phone, anne: Phone) -> None:
    world.enrols(ROSTER + ANNE + OTHER_ANNE)
    clt.texts("DUTY Anne 7 Dec to 13 Dec")
    clt.expects("Which Anne? Reply:\nDUTY Anne Mutua 7 Dec to 13 Dec\nDUTY Anne Wambua 7 Dec to 13 Dec")
    clt.texts("DUTY Anne Mutua 7 Dec to 13 Dec")
    clt.expects("Anne Mutua has the CLT duty")
    anne.expects("You have the CLT duty")


def test_what_cannot_be(world: World, clt: Phone) -> None:
    clt.texts("DUTY Zebedayo 7 Dec to 13 Dec")
    clt.expects("Nobody called Zebedayo is in the CLT of Kitui", "Send: DUTY", "7 Dec to 13 Dec")
    clt.texts("DUTY Anne 1 Nov to 7 Nov")
    clt.expects("Sat 7 Nov is over", "DUTY Anne 7 Dec to 13 Dec")
    clt.texts("DUTY Anne 1 Dec to 20 Jan")
    clt.expects("a month at most")


def test_who_may_not(world: World, lead: Phone, clt: Phone, rla: Phone) -> None:
    lead.texts("DUTY Anne 7 Dec to 13 Dec")
    lead.expects("not for your role to say", "Kitui CLT Lead")
    clt.texts("DUTY Juma 7 Dec to 13 Dec")
    clt.expects("in the CLT of another county", "Makueni CLT Lead")
    world.sets_aside()


@pytest.mark.parametrize("words", ["DUTY Kitui", "DUTY", "DUTY Anne", "DUTY Kitui 7 Dec to 13 Dec"])
def test_in_no_other_form(world: World, clt: Phone, anne: Phone, words: str) -> None:
    clt.texts(words)
    assert not any("has the CLT duty" in text for text in clt.unread)
    anne.expects_nothing()
    world.sets_aside()

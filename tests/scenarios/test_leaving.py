"""A role ends while its holder has open work, by an import or by its last day."""

import pytest

from tests.scenarios.conftest import ROSTER, Phone, World

NEW_LEAD = "New CLT Lead,USAID,clt_lead,Kitui,,+254300000012,en\n"


@pytest.fixture
def taken(world: World, deputy: Phone, clt: Phone) -> str:
    """A flood at Mutomo, taken by the CLT lead."""
    deputy.texts("flood Mutomo severe 40 households, bridge gone")
    clt.texts("ok s1")
    world.everyone_ignores()
    return "S1"


def without_clt_lead() -> str:
    return "".join(line for line in ROSTER.splitlines(True) if "Kitui CLT Lead" not in line)


def test_what_the_old_lead_had_taken_is_open_again_and_the_new_one_hears(
    world: World, lead: Phone, taken: str, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    world.enrols(without_clt_lead() + NEW_LEAD)
    world.passes("1m")
    deputy.expects("S1 flood Mutomo, Kitui: Kitui CLT Lead, USAID had taken it", "The others have been asked")
    for phone in (usaid, rla):
        phone.expects("Kitui CLT Lead, USAID had taken it and is no longer in that role. Reply OK S1")
    new = world["New CLT Lead"]
    new.expects("S1 SEVERE FLOOD Mutomo", "40 households", '"bridge gone"', "Reply OK S1 to take it")
    world.passes("1m")
    new.texts("ok")
    new.expects("You have S1")
    world.everyone_expects("taken by the Kitui CLT lead", besides=(lead, clt))
    clt.expects_nothing()


def test_who_keeps_the_right_keeps_the_incident(world: World, taken: str, lead: Phone) -> None:
    world.enrols(ROSTER + NEW_LEAD)
    world.passes("1m")
    world.enrols(ROSTER.replace("Kitui CLT Lead,USAID,clt_lead", "Kitui CLT Lead,USAID,clt_member"))
    world.passes("1m")
    lead.texts("status s1")
    lead.expects("Taken by Kitui CLT Lead")


def test_who_goes_to_another_county_leaves_it_behind(
    world: World, lead: Phone, taken: str, clt: Phone
) -> None:
    world.enrols(
        ROSTER.replace("Kitui CLT Lead,USAID,clt_lead,Kitui", "Kitui CLT Lead,USAID,clt_lead,Makueni")
    )
    world.passes("1m")
    world.everyone_expects("had taken it and is no longer in that role", besides=(lead, clt))
    # Nobody is CLT lead of Kitui now: the next step has it.
    for name in ("Kitui CLT Member", "SEK Chair"):
        world[name].expects("S1 SEVERE FLOOD", "no CLT lead or CLT member for this sector in Kitui")
    clt.expects_nothing()


def test_the_last_day_of_a_role(world: World, deputy: Phone, lead: Phone, clt: Phone) -> None:
    header, *lines = ROSTER.splitlines()
    dated = [f"{line},{'2026-11-24' if 'Kitui CLT Lead' in line else ''}" for line in lines]
    world.enrols("\n".join([f"{header},active_to", *dated]) + "\n")
    deputy.texts("flood Mutomo severe")
    clt.texts("ok s1")
    world.everyone_ignores()
    world.passes("10h")  # 20:04
    world.passes("3h")  # 23:04
    deputy.expects_nothing()
    world.passes("1h")  # 00:04 of the next day
    world.everyone_expects("no longer in that role", besides=(lead, clt))
    for name in ("Kitui CLT Member", "SEK Chair"):
        world[name].expects("Reply OK S1")
    clt.expects_nothing()


def test_what_is_closed_stays_closed(world: World, taken: str, deputy: Phone, clt: Phone) -> None:
    clt.texts("close s1 done")
    world.everyone_ignores()
    world.enrols(without_clt_lead())
    world.passes("1m")
    deputy.texts("status s1")
    deputy.expects("Closed by Kitui CLT Lead")

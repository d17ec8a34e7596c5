"""Regular guests: added by text, invited by SMS, asked and reminded; they can do nothing else."""

import pytest

from tests.scenarios.conftest import Phone, World

ROSTER = """\
name,organisation,role,county,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,+254300000001,en
FAO Focal Person,FAO,ip_focal,Kitui,+254300000004,en
RLA Secretariat,RLA,rla,,+254300000009,en
"""

NUMBER = "+254700000512"


@pytest.fixture
def roster() -> str:
    """Return a small county. In all stories it is Tuesday, 24 November 2026, 10:04."""
    return ROSTER


def added(world: World, lead: Phone) -> Phone:
    """Add a guest to the meetings of Kitui; return the guest's phone, which has SMS only."""
    lead.texts(f"GUEST Kitui county communication director {NUMBER}")
    lead.expects(f"New guest: county communication director, {NUMBER}", "all meetings in Kitui", "1 Yes 2 No")
    lead.texts("1")
    lead.expects("county communication director is invited to all meetings in Kitui", "GUEST Kitui remove")
    return world.phone(NUMBER)


@pytest.mark.only("sms")
def test_a_guest_is_invited_answers_and_is_reminded(world: World, lead: Phone, rla: Phone) -> None:
    guest = added(world, lead)
    lead.texts("MEETING 1 Dec 9am County HQ")
    lead.expects("4 people would be invited")
    lead.texts("1")
    lead.expects("M1")
    world.passes("2s")
    world.everyone_expects("Will you come?", among=("Patrick Mburu", "FAO Focal Person", "RLA Secretariat"))
    guest.expects("SEK meeting Kitui M1 Tue 1 Dec 9:00, County HQ. Will you come? 1 Yes 2 No 3 Maybe")
    guest.texts("1")
    guest.expects("you come to M1")
    guest.texts("no M1, the deputy comes for me")
    guest.expects("not coming to M1", '"the deputy comes for me"')
    guest.texts("yes")
    guest.expects("you come to M1")
    lead.texts("M1")
    lead.expects("1 yes (county communication director)")
    guest.texts("LIST")
    guest.expects("not on the SEK roster")
    rla.expects('"LIST"', "VOUCH U1")
    world.passes("6d")
    world.passes("21h")
    guest.expects("Reminder: M1 SEK meeting Kitui")
    world.sets_aside()
    lead.texts("CALL OFF M1 rain")
    lead.expects("will be told")
    lead.confirms()
    lead.expects("M1")
    world.passes("2s")
    guest.expects("CALLED OFF", "rain")
    world.sets_aside()


@pytest.mark.only("sms")
def test_a_guest_who_comes_late_is_asked_at_once_and_one_who_is_removed_no_more(
    world: World, lead: Phone
) -> None:
    lead.texts("MEETING 1 Dec 9am County HQ")
    lead.expects("3 people")
    lead.texts("1")
    lead.expects("M1")
    world.passes("2s")
    world.everyone_expects("Will you come?", among=("Patrick Mburu", "FAO Focal Person", "RLA Secretariat"))
    lead.texts(f"mgeni Kitui mkurugenzi wa mawasiliano {NUMBER}")
    lead.expects("Mgeni mpya: mkurugenzi wa mawasiliano", "1 Ndiyo 2 Hapana")
    lead.texts("ndio")
    lead.expects("ataalikwa kwa mikutano yote, Kitui", "Anaulizwa sasa kuhusu M1")
    world.passes("2s")
    world.phone(NUMBER).expects("M1", "Will you come?")
    lead.texts("GUEST Kitui")
    lead.expects("Guests of Kitui:\nmkurugenzi wa mawasiliano: all meetings, Kitui")
    lead.texts("GUEST Kitui remove mawasiliano")
    lead.expects("mkurugenzi wa mawasiliano is not invited to meetings in Kitui any more")
    lead.texts("GUEST Kitui remove mawasiliano")
    lead.expects("No guest of Kitui is called")
    lead.texts("GUEST Kitui")
    lead.expects("Kitui has no guests yet")
    lead.texts("NUDGE M1")
    lead.expects("are asked again")
    world.passes("2s")
    world.everyone_expects("no answer", among=("Patrick Mburu", "FAO Focal Person", "RLA Secretariat"))


@pytest.mark.only("sms")
def test_a_number_on_the_roster_is_that_person(world: World, rla: Phone) -> None:
    rla.texts("GUEST all the man of FAO 0300000004")
    rla.expects("+254300000004 is FAO Focal Person, FAO. Invited to all meetings in all counties", "1 Yes")
    rla.texts("2")
    rla.expects("Nothing was changed")


def test_who_may_not_add_one_and_what_is_no_number(world: World, lead: Phone) -> None:
    fao = world["FAO Focal Person"]
    fao.texts(f"GUEST Kitui the chief {NUMBER}")
    fao.expects("Meetings are not for your role to convene")
    lead.texts(f"GUEST Makueni the chief {NUMBER}")
    lead.expects("You cannot convene for Makueni")
    lead.texts(f"GUEST all the chief {NUMBER}")
    lead.expects("You cannot convene for Makueni, Taita Taveta")
    lead.texts("GUEST Kitui the chief 999 999 999 999")
    lead.expects("999 999 999 999 is no telephone number here")


def test_guest_in_a_report_is_no_command(world: World, lead: Phone, rla: Phone) -> None:
    lead.texts("Guest house in Kyuso flooded, severe, call 0700000512")
    lead.expects("S1 FLOOD")
    rla.expects("S1 SEVERE FLOOD")
    world["FAO Focal Person"].expects("S1 SEVERE FLOOD")

"""Offers when their day comes: whether help was delivered, whether it came, and what is still missing."""

import pytest

from tests.scenarios.conftest import Phone, World
from tests.scenarios.offering import GIVERS, asked_about_bowsers, bowsers, offers, severe_drought


@pytest.fixture
def roster() -> str:
    return GIVERS


@pytest.fixture
def drought(world: World) -> str:
    return severe_drought(world)


def test_two_offers_of_which_one_is_late_and_one_is_withdrawn(
    world: World, drought: str, fao: Phone, lms: Phone, deputy: Phone, lead: Phone, clt: Phone
) -> None:
    bowsers(fao, world)
    lms.texts("tutaleta marobota 50 ya nyasi kabla ya 28 Novemba")
    lms.expects("Unaleta marobota 50 ya nyasi kwa S1", "kufikia Jumamosi 28 Nov", "1 Ndiyo 2 Hapana")
    lms.texts("ndio")
    lms.expects("Asante: marobota 50 ya nyasi kwa S1. Watu 3 wameambiwa", "GHAIRI S1")
    for phone in (deputy, lead, clt):
        phone.expects("LMS Focal Person, LMS offers marobota 50 ya nyasi, by Sat 28 Nov")

    asked_about_bowsers(fao, world)
    world.passes("1d")
    world.without_routine()
    lead.expects(
        "S1 drought", "no word whether 2 bowsers came, offered by FAO Focal Person, FAO, from Thu 26 Nov"
    )
    clt.expects("no word whether 2 bowsers came")
    clt.unread.clear()
    deputy.expects_nothing()

    world.passes("1d")
    world.without_routine()
    lms.expects("S1: marobota 50 ya nyasi, imefika?", "1 Ndiyo 2 Baadaye, lini 3 Hapana")
    clt.unread.clear()
    lms.texts("3")
    lms.expects("Ahadi yako ya marobota 50 ya nyasi kwa S1 imeondolewa. Watu 3 wameambiwa")
    for phone in (deputy, lead, clt):
        phone.expects("LMS Focal Person, LMS cannot bring marobota 50 ya nyasi")
    assert [offer.status for offer in offers(world)] == ["late", "withdrawn"]
    deputy.texts("STATUS S1")
    deputy.expects("400 households: offered 2 bowsers (FAO); nothing delivered yet")


def test_delivered_and_the_reporter_says_that_it_came(
    world: World, drought: str, fao: Phone, deputy: Phone
) -> None:
    bowsers(fao, world)
    asked_about_bowsers(fao, world)
    fao.texts("1")
    fao.expects("Thank you. 2 bowsers for S1: noted as delivered")
    world.passes("1m")
    deputy.expects("FAO says 2 bowsers came for S1. Did it come?", "1 Yes 2 Partly 3 No")
    deputy.texts("1")
    deputy.expects("Thank you. 2 bowsers for S1: noted that it came")
    deputy.texts("STATUS S1")
    deputy.expects("offered 2 bowsers (FAO); delivered 2 bowsers (FAO)")
    deputy.texts("LIST")
    deputy.expects("S1 drought Mutomo, Kitui: taken", "delivered 2 bowsers (FAO)")


def test_the_reporter_says_that_only_a_part_came(
    world: World, drought: str, fao: Phone, deputy: Phone, clt: Phone
) -> None:
    bowsers(fao, world)
    asked_about_bowsers(fao, world)
    fao.texts("yes")
    fao.expects("noted as delivered")
    world.passes("1m")
    deputy.expects("Did it come?")
    deputy.texts("2 only one, half full")
    deputy.expects("Noted: 2 bowsers for S1 came only in part", "NOTE S1")
    for phone in (fao, clt):
        phone.expects(
            '2 bowsers of FAO Focal Person, FAO came only in part, says the reporter: "only one, half full"'
        )
    assert offers(world)[0].arrival == "partly"


def test_what_did_not_come_is_not_shown_as_delivered(
    world: World, drought: str, fao: Phone, deputy: Phone, clt: Phone
) -> None:
    bowsers(fao, world)
    asked_about_bowsers(fao, world)
    fao.texts("1")
    fao.expects("noted as delivered")
    world.passes("1m")
    deputy.expects("Did it come?")
    deputy.texts("no, nothing")
    deputy.expects("2 bowsers for S1 did not come")
    for phone in (fao, clt):
        phone.expects('did not come, says the reporter: "nothing"')
    deputy.texts("STATUS S1")
    deputy.expects("offered 2 bowsers (FAO); nothing delivered yet")


def test_a_later_day_moves_it(
    world: World, drought: str, fao: Phone, deputy: Phone, lead: Phone, clt: Phone
) -> None:
    bowsers(fao, world)
    asked_about_bowsers(fao, world)
    fao.texts("2 Saturday")
    fao.expects("2 bowsers for S1: noted, from Sat 28 Nov")
    for phone in (deputy, lead, clt):
        phone.expects("2 bowsers of FAO Focal Person, FAO will come later, from Sat 28 Nov")
    world.passes("2d")
    world.without_routine()
    clt.unread.clear()
    fao.expects("S1: 2 bowsers delivered?")
    fao.texts("2")
    fao.expects("When will it come for S1?")
    fao.texts("I must ask")
    fao.expects("Which day is that?")
    fao.texts("on Monday")
    fao.expects("2 bowsers for S1: noted, from Mon 30 Nov")
    for phone in (deputy, lead, clt):
        phone.expects("will come later, from Mon 30 Nov")


def test_without_a_day_the_giver_is_asked_after_three_days_and_never_at_night(
    world: World, drought: str, fao: Phone, clt: Phone
) -> None:
    world.passes("11h")  # 21:04
    world.sets_aside()
    fao.texts("OFFER S1 10 tents")
    fao.expects("You offer 10 tents for S1 (drought Mutomo, Kitui)? It counts only after your yes")
    fao.texts("yes")
    fao.expects("Thank you: 10 tents for S1")
    world.sets_aside()
    world.passes("3d")
    fao.expects_nothing()
    world.passes("10h")
    world.without_routine()
    fao.expects("S1: 10 tents delivered?")
    clt.unread.clear()


def test_digits_that_nobody_asked_for(world: World, drought: str, fao: Phone, deputy: Phone) -> None:
    fao.texts("1")
    fao.expects("not understood")
    deputy.texts("S1 1")
    deputy.expects("S1")
    world.sets_aside()
    bowsers(fao, world)
    fao.texts("S1 3")
    fao.expects("")
    world.sets_aside()
    assert [offer.status for offer in offers(world)] == ["offered"]


def test_after_another_message_a_digit_needs_the_reference(
    world: World, drought: str, fao: Phone, deputy: Phone, clt: Phone
) -> None:
    bowsers(fao, world)
    asked_about_bowsers(fao, world)
    deputy.texts("LOCUSTS KYUSO severe 40 acres of crops destroyed")
    world.everyone_ignores(besides=(deputy,))
    deputy.unread.clear()
    fao.expects("S2")
    world["LMS Focal Person"].unread.clear()
    world["Kitui CLT Member"].unread.clear()
    fao.texts("1")
    fao.expects("To be sure, once more. S1: 2 bowsers delivered? 1 Yes 2 Later, when 3 No")
    assert [offer.status for offer in offers(world)] == ["offered"]
    fao.texts("1")
    fao.expects("noted as delivered")


def test_the_clock_waits_for_another_open_question(
    world: World, drought: str, fao: Phone, clt: Phone
) -> None:
    bowsers(fao, world)
    world.passes("3175m")
    world.without_routine()
    clt.unread.clear()
    fao.texts("mafuriko")
    fao.expects("Wapi?")
    world.passes("2m")
    fao.expects_nothing()
    world.passes("6m")
    by_word = "S1: 2 bowsers delivered? Reply S1 1 if yes, S1 2 and the day if later, S1 3 if no"
    assert by_word in fao.unread
    world.sets_aside()
    fao.texts("S1 1")
    fao.expects("Thank you. 2 bowsers for S1: noted as delivered")


def test_the_timeline_and_the_digest_tell_of_offers(
    world: World, drought: str, fao: Phone, lead: Phone
) -> None:
    bowsers(fao, world)
    asked_about_bowsers(fao, world)
    fao.texts("1")
    world.sets_aside()
    world.passes("4d")
    digests = [message for message in lead.unread if "opened" in message]
    told = (
        "Help: 1 offer, 1 delivered. First offers: half within 1 min. First deliveries: half within 2 days."
    )
    assert any(told in message for message in digests), lead.unread
    world.sets_aside()


@pytest.mark.only("telegram")
def test_the_timeline_shows_offers(world: World, drought: str, fao: Phone, lead: Phone) -> None:
    bowsers(fao, world)
    lead.texts("STATUS S1")
    lead.expects("FAO Focal Person offers help")


def test_what_is_missing_of_what_was_asked_for(world: World, deputy: Phone, fao: Phone) -> None:
    deputy.texts("DROUGHT MUTOMO severe 400 households, we need 5 bowsers of water")
    world.sets_aside()
    fao.texts("S1 2 bowsers Thursday")
    fao.texts("1")
    world.sets_aside()
    deputy.texts("STATUS S1")
    deputy.expects("offered 2 bowsers (FAO); nothing delivered yet; missing 3 bowsers")


def test_what_is_asked_for_is_shown_before_and_beside_offers_of_something_else(
    world: World, deputy: Phone, fao: Phone, clt: Phone
) -> None:
    deputy.texts("DROUGHT MUTOMO severe 400 households, we need 5 bowsers of water")
    clt.texts("OK S1")
    world.sets_aside()
    deputy.texts("STATUS S1")
    deputy.expects("needed: 5 bowsers; nothing offered yet")
    fao.texts("OFFER S1 30 tents")
    fao.texts("1")
    world.sets_aside()
    deputy.texts("LIST")
    said = deputy.expects("water (5 bowsers) for 400 households: offered 30 tents (FAO)")
    assert "missing" not in said
    fao.texts("OFFER S1 2 bowsers Thursday")
    fao.texts("1")
    world.sets_aside()
    deputy.texts("STATUS S1")
    deputy.expects("offered 30 tents (FAO), 2 bowsers (FAO)", "missing 3 bowsers")
    world.passes("21h")
    world.sets_aside()
    world.passes("1h")
    clt.expects("S1 drought Mutomo, Kitui, needs water, missing 3 bowsers: yours since")
    world.sets_aside()


@pytest.mark.parametrize(
    "report",
    [
        "flood Zombe severe need rescue, 3 boats capsized",  # no boats are asked for
        "drought Ikutha severe people need water 400 households",
        "drought Voo severe 60 households, boreholes dry",
    ],
)
def test_no_number_of_a_thing_is_asked_for(world: World, deputy: Phone, report: str) -> None:
    deputy.texts(report)
    world.sets_aside()
    deputy.texts("STATUS S1")
    assert "needed" not in deputy.expects("S1")

"""Offers: who brings what for a shock, whether it was delivered, and whether it came."""

import pytest

from sek_core.store.offers import Offer
from tests.scenarios.conftest import ROSTER, Phone, World

SECTORS = "agriculture;livestock;water_wash"

LEAD_AND_REPORTER = ("Patrick Mburu", "Meshack Mulinge")
"""Who hears of an offer for S1 that is not taken yet."""


@pytest.fixture
def roster() -> str:
    return ROSTER + (
        f"FAO Focal Person,FAO,ip_focal,Kitui,{SECTORS},+254300000021,en\n"
        f"LMS Focal Person,LMS,ip_focal,Kitui,{SECTORS},+254300000022,sw\n"
        f"KIM Observer,KIM,observer,Kitui,{SECTORS},+254300000024,en\n"
    )


@pytest.fixture
def fao(world: World) -> Phone:
    return world["FAO Focal Person"]


@pytest.fixture
def lms(world: World) -> Phone:
    return world["LMS Focal Person"]


@pytest.fixture
def drought(world: World, deputy: Phone, clt: Phone) -> str:
    """Report a severe drought at Mutomo on a Tuesday morning; the CLT lead takes it."""
    deputy.texts("DROUGHT MUTOMO severe 400 households, boreholes dry")
    clt.texts("OK S1")
    world.sets_aside()
    return "S1"


def offers(world: World) -> list[Offer]:
    with world.program.database.reading() as session:
        found = session.query(Offer).order_by(Offer.id).all()
        session.expunge_all()
        return found


def bowsers(fao: Phone, world: World) -> None:
    """FAO offers 2 bowsers from Thursday, and confirms it."""
    fao.texts("S1 2 bowsers Thursday")
    fao.expects("You offer 2 bowsers for S1 (drought Mutomo, Kitui), from Thu 26 Nov?", "1 Yes 2 No")
    fao.texts("1")
    fao.expects("Thank you: 2 bowsers for S1", "3 people have been told", "CANCEL S1")
    world.everyone_expects(
        "S1 drought Mutomo, Kitui: FAO Focal Person, FAO offers 2 bowsers, from Thu 26 Nov",
        among=(*LEAD_AND_REPORTER, "Kitui CLT Lead"),
    )


def asked_about_bowsers(fao: Phone, world: World) -> None:
    """Let the clock ask FAO on Thursday afternoon."""
    world.passes("53h")
    world.without_routine()
    fao.expects("S1: 2 bowsers delivered?", "1 Yes 2 Later, when 3 No")
    world["Kitui CLT Lead"].unread.clear()  # a nudge


def test_two_offers_of_which_one_is_late_and_one_is_withdrawn(
    world: World, drought: str, fao: Phone, lms: Phone, deputy: Phone, lead: Phone, clt: Phone
) -> None:
    bowsers(fao, world)
    lms.texts("tutaleta marobota 50 ya nyasi kabla ya 28 Novemba")
    lms.expects("Unaleta marobota 50 ya nyasi kwa S1", "kabla ya Jumamosi 28 Nov", "1 Ndiyo 2 Hapana")
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


def test_no_to_what_was_read_back(drought: str, fao: Phone, world: World) -> None:
    fao.texts("OFFER S1 2 bowsers")
    fao.expects("You offer 2 bowsers for S1")
    fao.texts("2")
    fao.expects("Not recorded, and no one was told", "OFFER S1")
    assert offers(world) == []


def test_in_own_words_without_the_word(drought: str, fao: Phone, world: World) -> None:
    fao.texts("FAO can send 2 bowsers to Mutomo from Monday")
    fao.expects("You offer 2 bowsers for S1 (drought Mutomo, Kitui), from Mon 30 Nov?")
    fao.texts("1")
    fao.expects("Thank you")
    world.everyone_expects("offers 2 bowsers", among=(*LEAD_AND_REPORTER, "Kitui CLT Lead"))


def test_own_words_of_who_was_told_of_nothing_are_no_offer(drought: str, makueni_lead: Phone) -> None:
    makueni_lead.texts("We can send 2 bowsers to Mutomo from Monday")
    assert "Unaleta" not in makueni_lead.expects("")


def test_the_word_without_a_reference(drought: str, lms: Phone) -> None:
    lms.texts("TUNALETA maboza 2 Jumatatu")
    lms.expects("Unaleta maboza 2 kwa S1", "kuanzia Jumatatu 30 Nov")


def test_the_word_without_a_thing(drought: str, fao: Phone) -> None:
    fao.texts("OFFER S1 Monday")
    fao.expects("What do you offer for S1?")
    fao.texts("2 bowsers")
    fao.expects("You offer 2 bowsers for S1 (drought Mutomo, Kitui), from Mon 30 Nov?")


def test_a_day_that_is_past(drought: str, fao: Phone) -> None:
    fao.texts("OFFER S1 2 bowsers 20 Nov")
    fao.expects("That day is past", "0 no day")
    fao.texts("Friday")
    fao.expects("You offer 2 bowsers for S1 (drought Mutomo, Kitui), from Fri 27 Nov?")


def test_distress_is_no_offer(world: World, drought: str, lms: Phone) -> None:
    lms.texts("tunaleta watoto watatu waliojeruhiwa hospitali, wanakufa")
    first = lms.expects("")
    assert "Unaleta" not in first
    lms.texts("TUNALETA S1 watoto wamekwama juu ya paa, tusaidieni")
    assert "Unaleta" not in lms.expects("")
    assert offers(world) == []
    world.sets_aside()


def test_an_offer_to_a_closed_shock_is_kept_as_a_note(
    world: World, drought: str, clt: Phone, fao: Phone, deputy: Phone
) -> None:
    clt.texts("CLOSE S1 water trucking has begun, 3 bowsers delivered")
    world.sets_aside()
    fao.texts("OFFER S1 2 bowsers Monday")
    fao.expects("S1 is over, so this is no offer. It was added to S1 as a note")
    deputy.expects("2 bowsers Monday")
    world.sets_aside()
    assert offers(world) == []


def test_an_observer_may_not_offer(world: World, drought: str) -> None:
    observer = world["KIM Observer"]
    observer.texts("OFFER S1 2 bowsers Monday")
    observer.expects("Your role may read, but not offer help for S1")


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
    fao.expects("S1: 2 bowsers delivered?", "Reply S1 1 if yes, S1 2 and the day if later, S1 3 if no")
    assert [offer.status for offer in offers(world)] == ["offered"]
    fao.texts("S1 1")
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


def test_cancel_takes_an_offer_back(
    world: World, drought: str, fao: Phone, deputy: Phone, lead: Phone, clt: Phone
) -> None:
    bowsers(fao, world)
    fao.texts("CANCEL S1")
    fao.expects("Take back your offer of 2 bowsers for S1? 3 people will be told", "1 Yes 2 No")
    fao.texts("1")
    fao.expects("Your offer of 2 bowsers for S1 is taken back. 3 people have been told")
    for phone in (deputy, lead, clt):
        phone.expects("FAO Focal Person, FAO cannot bring 2 bowsers and takes the offer back")
    fao.texts("CANCEL S1")
    fao.expects("S1")
    assert [offer.status for offer in offers(world)] == ["withdrawn"]


def test_cancel_of_a_giver_who_also_reported_it_asks_which(
    world: World, drought: str, deputy: Phone, lead: Phone, clt: Phone
) -> None:
    deputy.texts("OFFER S1 2 bowsers Thursday")
    deputy.expects("You offer 2 bowsers")
    deputy.texts("1")
    deputy.expects("2 people have been told")
    for phone in (lead, clt):
        phone.expects("offers 2 bowsers")
    deputy.texts("CANCEL S1")
    deputy.expects("Which do you take back?", "1 my offer of 2 bowsers for S1 2 my report S1")
    deputy.texts("2")
    deputy.expects("Withdraw S1")
    deputy.texts("2")
    deputy.expects("S1")
    deputy.texts("CANCEL S1")
    deputy.expects("Which do you take back?")
    deputy.texts("1")
    deputy.expects("Take back your offer of 2 bowsers for S1?")


def test_two_offers_before_one_yes(world: World, drought: str, fao: Phone) -> None:
    fao.sends("OFFER S1 2 bowsers Thursday")
    fao.sends("OFFER S1 2 bowsers Thursday")
    fao.sends("OFFER S1 50 bales of hay")
    world.settle()
    fao.expects("You offer 2 bowsers")
    fao.expects("You offer 2 bowsers")
    fao.expects("You offer 2 bowsers for S1", "; 50 bales of hay for S1")
    fao.texts("1")
    fao.expects("Thank you: 2 bowsers for S1, 50 bales of hay for S1")
    world.sets_aside()
    assert [offer.what for offer in offers(world)] == ["2 bowsers", "50 bales of hay"]


def test_offers_follow_a_shock_that_was_the_same_event_or_withdrawn(
    world: World, fao: Phone, deputy: Phone
) -> None:
    deputy.texts("DROUGHT MUTOMO severe 400 households, boreholes dry")
    world.sets_aside()
    fao.texts("S1 2 bowsers Thursday")
    fao.texts("1")
    world.sets_aside()
    deputy.texts("CANCEL S1")
    deputy.texts("1")
    world.sets_aside()
    world.passes("1m")
    fao.expects("S1 drought Mutomo, Kitui was withdrawn, so your offer of 2 bowsers is not needed")
    assert [offer.status for offer in offers(world)] == ["withdrawn"]


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
        "Help: 1 offer, 1 delivered. First offers: half within 0 s. First deliveries: half within 2 days 5 h."
    )
    assert any(told in message for message in digests), lead.unread
    world.sets_aside()


@pytest.mark.only("telegram")
def test_the_timeline_shows_offers(world: World, drought: str, fao: Phone, lead: Phone) -> None:
    bowsers(fao, world)
    lead.texts("STATUS S1")
    lead.expects("FAO Focal Person offers help")


def test_the_shock_is_closed_before_the_yes(world: World, drought: str, fao: Phone, clt: Phone) -> None:
    fao.texts("S1 2 bowsers Thursday")
    fao.expects("You offer 2 bowsers for S1")
    clt.texts("CLOSE S1 3 bowsers delivered, tanks are full")
    world.sets_aside()
    fao.texts("1")
    fao.expects("S1 is over, so this is no offer. It was added to S1 as a note")
    world.sets_aside()
    assert offers(world) == []


def test_words_of_need_beside_a_reference_are_a_note(world: World, drought: str, lead: Phone) -> None:
    lead.texts("S1 need 5 more bowsers on Monday")
    lead.expects("Noted on S1")
    world.sets_aside()
    assert offers(world) == []


def test_words_of_who_may_take_it_are_a_note(world: World, drought: str, clt: Phone) -> None:
    clt.texts("S1 2 bowsers Monday")
    clt.expects("Noted on S1")
    world.sets_aside()
    clt.texts("OFFER S1 2 bowsers Monday")
    clt.expects("You offer 2 bowsers for S1")


def test_an_offer_for_a_concern(world: World, deputy: Phone, lead: Phone, fao: Phone) -> None:
    deputy.texts("NEED fertilizer for the irrigation groups of Kyuso")
    world.sets_aside()
    fao.texts("OFFER C1 40 bags of fertilizer by 5 Dec")
    fao.expects("You offer 40 bags of fertilizer for C1", "by Sat 5 Dec?")
    fao.texts("1")
    fao.expects("Thank you: 40 bags of fertilizer for C1")
    for phone in (deputy, lead):
        phone.expects("C1", "offers 40 bags of fertilizer")


def test_what_is_missing_of_what_was_asked_for(world: World, deputy: Phone, fao: Phone) -> None:
    deputy.texts("DROUGHT MUTOMO severe 400 households, we need 5 bowsers of water")
    world.sets_aside()
    fao.texts("S1 2 bowsers Thursday")
    fao.texts("1")
    world.sets_aside()
    deputy.texts("STATUS S1")
    deputy.expects("offered 2 bowsers (FAO); nothing delivered yet; missing 3 bowsers")

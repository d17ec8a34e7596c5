"""Offers: who brings what for a shock, read back before it counts, and taken back."""

import pytest

from tests.scenarios.conftest import Phone, World
from tests.scenarios.offering import (
    GIVERS,
    LEAD_AND_REPORTER,
    asked_about_bowsers,
    bowsers,
    offers,
    severe_drought,
)


@pytest.fixture
def roster() -> str:
    return GIVERS


@pytest.fixture
def drought(world: World) -> str:
    return severe_drought(world)


@pytest.mark.only("sms")
def test_an_alert_says_how_to_offer_unless_that_would_cost_another_sms(
    world: World, deputy: Phone, lead: Phone, fao: Phone, lms: Phone, clt: Phone
) -> None:
    deputy.texts("DROUGHT MUTOMO severe 400 households, boreholes dry")
    for phone in (lead, fao):
        said = phone.expects("If you can help: S1 2 bowsers Monday. MORE S1 shows it all")
        assert len(said) <= 160
    assert len(lms.expects("Ukiweza kusaidia: S1 maboza 2 Jumatatu. ZAIDI S1 kuona yote")) <= 160
    assert "help" not in clt.expects("Reply OK S1 to take it")
    world.sets_aside()
    deputy.texts("LOCUSTS KYUSO severe 40 acres of crops destroyed, we need sprayers")
    assert len(fao.expects("For your information. MORE S2 shows it all")) <= 160
    world.sets_aside()
    deputy.texts("conflict Mutomo severe, two communities fight over water")
    assert "help" not in lead.expects("For your information")
    world.sets_aside()
    deputy.texts("tunaangamia huku Ngomeni")
    assert "help:" not in lead.expects("CALL FOR HELP")
    world.sets_aside()


def test_what_the_alert_shows_is_read_as_an_offer(world: World, drought: str, lms: Phone) -> None:
    lms.texts("S1 maboza 2 Jumatatu")
    lms.expects("Unaleta maboza 2 kwa S1", "kuanzia Jumatatu 30 Nov")


@pytest.mark.only("sms")
def test_help_names_the_word(world: World, fao: Phone, lms: Phone, clt: Phone) -> None:
    for phone, word, other in (
        (fao, "OFFER S1", "LANG SW"),
        (lms, "TUNALETA S1", "LUGHA EN"),
        (clt, "OFFER S1", "GIVE"),
    ):
        phone.texts("MSAADA" if phone is lms else "HELP")
        assert len(phone.expects(word, other)) <= 160
    observer = world["KIM Observer"]
    observer.texts("HELP")
    assert "OFFER" not in observer.expects("LIST")


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


@pytest.mark.only("sms")
def test_who_was_alerted_offers_in_few_words(
    world: World, deputy: Phone, fao: Phone, lms: Phone, clt: Phone
) -> None:
    deputy.texts("flood Mutomo severe 40 households")
    world.sets_aside()
    fao.texts("we have some tents")
    fao.expects("You offer tents for S1 (flood Mutomo, Kitui)? It counts only after your yes")
    fao.texts("Friday")
    fao.expects("You offer tents for S1 (flood Mutomo, Kitui), from Fri 27 Nov?")
    fao.texts("yes")
    fao.expects("Thank you: tents for S1")
    lms.texts("tunazo mahema")
    lms.expects("Unaleta mahema kwa S1")
    lms.texts("ndio")
    lms.expects("Asante")
    world.sets_aside()
    lms.texts("kesho")  # the day of the offer that was just made
    lms.expects("imeandikwa, kuanzia Jumatano 25 Nov")
    world.sets_aside()
    clt.texts("ok s1")
    clt.expects("You have S1", "Offered so far: tents (FAO), mahema (LMS)")
    world.sets_aside()
    deputy.texts("drought Kyuso severe")
    world.sets_aside()
    fao.texts("5 tents tomorrow")
    fao.expects("For which one do you offer it?", "S1 flood Mutomo", "S2 drought Kyuso")
    fao.texts("1")
    fao.expects("You offer 5 tents for S")
    lms.texts("kuna maji kwa nyumba")
    assert "Unaleta" not in lms.expects("")
    world.sets_aside()


@pytest.mark.only("sms")
def test_not_yet_is_kept_in_the_givers_words(
    world: World, drought: str, fao: Phone, deputy: Phone, lead: Phone, clt: Phone
) -> None:
    bowsers(fao, world)
    asked_about_bowsers(fao, world)
    lead.texts("flood Kyuso severe")
    world.sets_aside()
    fao.texts("bado, gari imeharibika")
    fao.expects("bado haijafika", "Itafika lini?")
    for phone in (deputy, lead, clt):
        phone.expects("2 bowsers of FAO Focal Person, FAO has not come yet", "gari imeharibika")
    fao.texts("Monday")
    fao.expects("imeandikwa, kuanzia Jumatatu 30 Nov")
    assert [offer.status for offer in offers(world)] == ["offered"]
    world.sets_aside()

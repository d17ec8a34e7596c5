"""What is needed most is asked in the receipt, and told to those who act."""

import pytest

from tests.scenarios.conftest import Phone, World

SEVERE = "FLOOD VOI ROAD KYUSO severe 60 households"

ASKED = "What is needed most"


def alerted(world: World, besides: Phone) -> None:
    world.everyone_expects("S1 SEVERE FLOOD Kyuso, Kitui", "60 households", besides=besides)


def test_one_question_in_the_receipt_and_those_who_act_hear_the_answer(
    world: World, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts(SEVERE)
    receipt = lead.expects("S1 FLOOD, severe, Kyuso, Kitui, 60 households", "Sent to USAID, RLA", ASKED)
    assert len(receipt) <= 306
    alerted(world, lead)
    lead.texts("3 4")
    lead.expects("S1 needs water, food. Those who act on it have been told")
    for act in (clt, usaid, rla):
        act.expects("S1 Flood Kyuso, Kitui needs water, food. Patrick Mburu, KIWASH")
    lead.texts("STATUS S1")
    lead.expects("S1 FLOOD, severe, Kyuso, Kitui, 60 households, needs water, food")
    world.passes("30m")
    world["Kitui CLT Member"].expects("S1", "60 households, needs water, food.")
    world.sets_aside()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("1,3", "rescue, water"),
        ("13", "rescue, water"),
        ("3 and 1", "rescue, water"),
        ("3 3", "water"),
        ("7", "other"),
        ("water and food", "water, food"),
        ("we need fodder please", "fodder or vet"),
        ("maji na chakula", "maji, chakula"),
        ("makazi, matibabu", "matibabu, makazi"),
    ],
)
def test_digits_together_or_words_answer(world: World, lead: Phone, words: str, told: str) -> None:
    lead.texts(SEVERE)
    lead.expects(ASKED)
    alerted(world, lead)
    lead.texts(words)
    assert told in lead.expects("S1").lower()
    world.sets_aside()


def test_the_question_in_swahili(world: World, makueni_lead: Phone) -> None:
    makueni_lead.texts("mafuriko Kibwezi kali kaya 40")
    asked = makueni_lead.expects("S1 MAFURIKO, makali", "Nini kinahitajika zaidi")
    assert len(asked) <= 306
    world.sets_aside()
    makueni_lead.texts("1 4")
    makueni_lead.expects("S1 inahitaji uokoaji, chakula. Wanaoishughulikia wameambiwa")
    world["USAID Officer"].expects("needs rescue, food")
    world.sets_aside()


@pytest.mark.parametrize(
    "text",
    [
        "flood Kyuso minor",
        "drought Mutomo moderate 30 goats dead",
        "mafuriko Kyuso kali, mama yangu amefariki",
        "flood Kyuso extreme, my mother died",
        "mafuriko Kyuso kali, mtoto wangu ametuacha",
        "CONCERN seed comes late at Mutomo",
    ],
)
def test_what_is_not_grave_and_the_dead_of_ones_own_are_not_asked_about(
    world: World, lead: Phone, text: str
) -> None:
    lead.texts(text)
    answer = lead.expects("1")
    assert ASKED not in answer and "kinahitajika" not in answer
    world.sets_aside()


def test_needs_of_the_report_itself_are_kept(world: World, lead: Phone, usaid: Phone) -> None:
    lead.texts("flood Kyuso severe 60 households, we need food")
    assert ASKED not in lead.expects("S1 FLOOD, severe, Kyuso, Kitui, 60 households, needs food")
    usaid.expects("60 households, needs food.")
    world.sets_aside()


def test_a_question_of_the_report_comes_first_and_the_need_with_the_last_answer(
    world: World, lead: Phone, usaid: Phone
) -> None:
    lead.texts("flood extreme")
    assert ASKED not in lead.expects("S1 FLOOD, extreme, Kitui. Sent to", "Where?")
    world.everyone_expects("S1 EXTREME FLOOD", besides=lead)
    lead.texts("Kyuso")
    lead.expects("S1 is now: FLOOD, extreme, Kyuso", ASKED)
    world.everyone_expects("S1 update", besides=lead)
    lead.texts("1")
    lead.expects("S1 needs rescue")
    usaid.expects("S1 Flood Kyuso, Kitui needs rescue")
    world.sets_aside()


def test_a_digit_counts_only_while_nothing_else_was_said(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts(SEVERE)
    lead.expects(ASKED)
    alerted(world, lead)
    deputy.texts("fire Mutomo severe")
    deputy.expects("S2")
    world.everyone_expects("S2", besides=deputy)
    lead.texts("3")
    assert "needs" not in lead.expects("understood")
    world.sets_aside()


def test_unanswered_it_is_dropped_and_other_words_are_read_as_ever(world: World, lead: Phone) -> None:
    lead.texts(SEVERE)
    lead.expects(ASKED)
    alerted(world, lead)
    lead.texts("STATUS S1")
    assert "needs" not in lead.expects("S1 FLOOD")
    lead.texts("5")
    assert "needs" not in lead.expects("understood")
    lead.texts("fire Mutomo minor")
    lead.expects("S2 FIRE, minor, Mutomo")
    world.sets_aside()


def test_people_call_for_help_at_once_whatever_is_asked(world: World, lead: Phone, usaid: Phone) -> None:
    lead.texts(SEVERE)
    lead.expects(ASKED)
    alerted(world, lead)
    lead.texts("please help us, children are trapped on the roof")
    lead.expects("S")
    usaid.expects("roof")
    world.sets_aside()


@pytest.mark.only("telegram")
def test_a_button_names_one_need(world: World, lead: Phone, usaid: Phone) -> None:
    lead.texts(SEVERE)
    lead.expects(ASKED)
    alerted(world, lead)
    lead.taps("Water")
    lead.expects("S1 needs water")
    usaid.expects("needs water")
    world.sets_aside()


def test_add_names_a_need_later(world: World, lead: Phone, usaid: Phone) -> None:
    lead.texts("flood Kyuso minor")
    lead.expects("S1 FLOOD, minor")
    lead.texts("ADD S1 we need tents")
    lead.expects("S1 is now: FLOOD, minor, Kyuso, Kitui, needs shelter")
    usaid.expects("S1 MINOR FLOOD")
    usaid.expects("S1", "needs shelter")
    world.sets_aside()

"""Reporting by SMS, as docs/conversations.md describes it."""

import pytest

from tests.scenarios.conftest import Phone, World

COMPLETE = "DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune"


def test_one_text_complete(
    world: World, deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts(COMPLETE)
    receipt = deputy.expects(
        "S1 DROUGHT, severe, Mutomo, Kitui, 400 households", "Sent to USAID, RLA, Kitui CLT"
    )
    assert len(receipt) <= 306  # it asks what is needed
    for act in (clt, usaid, rla):
        alert = act.expects("S1 SEVERE DROUGHT Mutomo, Kitui", "400 households", "boreholes dry at Kyatune")
        assert "Meshack Mulinge, KCDMS 10:04" in alert
        assert alert.endswith("Reply OK S1 to take it")
    lead.expects("S1 SEVERE DROUGHT", "For your information")

    world.passes("7m")
    clt.texts("ok thanks")
    clt.expects("You have S1", "Meshack Mulinge, KCDMS has been told", "CLOSE S1")
    deputy.expects("S1", "taken by the Kitui CLT lead 10:11")
    usaid.expects("taken by the Kitui CLT lead 10:11")
    rla.expects("taken by the Kitui CLT lead 10:11")

    clt.texts("close s1 county water trucking from tomorrow, 3 bowsers")
    clt.expects("S1 is closed", "Meshack Mulinge, KCDMS has been told")
    deputy.expects(
        "S1",
        'closed by the Kitui CLT lead: "county water trucking from tomorrow, 3 bowsers". Solved?',
        "1 Yes 2 Partly 3 No",
    )
    for phone in (usaid, rla, lead):
        assert "Solved" not in phone.expects("closed by the Kitui CLT lead", "3 bowsers")


def test_half_a_text_in_swahili(
    world: World, makueni_lead: Phone, makueni_clt: Phone, usaid: Phone, rla: Phone
) -> None:
    makueni_lead.texts("mafuriko")
    makueni_lead.expects("MAFURIKO, Makueni.", "Wapi? Andika kata au mji", "(0 ruka)")
    makueni_lead.texts("mtito andei")
    makueni_lead.expects("Mtito Andei", "1 kidogo 2 wastani 3 kali 4 mbaya sana", "(0 ruka)")
    makueni_lead.texts("3")
    makueni_lead.expects("S1 MAFURIKO, makali, Mtito Andei, Makueni", "Imetumwa kwa USAID, RLA, CLT Makueni")
    for act in (makueni_clt, usaid, rla):
        act.expects("S1 SEVERE FLOOD Mtito Andei, Makueni", "Reply OK S1")


@pytest.mark.parametrize("skip", ["0", "SKIP", "skip please"])
def test_questions_can_be_skipped(world: World, lead: Phone, skip: str) -> None:
    lead.texts("drought")
    lead.expects("DROUGHT, Kitui.", "Where?", "(0 skip)")
    lead.texts(skip)
    lead.expects("How bad?")
    lead.texts(skip)
    lead.expects("S1 DROUGHT, Kitui. Sent to USAID, RLA, Kitui CLT")
    world.everyone_expects("S1 DROUGHT Kitui.", besides=lead)


def test_an_answer_is_in_the_language_of_the_text_it_answers(world: World, lead: Phone) -> None:
    lead.texts("drought")
    lead.expects("Where?")
    lead.texts("ruka")
    lead.expects("UKAME, Kitui. Hali ni mbaya kiasi gani?")
    lead.texts("severe")
    lead.expects("S1 DROUGHT, severe, Kitui. Sent to")
    world.everyone_expects("S1 SEVERE DROUGHT Kitui.", besides=lead)


def test_half_a_report_goes_out_after_the_hold_and_a_late_answer_follows(
    world: World, lead: Phone, clt: Phone, deputy: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("flood in Voi road, Kyuso")
    lead.expects("FLOOD, Kyuso, Kitui. How bad? 1 minor 2 moderate 3 severe 4 extreme (0 skip)")
    world.passes("4m")
    clt.expects_nothing()
    world.passes("1m")
    world.everyone_expects("S1 FLOOD Kyuso, Kitui", besides=lead)
    lead.expects("S1 FLOOD, Kyuso, Kitui", "with what is known", "You can still answer")

    world.passes("2h")  # and it still has no holder
    for name in ("Kitui CLT Member", "SEK Chair"):
        world[name].expects("S1 ESCALATED, step 3, 1 h 30 min late")
    lead.expects("not yet taken")
    lead.texts("3")
    lead.expects("S1 is now: FLOOD, severe, Kyuso, Kitui")
    for other in (clt, usaid, rla, deputy, world["Kitui CLT Member"], world["SEK Chair"]):
        other.expects("S1 update: FLOOD, severe, Kyuso, Kitui", "Patrick Mburu, KIWASH 12:09")


def test_an_answer_after_a_day_is_no_answer_any_more(world: World, lead: Phone) -> None:
    lead.texts("flood Kyuso")
    lead.expects("How bad?")
    world.passes("24h")
    world.everyone_ignores()
    lead.texts("3")
    lead.expects("Not understood, but kept")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("flood in Kyuso extreme", "S1 FLOOD, extreme, Kyuso"),
        ("flood in Kyuso 3 dead", "S1 FLOOD, Kyuso, Kitui, 3 dead"),
        ("URGENT flood", "S1 FLOOD, Kitui"),
        ("mafuriko Kyuso, watu 2 wamefariki", "S1 MAFURIKO, Kyuso"),
        ("mafuriko Kyuso haraka", "S1 MAFURIKO, Kyuso"),
    ],
)
def test_what_is_urgent_goes_out_at_once_and_the_questions_follow(
    world: World, lead: Phone, text: str, shown: str
) -> None:
    lead.texts(text)
    answer = lead.expects(shown)
    assert ("Sent to" in answer) or ("Imetumwa kwa" in answer)
    world.everyone_expects("S1", besides=lead)
    if "extreme" not in text:
        assert "?" in answer


def test_an_answer_that_is_urgent_lets_it_go_at_once_too(world: World, deputy: Phone, clt: Phone) -> None:
    deputy.texts("flood")
    deputy.expects("Where?")
    deputy.texts("Mutomo, urgent, help immediately")
    deputy.expects("S1 FLOOD, Mutomo, Kitui", "Sent to", "How bad?")
    clt.expects("S1 FLOOD Mutomo, Kitui")
    world.sets_aside()


def test_an_urgent_report_is_completed_by_an_update(world: World, lead: Phone) -> None:
    lead.texts("URGENT flood")
    lead.expects("S1 FLOOD, Kitui. Sent to", "Where?")
    world.everyone_expects("S1 FLOOD Kitui", besides=lead)
    lead.texts("Tseikuru")
    lead.expects("S1 is now: FLOOD, Tseikuru, Kitui", "How bad?")
    world.everyone_expects("S1 update: FLOOD, Tseikuru, Kitui", besides=lead)
    lead.texts("4")
    lead.expects("S1 is now: FLOOD, extreme, Tseikuru, Kitui")
    world.everyone_expects("S1 update: FLOOD, extreme, Tseikuru, Kitui", besides=lead)


def test_an_answer_that_says_extreme_ends_the_hold(world: World, lead: Phone) -> None:
    lead.texts("flood")
    lead.expects("Where?")
    lead.texts("Kyuso extreme, 2 people dead")
    lead.expects("S1 FLOOD, extreme, Kyuso, Kitui, 2 dead. Sent to")
    world.everyone_expects("S1 EXTREME FLOOD Kyuso, Kitui", "2 dead", besides=lead)


def test_a_bare_keyword_starts_the_questions(world: World, lead: Phone) -> None:
    lead.texts("SHOCK")
    lead.expects("What happened, and where?")
    lead.texts("flood at the bridge of Mutomo severe")
    lead.expects("S1 FLOOD, severe, Mutomo, Kitui")
    world.everyone_expects("S1 SEVERE FLOOD Mutomo, Kitui", besides=lead)


def test_a_report_word_is_taken_at_its_word_even_without_a_known_hazard(world: World, lead: Phone) -> None:
    lead.texts("REPORT dam wall cracking at Mutomo severe")
    lead.expects("What happened, and where?")
    lead.texts("the wall of the dam has cracks")
    lead.expects("S1 OTHER SHOCK, severe, Mutomo, Kitui")
    world.everyone_expects("S1 SEVERE OTHER SHOCK Mutomo, Kitui", "dam wall cracking", besides=lead)


def test_a_place_that_nobody_listed_is_kept_as_typed(world: World, lead: Phone) -> None:
    lead.texts("drought severe")
    lead.expects("DROUGHT, severe, Kitui. Where?")
    lead.texts("Kwa Mutisya dam")
    lead.expects("I do not know a place 'Kwa Mutisya dam'. Is it called so?")
    lead.texts("1")
    lead.expects("S1 DROUGHT, severe, Kwa Mutisya dam, Kitui")
    world.everyone_expects("S1 SEVERE DROUGHT Kwa Mutisya dam, Kitui", besides=lead)


def test_a_place_that_repeats_the_hazard_is_the_answer(world: World, lead: Phone) -> None:
    lead.texts("flood severe")
    lead.expects("Where?")
    lead.texts("Kyuso, the river flooded")
    lead.expects("S1 FLOOD, severe, Kyuso, Kitui. Sent to")
    world.everyone_expects("S1 SEVERE FLOOD Kyuso", besides=lead)


def test_the_same_hazard_elsewhere_is_another_report(world: World, lead: Phone) -> None:
    lead.texts("flood Kyuso")
    lead.expects("How bad?")
    lead.texts("flood Mutomo severe")
    lead.expects("S2 FLOOD, severe, Mutomo, Kitui. Sent to")
    world.everyone_expects("S2 SEVERE FLOOD Mutomo", besides=lead)
    lead.texts("2")
    lead.expects("S1 FLOOD, moderate, Kyuso, Kitui. Sent to")
    world.everyone_expects("S1 MODERATE FLOOD Kyuso", besides=lead)


def test_no_flood_is_no_report(lead: Phone) -> None:
    lead.texts("No flood here, all is well")
    lead.expects("Noted: no flood", "Nothing was sent")


def test_stop_the_elephants_is_a_report(world: World, lead: Phone) -> None:
    lead.texts("STOP the elephants in Mutomo severe")
    lead.expects("S1 WILDLIFE CONFLICT, severe, Mutomo")
    world.everyone_expects("WILDLIFE CONFLICT", besides=lead)


def test_help_in_front_yields_to_a_sudden_hazard(world: World, lead: Phone) -> None:
    lead.texts("HELP flood in Kyuso severe")
    lead.expects("S1 FLOOD, severe, Kyuso")
    world.everyone_expects("SEVERE FLOOD", besides=lead)


def test_another_countys_place_is_asked_about_and_the_answer_counts(
    world: World, lead: Phone, makueni_clt: Phone, makueni_lead: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("flood severe Mtito Andei")
    lead.expects("FLOOD", "Mtito Andei", "For which county? 1 Makueni 2 Kitui")
    lead.texts("1")
    lead.expects("S1 FLOOD, severe, Mtito Andei, Makueni. Sent to USAID, RLA, Makueni CLT")
    makueni_clt.expects("S1 SEVERE FLOOD Mtito Andei, Makueni")
    makueni_lead.expects("S1 MAFURIKO MAKALI Mtito Andei, Makueni", "Ukiweza kusaidia: S1 maboza 2 Jumatatu")
    usaid.expects("S1")
    rla.expects("S1")


def test_another_countys_place_goes_to_both_after_the_hold(
    world: World,
    lead: Phone,
    deputy: Phone,
    clt: Phone,
    makueni_clt: Phone,
    makueni_lead: Phone,
    usaid: Phone,
    rla: Phone,
) -> None:
    lead.texts("flood severe Mtito Andei")
    lead.expects("For which county?")
    world.passes("5m")
    for other in (clt, makueni_clt, usaid, rla, deputy):
        other.expects("S1 SEVERE FLOOD Mtito Andei, Makueni / Kitui")
    makueni_lead.expects("S1 MAFURIKO MAKALI Mtito Andei, Makueni / Kitui")
    lead.expects("Sent to USAID, RLA, Makueni CLT, Kitui CLT")


@pytest.mark.only("sms")
def test_long_words_are_cut_in_the_alert_and_whole_in_more(world: World, lead: Phone, clt: Phone) -> None:
    words = "flood in Kyuso severe " + "the river took the road and the school and the market " * 8 + "end"
    lead.texts(words)
    lead.expects("S1 FLOOD, severe, Kyuso")
    alert = clt.expects("S1 SEVERE FLOOD", '..."', "Reply OK S1 to take it")
    assert len(alert) <= 306
    world.everyone_expects("S1", besides=(lead, clt))
    clt.texts("more s1")
    clt.expects("S1", words[:200], "end")


@pytest.mark.only("sms")
def test_emoji_and_curly_quotes_cost_nobody_a_unicode_message(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("flood in Kyuso severe \U0001f30a \u201chelp us\u201d")
    lead.expects("S1")
    alert = clt.expects("'help us'")
    assert alert.isascii()
    world.everyone_ignores(besides=(lead, clt))


def test_a_map_link_is_no_place(
    world: World, lead: Phone, clt: Phone, deputy: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("flood severe")
    lead.expects("Where?")
    link = "https://maps.example.org/" + "x" * 300
    lead.texts(link)
    lead.expects("S1 FLOOD, severe, Kitui. Sent to")
    for other in (clt, usaid, rla, deputy):
        assert len(other.expects("S1 SEVERE FLOOD Kitui")) <= 306
    clt.texts("more s1")
    clt.expects(link)


def test_a_report_is_no_answer_about_what_is_over(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("flood in Kyuso")
    lead.expects("How bad?")
    world.passes("5m")
    clt.texts("CLOSE S1 the river is back in its bed")
    world.everyone_ignores()

    lead.texts("REPORT flood Kyuso severe 40 households")  # its hazard, its place, the severity asked for
    lead.expects("S2 FLOOD, severe, Kyuso, Kitui, 40 households. Sent to USAID, RLA, Kitui CLT")
    world.everyone_expects("S2 SEVERE FLOOD Kyuso, Kitui", besides=lead)


def test_dead_who_may_be_animals_are_shown_to_the_sender_first(
    world: World, lead: Phone, clt: Phone, deputy: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("drought Mutha 12 dead")
    lead.expects(
        "S1 DROUGHT, Mutha, Kitui. Sent to USAID, RLA, Kitui CLT. Are the 12 dead people? 1 Yes 2 No"
    )
    for phone in (clt, deputy, usaid, rla):
        assert ". 12 dead" not in phone.expects("S1 DROUGHT Mutha, Kitui", "12 dead")
    lead.texts("1")
    lead.expects("S1 is now: DROUGHT, Mutha, Kitui, 12 dead", "How bad?")
    world.everyone_expects("S1 update", "12 dead", besides=lead)


def test_dead_animals_are_no_dead_people(world: World, lead: Phone) -> None:
    lead.texts("drought Mutha severe 12 dead")
    lead.ignores()
    world.everyone_ignores(besides=lead)
    lead.texts("no")
    lead.expects("S1")
    world.passes("10m")

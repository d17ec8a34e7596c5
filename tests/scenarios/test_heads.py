"""Texts in words that no list has: learned heads take them for reports, and the sender says of what."""

from tests.scenarios.conftest import Phone, World


def test_the_sender_says_which_event_it_is(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("two boda riders are lying on the road at Kyuso after the probox hit them")
    said = lead.expects("Which of these is it?", "road accident", "other shock", "(0 no report)")
    digit = said.lower().split(" road accident")[0][-1]
    lead.texts(digit)
    lead.expects("ROAD ACCIDENT, Kyuso, Kitui", "How bad?")
    lead.texts("3")
    lead.expects("S1 ROAD ACCIDENT, severe, Kyuso, Kitui")
    clt.expects("S1 SEVERE ROAD ACCIDENT Kyuso")
    world.sets_aside()


def test_no_report_sends_nothing(world: World, lead: Phone) -> None:
    lead.texts("two boda riders are lying on the road at Kyuso after the probox hit them")
    lead.expects("Which of these is it?")
    lead.texts("0")
    lead.expects("Nothing was sent")
    world.passes("10m")


def test_unanswered_it_is_read_by_a_coordinator(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("two boda riders are lying on the road at Kyuso after the probox hit them")
    lead.expects("Which of these is it?")
    world.passes("5m")
    deputy.expects("two boda riders are lying", "1 make it a shock")


def test_another_event_is_no_answer_to_a_question(world: World, lead: Phone) -> None:
    lead.texts("locusts everywhere")
    lead.expects("Where?")
    lead.texts("two boda riders are lying on the road at Kyuso after the probox hit them")
    lead.expects("1 Report")
    lead.texts("1")
    lead.expects("Which of these is it?", "road accident")
    world.sets_aside()


def test_talk_full_of_disasters_is_asked_about_by_nobody(world: World, lead: Phone) -> None:
    lead.texts("kindly confirm the per diem for the flood response training in Kyuso on Monday")
    lead.expects("Not understood, so a coordinator reads it")
    world.passes("5m")
    world.sets_aside()

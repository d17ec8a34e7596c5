"""Texts that may or may not be a report: the sender is asked, as docs/reading.md says."""

import pytest

from tests.scenarios.conftest import Phone, World

QUESTION = ("Is this a report of fire?", "1 Yes 2 No", "(0 skip)")


@pytest.fixture
def others(deputy: Phone, usaid: Phone, rla: Phone) -> list[Phone]:
    return [deputy, usaid, rla]


@pytest.mark.parametrize("yes", ["1", "yes", "Ndio", "ndiyo tafadhali"])
def test_yes_and_the_report_goes_its_usual_way(world: World, lead: Phone, yes: str) -> None:
    lead.texts("there is a big fire")
    assert len(lead.expects(*QUESTION)) <= 160
    lead.texts(yes)
    lead.unread.clear()  # the place is asked for, in the language of the yes
    lead.texts("Kyuso")
    lead.unread.clear()
    lead.texts("3")
    lead.expects("S1", "Kyuso, Kitui")
    world.everyone_expects("S1 SEVERE FIRE Kyuso, Kitui", besides=lead)


def test_words_behind_the_yes_are_taken_along(
    world: World, lead: Phone, clt: Phone, others: list[Phone]
) -> None:
    lead.texts("there is a big fire")
    lead.expects(*QUESTION)
    lead.texts("yes, at Kyuso, severe")
    lead.expects("S1 FIRE, severe, Kyuso, Kitui. Sent to")
    clt.expects("S1 SEVERE FIRE Kyuso, Kitui")
    _ignore(others)


@pytest.mark.parametrize("no", ["2", "no", "Hapana"])
def test_no_and_nothing_is_sent(world: World, lead: Phone, no: str) -> None:
    lead.texts("there is a big fire")
    lead.expects(*QUESTION)
    lead.texts(no)
    assert len(lead.unread) == 1
    lead.unread.clear()
    world.passes("10m")


def test_left_out_it_is_read_by_a_coordinator(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("there is a big fire")
    lead.expects(*QUESTION)
    lead.texts("0")
    lead.expects("A coordinator reads it at 10:09")
    world.passes("5m")
    deputy.expects('"there is a big fire"', "1 make it a shock")


def test_no_answer_and_nothing_is_sent_and_a_late_yes_still_counts(
    world: World, lead: Phone, clt: Phone, others: list[Phone]
) -> None:
    lead.texts("there is a big fire")
    lead.expects(*QUESTION)
    world.passes("23h")
    for phone in (clt, *others):
        phone.unread.clear()  # coordinators have read it meanwhile
    lead.texts("yes, Kyuso severe")
    lead.expects("S1 FIRE, severe, Kyuso, Kitui")
    clt.expects("S1 SEVERE FIRE Kyuso")
    _ignore(others)


def test_an_answer_that_is_none_is_asked_again(world: World, lead: Phone) -> None:
    lead.texts("there is a big fire")
    lead.expects(*QUESTION)
    lead.texts("7")
    lead.expects("Not understood. Is this a report of fire?", "1 Yes 2 No")


def test_a_sure_report_of_the_same_is_the_answer(
    world: World, lead: Phone, clt: Phone, others: list[Phone]
) -> None:
    lead.texts("there is a big fire")
    lead.expects(*QUESTION)
    lead.texts("fire at Kyuso market severe")
    lead.expects("S1 FIRE, severe, Kyuso, Kitui")
    clt.expects("S1 SEVERE FIRE Kyuso")
    lead.texts("2")  # the report is not asked about any more; the digit says what is needed
    lead.expects("S1 needs medical")
    clt.expects("S1", "needs medical")
    _ignore(others)


def test_deaths_are_not_asked_about(world: World, lead: Phone, clt: Phone, others: list[Phone]) -> None:
    lead.texts("fire, 3 dead")
    lead.expects("S1 FIRE, Kitui, 3 dead. Sent to")
    clt.expects("S1 FIRE")
    _ignore(others)


def _ignore(phones: list[Phone]) -> None:
    for phone in phones:
        phone.ignores()

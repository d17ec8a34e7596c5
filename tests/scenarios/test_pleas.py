"""Pleas of people on the roster: they go at once, unasked, by day and by night; questions follow."""

import pytest

from tests.scenarios.conftest import Phone, World


def all_of(world: World, *names: str) -> list[Phone]:
    return [world[name] for name in names]


def test_a_plea_without_a_hazard_goes_at_once_and_place_and_kind_are_asked_afterwards(
    world: World, lead: Phone
) -> None:
    lead.texts("help us we are surrounded by men with guns")
    lead.expects("S1", "Sent to USAID, RLA, Kitui CLT", "Where?")
    world.everyone_expects("S1", "help us we are surrounded by men with guns", "Patrick Mburu", besides=lead)
    lead.texts("Ngomeni")
    lead.expects("S1 is now", "Ngomeni")
    world.everyone_expects("S1 update", "Ngomeni", besides=lead)
    world.sets_aside()


def test_the_kind_of_a_call_for_help_is_what_its_sender_says_next(world: World, lead: Phone) -> None:
    lead.texts("tunaangamia huku Ngomeni")
    lead.expects("S1 OMBI LA MSAADA, Ngomeni, Kitui", "Nini kimetokea")
    world.everyone_expects("S1 CALL FOR HELP Ngomeni, Kitui", "tunaangamia huku Ngomeni", besides=lead)
    lead.texts("mafuriko")
    lead.expects("S1", "MAFURIKO", "Ngomeni")
    world.everyone_expects("S1", "flood", besides=lead)
    world.passes("2h")
    world.sets_aside()


def test_a_question_for_help_in_a_sure_event_goes_at_once(world: World, lead: Phone) -> None:
    lead.texts("we are trapped in the flood, who will help us?")
    lead.expects("S1", "FLOOD")
    world.everyone_expects("S1", "we are trapped in the flood", besides=lead)
    world.sets_aside()


def test_a_second_call_adds_to_the_first(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("wametuvamia tena huku Ngomeni")
    lead.ignores()
    world.everyone_expects("S1", besides=lead)
    world.passes("1m")
    lead.texts("wanatupiga risasi, tusaidieni")
    lead.ignores()
    for phone in (clt, usaid, rla, deputy):
        said = phone.expects("S1")
        assert "S2" not in said
    lead.texts("list")
    assert "S2" not in lead.unread[-1]
    world.sets_aside()


@pytest.mark.parametrize("hour", ["0s", "15h"])
def test_the_chatter_of_a_morning_does_not_hide_it(
    world: World, lead: Phone, deputy: Phone, clt: Phone, rla: Phone, hour: str
) -> None:
    world.passes(hour)
    world.sets_aside()
    for text in (
        "we sang so nicely on Sunday",
        "uko wapi bro",
        "wale watu wa jana wako hapa tena",
        "the new car is red",
    ):
        lead.texts(text)
    lead.unread.clear()
    for _ in range(20):
        world.passes("5m")
    for phone in (deputy, rla, clt):
        assert len(phone.unread) <= 2
    world.sets_aside()
    lead.texts("wametuvamia tena huku Ngomeni")
    lead.expects("S1", "Ngomeni")
    world.everyone_expects("S1", "wametuvamia tena huku Ngomeni", besides=lead)


def test_a_sender_who_must_not_be_named_is_not_named(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("do not mention my name. armed men have burnt 6 homes in Ngomeni")
    lead.expects("S1", "Sent to")
    for phone in (clt, usaid, rla, deputy):
        said = phone.expects("S1", "a reporter known to RLA")
        assert "Patrick" not in said
    clt.texts("ok s1")
    assert "Patrick" not in clt.expects("You have S1")
    for phone in (usaid, rla):
        assert "Patrick" not in phone.expects("taken by")
    lead.expects("taken by")
    lead.texts("note s1 they went towards Nuu")
    lead.ignores()
    for phone in (clt, usaid, rla):
        assert "Patrick" not in phone.expects("towards Nuu")
    deputy.texts("status s1")
    assert "Patrick" not in deputy.expects("S1")
    clt.texts("more s1")
    assert "Patrick" not in clt.expects("S1")


def test_a_complaint_does_not_go_to_staff_of_the_organisation(
    world: World, lead: Phone, deputy: Phone, rla: Phone, clt: Phone, usaid: Phone
) -> None:
    deputy.texts("KIWASH staff ask for bribes before they open the tap")
    deputy.ignores()
    world.passes("5m")
    lead.expects_nothing()
    rla.expects("KIWASH staff ask for bribes")
    world.passes("4h")
    lead.expects_nothing()
    world.sets_aside()


def test_an_exercise_is_asked_about_and_read_where_nobody_answers(
    world: World, lead: Phone, deputy: Phone, usaid: Phone
) -> None:
    lead.texts("TEST TEST extreme flood Kyuso 100 households, 3 dead")
    lead.expects("Is this a report of flood? 1 Yes 2 No")
    usaid.expects_nothing()
    world.passes("5m")
    deputy.expects("TEST TEST extreme flood")
    deputy.texts("2")
    world.sets_aside()

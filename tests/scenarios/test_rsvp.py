"""Answers to invitations: by digit, word and button, with words beside them, late and stale ones."""

import pytest

from tests.scenarios.conftest import Phone, World
from tests.scenarios.test_meetings import all_expect, convene, poc, roster

__all__ = ["poc", "roster"]


@pytest.fixture(autouse=True)
def convened(world: World) -> None:
    """Convene M1; each invitee was asked a minute ago."""
    convene(world)
    all_expect(world, "M1")
    world.passes("1m")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1", "you come to M1"),
        ("yes", "you come to M1"),
        ("Yes please", "you come to M1"),
        ("M1 yes", "you come to M1"),
        ("M1 1", "you come to M1"),
        ("YES m 1", "you come to M1"),
        ("OK M1", "you come to M1"),
        ("ok", "you come to M1"),
        ("ndio", "utakuja M1"),
        ("sawa", "utakuja M1"),
        ("2", "not coming to M1"),
        ("no", "not coming to M1"),
        ("hapana asante", "hutakuja M1"),
        ("3", "maybe to M1"),
        ("labda M1", "labda utakuja M1"),
    ],
)
def test_one_answer_in_many_forms(world: World, fao: Phone, lead: Phone, text: str, answer: str) -> None:
    fao.texts(text)
    fao.expects(answer)
    lead.texts("M1")
    lead.expects("5 silent")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("no, Jane will come for us", "Jane will come for us"),
        ("2 Jane will come for us", "Jane will come for us"),
        ("NO M1 we have an audit of the drought programme", "we have an audit of the drought programme"),
        ("no, we have a drought assessment that week", "we have a drought assessment that week"),
    ],
)
def test_an_apology_or_a_delegate_is_kept_with_the_answer(
    world: World, fao: Phone, text: str, kept: str
) -> None:
    fao.texts(text)
    fao.expects("not coming to M1", f'"{kept}"', "YES M1")


def test_the_last_answer_counts(world: World, fao: Phone, lead: Phone) -> None:
    for text, answer in (("1", "you come"), ("3", "maybe"), ("no, sorry", "not coming"), ("yes", "you come")):
        fao.texts(text)
        fao.expects(answer)
    lead.texts("M1")
    lead.expects("1 yes (FAO), 0 no, 0 maybe, 5 silent")


def test_yes_and_a_flood_is_a_report_and_the_invitation_stays_open(
    world: World, lms: Phone, rla: Phone, lead: Phone
) -> None:
    lms.texts("Yes flood in Kyuso severe 30 households")
    lms.expects("S1 FLOOD, severe, Kyuso", "M1 is still open: YES M1")
    rla.expects("S1 SEVERE FLOOD")
    for name in ("Patrick Mburu", "Meshack Mulinge", "Kitui PoC"):
        world[name].expects("S1")
    lead.texts("M1")
    lead.expects("6 silent")
    lms.texts("yes M1")
    lms.expects("you come to M1")


def test_no_flood_here_answers_no_invitation(world: World, fao: Phone, lead: Phone) -> None:
    fao.texts("No flood here, all is well")
    fao.expects("no flood")
    lead.texts("M1")
    lead.expects("6 silent")


def test_a_question_about_a_report_goes_before_the_invitation(
    world: World, fao: Phone, rla: Phone, lead: Phone
) -> None:
    fao.texts("drought in Kyuso")
    fao.expects("How bad?", "1 Minor")
    fao.texts("yes")  # by word the invitation is answered all the same
    fao.expects("you come to M1")
    fao.texts("3")  # and a digit answers the report
    fao.expects("S1 DROUGHT, severe")
    rla.expects("S1 SEVERE DROUGHT")
    world.sets_aside()
    lead.texts("M1")
    lead.expects("1 yes")


def test_a_digit_after_something_else_was_asked_is_made_sure_of(world: World, fao: Phone) -> None:
    fao.texts("drought in Kyuso severe")
    fao.expects("S1")
    world.sets_aside()
    fao.texts("flood in Mutomo")
    fao.expects("How bad?")
    fao.texts("2")
    fao.expects("moderate")
    world.sets_aside()
    if world.channel == "sms":
        fao.texts("2")
        fao.expects("Is this your answer to M1", "YES M1, NO M1 or MAYBE M1")


def test_an_invitation_waits_while_a_question_about_a_report_is_open(
    world: World, fao: Phone, lead: Phone, rla: Phone
) -> None:
    fao.texts("flood in Kyuso")
    fao.expects("How bad?")
    lead.texts("MOVE M1 3 Dec")
    lead.expects("Move M1")
    lead.texts("1")
    lead.expects("now on Thu 3 Dec")
    world.passes("2s")
    all_expect(world, "M1", besides="FAO Focal Person")
    fao.expects_nothing()
    fao.texts("3")
    fao.expects("S1 FLOOD, severe")
    rla.expects("S1")
    world.sets_aside()
    world.passes("2s")
    fao.expects("M1", "MOVED", "1 Yes 2 No 3 Maybe")
    fao.texts("1")
    fao.expects("you come to M1")


def test_who_leaves_the_question_open_is_asked_by_words(world: World, fao: Phone, lead: Phone) -> None:
    fao.texts("flood in Kyuso")
    fao.expects("How bad?")
    lead.texts("MOVE M1 3 Dec")
    lead.expects("Move M1")
    lead.texts("1")
    lead.expects("now on Thu 3 Dec")
    world.passes("2s")
    fao.expects_nothing()
    world.passes("5m")
    fao.expects("S1")
    fao.expects("MOVED", "YES M1, NO M1 or MAYBE M1")
    world.sets_aside()
    fao.texts("yes M1")
    fao.expects("you come to M1")


def test_who_is_nudged_with_another_question_open_answers_by_word(
    world: World, fao: Phone, lead: Phone
) -> None:
    fao.texts("flood in Kyuso")
    fao.expects("How bad?")
    lead.texts("NUDGE M1")
    lead.expects("6 people")
    fao.expects("no answer from you yet", "YES M1, NO M1 or MAYBE M1")
    world["LMS Focal Person"].expects("no answer from you yet", "1 Yes 2 No 3 Maybe")
    fao.texts("3")
    fao.expects("S1 FLOOD, severe")
    fao.texts("maybe")
    fao.expects("maybe to M1")
    world.sets_aside()


def test_which_meeting_is_asked_only_when_two_are_open(world: World, fao: Phone, lead: Phone) -> None:
    lead.texts("MEETING 27 Nov 2pm Mwingi town hall")
    lead.expects("Fri 27 Nov 14:00, Mwingi town hall")
    lead.texts("1")
    lead.expects("M2")
    world.passes("2s")
    all_expect(world, "M2")
    fao.texts("yes")
    fao.expects("Which one?", "YES M2", "Fri 27 Nov 14:00", "YES M1", "Tue 1 Dec 9:00")
    fao.texts("1")  # a digit is for what was shown last
    fao.expects("you come to M2", "M1 is still open: YES M1")
    fao.texts("no")
    fao.expects("not coming to M1")


def test_who_is_not_invited_is_told_who_can_change_that(world: World) -> None:
    other = world["Makueni Focal Person"]
    other.texts("YES M1")
    other.expects("not on the list of M1", "no answer was kept", "Patrick Mburu can add you")
    other.texts("1")
    other.expects("Not understood")


def test_who_convenes_and_is_not_on_the_list_invites_themselves(world: World, roster: str) -> None:
    world.enrols(f"{roster}New PoC,Kitui County,county_poc,Kitui,,,+254300000010,en\n")
    new = world["New PoC"]
    new.texts("yes m1")
    new.expects("INVITE M1 New PoC")


def test_an_answer_after_the_start_is_explained(world: World, fao: Phone) -> None:
    world.passes("8d")
    world.sets_aside()
    fao.texts("yes M1")
    fao.expects("M1 SEK meeting Kitui was", "nothing was changed")


def test_words_with_the_reference_are_kept_beside_the_answer(world: World, fao: Phone) -> None:
    fao.texts("yes")
    fao.expects("you come")
    fao.texts("M1 we are two, and bring a projector")
    fao.expects("Noted beside your answer to M1")

"""Answers reach their question: no question swallows a plea, OK and NO are about the last message, and text
for several people is read back.

Today is Tuesday, 24 November 2026, 10:04.
"""

import pytest

from sek_core.store.meetings import Invitation, Minutes
from tests.scenarios.conftest import ROSTER, Phone, World
from tests.scenarios.meetings import held

JANE = "Jane Mwende,KIM,ip_focal,Kitui,,+254300000012,en\n"
TOLD = ("Kitui CLT Lead", "USAID Officer", "RLA Secretariat")


def minutes(world: World) -> list[str]:
    with world.program.database.reading() as session:
        return [row.text for row in session.query(Minutes).order_by(Minutes.id)]


def answer(world: World, ref: str, name: str) -> str | None:
    with world.program.database.reading() as session:
        work = world.program.core.work(session)
        person = next(each for each in work.people.everybody() if each.name == name)
        return session.get_one(Invitation, (ref, person.id)).answer


@pytest.fixture
def jane(world: World) -> Phone:
    world.enrols(ROSTER + JANE)
    return world["Jane Mwende"]


@pytest.fixture
def asked(world: World, lead: Phone, jane: Phone) -> None:
    """The lead is asked for the minutes of yesterday's meeting."""
    held(world, "M12", "Kitui", invited=("Patrick Mburu", "Meshack Mulinge", "Jane Mwende"))
    world.passes("24h")
    lead.expects("Minutes of M12")
    world.without_digests()


@pytest.fixture
def drought(world: World, deputy: Phone) -> str:
    """Report a drought known to all recipients; return its reference."""
    deputy.texts("DROUGHT MUTOMO severe 400 households")
    world.sets_aside()
    return "S1"


@pytest.mark.parametrize(
    "words", ["people are trapped in the water, we need help", "watu wamekwama kwenye maji Kyuso"]
)
def test_a_plea_is_no_minutes(world: World, asked: None, lead: Phone, words: str) -> None:
    lead.texts(words)
    lead.ignores()
    for name in TOLD:
        world[name].expects("S1", words[-12:])
    world.sets_aside()
    assert minutes(world) == []


def test_what_may_be_a_report_is_a_report_or_minutes(
    world: World, asked: None, lead: Phone, deputy: Phone, jane: Phone
) -> None:
    lead.texts("there may be a fire")
    lead.expects("Is this a new report, or the answer to my question? 1 Report 2 Minutes of M12")
    lead.texts("2")
    lead.expects("Minutes of M12", "are kept and sent to 4 people")
    jane.expects('"there may be a fire"')
    world.sets_aside()
    world.passes("10m")
    world.no_more()


def test_it_is_a_report(world: World, asked: None, lead: Phone) -> None:
    lead.texts("there may be a fire near Kyuso")
    lead.expects("1 Report 2 Minutes of M12")
    lead.texts("1")
    lead.expects("FIRE, Kyuso, Kitui. How bad?")
    lead.texts("severe")
    lead.expects("S1 FIRE, severe, Kyuso, Kitui. Sent to")
    world.sets_aside()
    assert minutes(world) == []


def test_unanswered_it_reaches_a_coordinator(world: World, asked: None, lead: Phone, deputy: Phone) -> None:
    lead.texts("there may be a fire near Kyuso")
    lead.expects("1 Report 2 Minutes of M12")
    world.passes("5m")
    deputy.expects("there may be a fire near Kyuso")
    lead.expects_nothing()
    world.sets_aside()


def test_short_minutes_are_read_back(world: World, asked: None, lead: Phone, jane: Phone) -> None:
    lead.texts("the chief told us about his cows")
    said = lead.expects("Send these as the minutes of M12 to 4 people?", '"the chief told us about his cows"')
    assert "1 Yes 2 No" in said or world.channel == "telegram"
    lead.texts("2")
    lead.expects("Not sent. Send the minutes of M12")
    lead.texts("the chief calls all of you himself")
    lead.expects("Send these as the minutes of M12 to 4 people?")
    lead.texts("yes")
    lead.expects("Minutes of M12", "are kept and sent to 4 people")
    jane.expects("the chief calls all of you himself")
    world.sets_aside()
    assert minutes(world) == ["the chief calls all of you himself"]


def test_better_words_take_the_place_of_those_that_were_read_back(
    world: World, asked: None, lead: Phone
) -> None:
    lead.texts("the chief told us about his cows")
    lead.expects("Send these as the minutes")
    lead.texts("Fourteen came, all agreed on the trucks")
    lead.expects("are kept and sent to 4 people")
    world.sets_aside()
    assert minutes(world) == ["Fourteen came, all agreed on the trucks"]


@pytest.mark.parametrize("word", ["ok", "Sawa", "nothing", "hakuna", "not done", "not yet"])
def test_what_says_nothing_closes_nothing(world: World, drought: str, clt: Phone, word: str) -> None:
    clt.texts("ok")
    clt.expects("You have S1")
    world.sets_aside()
    clt.texts("close s1")
    clt.expects("What was done about S1?")
    clt.texts(word)
    clt.expects("S1")
    assert world.incident().status == "taken"
    clt.texts("0")
    clt.expects("S1")
    assert world.incident().status == "taken"
    clt.texts(f"close s1 {word}")
    clt.expects("S1")
    assert world.incident().status == "taken"


@pytest.mark.parametrize("words", ["will look into it", "we are following up", "tutaangalia kesho"])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_promise_closes_nothing(
    world: World, drought: str, clt: Phone, deputy: Phone, words: str, at_once: bool
) -> None:
    clt.texts("ok s1")
    world.sets_aside()
    clt.texts(f"CLOSE S1 {words}" if at_once else "CLOSE S1")
    if not at_once:
        clt.expects("What was done")
        clt.texts(words)
    clt.expects("S1 stays open, your words are noted. By when will it be done?", "Friday")
    assert world.incident().status == "taken"
    world.everyone_expects(f'"{words}"', among=("Meshack Mulinge", "USAID Officer", "RLA Secretariat"))
    clt.texts("Friday")
    clt.expects("S1: the county now expects news by Fri 27 Nov 17:00")
    deputy.expects("now promises news by Fri 27 Nov 17:00")
    assert world.incident().status == "taken"


def test_words_that_do_not_tell_what_was_done_are_read_back(
    world: World, drought: str, clt: Phone, deputy: Phone
) -> None:
    clt.texts("ok s1")
    world.sets_aside()
    clt.texts("close s1")
    clt.expects("What was done about S1?")
    clt.texts("the chief of Mutomo")
    clt.expects('Close S1 with these words? 3 people will be told. "the chief of Mutomo"')
    clt.texts("no")
    clt.expects("S1 is not closed. When something was done: CLOSE S1 and what")
    clt.texts("close s1")
    clt.ignores()
    clt.texts("food given to 40 drought households")
    clt.expects("S1 is closed. Meshack Mulinge, KCDMS has been told what was done. Mistake? REOPEN S1")
    deputy.expects('"food given to 40 drought households". Solved? 1 Yes 2 Partly 3 No')
    world.sets_aside()


def test_who_closed_it_opens_it_again(world: World, drought: str, clt: Phone, deputy: Phone) -> None:
    clt.texts("close s1 false alarm")
    clt.expects("S1 is closed")
    world.sets_aside()
    clt.texts("reopen s1 wrong one")
    clt.expects("S1 is open again")
    deputy.expects("S1", "opened again")
    world.sets_aside()


def test_after_it_was_closed_no_hands_it_back(world: World, jane: Phone, deputy: Phone, clt: Phone) -> None:
    held(world, "M13", "Kitui", -5, invited=("Meshack Mulinge",))
    deputy.texts("DROUGHT MUTOMO severe 400 households")
    clt.texts("close s1 we trucked water")
    world.sets_aside()
    deputy.texts("no that is not solved")
    deputy.expects("S1 is with the Kitui CLT lead again, who has your words. You will hear from them by")
    assert answer(world, "M13", "Meshack Mulinge") is None
    clt.expects('says it is not solved. "that is not solved" It is with you again')
    assert world.incident().status == "taken"
    world.sets_aside()


@pytest.mark.parametrize(
    "words", ["that is not enough", "nobody came", "haijatatuliwa", "We are still waiting"]
)
@pytest.mark.parametrize("besides", [None, "taken to hospital 4 people Kyuso cholera", "drought"])
def test_words_that_it_is_not_solved_hand_it_back_too(
    world: World, deputy: Phone, clt: Phone, words: str, besides: str | None
) -> None:
    deputy.texts("DROUGHT MUTOMO severe 400 households")
    if besides:
        deputy.texts(besides)
    clt.texts("close s1 we trucked water")
    world.sets_aside()
    deputy.texts(words)
    deputy.expects("S1")
    clt.expects("S1 drought Mutomo, Kitui: the Kitui deputy county lead says it is not solved.", f'"{words}"')
    assert world.incident().status == "taken"
    world.sets_aside()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ok", "T1 is with you"),
        ("no", "T1 is still with you"),
        ("Sawa", "T1 iko kwako"),
        ("hapana", "T1 bado iko kwako"),
    ],
)
def test_ok_and_no_to_a_task_answer_no_invitation(
    world: World, lead: Phone, jane: Phone, word: str, said: str
) -> None:
    held(world, "M13", "Kitui", -5, invited=("Jane Mwende",))
    lead.texts("TASK Jane, count goats, 12 Dec")
    lead.ignores()
    jane.expects("T1 from the Kitui county lead")
    jane.texts(word)
    jane.expects(said)
    assert answer(world, "M13", "Jane Mwende") is None


def test_ok_to_an_invitation_behind_a_task_is_a_yes_by_name(world: World, lead: Phone, jane: Phone) -> None:
    held(world, "M13", "Kitui", -5, invited=("Jane Mwende",))
    lead.texts("TASK Jane, count goats, 12 Dec")
    world.sets_aside()
    jane.texts("yes m13")
    jane.expects("you come to M13")


def test_ok_to_what_was_handed_over_takes_nothing_else(
    world: World, lead: Phone, deputy: Phone, clt: Phone, rla: Phone
) -> None:
    deputy.texts("DROUGHT MUTOMO severe 400 households")
    clt.texts("ok s1")
    lead.texts("flood Kyuso severe 30 households")
    world.sets_aside()
    clt.texts("give s1 to RLA")
    clt.ignores()
    rla.expects("S1", "Given to you by the Kitui CLT lead")
    world.sets_aside()
    rla.texts("ok")
    rla.expects("You took S1 at", "S2 waits too: OK S2")
    assert world.incident("S2").status == "open"
    world.sets_aside()


def test_ok_behind_news_of_another_asks(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone
) -> None:
    deputy.texts("DROUGHT MUTOMO severe 400 households")
    lead.texts("flood Kyuso severe 30 households")
    usaid.texts("ok s1")
    world.sets_aside()
    clt.texts("ok")
    clt.expects("OK S2 - flood Kyuso")
    assert world.incident("S2").status == "open"


def test_no_to_an_alert_leaves_it_to_the_others(world: World, drought: str, clt: Phone) -> None:
    clt.texts("no")
    clt.expects("S1 stays open for the others who were asked", "OK S1")
    clt.texts("yes")
    clt.expects("You have S1")
    world.sets_aside()


def test_done_of_what_one_has_taken_asks_what_was_done(
    world: World, drought: str, clt: Phone, deputy: Phone
) -> None:
    clt.texts("ok")
    world.sets_aside()
    deputy.texts("NOTE S1 they wait for water")
    deputy.ignores()
    clt.expects("they wait for water")
    clt.texts("done")
    clt.expects("What was done about S1?")
    clt.texts("three bowsers went there")
    clt.expects("S1 is closed")
    world.sets_aside()


def test_cancel_ends_the_question_and_withdraws_nothing(world: World, drought: str, deputy: Phone) -> None:
    deputy.texts("there may be a fire near Kyuso")
    deputy.expects("Is this a report of fire?")
    deputy.texts("cancel")
    deputy.expects("Nothing was sent")
    assert world.incident().status == "open"
    deputy.texts("CANCEL")
    deputy.expects("Withdraw S1 drought Mutomo, Kitui? 4 people will be told.")
    deputy.texts("2")
    deputy.expects("S1 stays as it was")
    world.passes("10m")
    assert world.incident().status == "open"


@pytest.mark.parametrize("word", ["CANCEL", "Ghairi"])
def test_cancel_ends_any_other_question(world: World, drought: str, clt: Phone, word: str) -> None:
    clt.texts("close s1")
    clt.expects("What was done")
    clt.texts(word)
    clt.expects("CANCEL S1" if word == "CANCEL" else "GHAIRI S1")
    clt.texts("list")
    clt.expects("S1")
    assert world.incident().status == "open"


def test_what_was_withdrawn_is_opened_again(world: World, drought: str, deputy: Phone, clt: Phone) -> None:
    deputy.texts("cancel s1")
    deputy.expects("Withdraw S1")
    deputy.texts("1")
    deputy.expects("The 4 people who were told know. Mistake? REOPEN S1")
    for name in TOLD:
        world[name].expects("withdrawn")
    world.sets_aside()
    deputy.texts("reopen s1")
    deputy.expects("S1 is open again")
    clt.expects("S1 drought Mutomo, Kitui", "Reply OK S1 to take it")
    world["Patrick Mburu"].expects("S1")
    world.sets_aside()
    clt.texts("ok s1")
    clt.expects("You have S1")
    world.sets_aside()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("no wait", "S1 has been sent. To put it right: FIX S1"),
        ("that was a mistake", "S1 has been sent. To put it right: FIX S1"),
        ("samahani nimekosea", "S1 imetumwa. Kuisahihisha: SAHIHISHA S1"),
    ],
)
def test_second_thoughts_are_told_to_nobody(
    world: World, drought: str, deputy: Phone, words: str, answer: str
) -> None:
    deputy.texts(words)
    deputy.expects(answer)
    world.no_more()


@pytest.mark.parametrize(
    ("words", "answer"),
    [("who has it", "S1 DROUGHT"), ("who has taken it?", "S1 DROUGHT"), ("nani ameichukua", "S1 UKAME")],
)
def test_a_question_is_answered_and_told_to_those_who_were_asked(
    world: World, drought: str, deputy: Phone, words: str, answer: str
) -> None:
    deputy.texts(words)
    deputy.expects(answer)
    for name in ("Kitui CLT Lead", "USAID Officer", "RLA Secretariat"):
        world[name].expects("nobody has taken it, and the Kitui deputy county lead asks 10:04", words)
    world.no_more()


def test_close_without_having_taken_anything(world: World, drought: str, clt: Phone) -> None:
    clt.texts("close")
    clt.expects("You have taken nothing that could be closed. Open: S1. Send OK S1 first")


@pytest.mark.parametrize("words", ["QUIET", "DUTY Anne", "BRIEF", "KIMYA"])
def test_a_command_word_in_no_form_of_it_is_not_told_with_the_report(
    world: World, drought: str, deputy: Phone, words: str
) -> None:
    deputy.texts(words)
    deputy.expects("")
    world.no_more()


def test_report_without_words_adds_nothing_to_a_call_for_help(world: World, deputy: Phone) -> None:
    deputy.texts("my children have died")
    world.sets_aside()
    deputy.texts("REPORT")
    deputy.expects("What happened, and where?")
    world.no_more()

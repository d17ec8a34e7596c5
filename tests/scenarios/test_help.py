"""HELP by role and topic; MINE; DISMISS; no silence while something waits for the sender."""

import pytest

from tests.scenarios.conftest import Phone, World


def test_ten_words_at_most_and_a_town_of_the_sender_s_own_county(lead: Phone, makueni_lead: Phone) -> None:
    lead.texts("HELP")
    said = lead.expects("FLOOD Mwingi severe", "HELP 2")
    assert len(said) <= 160
    assert said.split("Then: ")[1].count(",") < 10
    makueni_lead.texts("how do I report?")
    makueni_lead.expects("FLOOD Wote severe")


@pytest.mark.parametrize(
    "word", ["MEETING", "TASK", "TRIAGE", "TELL", "ESCALATE", "REOPEN", "UNDO", "MINE", "ADD"]
)
def test_every_word_is_reached_in_two_texts(lead: Phone, word: str) -> None:
    lead.texts("HELP 2")
    assert word in lead.expects("Reports: ", "Meetings: ", "Tasks: ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("HELP meetings", ("MEETING", "MINUTES", "AGENDA")),
        ("HELP MOVE", ("MEETING", "CALL OFF")),
        ("HELP tasks", ("TASK", "DONE")),
        ("msaada mikutano", ("MKUTANO", "KUMBUKUMBU")),
    ],
)
def test_a_topic(lead: Phone, text: str, words: tuple[str, ...]) -> None:
    lead.texts(text)
    lead.expects(*words)


def test_a_topic_has_only_what_the_sender_may_do(clt: Phone) -> None:
    clt.texts("HELP 2")
    assert "TRIAGE" not in clt.expects("Meetings: ")


@pytest.mark.parametrize("word", ["MINE", "zangu"])
def test_mine_lists_what_i_have(world: World, lead: Phone, clt: Phone, deputy: Phone, word: str) -> None:
    lead.texts("flood Kyuso severe")
    clt.texts("OK S1")
    clt.texts("TASK deputy, count the goats, 3 Dec")
    world.sets_aside()
    for phone, part in ((clt, "S1"), (lead, "S1"), (deputy, "T1")):
        phone.texts(word)
        phone.expects(part)
    world["RLA Secretariat"].texts("MINE")
    world["RLA Secretariat"].expects("You have nothing")


def test_a_mine_that_collapsed_is_a_report(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("mine collapsed")
    lead.expects("S1 BUILDING OR MINE COLLAPSE")
    clt.expects("S1")
    world.sets_aside()


def test_dismiss_settles_a_kept_text(world: World, lead: Phone, deputy: Phone, clt: Phone) -> None:
    lead.texts("blue seven")
    lead.expects("Not understood")
    deputy.texts("DISMISS U1")
    deputy.expects("U1 is no report")
    lead.expects("took it for no report")
    clt.texts("DISMISS U1")
    assert "no report" not in clt.expects("")


def test_each_text_is_answered_while_an_alert_waits(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("flood Kyuso severe")
    world.sets_aside()
    for text in ("blue seven", "green eight", "red nine"):
        clt.texts(text)
        clt.expects("About S1 flood Kyuso?", "1 I take it")
    clt.texts("yellow")
    clt.expects("Not understood")
    for text in ("purple", "white"):
        clt.texts(text)
        clt.expects("Kept")
    for text in ("pink", "brown", "grey"):
        clt.texts(text)
        clt.expects("Kept", "S1 waits too: OK S1")

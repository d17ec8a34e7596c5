"""Second thoughts: UNDO, the same text again, questions in words, two events in one text."""

import pytest

from tests.scenarios.conftest import Phone, World


@pytest.fixture
def flood(world: World, lead: Phone) -> str:
    lead.texts("flood Kyuso severe")
    world.sets_aside()
    return "S1"


class TestUndo:
    @pytest.mark.parametrize("word", ["UNDO", "tengua", "undo that"])
    def test_ok_is_given_back(self, world: World, flood: str, clt: Phone, word: str) -> None:
        clt.texts("OK S1")
        world.sets_aside()
        clt.texts(word)
        clt.expects("S1")
        assert world.incident().status == "open"
        world.sets_aside()

    def test_close_is_opened_again(self, world: World, flood: str, clt: Phone) -> None:
        clt.texts("CLOSE S1 the water has gone back")
        world.sets_aside()
        clt.texts("UNDO")
        clt.expects("S1 is open again")
        world.sets_aside()

    def test_what_was_given_comes_back(self, world: World, flood: str, clt: Phone, rla: Phone) -> None:
        clt.texts("OK S1")
        clt.texts("GIVE S1 to RLA")
        world.sets_aside()
        clt.texts("UNDO")
        clt.expects("You have S1")
        rla.expects("S1", "taken by the Kitui CLT lead")
        world.sets_aside()

    def test_a_note_cannot_be_unsaid(self, world: World, flood: str, clt: Phone) -> None:
        clt.texts("NOTE S1 two bowsers go")
        world.sets_aside()
        clt.texts("UNDO")
        clt.expects("cannot be unsaid", "NOTE S1")

    def test_a_report_is_withdrawn_after_a_yes(self, world: World, flood: str, lead: Phone) -> None:
        lead.texts("UNDO")
        lead.expects("Withdraw S1 flood Kyuso, Kitui?")
        lead.texts("UNDO")
        lead.expects("S1 stays as it was")

    def test_what_is_only_read_back_is_dropped(self, world: World, lead: Phone) -> None:
        lead.texts("MEETING 3 Dec 2pm County HQ")
        lead.expects("Convene it?")
        lead.texts("UNDO")
        lead.expects("Nothing was changed")

    def test_after_ten_minutes_it_says_so(self, world: World, flood: str, clt: Phone) -> None:
        clt.texts("OK S1")
        world.passes("11m")
        world.sets_aside()
        clt.texts("UNDO")
        clt.expects("nothing in the last ten minutes")

    def test_a_moved_meeting_is_read_back_to_its_old_time(self, world: World, lead: Phone) -> None:
        for text in ("MEETING 8 Dec 2pm County HQ", "yes", "MOVE M1 9 Dec 3pm", "yes"):
            lead.texts(text)
        world.sets_aside()
        lead.texts("UNDO")
        lead.expects("Move M1", "from Wed 9 Dec 15:00 to Tue 8 Dec 14:00", "1 Yes 2 No")


@pytest.mark.parametrize("words", ["forget it", "sahau", "that is wrong"])
def test_a_correction_that_is_read_back_is_dropped(world: World, lead: Phone, words: str) -> None:
    lead.texts("flood Kyuso severe 40 households")
    world.sets_aside()
    lead.texts("samahani nilisikia vibaya, ni saba")
    lead.expects("S1: 40", "7", "1 Ndiyo 2 Hapana")
    lead.texts(words)
    lead.expects("S1", "40")
    lead.texts(words)
    lead.expects("FIX S1" if words != "sahau" else "S1", "CANCEL S1" if words != "sahau" else "S1")


class TestQuestionsInWords:
    @pytest.mark.parametrize("words", ["who has it?", "is anyone coming?", "has it been received"])
    def test_the_answer_is_honest_and_those_asked_hear_once(
        self, world: World, flood: str, lead: Phone, clt: Phone, words: str
    ) -> None:
        lead.texts(words)
        lead.expects(
            "S1 flood Kyuso, Kitui: sent to", "Kitui CLT Lead", "Nobody has taken it yet", "hear now"
        )
        clt.expects("S1 flood Kyuso, Kitui", "asks", f'"{words}"', "OK S1")
        world.sets_aside()
        lead.texts(words)
        lead.expects("They know that you ask")

    @pytest.mark.parametrize("words", ["mtakuja lini?", "nani anakuja"])
    def test_once_it_is_taken_the_holder_hears(
        self, world: World, flood: str, lead: Phone, clt: Phone, words: str
    ) -> None:
        clt.texts("OK S1")
        world.sets_aside()
        lead.texts(words)
        lead.expects("S1 mafuriko Kyuso, Kitui", "kiongozi wa CLT")
        clt.expects("S1 flood Kyuso, Kitui", f'"{words}"', "NOTE S1")

    def test_without_a_report_it_says_how_to_report(self, world: World, lead: Phone) -> None:
        lead.texts("who has it?")
        lead.expects("No report of yours is open")


def test_the_same_text_again_is_one_report(world: World, flood: str, lead: Phone, clt: Phone) -> None:
    world.passes("5m")
    lead.texts("Flood Kyuso, severe.")
    lead.expects("You sent this at 10:04", "S1", "Nothing was sent again")
    clt.texts("OK S1")
    world.sets_aside()
    lead.texts("flood Kyuso severe")
    lead.expects("S1", "Taken by the Kitui CLT lead")
    clt.expects("S1 flood Kyuso, Kitui", "sent the same report again 10:09", "NOTE S1")


@pytest.mark.parametrize(
    "text",
    [
        "flood Kyuso severe 40 households. alafu si hiyo tu, Mutomo kuna ukame kali",
        "flood Kyuso severe 40 households, and also there is severe drought in Mutomo",
    ],
)
def test_two_events_in_one_text_are_two(world: World, lead: Phone, clt: Phone, text: str) -> None:
    lead.texts(text)
    lead.expects("1. S1", "Kyuso", "2. S2", "Mutomo")
    clt.expects("S1 SEVERE FLOOD Kyuso, Kitui. 40 households")
    clt.expects("S2 SEVERE DROUGHT Mutomo")
    world.sets_aside()


@pytest.mark.parametrize(
    "words", ["same as yesterday but worse", "imeshuka", "vile vile", "hali mbaya zaidi"]
)
def test_words_of_change_alone_are_news_of_the_open_one(
    world: World, flood: str, lead: Phone, clt: Phone, words: str
) -> None:
    world.passes("31m")
    world.sets_aside()
    lead.texts(words)
    lead.expects("S1")
    clt.expects(f'S1 flood Kyuso, Kitui: "{words}"')
    world.sets_aside()

"""Second thoughts: UNDO, the same text again, questions in words, two events in one text."""

import pytest
from sqlalchemy import select

from sek_core.store.meetings import Invitation
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

    def test_a_note_is_taken_back_and_those_who_read_it_hear_that(
        self, world: World, flood: str, lead: Phone, clt: Phone
    ) -> None:
        clt.texts("NOTE S1 two bowsers go")
        world.sets_aside()
        clt.texts("UNDO")
        assert "Your note on S1 is taken back" in clt.expects("people know")
        lead.expects("S1 flood Kyuso", "took this note back", "two bowsers go")
        world.sets_aside()
        clt.texts("STATUS S1")
        assert ("a note taken back by" in clt.expects("S1")) == (world.channel == "telegram")

    @pytest.mark.parametrize("word", ["UNDO", "TENGUA T1"])
    @pytest.mark.parametrize(("did", "words"), [("lead", "DONE T1 all 40"), ("clt", "CANCEL T1")])
    def test_the_end_of_a_task_is_taken_back(
        self, world: World, lead: Phone, clt: Phone, did: str, words: str, word: str
    ) -> None:
        clt.texts("TASK Patrick Mburu, count the goats, 12 Dec")
        who, other = (lead, clt) if did == "lead" else (clt, lead)
        who.texts(words)
        if did == "clt":
            who.texts("yes")
        world.sets_aside()
        who.texts(word)
        assert "T1" in who.newest_text
        assert "open again" in who.newest_text or "imefunguliwa" in who.newest_text
        other.expects("T1 is open again by Sat 12 Dec", "count the goats", "Reply DONE T1")
        world.sets_aside()
        lead.texts("DONE T1 all 41")
        world.sets_aside()
        lead.texts("NOTE T1 and two sheep")
        world.sets_aside()
        lead.texts("UNDO")
        clt.expects("T1", "took this note back", "and two sheep")
        world.sets_aside()

    def test_a_guest_is_no_guest_any_more(self, world: World, lead: Phone) -> None:
        for text in ("GUEST Kitui county communication director 0300 000 077", "yes"):
            lead.texts(text)
        world.sets_aside()
        lead.texts("UNDO")
        lead.expects("county communication director is not invited to meetings in Kitui any more")
        world.sets_aside()

    def test_who_came_is_as_before(self, world: World, lead: Phone, clt: Phone) -> None:
        for text in ("MEETING 26 Nov 10am County HQ", "yes"):
            lead.texts(text)
        world.passes("2d")
        world.sets_aside()
        lead.texts("PRESENT M1 Kitui CLT Lead")
        world.passes("5s")
        lead.texts("PRESENT M1 Meshack Mulinge; Jane Mutua, director")
        world.sets_aside()
        lead.texts("UNDO")
        lead.expects("M1: what is known of", "Jane Mutua", "as it was before")
        world.passes("5s")
        lead.texts("ABSENT M1 Kitui CLT Lead")
        world.sets_aside()
        lead.texts("UNDO")
        lead.expects("M1: what is known of Kitui CLT Lead is as it was before")
        came = {row.person_id: row.present for row in _invitations(world)}
        assert (came[4], came[2]) == (True, None)
        world.sets_aside()

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


def _invitations(world: World) -> list[Invitation]:
    with world.program.database.reading() as session:
        return list(session.scalars(select(Invitation)))


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


class TestPlaceAndHazard:
    @pytest.mark.parametrize(
        "text", ["I was told wrong, it is at Mwingi", "sorry, the flood is not here but at Mwingi"]
    )
    def test_a_place_told_wrong_is_read_back(self, world: World, flood: str, lead: Phone, text: str) -> None:
        lead.texts(text)
        lead.expects("Change S1: Kyuso to Mwingi? 4 people will be told")
        lead.texts("1")
        lead.expects("S1 is now: FLOOD, severe, Mwingi, Kitui")
        assert world.incident().place == "Mwingi"
        world.sets_aside()

    def test_before_it_is_sent_a_place_is_changed_at_once(self, world: World, lead: Phone) -> None:
        lead.texts("flood Kyuso 3 households")
        lead.expects("Kyuso", "How bad?")
        lead.texts("sio kyuso ni mutomo")
        lead.expects("Mutomo", "Hali ni mbaya")
        assert world.incident().place == "Mutomo"

    def test_fix_takes_a_place_whose_name_is_a_common_word(
        self, world: World, flood: str, lead: Phone
    ) -> None:
        lead.texts("FIX S1 Mwingi")
        lead.expects("S1 is now: FLOOD, severe, Mwingi, Kitui")
        world.sets_aside()

    @pytest.mark.parametrize("text", ["my mistake, it is drought not flood", "nilikosea, ni ukame"])
    def test_a_hazard_told_wrong_is_read_back(self, world: World, flood: str, lead: Phone, text: str) -> None:
        lead.texts(text)
        lead.expects("S1", "1")
        lead.texts("1")
        assert world.incident().hazard == "drought"
        world.sets_aside()

    def test_a_number_is_put_right_while_a_county_is_asked_for(self, world: World, lead: Phone) -> None:
        lead.texts("flood in Voi road 3 households displaced")
        lead.expects("3 households", "For which county?")
        lead.texts("no wait, its 30 households")
        lead.expects("30 households", "For which county?")

    @pytest.mark.parametrize(
        "text", ["now also drought in Mutomo severe", "sorry to bother again, drought in Mutomo severe"]
    )
    def test_another_shock_is_no_correction(self, world: World, flood: str, lead: Phone, text: str) -> None:
        lead.texts(text)
        lead.expects("S2 DROUGHT")
        world.sets_aside()


class TestNumbers:
    @pytest.fixture
    def attack(self, world: World, lead: Phone) -> str:
        lead.texts("bandits attacked Tseikuru 2 killed")
        lead.expects("2 dead", "How bad?")
        world.sets_aside()
        return "S1"

    def test_a_correction_of_several_numbers_is_read_back(
        self, world: World, attack: str, lead: Phone
    ) -> None:
        lead.texts("correction, 3 killed 1 injured")
        lead.expects("Change S1: 2 to 3 dead, 1 injured?")
        lead.texts("1")
        assert world.incident().affected == {"deaths": 3, "injured": 1}
        world.sets_aside()

    @pytest.mark.parametrize("text", ["1 more has died", "mwingine amefariki", "one more body found"])
    def test_one_more_is_no_answer_to_how_bad(
        self, world: World, attack: str, lead: Phone, text: str
    ) -> None:
        lead.texts(text)
        lead.expects("3")
        assert world.incident().affected == {"deaths": 3}
        assert world.incident().severity is None
        world.sets_aside()

    def test_a_reference_and_a_number_of_the_reporter_complete_the_report(
        self, world: World, flood: str, lead: Phone
    ) -> None:
        lead.texts("S1 now 50 households")
        lead.expects("50 households")
        assert world.incident().affected == {"households": 50}
        world.sets_aside()

    def test_a_bare_number_counts_what_the_report_told_of(self, world: World, makueni_lead: Phone) -> None:
        makueni_lead.texts("ng'ombe zinakufa kwa wingi Kibwezi")
        makueni_lead.expects("UGONJWA WA MIFUGO")
        makueni_lead.texts("kama 40 hivi")
        makueni_lead.expects("mifugo 40")


@pytest.mark.parametrize(
    ("text", "county"), [("it is in Kitui", ["Kitui"]), ("sijui ward gani, ni karibu na Mwingi", ["Kitui"])]
)
def test_a_county_or_a_place_in_it_answers_which_county(
    world: World, lead: Phone, text: str, county: list[str]
) -> None:
    lead.texts("landslide kwa Nzau")
    lead.expects("For which county?")
    lead.texts(text)
    lead.expects("Kitui")
    assert world.incident().counties == county
    world.sets_aside()

"""How people speak, come back to what they said, and answer beside the question."""

import pytest

from tests.scenarios.conftest import Phone, World

ROSTER = """\
name,organisation,role,county,sectors,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,+254300000002,en
Kitui CLT Lead,USAID,clt_lead,Kitui,,+254300000004,en
Makueni CLT Lead,USAID,clt_lead,Makueni,,+254300000006,en
USAID Officer,USAID,usaid,,,+254300000008,en
RLA Secretariat,RLA,rla,,,+254300000009,en
FAO Focal Person,FAO,ip_focal,Kitui,livestock,+254300000010,en
"""


@pytest.fixture
def roster() -> str:
    return ROSTER


def _invited(world: World, lead: Phone) -> None:
    lead.texts("MEETING tomorrow 4pm County HQ")
    lead.texts("1")
    world.passes("1m")
    world.sets_aside()


class TestTheSick:
    def test_a_corrected_number_is_of_the_open_report(self, world: World, lead: Phone) -> None:
        lead.texts("cholera Kyuso 12 sick 2 died")
        lead.texts("sorry 14 sick")
        world["Kitui CLT Lead"].ignores()
        lead.expects("S1 DISEASE OUTBREAK", "12 people, 2 dead")
        lead.expects("Change S1: 12 to 14 people?")
        lead.texts("1")
        assert world.incident().affected == {"deaths": 2, "people": 14}
        world.sets_aside()

    @pytest.mark.parametrize(
        ("first", "then"),
        [
            ("cholera Kyuso severe 12 sick", "20 sick now"),
            ("drought Kyuso severe", "cattle 30 dead"),
            ("ukame Kyuso mkali", "ng'ombe 30 zimekufa"),
        ],
    )
    def test_later_numbers_without_a_place_are_asked_about(
        self, world: World, lead: Phone, first: str, then: str
    ) -> None:
        lead.texts(first)
        world.passes("1m")
        world.sets_aside()
        lead.texts(then)
        lead.expects("S1", "1", "2")
        lead.texts("1")
        numbers = world.incident().affected
        assert numbers in ({"people": 20}, {"livestock": 30})
        assert world.incident().ref == "S1"
        world.sets_aside()

    def test_the_dead_are_put_right_by_the_people(self, world: World, lead: Phone) -> None:
        lead.texts("3 children drowned in a dam in Katulani")
        world.sets_aside()
        lead.texts("actually it is 2 children, the third was found alive")
        lead.expects("Change S1: 3 to 2 dead?")
        world.sets_aside()


class TestAnotherCounty:
    @pytest.mark.parametrize("words", ["FIX S1 at Kibwezi", "sorry, it is Kibwezi not Kyuso"])
    def test_a_report_that_has_left_is_sent_anew(
        self, world: World, lead: Phone, clt: Phone, words: str
    ) -> None:
        lead.texts("drought Kyuso severe 40 households")
        world.sets_aside()
        lead.texts(words)
        lead.expects("Kibwezi is in Makueni, whose people were not told. Withdraw S1", "send it to Makueni?")
        clt.expects_nothing()
        lead.texts("1")
        lead.expects("S1 is withdrawn. S2 DROUGHT, severe, Kibwezi, Makueni, 40 households")
        clt.expects("S1 drought Kyuso, Kitui: withdrawn")
        world["Makueni CLT Lead"].expects("S2 SEVERE DROUGHT Kibwezi, Makueni. 40 households")
        world.sets_aside()

    def test_a_no_leaves_it(self, world: World, lead: Phone) -> None:
        lead.texts("drought Kyuso severe")
        world.sets_aside()
        lead.texts("FIX S1 at Kibwezi")
        lead.ignores()
        lead.texts("2")
        lead.expects("S1 stays as it was sent")

    def test_before_it_left_it_is_of_the_other_county(self, world: World, lead: Phone) -> None:
        lead.texts("drought Kyuso")
        lead.ignores()
        lead.texts("sorry, Kibwezi not Kyuso")
        lead.expects("DROUGHT, Kibwezi, Makueni. How bad?")
        lead.texts("3")
        world["Makueni CLT Lead"].expects("S1 SEVERE DROUGHT Kibwezi, Makueni")
        world.sets_aside()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("drought Mutomo", "FIX S1 severe"),
        ("drought", "FIX S1 at Mutomo severe"),
        ("ukame Mutomo", "SAHIHISHA S1 kali"),
    ],
)
def test_words_that_complete_a_report_send_it(
    world: World, lead: Phone, clt: Phone, first: str, then: str
) -> None:
    lead.texts(first)
    lead.ignores()
    lead.texts(then)
    clt.expects("S1 SEVERE DROUGHT Mutomo, Kitui")
    world.sets_aside()


@pytest.mark.parametrize(
    ("said", "severity"),
    [("not that bad, just minor", "minor"), ("si kali sana, wastani", "moderate"), ("not yet extreme", None)],
)
def test_a_denied_severity_does_not_count(world: World, lead: Phone, said: str, severity: str | None) -> None:
    lead.texts("drought Mutomo")
    lead.texts(said)
    assert world.incident().severity == severity
    world.sets_aside()


def test_a_doubtful_word_is_no_part_of_another_report(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("fire")
    lead.texts("flood Kyuso severe 30 households")
    assert "fire" not in clt.expects("S1 SEVERE FLOOD Kyuso, Kitui. 30 households").lower()
    world.sets_aside()


class TestWhichOfThese:
    HIT = "two boda riders are lying on the road at Kyuso after the probox hit them"

    def test_words_that_name_no_event_make_none(self, world: World, lead: Phone, fao: Phone) -> None:
        _invited(world, lead)
        fao.texts(self.HIT)
        fao.expects("Which of these is it?")
        fao.texts("I will attend")
        fao.expects("you come to M1")
        fao.texts("blue and green")
        fao.expects("Not understood. Which of these is it?")
        fao.texts("no thanks")
        fao.expects("Nothing was sent")

    def test_a_number_and_a_place_wait_for_the_event(self, world: World, lead: Phone) -> None:
        lead.texts("accident at Kyuso, 5 injured severe")
        lead.expects("Which of these is it?")
        lead.texts("correction 7 injured")
        lead.expects("Which of these is it?")
        lead.texts("a matatu overturned")
        lead.expects("S1 ROAD ACCIDENT, severe, Kyuso, Kitui, 7 injured")
        world.sets_aside()


class TestWithoutACommand:
    def test_a_wrong_place_alone_is_no_news(self, world: World, lead: Phone, clt: Phone) -> None:
        lead.texts("flood Kyuso severe")
        world.sets_aside()
        lead.texts("sorry wrong place")
        lead.expects("FIX S1", "CANCEL S1")
        clt.expects_nothing()

    def test_no_invitation_waits(self, world: World, lead: Phone, fao: Phone) -> None:
        fao.texts("I can't come on Thursday")
        fao.expects("No invitation waits for your answer", "AWAY until")
        lead.texts("MEETING 3 Dec 9am County HQ")
        lead.texts("1")
        lead.ignores()
        fao.texts("Count me in")
        fao.expects("M1", "Everybody is asked on Thu 26 Nov")

    def test_an_invitation_that_waits_is_asked_now(self, world: World, lead: Phone, fao: Phone) -> None:
        fao.texts("the thing about the other guys")
        fao.ignores()
        _invited(world, lead)
        fao.texts("sorry I will not make it tomorrow")
        fao.expects("M1", "Will you come?")
        fao.texts("2")
        fao.expects("not coming to M1")
        world.sets_aside()

    def test_will_do(self, world: World, lead: Phone, deputy: Phone) -> None:
        lead.texts("TASK deputy, count the goats, in a fortnight")
        lead.expects("by Tue 8 Dec")
        deputy.ignores()
        for words in ("will do", "nitafanya", "I have started"):
            deputy.texts(words)
            deputy.expects("T1")
        deputy.texts("not possible this month")
        lead.expects("cannot do T1")
        deputy.ignores()

    def test_an_absence_is_asked_about(self, world: World, clt: Phone) -> None:
        clt.texts("Gone to a funeral, back on Thursday")
        clt.expects("Are you away until Wed 25 Nov?")
        clt.texts("1")
        clt.expects("You are away until Wed 25 Nov")
        clt.texts("BACK")
        clt.expects("Welcome back")
        clt.texts("niko msibani hadi Ijumaa")
        clt.expects("Je, hupo hadi Ijumaa 27 Nov?")
        clt.texts("2")
        clt.expects("hujaenda likizo")

    def test_a_language(self, world: World, lead: Phone) -> None:
        lead.texts("change my language to Swahili")
        lead.expects("Kiswahili")
        lead.texts("tafadhali niandikie kwa Kiingereza")
        lead.expects("in English")
        lead.texts("flood Kyuso, people speak English there")
        lead.expects("FLOOD, Kyuso")

    def test_a_question_for_the_reporter_is_no_alarm(self, world: World, lead: Phone, clt: Phone) -> None:
        lead.texts("flood Kyuso severe")
        world.sets_aside()
        clt.texts("can you ask him how many are trapped")
        clt.expects("About S1 flood Kyuso?")
        lead.texts("any help coming?")
        lead.expects("Nobody has taken it yet")
        world.sets_aside()


def test_the_later_part_of_a_note_joins_it(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("flood Kyuso severe")
    clt.texts("ok s1")
    world.sets_aside()
    clt.texts(
        "NOTE S1 the county has sent two bowsers of water to the villages along the river and the chief has "
        "opened the school for all the families that left their homes and"
    )
    clt.texts("they will get food from the Red Cross tomorrow")
    lead.ignores()
    clt.expects("Noted on S1")
    clt.expects("Noted on S1")
    world.sets_aside()
    clt.texts(
        "CLOSE S1 water was brought to all 400 households along the river, and the families have gone back "
        "to their homes, the school is free again, and the road to the market is being"
    )
    clt.texts("repaired by the county")
    lead.expects("closed by the Kitui CLT lead")
    lead.expects('"repaired by the county"')
    world.sets_aside()


def test_a_meeting_in_words(world: World, lead: Phone, fao: Phone) -> None:
    lead.texts("MEETING 3 Dec 9am County HQ")
    lead.texts("1")
    world.sets_aside()
    lead.texts("MEETING M1")
    lead.expects("M1 SEK meeting Kitui Thu 3 Dec 9:00")
    fao.texts("ITEM M1 boreholes in Kyuso")
    fao.expects("On the agenda of M1")
    fao.texts("ITEM M1 Boreholes in Kyuso.")
    fao.expects("already")
    lead.texts("MOVE M1 same time next Monday at 2 in the afternoon")
    lead.expects("to Mon 30 Nov 14:00, County HQ?")


def test_who_is_here_while_they_come(world: World, lead: Phone, fao: Phone) -> None:
    _invited(world, lead)
    world.passes("29h")
    world.passes("45m")
    world.sets_aside()
    fao.texts("HERE NAIROBI")
    fao.expects("That is not the word of M1")
    fao.texts("HERE")
    fao.expects("you are at M1")
    lead.texts("M1")
    lead.expects("Here now: FAO")


def test_a_digest_that_says_nothing_new_waits(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("drought Mutomo moderate")
    clt.texts("ok s1")
    world.passes("1m")
    world.sets_aside()
    mornings = []
    for _ in range(5):
        world.passes("24h")
        mornings.append(any("yours since" in text for text in clt.unread))
        world.sets_aside()
    # Wednesday, Thursday, then again on Monday
    assert mornings == [True, True, False, False, False]
    world.passes("24h")
    assert any("yours since" in text for text in clt.unread)
    world.sets_aside()


class TestThoseWhoAct:
    def test_two_are_taken_at_once(self, world: World, lead: Phone, clt: Phone) -> None:
        lead.texts("flood Kyuso severe")
        lead.texts("drought Mutomo severe")
        world.sets_aside()
        clt.texts("ok s1 s2")
        clt.expects("You have S1", "You have S2")
        world.sets_aside()

    def test_what_a_holder_cannot_do_is_given_back(self, world: World, lead: Phone, clt: Phone) -> None:
        lead.texts("flood Kyuso severe")
        clt.texts("ok s1")
        world.sets_aside()
        clt.texts("I cannot handle this, please give to someone else")
        clt.expects("About S1 flood Kyuso? 1 I give it back")
        clt.texts("1")
        clt.expects("You gave S1 back")
        world.sets_aside()

    def test_what_follows_from_a_shock_is_of_it(self, world: World, lead: Phone, clt: Phone) -> None:
        lead.texts("flood Kyuso severe")
        clt.texts("ok s1")
        world.sets_aside()
        clt.texts("nimewasiliana na chifu, watu wamehamishwa")
        clt.expects("Ni kuhusu S1 mafuriko Kyuso?")
        clt.texts("tell me more about s1")
        clt.expects("flood Kyuso severe")
        clt.texts("pass S1 to usaid please")
        clt.expects("You gave S1 to USAID Officer")
        world.sets_aside()

    def test_questions_about_a_meeting_and_a_task(
        self, world: World, lead: Phone, deputy: Phone, fao: Phone
    ) -> None:
        _invited(world, lead)
        for words in ("which venue?", "saa ngapi?", "is it this Friday?"):
            fao.texts(words)
            fao.expects("M1", "County HQ")
        fao.texts("what is the agenda")
        fao.expects("on the agenda of M1")
        lead.texts("TASK deputy, count goats, tomorrow")
        lead.ignores()
        deputy.ignores()
        deputy.texts("which goats?")
        lead.expects('"which goats?"')
        deputy.expects("Noted on T1")


def test_more_than_a_digit_keeps_the_severity(world: World, lead: Phone) -> None:
    lead.texts("drought Kyuso")
    lead.texts("3, na watu wanahama")
    assert world.incident().severity == "severe"
    world.sets_aside()


def test_deleting_a_report_is_no_news(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("flood Kyuso severe")
    world.sets_aside()
    lead.texts("delete my report")
    lead.expects("CANCEL S1")
    clt.expects_nothing()


def test_a_place_that_is_not_known_is_left_out(world: World, lead: Phone) -> None:
    lead.texts("flood")
    lead.expects("Where?")
    lead.texts("i dont know the ward")
    lead.expects("FLOOD, Kitui. How bad?")


def test_who_asks_for_help_after_a_report_asks_about_it(world: World, lead: Phone) -> None:
    lead.texts("flood Kyuso severe")
    world.sets_aside()
    lead.texts("who will help us?")
    lead.expects("S1 flood Kyuso", "Nobody has taken it yet")
    world.sets_aside()

"""ESCALATE: a recipient passes an alert on before its time."""

import pytest

from tests.scenarios.climbing import history, ignore, steps, waits
from tests.scenarios.conftest import Phone, World


@pytest.mark.usefixtures("disease")
class TestEscalate:
    @pytest.mark.parametrize("words", ["ESCALATE S1", "escalate", "s1 escalate please", "PANDISHA S1"])
    def test_the_reporter_need_not_wait(self, world: World, lead: Phone, words: str) -> None:
        lead.texts(words)
        lead.expects("S1", "2", "Kitui CLT Member, USAID")
        world["Kitui CLT Member"].expects("S1 ESCALATED, step 2: asked for by the Kitui county lead.")
        assert waits(world) == ["0:30:00"]
        assert history(world, "escalated") == ["escalated clt Kitui step 2: 1 told"]

    def test_at_the_last_step_it_says_so(self, world: World, deputy: Phone, lead: Phone) -> None:
        deputy.texts("escalate s1")
        deputy.expects("S1 is now at step 2. Asked to take it: Kitui CLT Member, USAID")
        deputy.texts("escalate s1")
        deputy.expects("S1 is now at step 3. Asked to take it: SEK Chair, USAID")
        lead.expects("not yet taken, now also with the SEK chair")
        deputy.texts("escalate s1")
        assert len(deputy.expects("S1 is at its last step", "please phone")) <= 160
        ignore(world, "Kitui CLT Member", "SEK Chair")
        assert waits(world) == ["0:30:00"]

    def test_others_may_not(self, world: World, makueni_lead: Phone, makueni_clt: Phone) -> None:
        makueni_clt.texts("escalate s1")
        makueni_clt.expects("Only the reporter, the leads of the county")
        makueni_lead.texts("pandisha")
        makueni_lead.expects("Hakuna kilicho wazi kwa ESCALATE")
        assert steps(world) == [1]

    def test_which_one_is_asked(self, world: World, lead: Phone) -> None:
        lead.texts("drought Nuu ward severe")
        ignore(
            world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"
        )
        lead.texts("escalate")
        lead.expects("Which one?", "ESCALATE S2 - drought", "ESCALATE S1 - livestock")

    def test_what_is_taken_stays_with_its_holder_and_what_is_closed_stays(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        clt.texts("ok")
        ignore(world, "Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")
        lead.texts("escalate s1")
        lead.expects("S1 stays with the Kitui CLT lead. Asked beside them: Kitui CLT Member, USAID")
        world["Kitui CLT Member"].expects("S1 ESCALATED by the Kitui county lead", "With the Kitui CLT lead")
        clt.expects("the Kitui county lead asks for more", "You still have it")
        clt.texts("close s1 vaccinated")
        world.sets_aside()
        lead.texts("escalate s1")
        lead.expects("S1 is closed already")
        lead.texts("escalate s9")
        lead.expects("There is no S9")

    def test_half_a_report_waits_for_its_answer(self, world: World, lead: Phone) -> None:
        lead.texts("drought Mutomo")
        lead.expects("How bad?")
        lead.texts("escalate s2")
        lead.expects("S2 was not sent yet")

    def test_status_says_how(self, lead: Phone) -> None:
        lead.texts("status s1")
        lead.expects("Sent, not yet taken. ESCALATE S1 asks the next people now")


@pytest.fixture
def taken(world: World, disease: None, clt: Phone) -> None:
    """Let the CLT lead take the disease."""
    clt.texts("ok s1")
    world.sets_aside()


@pytest.mark.usefixtures("taken")
class TestBesideHolder:
    def test_the_next_people_are_asked_and_it_stays_with_its_holder(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        clt.texts("note s1 the vet is on the way")
        world.sets_aside()
        lead.texts("escalate s1")
        lead.expects("S1 stays with the Kitui CLT lead. Asked beside them: Kitui CLT Member, USAID")
        said = world["Kitui CLT Member"].expects(
            "S1 ESCALATED by the Kitui county lead: SEVERE LIVESTOCK DISEASE Mutomo, Kitui",
            "With the Kitui CLT lead since 10:04",
            "the vet is on the way",
            "NOTE S1 ... to help, GIVE S1 me takes it over",
        )
        assert len(said) <= 459
        clt.expects(
            "S1", "the Kitui county lead asks for more", "Kitui CLT Member, USAID", "You still have it"
        )
        assert world.incident().status == "taken"
        assert waits(world) == []
        assert history(world, "escalated") == ["escalated step 2: 1 told, beside the holder"]

    def test_those_asked_hear_what_follows_and_may_take_it_over(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        member = world["Kitui CLT Member"]
        lead.texts("escalate s1")
        world.sets_aside()
        clt.texts("note s1 the vet is there")
        member.expects('"the vet is there"')
        world.sets_aside()
        member.texts("give s1 me")
        member.expects("You have S1")
        clt.expects("taken by Kitui CLT Member")
        world.sets_aside()

    def test_the_holder_may_ask_for_it_and_then_hears_it_once(self, world: World, clt: Phone) -> None:
        clt.texts("escalate s1")
        clt.expects("Asked beside them: Kitui CLT Member, USAID")
        world["Kitui CLT Member"].expects("S1 ESCALATED by the Kitui CLT lead")
        world["Patrick Mburu"].expects(
            "still with the Kitui CLT lead: the Kitui CLT lead asks for more. Asked now: Kitui CLT Member"
        )

    def test_step_by_step_to_the_last(self, world: World, lead: Phone, chair: Phone) -> None:
        lead.texts("escalate s1")
        lead.texts("escalate s1")
        chair.expects("S1 ESCALATED by the Kitui county lead", "With the Kitui CLT lead")
        world.sets_aside()
        lead.texts("escalate s1")
        lead.expects("S1 is with the Kitui CLT lead, and no one is left to ask beside them")

    def test_others_may_not(self, makueni_clt: Phone) -> None:
        makueni_clt.texts("escalate s1")
        makueni_clt.expects("Only the reporter, the leads of the county")

    @pytest.mark.parametrize(
        "words",
        [
            "nothing has been done about S1",
            "Nothing has been done",
            "nobody came",
            "we are still waiting for help",
            "hakuna kilichofanyika",
            "bado tunasubiri",
            "bado",
            "not yet",
        ],
    )
    def test_words_of_a_reporter_who_still_waits_are_read_back(
        self, world: World, lead: Phone, clt: Phone, words: str
    ) -> None:
        lead.texts(words)
        assert "1" in lead.expects("S1", "2")
        world["Kitui CLT Member"].expects_nothing()
        lead.texts("1")
        lead.expects("S1", "Kitui CLT Member, USAID")
        world["Kitui CLT Member"].expects("S1 ESCALATED by the Kitui county lead")
        clt.expects("You still have it")

    @pytest.mark.parametrize("answer", ["2", "no"])
    def test_no_leaves_it(self, world: World, lead: Phone, answer: str) -> None:
        lead.texts("nothing has been done about S1")
        lead.expects(
            "S1 livestock disease Mutomo, Kitui is with the Kitui CLT lead. Ask the next people too?",
            "1 Yes 2 No",
        )
        lead.texts(answer)
        lead.expects("S1 stays as it is. ESCALATE S1 asks the next people")
        assert steps(world) == [1]

    def test_bado_alone_with_two_reports_is_not_read_so(self, world: World, lead: Phone) -> None:
        lead.texts("drought Nuu ward severe")
        world.sets_aside()
        lead.texts("bado")
        assert "ESCALATE" not in lead.unread[-1] and "Ask the next" not in lead.unread[-1]
        world.sets_aside()
        assert steps(world) == [1, 1]

    def test_bado_to_a_question_answers_it(self, world: World, lead: Phone) -> None:
        lead.texts("drought Nuu ward")
        lead.expects("How bad?")
        lead.texts("bado")
        assert "Ask the next" not in lead.unread[-1]
        world.sets_aside()
        world.passes("5m")
        world.sets_aside()

    def test_of_one_that_did_not_report_it_the_words_ask_for_nothing(
        self, world: World, usaid: Phone
    ) -> None:
        usaid.texts("nobody came")
        assert "Ask the next" not in usaid.unread[-1]
        world.sets_aside()


@pytest.mark.usefixtures("disease")
def test_of_an_open_one_the_words_take_the_next_step(world: World, lead: Phone) -> None:
    lead.texts("nothing has been done about S1")
    lead.expects("S1 livestock disease Mutomo, Kitui: nobody has it yet. Ask the next people now?", "1 Yes")
    lead.texts("1")
    lead.expects("S1 is now at step 2. Asked to take it: Kitui CLT Member, USAID")
    world["Kitui CLT Member"].expects("S1 ESCALATED, step 2: asked for by the Kitui county lead.")


@pytest.mark.usefixtures("disease")
def test_bado_alone_says_nothing_of_an_open_one(world: World, lead: Phone) -> None:
    lead.texts("bado")
    assert "Ask the next" not in lead.unread[-1]
    world.sets_aside()

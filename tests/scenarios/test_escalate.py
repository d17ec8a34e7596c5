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

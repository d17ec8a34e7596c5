"""FIX, ADD, CANCEL; a correction in passing; a text that came in parts."""

import pytest

from bot.cli import listing
from sek_core.store.incidents import ReportRow, Track
from tests.scenarios.conftest import Phone, World


@pytest.fixture
def drought(world: World, deputy: Phone) -> str:
    """Report a drought at Mutomo, known to all recipients; return its reference."""
    deputy.texts("DROUGHT MUTOMO severe 400 households")
    deputy.expects("S1")
    world.everyone_expects("S1", besides=deputy)
    return "S1"


class TestFix:
    def test_those_who_were_told_hear_once_what_changed(
        self, world: World, drought: str, deputy: Phone
    ) -> None:
        deputy.texts("FIX S1 40 households at Ikutha, moderate")
        deputy.expects("S1 is now: DROUGHT, moderate, Ikutha, Kitui, 40 households", "have the update")
        world.everyone_expects(
            "S1 drought Ikutha, Kitui, corrected: Mutomo to Ikutha, severe to moderate, 400 to 40 households",
            "Meshack Mulinge, KCDMS 10:04",
            besides=deputy,
        )

    def test_the_hazard_too(self, world: World, drought: str, deputy: Phone) -> None:
        deputy.texts("fix s1 it is a water shortage")
        deputy.expects("S1 is now: WATER SHORTAGE, severe, Mutomo")
        world.everyone_expects("corrected: drought to water shortage", besides=deputy)

    def test_in_swahili_and_without_a_reference(self, world: World, drought: str, deputy: Phone) -> None:
        deputy.texts("SAHIHISHA familia 40")
        deputy.expects("S1 sasa ni: UKAME, mkali, Mutomo, Kitui, familia 40")
        world.everyone_expects("400 to 40 households", besides=deputy)

    def test_words_that_are_no_fact_go_to_them_as_they_are(
        self, world: World, drought: str, deputy: Phone
    ) -> None:
        deputy.texts("FIX S1 the chief was not there")
        deputy.expects("Your words are added to S1")
        world.everyone_expects('"the chief was not there"', besides=deputy)

    def test_without_words_they_are_asked_for(self, world: World, drought: str, deputy: Phone) -> None:
        deputy.texts("FIX S1")
        deputy.expects("What is right about S1?", "(0 skip)")
        deputy.texts("40 households")
        deputy.expects("S1 is now", "40 households")
        world.everyone_expects("400 to 40 households", besides=deputy)
        deputy.texts("FIX")
        deputy.expects("What is right about S1?")
        deputy.texts("0")
        deputy.expects("S1 stays as it was sent")

    def test_only_by_who_reported_it(self, world: World, drought: str, clt: Phone, lead: Phone) -> None:
        clt.texts("FIX S1 40 households")
        clt.expects("Only who reported S1 changes it", "NOTE S1")
        lead.texts("FIX 40 households")
        lead.expects("You have no report open")
        lead.texts("FIX S9 40 households")
        lead.expects("There is no S9")

    def test_before_it_was_sent_nobody_needs_to_know(self, world: World, deputy: Phone) -> None:
        deputy.texts("drought Mutomo 400 households")
        deputy.expects("How bad?")
        deputy.texts("FIX 40 households")
        deputy.expects("DROUGHT, Mutomo, Kitui, 40 households", "How bad?")
        deputy.texts("3")
        deputy.expects("S1 DROUGHT, severe, Mutomo, Kitui, 40 households. Sent to")
        world.everyone_expects("40 households", besides=deputy)

    def test_after_it_is_closed_it_is_over(
        self, world: World, drought: str, deputy: Phone, clt: Phone
    ) -> None:
        clt.texts("close s1 rain has come")
        world.everyone_ignores()
        deputy.texts("FIX S1 40 households")
        deputy.expects("S1 is not open")

    def test_every_version_is_kept(self, world: World, drought: str, deputy: Phone, clt: Phone) -> None:
        deputy.texts("FIX S1 40 households")
        deputy.ignores()
        world.everyone_expects("corrected", besides=deputy)
        clt.texts("MORE S1")
        clt.expects("DROUGHT MUTOMO severe 400 households / 40 households")
        with world.program.database.reading() as session:
            assert [row.kind for row in session.query(ReportRow).order_by(ReportRow.id)] == [
                "report",
                "words",
            ]
            (line,) = listing.incidents(session)
        assert line["reports"] == 1

    def test_a_severity_that_is_corrected_decides_when_the_next_step_is_due(
        self, world: World, drought: str, deputy: Phone
    ) -> None:
        deputy.texts("FIX S1 minor")
        deputy.ignores()
        world.everyone_expects("severe to minor", besides=deputy)
        with world.program.database.reading() as session:
            due = session.query(Track.due_at).filter(Track.due_at.is_not(None)).scalar()
        assert due is not None
        assert (due - world.clock.now()).total_seconds() == 24 * 3600


class TestAdd:
    def test_what_is_new_is_told(self, world: World, drought: str, deputy: Phone) -> None:
        deputy.texts("ADD S1 20 goats dead, the school is closed")
        deputy.expects("S1 is now: DROUGHT, severe, Mutomo, Kitui, 400 households, 20 animals")
        world.everyone_expects(
            "S1 drought Mutomo, Kitui, added: 20 animals", "the school is closed", besides=deputy
        )

    def test_what_is_known_stays(self, world: World, drought: str, deputy: Phone) -> None:
        deputy.texts("ongeza s1 familia 30 zaidi")
        deputy.expects("Maneno yako yameongezwa kwenye S1")
        world.everyone_expects('"familia 30 zaidi"', besides=deputy)
        assert world.incident().affected == {"households": 400}


class TestDeaths:
    @pytest.fixture
    def three(self, world: World, deputy: Phone) -> None:
        deputy.texts("flood Mutomo severe 3 people dead")
        world.sets_aside()

    @pytest.mark.parametrize(
        ("answer", "dead", "told"),
        [("1", 4, "added: 3 to 4 dead"), ("2", 1, "added: 3 to 1 dead"), ("0", 3, "")],
    )
    def test_fewer_are_asked_about_once(
        self,
        world: World,
        three: None,
        deputy: Phone,
        lead: Phone,
        clt: Phone,
        answer: str,
        dead: int,
        told: str,
    ) -> None:
        deputy.texts("ADD S1 1 dead")
        deputy.expects("S1 says 3 dead", "How many are dead? 1 Now 4 (1 more) 2 Now 1 (correction)")
        clt.expects('S1 flood Mutomo, Kitui: "1 dead" the Kitui deputy county lead')
        world.sets_aside()
        deputy.texts(answer)
        deputy.expects("S1")
        if told:
            lead.expects(told)
        assert world.incident().affected == {"deaths": dead}
        world.sets_aside()

    @pytest.mark.parametrize(
        ("words", "number"),
        [
            ("1 more dead", 4),
            ("another 2 people dead", 5),
            ("mwingine 1 amekufa", 4),
            ("sorry only 1 person dead", 1),
            ("5 dead", 5),
            ("more than 4 people dead", 4),
            ("zaidi ya watu 6 wamekufa", 6),
            ("1 more dead, 20 more households", 4),
        ],
    )
    def test_words_that_say_what_they_are_need_no_question(
        self, world: World, three: None, deputy: Phone, words: str, number: int
    ) -> None:
        deputy.texts(f"ADD S1 {words}")
        world.sets_aside()
        assert world.incident().affected["deaths"] == number

    def test_further_deaths_come_on_top_of_the_reporters_own(
        self, world: World, three: None, deputy: Phone, lead: Phone
    ) -> None:
        lead.texts("flood Mutomo 5 people dead")
        lead.texts("same")
        deputy.texts("ADD S1 1 more dead")
        world.sets_aside()
        assert world.incident().affected == {"deaths": 5}
        lead.texts("ADD S1 1 more dead")
        world.sets_aside()
        assert world.incident().affected == {"deaths": 6}


class TestCancel:
    def test_everyone_who_was_told_is_told(self, world: World, drought: str, deputy: Phone) -> None:
        deputy.texts("CANCEL S1")
        deputy.expects("Withdraw S1 drought Mutomo, Kitui? 4 people will be told", "1 Yes 2 No")
        deputy.texts("1")
        deputy.expects("S1 drought Mutomo, Kitui is withdrawn. The 4 people who were told know", "REOPEN S1")
        world.everyone_expects(
            "S1 drought Mutomo, Kitui: withdrawn by Meshack Mulinge, KCDMS 10:04. Nothing need be done",
            besides=deputy,
        )
        assert world.incident().status == "cancelled"
        world["Kitui CLT Lead"].texts("ok s1")
        world["Kitui CLT Lead"].expects("S1 is not open. STATUS S1")
        world["Kitui CLT Lead"].texts("status s1")
        world["Kitui CLT Lead"].expects("Withdrawn by the reporter")
        deputy.texts("cancel s1")
        deputy.expects("S1 is not open")
        world.passes("2d")

    def test_before_it_was_sent_nothing_is_sent(self, world: World, deputy: Phone) -> None:
        deputy.texts("mafuriko")
        deputy.expects("Wapi?")
        deputy.texts("GHAIRI")
        deputy.expects("Hakuna kilichotumwa")
        world.passes("10m")
        deputy.expects_nothing()
        assert world.incident().status == "cancelled"

    def test_after_a_day_it_is_too_late(self, world: World, drought: str, deputy: Phone) -> None:
        world.passes("25h")
        world["Kitui CLT Member"].expects("S1 ESCALATED")  # it had no holder all that time
        deputy.texts("CANCEL S1")
        deputy.expects("S1 is older than 24 hours", "NOTE S1")
        assert world.incident().status == "open"

    def test_only_by_who_reported_it(self, world: World, drought: str, clt: Phone) -> None:
        clt.texts("CANCEL S1")
        clt.expects("Only who reported S1")

    def test_whoever_has_taken_it_hears_of_it(
        self, world: World, lead: Phone, drought: str, deputy: Phone, usaid: Phone
    ) -> None:
        usaid.texts("ok s1")
        world.everyone_ignores(besides=lead)
        deputy.texts("cancel s1")
        deputy.expects("Withdraw S1")
        deputy.texts("yes")
        deputy.expects("withdrawn")
        world.everyone_expects("withdrawn by Meshack Mulinge", besides=deputy)


class TestInPassing:
    @pytest.mark.parametrize(
        "text",
        [
            "sorry 40 not 400",
            "Sorry, 40 not 400",
            "40 not 400",
            "samahani 40 sio 400",
            "I meant 40",
            "sorry not 400 but 40",
        ],
    )
    def test_a_number_is_asked_about_and_changed(
        self, world: World, drought: str, deputy: Phone, text: str
    ) -> None:
        deputy.texts(text)
        asked = deputy.expects("S1", "400", "40", "1 ", "2 ")
        assert len(asked) <= 160
        deputy.texts("1")
        deputy.expects("S1", "40")
        world.everyone_expects("400 to 40 households", besides=deputy)
        assert world.incident().affected == {"households": 40}

    def test_a_severity(self, world: World, drought: str, deputy: Phone) -> None:
        deputy.texts("sorry moderate not severe")
        deputy.expects("Change S1: severe to moderate?")
        deputy.texts("yes")
        deputy.expects("S1 is now: DROUGHT, moderate")
        world.everyone_expects("severe to moderate", besides=deputy)

    def test_no_changes_nothing(self, world: World, drought: str, deputy: Phone) -> None:
        deputy.texts("sorry 40 not 400")
        deputy.expects("Change S1: 400 to 40 households? 4 people will be told. 1 yes 2 no")
        deputy.texts("no")
        deputy.expects("S1 stays as it was sent", "400 households")
        assert world.incident().affected == {"households": 400}

    def test_before_it_was_sent_it_is_not_asked_about(self, world: World, deputy: Phone) -> None:
        deputy.texts("drought Mutomo 400 households")
        deputy.expects("How bad?")
        deputy.texts("sorry 40 not 400")
        deputy.expects("DROUGHT, Mutomo, Kitui, 40 households", "How bad?")
        deputy.texts("minor")
        deputy.expects("S1 DROUGHT, minor, Mutomo, Kitui, 40 households")
        world.everyone_expects("40 households", besides=deputy)

    def test_after_half_an_hour_it_is_not_taken_for_one(
        self, world: World, drought: str, deputy: Phone
    ) -> None:
        world.passes("31m")
        world["Kitui CLT Member"].expects("S1 ESCALATED")
        deputy.texts("sorry 40 not 400")
        deputy.expects("Not understood, so a coordinator reads it")


class TestParts:
    def test_what_follows_within_two_minutes_belongs_to_it(
        self, world: World, drought: str, deputy: Phone
    ) -> None:
        world.passes("1m")
        deputy.texts("and the children walk ten km every day")
        deputy.expects("Your words are added to S1")
        world.everyone_expects('"and the children walk ten km every day"', besides=deputy)

    def test_what_follows_a_report_that_is_over_is_read_back_as_an_answer(
        self, world: World, drought: str, deputy: Phone, clt: Phone
    ) -> None:
        clt.texts("CLOSE S1 bowsers were sent")
        clt.expects("S1 is closed")
        world.everyone_expects("S1", "closed", besides=clt)
        deputy.texts("the blue one is there")
        deputy.expects('Is S1 solved? "the blue one is there" 1 Yes 2 Partly 3 No')
        assert world.incident().status == "closed"

    def test_while_a_question_is_open_it_stays(self, world: World, deputy: Phone) -> None:
        deputy.texts("drought Mutomo")
        deputy.expects("How bad?")
        deputy.texts("and the children walk ten km every day")
        deputy.expects("DROUGHT, Mutomo, Kitui", "How bad?")
        deputy.texts("3")
        deputy.expects("S1 DROUGHT, severe, Mutomo")
        world.everyone_expects("S1", besides=deputy)
        world["Kitui CLT Lead"].texts("more s1")
        world["Kitui CLT Lead"].expects("the children walk ten km")

    def test_later_it_is_a_text_of_its_own(self, world: World, drought: str, deputy: Phone) -> None:
        world.passes("3m")
        deputy.texts("and the children walk ten km every day")
        deputy.expects("Which of these is it?", "0 no report")
        assert [row.kind for row in self.reports(world)] == ["report"]

    def test_thanks_are_thanks(self, world: World, drought: str, deputy: Phone) -> None:
        deputy.texts("asante sana")
        deputy.expects("HELP")
        assert len(self.reports(world)) == 1

    def reports(self, world: World) -> list[ReportRow]:
        with world.program.database.reading() as session:
            return session.query(ReportRow).order_by(ReportRow.id).all()

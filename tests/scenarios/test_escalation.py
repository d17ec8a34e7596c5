"""Escalation: an alert without an answer climbs until a recipient takes it."""

from datetime import timedelta

import pytest

from sek_core.messages.channel import Refused
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident, Recipient
from tests.scenarios.climbing import DISEASE, EVERYBODY, history, ignore, steps, waits
from tests.scenarios.conftest import ROSTER, Phone, World

OTHER_MEMBER = "Other Member,USAID,clt_member,Kitui,markets_trade,+254300000010,en\n"


@pytest.mark.usefixtures("disease")
class TestNobodyAnswers:
    def test_it_climbs_to_the_end_and_the_reporter_knows(
        self, world: World, lead: Phone, chair: Phone, rla: Phone
    ) -> None:
        world.enrols(ROSTER + OTHER_MEMBER)
        world.passes("29m")
        world.no_more()
        world.passes("1m")
        escalated = world["Kitui CLT Member"].expects(
            "S1 ESCALATED, step 2: the CLT lead has not answered in 30 min.",
            "SEVERE LIVESTOCK DISEASE Mutomo, Kitui.",
            "at Kyatune",
            "Patrick Mburu, KIWASH 10:04.",
        )
        assert escalated.endswith("Reply OK S1 to take it")
        world.no_more()
        world.passes("30m")
        for phone in (world["Other Member"], chair):
            phone.expects("S1 ESCALATED, step 3: the CLT member has not answered in 30 min.", "Reply OK S1")
        lead.expects(
            "S1 livestock disease Mutomo, Kitui: not yet taken, now also with the other Kitui CLT members"
            " and the SEK chair"
        )
        world.passes("30m")
        for phone in (chair, rla):
            phone.expects("S1 was taken by nobody, and its last step has passed: SEVERE LIVESTOCK DISEASE")
        lead.expects("S1 livestock disease Mutomo, Kitui: nobody has taken it. Told of that: SEK chair, RLA.")
        assert waits(world) == []
        world.passes("7d")  # nothing more but the week's digest, to those whom it is for
        ignore(world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "RLA Secretariat")
        ignore(world, "Kitui CLT Member", "Other Member", "USAID Officer", "SEK Chair")
        world.no_more()
        assert history(world, "escalated", "exhausted") == [
            "escalated clt Kitui step 2: 1 told",
            "escalated clt Kitui step 3: 2 told",
            "exhausted clt Kitui step 3: nobody took it",
        ]

    def test_an_answer_stops_it(self, world: World, clt: Phone) -> None:
        world.passes("29m")
        clt.texts("ok")
        clt.expects("You have S1")
        ignore(world, "Patrick Mburu", "USAID Officer", "RLA Secretariat")
        world.passes("3h")
        assert steps(world) == [1]

    def test_usaid_takes_it_and_it_climbs_no_more(self, world: World, usaid: Phone) -> None:
        usaid.texts("ok s1")
        usaid.expects("You have S1")
        ignore(world, "Patrick Mburu", "Kitui CLT Lead", "RLA Secretariat")
        world.passes("3h")

    def test_whoever_is_asked_later_hears_who_took_it(self, world: World) -> None:
        world.passes("30m")
        world["Kitui CLT Member"].texts("ok thanks")
        world["Kitui CLT Member"].expects("ESCALATED")
        world["Kitui CLT Member"].expects("You have S1")
        for name in ("Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"):
            world[name].expects("S1", "taken by Kitui CLT Member, USAID 10:34")

    def test_given_back_it_waits_anew_at_its_step(self, world: World, chair: Phone) -> None:
        member = world["Kitui CLT Member"]
        world.passes("30m")
        member.texts("ok")
        world.passes("1h")
        member.texts("release")
        ignore(
            world, "Kitui CLT Member", "Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"
        )
        assert (steps(world), waits(world)) == ([2], ["0:30:00"])
        world.passes("29m")
        world.no_more()
        world.passes("1m")
        chair.expects("S1 ESCALATED, step 3: nobody has taken it in 30 min.")
        world["Patrick Mburu"].expects("not yet taken")

    def test_a_clock_that_was_dead_for_a_day_takes_one_step_and_says_so(
        self, world: World, chair: Phone
    ) -> None:
        world.passes("1d")
        world["Kitui CLT Member"].expects(
            "S1 ESCALATED, step 2, 23 h 30 min late: the CLT lead has not answered in 1 day."
        )
        world.no_more()
        assert history(world, "escalated") == ["escalated clt Kitui step 2: 1 told, 23:30:00 late"]
        assert waits(world) == ["0:30:00"]
        world.passes("31m")
        assert "late" not in chair.expects("S1 ESCALATED, step 3: the CLT member has not answered in 31 min")
        world["Patrick Mburu"].expects("not yet taken")

    def test_quiet_hours_hold_back_nothing(self, world: World, deputy: Phone) -> None:
        world.passes("29m")
        world["Kitui CLT Lead"].texts("ok")
        ignore(world, "Kitui CLT Lead", "Patrick Mburu", "USAID Officer", "RLA Secretariat")
        world.clock.forward(world.clock.now().replace(hour=23, minute=0) - world.clock.now())  # 2:00
        deputy.texts("flood Kyuso extreme")
        ignore(
            world, "Meshack Mulinge", "Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"
        )
        world.passes("15m")
        for name in ("Kitui CLT Member", "SEK Chair"):
            world[name].expects("S2 ESCALATED, step 3", "has not answered in 15 min")
        deputy.expects("S2 flood Kyuso, Kitui: not yet taken")

    def test_a_severity_known_later_counts_from_the_beginning_of_the_step(
        self, world: World, lead: Phone
    ) -> None:
        world.passes("20m")
        lead.texts("fix s1 extreme")
        ignore(
            world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"
        )
        world.passes("1s")
        alert = world["Kitui CLT Member"].expects(
            "S1 ESCALATED, step 2: the CLT lead has not answered in 20 min"
        )
        assert "late" not in alert
        assert waits(world) == ["0:15:00"]

    def test_an_ok_while_the_step_waits_to_be_sent(self, world: World, clt: Phone) -> None:
        """Calls to take an incident that has a holder annoy people most."""
        member = world["Kitui CLT Member"]
        world.fails(member.number, Refused("HTTP 500"))
        world.passes("30m")
        member.expects_nothing()
        clt.texts("ok s1")
        clt.expects("You have S1")
        world.heals(member.number)
        world.passes("5m")
        member.expects("S1", "taken by the Kitui CLT lead")
        with world.program.database.reading() as session:
            alert = session.query(Delivery).filter_by(kind="alert", step=2).one()
            assert (alert.status, alert.error) == ("skipped", "no longer waiting to be taken")
        ignore(world, "Patrick Mburu", "USAID Officer", "RLA Secretariat")

    def test_a_withdrawn_one_climbs_no_more(self, world: World, lead: Phone) -> None:
        lead.texts("cancel s1")
        lead.expects("Withdraw S1")
        lead.texts("1")
        ignore(
            world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"
        )
        world.passes("2h")
        assert steps(world) == [1]

    def test_a_step_that_cannot_be_taken_holds_up_no_other(self, world: World, lead: Phone) -> None:
        lead.texts("flood Nuu ward severe")
        ignore(
            world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"
        )
        with world.program.database.writing() as session:
            session.query(Incident).filter_by(ref="S1").update({"affected": {"unheard_of": 1}})
        world.passes("30m")
        for name in ("Kitui CLT Member", "SEK Chair"):
            world[name].expects("S2 ESCALATED, step 3")
        lead.expects("S2")
        assert waits(world) == ["0:01:00", "0:30:00"]
        world.passes("2m")
        assert history(world, "put off") == ["put off clt Kitui: the step failed, see the log"]

    def test_two_take_it_at_once_while_the_step_is_due(self, world: World, clt: Phone, usaid: Phone) -> None:
        world.clock.forward(timedelta(minutes=30))
        clt.sends("ok s1")
        usaid.sends("ok s1")
        world.settle()
        world.passes("1s")
        clt.expects("You have S1")
        usaid.expects("S1 was taken by the Kitui CLT lead")
        usaid.expects("taken by the Kitui CLT lead")
        ignore(world, "Patrick Mburu", "RLA Secretariat")
        assert steps(world) == [1]


def test_the_first_alert_goes_even_where_somebody_was_quicker(
    world: World, lead: Phone, clt: Phone, usaid: Phone
) -> None:
    """All recipients of the first alert get it, even if there is a holder; only calls to take it are
    dropped.
    """
    world.fails(usaid.number, Refused("HTTP 500"))
    lead.texts(DISEASE)
    clt.texts("ok")
    world.heals(usaid.number)
    world.passes("1m")
    usaid.expects("S1 SEVERE LIVESTOCK DISEASE")
    usaid.expects("taken by the Kitui CLT lead")
    ignore(world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "RLA Secretariat")


def test_a_vacancy_in_step_one_is_named_and_the_second_waits(world: World, lead: Phone) -> None:
    world.enrols("".join(line for line in ROSTER.splitlines(True) if "Kitui CLT Lead" not in line))
    lead.texts(DISEASE)
    world["Kitui CLT Member"].expects("(no CLT lead in Kitui)")
    ignore(world, "Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat")
    world.passes("30m")
    world["SEK Chair"].expects("S1 ESCALATED, step 3: the CLT member has not answered in 30 min")
    lead.expects("not yet taken, now also with the SEK chair")


def test_a_vacancy_on_the_way_is_skipped_at_once_and_named(world: World, lead: Phone, chair: Phone) -> None:
    world.enrols("".join(line for line in ROSTER.splitlines(True) if "Kitui CLT Member" not in line))
    lead.texts(DISEASE)
    ignore(world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")
    world.passes("30m")
    chair.expects("S1 ESCALATED, step 3", "(no CLT member in Kitui)")
    lead.expects("now also with the SEK chair")


def test_a_person_with_two_roles_is_told_once_and_whoever_was_informed_is_asked(
    world: World, lead: Phone
) -> None:
    both = "Kitui CLT Member,USAID,county_poc,Kitui,,+254300000005,en\n"
    chair_too = "USAID Officer,USAID,chair,,,+254300000008,en\n"
    world.enrols(ROSTER.replace("SEK Chair,USAID,chair,,,+254300000007,en\n", "") + both + chair_too)
    lead.texts(DISEASE)
    member = world["Kitui CLT Member"]
    member.expects("OK S1 if you take this")
    ignore(world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")
    world.passes("30m")
    member.expects("ESCALATED, step 2", "Reply OK S1")
    lead.expects("not yet taken, now also with")  # the only one of step 3 has been asked before
    world.passes("30m")
    for name in ("USAID Officer", "RLA Secretariat"):
        world[name].expects("S1 was taken by nobody")
    lead.expects("nobody has taken it")
    with world.program.database.reading() as session:
        row = session.query(Recipient).filter_by(step=2).one()
        assert (row.acts, row.audience) == (True, "clt")


def test_two_counties_climb_each_by_itself_and_end_together(world: World, chair: Phone) -> None:
    """A reporter for both counties, who did not say where."""
    both = "".join(f"Roving Lead,WFP,county_poc,{c},,+254300000011,en\n" for c in ("Kitui", "Makueni"))
    world.enrols(ROSTER + both)
    roving = world["Roving Lead"]
    roving.texts("floods everywhere severe, 3 deaths")
    roving.ignores()
    ignore(world, *(name for name in EVERYBODY if name not in ("Kitui CLT Member", "SEK Chair")))
    ignore(world, "Martin Miriti", "Makueni CLT Lead")
    world.passes("30m")
    chair.expects("S1 ESCALATED, step 3")
    chair.expects_nothing()  # of the other county, too: once is enough
    world["Kitui CLT Member"].expects("S1 ESCALATED, step 3")
    world.passes("30m")
    for phone in (chair, world["RLA Secretariat"]):
        phone.expects("taken by nobody")
        phone.expects_nothing()
    roving.expects("not yet taken")
    roving.expects("nobody has taken it")


def test_a_clock_that_was_put_back_waits_anew(world: World, lead: Phone) -> None:
    lead.texts(DISEASE)
    ignore(world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")
    world.clock.forward(-timedelta(hours=5))
    world.passes("1s")
    assert waits(world) == ["0:30:00"]
    world.passes("30m")
    world["Kitui CLT Member"].expects("S1 ESCALATED, step 2: ", " in 30 min")

"""Escalation: an alert without an answer climbs until a recipient takes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from config.routes import RouteFile
from sek_core.messages.channel import Refused
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History, Incident, Recipient, Track
from tests.scenarios.conftest import ROSTER, Phone, World

DISEASE = "livestock disease Mutomo severe 40 goats dead at Kyatune"
"""A hazard of the Kitui CLT member's sector; severe, so that a step waits half an hour."""

EVERYBODY = (
    "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "Kitui CLT Member", "SEK Chair", "USAID Officer",
    "RLA Secretariat",
)  # fmt: skip
OTHER_MEMBER = "Other Member,USAID,clt_member,Kitui,markets_trade,+254300000010,en\n"


def ignore(world: World, *names: str) -> None:
    """Discard messages of these people: the story is not about them."""
    for name in names:
        world[name].ignores()


def steps(world: World, audience: str = "clt") -> list[int]:
    with world.program.database.reading() as session:
        return [track.step for track in session.query(Track).filter_by(audience=audience)]


def history(world: World, *what: str) -> list[str]:
    with world.program.database.reading() as session:
        lines = session.query(History).filter(History.what.in_(what)).order_by(History.id)
        return [f"{line.what} {line.detail}" for line in lines]


def waits(world: World) -> list[str]:
    """Return the remaining wait of each track that climbs."""
    with world.program.database.reading() as session:
        due = session.query(Track.due_at).filter(Track.due_at.is_not(None)).order_by(Track.due_at)
        return [str(at - world.clock.now()) for (at,) in due]


def route(world: World, **changes: object) -> None:
    """Replace the mechanism's routes."""
    core = world.program.core
    routes = RouteFile.model_validate({**core.configuration.routes.model_dump(), **changes})
    object.__setattr__(core, "configuration", replace(core.configuration, routes=routes))


@pytest.fixture
def disease(world: World) -> None:
    """Report a disease; check that each recipient of the first step gets the alert."""
    world["Patrick Mburu"].texts(DISEASE)
    ignore(world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")


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
        ignore(world, "Kitui CLT Member", "Other Member", "USAID Officer")
        world.no_more()
        assert history(world, "escalated", "exhausted") == [
            "escalated clt Kitui step 2: 1 told",
            "escalated clt Kitui step 3: 2 told",
            "exhausted clt Kitui step 3: nobody took it",
        ]

    def test_an_answer_stops_it(self, world: World, clt: Phone) -> None:
        world.passes("29m")
        clt.texts("ok")
        clt.expects("You took S1")
        ignore(world, "Patrick Mburu", "USAID Officer", "RLA Secretariat")
        world.passes("3h")
        assert steps(world) == [1]

    def test_usaid_takes_it_and_it_climbs_no_more(self, world: World, usaid: Phone) -> None:
        usaid.texts("ok s1")
        usaid.expects("You took S1")
        ignore(world, "Patrick Mburu", "Kitui CLT Lead", "RLA Secretariat")
        world.passes("3h")

    def test_whoever_is_asked_later_hears_who_took_it(self, world: World) -> None:
        world.passes("30m")
        world["Kitui CLT Member"].texts("ok thanks")
        world["Kitui CLT Member"].expects("ESCALATED")
        world["Kitui CLT Member"].expects("You took S1")
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
        clt.expects("You took S1")
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
        clt.expects("You took S1")
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
    member.expects("For your information")
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


class TestWhoCannotBeReached:
    def test_the_only_clt_member_has_opted_out(
        self, world: World, lead: Phone, chair: Phone, rla: Phone
    ) -> None:
        world["Kitui CLT Member"].texts("STOP")
        ignore(world, "Kitui CLT Member", "Patrick Mburu", "Meshack Mulinge", "RLA Secretariat")
        lead.texts(DISEASE)
        ignore(
            world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"
        )
        world.passes("30m")
        for phone in (lead, rla):
            phone.expects("S1", "the alert does not reach Kitui CLT Member, USAID")
        chair.expects("S1 ESCALATED, step 3: the CLT member cannot be reached.")
        lead.expects("not yet taken, now also with the SEK chair")
        world.passes("30m")
        for phone in (lead, rla, chair):
            phone.expects("taken by nobody") if phone is not lead else phone.expects("nobody has taken it")

    def test_the_clt_lead_has_no_address_when_it_opens(self, world: World, lead: Phone, rla: Phone) -> None:
        world["Kitui CLT Lead"].texts("STOP")
        ignore(world, "Kitui CLT Lead", "Patrick Mburu", "Meshack Mulinge", "RLA Secretariat")
        lead.texts(DISEASE)
        rla.expects("S1 SEVERE LIVESTOCK")
        rla.expects("the alert does not reach Kitui CLT Lead, USAID")
        ignore(world, "Patrick Mburu", "Meshack Mulinge", "USAID Officer")
        world.passes("1s")
        world["Kitui CLT Member"].expects("S1 ESCALATED, step 2: the CLT lead cannot be reached.")

    def test_every_address_fails_for_good(self, world: World, lead: Phone, clt: Phone, rla: Phone) -> None:
        world.fails(clt.number, Refused("UserInBlacklist", permanent=True))
        lead.texts(DISEASE)
        world.passes("1s")
        world["Kitui CLT Member"].expects("S1 ESCALATED, step 2: the CLT lead cannot be reached.")
        rla.expects("S1 SEVERE LIVESTOCK")
        rla.expects("the alert does not reach Kitui CLT Lead, USAID")
        ignore(world, "Patrick Mburu", "Meshack Mulinge", "USAID Officer")
        assert history(world, "unreachable") == ["unreachable "]

    def test_another_of_the_same_step_can_be_reached(self, world: World, lead: Phone, rla: Phone) -> None:
        route(world, tracks=[{"audience": "clt", "acknowledge": True, "steps": [
            {"to": [{"role": "clt_lead"}, {"role": "clt_member"}]}, {"to": [{"role": "chair"}]},
        ]}])  # fmt: skip
        world.fails(world["Kitui CLT Lead"].number, Refused("UserInBlacklist", permanent=True))
        lead.texts(DISEASE)
        rla.expects("the alert does not reach Kitui CLT Lead, USAID")
        ignore(world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Member")
        world.passes("29m")
        world.no_more()
        world.passes("1m")
        world["SEK Chair"].expects("S1 ESCALATED, step 2: nobody has taken it in 30 min")
        lead.expects("now also with the SEK chair")

    def test_after_stop_what_waited_counts_as_no_answer(self, world: World, lead: Phone, clt: Phone) -> None:
        world.fails(clt.number, Refused("HTTP 500"))
        lead.texts(DISEASE)
        clt.expects_nothing()
        world.heals(clt.number)
        clt.texts("STOP")
        clt.expects("no more messages")
        world.passes("1s")
        world["Kitui CLT Member"].expects("S1 ESCALATED, step 2: the CLT lead cannot be reached.")
        ignore(world, "Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat")

    @pytest.mark.only("sms")
    def test_a_failure_is_reported_an_hour_later(self, world: World, lead: Phone, rla: Phone) -> None:
        lead.texts(DISEASE.replace("severe", "minor"))
        ignore(
            world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"
        )
        world.passes("1h")
        world.no_more()
        with world.program.database.reading() as session:
            alert = session.query(Delivery).filter_by(address=world["Kitui CLT Lead"].number).one()
        world.reports_delivery(alert.provider_id or "", "Failed", alert.address)
        world.passes("1s")
        world["Kitui CLT Member"].expects("S1 ESCALATED, step 2: the CLT lead cannot be reached.")
        for phone in (lead, rla):
            phone.expects("the alert does not reach Kitui CLT Lead, USAID. Please phone them")
        # And once more, for a repetition of the same message: they have heard it.
        with world.program.database.writing() as session:
            session.query(Delivery).filter_by(id=alert.id).update({"status": "accepted"})
        world.reports_delivery(alert.provider_id or "", "Rejected", alert.address)
        world.passes("1s")

    @pytest.mark.only("sms")
    def test_a_failure_that_is_reported_after_the_step_moves_nothing(self, world: World, lead: Phone) -> None:
        lead.texts(DISEASE)
        world.passes("30m")
        ignore(world, *(name for name in EVERYBODY if name != "SEK Chair"))
        with world.program.database.reading() as session:
            alert = session.query(Delivery).filter_by(address=world["Kitui CLT Lead"].number).one()
        world.reports_delivery(alert.provider_id or "", "Failed", alert.address)
        world.passes("1s")
        assert steps(world) == [2]


@pytest.mark.usefixtures("disease")
class TestTheRouteOfAnIncident:
    def test_stays_as_it_was_when_the_file_changes(self, world: World) -> None:
        route(
            world,
            tracks=[{"audience": "clt", "acknowledge": True, "steps": [{"to": [{"role": "clt_lead"}]}]}],
        )
        route(world, waits=dict.fromkeys(("minor", "moderate", "severe", "extreme", "unsaid"), "10h"))
        world.passes("30m")
        world["Kitui CLT Member"].expects("S1 ESCALATED, step 2")
        assert waits(world) == ["0:30:00"]

    @pytest.mark.parametrize("kept", ["", "{}", "no JSON", "older"])
    def test_can_be_read_in_every_form(self, world: World, kept: str) -> None:
        older = world.program.configuration.routes.model_dump_json(exclude={"exhausted", "routes"})
        with world.program.database.writing() as session:
            session.query(Incident).update({"route": older if kept == "older" else kept})
        world.passes("30m")
        world["Kitui CLT Member"].expects("S1 ESCALATED, step 2")


class TestAConfiguredRoute:
    def test_has_waits_of_a_step_and_repetitions(self, world: World, lead: Phone, clt: Phone) -> None:
        route(world, tracks=[{"audience": "clt", "acknowledge": True, "steps": [
            {"to": [{"role": "clt_lead"}], "waits": {"severe": "10m"}, "repeat": 2},
            {"to": [{"role": "chair"}]},
        ]}], exhausted=[])  # fmt: skip
        lead.texts(DISEASE)
        ignore(world, "Patrick Mburu", "Meshack Mulinge")
        clt.expects("S1 SEVERE LIVESTOCK DISEASE")
        for waited in ("10", "20"):
            world.passes("10m")
            clt.expects(f"S1 still not taken after {waited} min, step 1: SEVERE LIVESTOCK", "Reply OK S1")
        world.passes("10m")
        world["SEK Chair"].expects("S1 ESCALATED, step 2: the CLT lead has not answered in 30 min")
        lead.expects("not yet taken, now also with the SEK chair")
        world.passes("30m")
        lead.expects("nobody has taken it, and nobody else can be told. Please call your coordinators")
        assert history(world, "repeated") == ["repeated clt Kitui step 1: 1 asked again"] * 2

    def test_is_chosen_by_what_happened(self, world: World, lead: Phone, chair: Phone) -> None:
        route(world, routes=[{
            "when": {"kind": "shock", "hazard": ["flood"], "severity": "extreme", "county": "Kitui"},
            "tracks": [{"audience": "clt", "acknowledge": True, "steps": [{"to": [{"role": "chair"}]}]}],
            "informed": [],
        }])  # fmt: skip
        lead.texts("flood Kyuso extreme")
        chair.expects("S1 EXTREME FLOOD", "Reply OK S1")
        lead.expects("S1")
        lead.texts("flood Mutomo severe")
        world["Kitui CLT Lead"].expects("S2")
        ignore(world, "Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat")


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

    def test_what_is_taken_or_closed_has_somebody(self, world: World, lead: Phone, clt: Phone) -> None:
        clt.texts("ok")
        ignore(world, "Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")
        lead.texts("escalate s1")
        lead.expects("S1 was taken by the Kitui CLT lead at 10:04")
        clt.texts("close s1 vaccinated")
        ignore(world, "Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")
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

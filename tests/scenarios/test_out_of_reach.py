"""Recipients whom no channel reaches: the alert goes on at once, and the answer says so."""

import pytest

from sek_core.messages.channel import Refused
from sek_core.store.deliveries import Delivery
from tests.scenarios.climbing import DISEASE, EVERYBODY, history, ignore, route, steps
from tests.scenarios.conftest import Phone, World


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

"""Opting out at the provider, with and without a STOP."""

import pytest

from bot.sms import receive
from tests.scenarios.conftest import Phone, World


@pytest.mark.only("sms")
def test_an_opt_out_without_a_stop_is_told_to_rla_once(world: World, lead: Phone, rla: Phone) -> None:
    lead.texts("blue seven")
    lead.expects("Not understood")
    for _ in range(2):
        opted_out(world, lead)
    rla.expects("Patrick Mburu, KIWASH gets no more SMS", "no STOP came", f"call {lead.number}")
    rla.expects_nothing()


@pytest.mark.only("sms")
def test_an_opt_out_after_a_stop_is_no_news(world: World, lead: Phone, deputy: Phone, rla: Phone) -> None:
    lead.texts("STOP")
    lead.expects("no more messages")
    rla.expects("has stopped messages")
    deputy.expects("has stopped messages")
    opted_out(world, lead)
    rla.expects_nothing()


@pytest.mark.only("sms")
def test_an_opt_out_beside_its_stop_leaves_it_to_the_text(
    world: World, lead: Phone, deputy: Phone, rla: Phone
) -> None:
    lead.sends("stop")
    opted_out(world, lead)
    lead.expects("no more messages")
    rla.expects("has stopped messages")
    deputy.expects("has stopped messages")


def opted_out(world: World, phone: Phone) -> None:
    form = {"senderId": "SEK", "phoneNumber": phone.number}
    world._runner.run(world.program.intake.put(receive.opt_out(form, world.clock)))
    world.settle()

"""A digit that was sent before the question left, or that the network delivered twice, does not answer it."""

import pytest

from tests.scenarios.conftest import Phone, World


def sends(world: World, phone: Phone, text: str, date: str) -> None:
    """Send a text with the time at which the network took it."""
    world.receives({"id": world.next_id(), "from": phone.number, "text": text, "date": date})
    world.settle()


@pytest.mark.only("sms")
@pytest.mark.parametrize("date", ["2026-11-24T07:04:30Z", "2026-11-24T07:04:10Z"])
def test_the_question_is_asked_again(world: World, lead: Phone, date: str) -> None:
    sends(world, lead, "flood Mtito Andei", "2026-11-24T07:04:00Z")
    lead.ignores()
    sends(world, lead, "1", "2026-11-24T07:04:30Z")
    lead.expects("How bad?")
    sends(world, lead, "1", date)
    lead.expects("How bad?")
    sends(world, lead, "3", "2026-11-24T07:04:50Z")
    lead.expects("S1", "severe")
    world.sets_aside()

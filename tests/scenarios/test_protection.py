"""Reports of abuse: one focal person is asked to call, and the words are shown to no one."""

import pytest
from sqlalchemy import select

from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History
from tests.scenarios.conftest import Phone, World

STRANGER = "+254300000099"
WORDS = "Mtoto Amina wa miaka kumi amebakwa Thange tunaomba polisi"


def nothing_shows(world: World, *words: str) -> None:
    with world.program.database.reading() as session:
        shown = [*session.scalars(select(Delivery.text)), *session.scalars(select(History.detail))]
    assert not [text for text in shown for word in words if word.lower() in text.lower()]


def test_one_focal_person_is_asked_and_the_sender_gets_numbers_that_help(
    world: World, lead: Phone, rla: Phone, deputy: Phone
) -> None:
    lead.texts(WORDS)
    lead.expects("116", "1195", "999")
    rla.expects("A protection report of Patrick Mburu, 10:04", "OK U1")
    rla.texts("ok")
    rla.expects("You follow U1")
    lead.expects("RLA Secretariat, RLA", "")
    for phone, text in ((rla, "MORE U1"), (rla, "TRIAGE"), (deputy, "U1"), (rla, "LIST")):
        phone.texts(text)
        assert "amina" not in phone.unread.pop(0).lower()
    world.passes("2h")
    nothing_shows(world, "Amina", "amebakwa")


def test_what_follows_is_shown_to_nobody_either(world: World, lead: Phone, rla: Phone) -> None:
    lead.texts("drought Mutomo severe")
    world.sets_aside()
    lead.texts(WORDS)
    lead.ignores()
    rla.expects("A protection report of Patrick Mburu")
    lead.texts("jina la babake ni Hamisi wa duka la pili")
    lead.ignores()
    rla.texts("OK U1")
    rla.ignores()
    lead.ignores()
    world.passes("10m")
    nothing_shows(world, "Amina", "Hamisi")


def test_a_stranger_is_heard_too_and_the_next_is_asked_where_one_does_nothing(
    world: World, rla: Phone, chair: Phone
) -> None:
    stranger = world.phone(STRANGER)
    stranger.texts("a girl of 12 was defiled by her uncle at Kibwezi")
    stranger.expects("116", "1195")
    rla.expects("A protection report of", "OK U1")
    world.passes("20m")
    chair.expects("A protection report of", "OK U1")
    world.passes("3h")
    for phone in (rla, chair):
        phone.expects_nothing()
    rla.texts("ok u1")
    rla.expects("You follow U1")
    stranger.expects("RLA Secretariat, RLA has your report")
    nothing_shows(world, "Zawadi", "uncle")


@pytest.mark.parametrize(
    "words", ["GBV training for chiefs is on Friday", "minutes of the child protection forum"]
)
def test_talk_of_it_is_none(world: World, lead: Phone, words: str) -> None:
    lead.texts(words)
    lead.ignores()
    lead.texts("2")
    lead.ignores()
    nothing = [phone for phone in (world["RLA Secretariat"],) if phone.unread]
    assert not nothing

"""Very many texts of unknown numbers: what they cost is bounded, none is lost, and a call for help rings."""

import pytest
from sqlalchemy import func, select

from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import Kept
from tests.scenarios.conftest import Phone, World
from tests.scenarios.strangers import STRANGER

MOST = 40


def sms(world: World) -> int:
    with world.program.database.reading() as session:
        return session.scalar(select(func.sum(Delivery.segments)).where(Delivery.channel == "sms")) or 0


def kept(world: World) -> int:
    with world.program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Kept)) or 0


@pytest.mark.only("sms")
def test_one_number_and_very_many(world: World, rla: Phone) -> None:
    one = world.phone(STRANGER)
    for _ in range(30):
        one.sends("flood in Voi")
    world.settle()
    assert len(rla.unread) == 1, "the same words of one number are told once"
    for number in range(60):
        phone = world.phone(f"+2543010001{number:02}")
        phone.sends(f"flood in Voi near house {number}" if number % 2 else "mambo vipi, habari za huko")
    world.settle()
    assert kept(world) == 90
    rla.ignores()
    told = rla.unread
    for _ in range(5):
        world.passes("10m")
        told += rla.unread
    assert any("unknown numbers wrote since 10:04" in text and "name flood in Voi" in text for text in told)
    assert sms(world) <= MOST
    world.sets_aside()


@pytest.mark.only("sms")
def test_calls_for_help_among_them_ring_once_for_each_place(
    world: World, rla: Phone, makueni_lead: Phone, deputy: Phone
) -> None:
    texts = ["watoto juu ya paa Kibwezi, maji yanapanda"] * 20 + [
        "tumezingirwa na maji Mutomo, tusaidieni"
    ] * 20
    for number, text in enumerate(texts):
        world.phone(f"+2543010001{number:02}").sends(text)
    world.settle()
    assert len(makueni_lead.unread) == 1
    assert "Kibwezi" in rla.expects("Call for help") and "Mutomo" in rla.expects("Call for help")
    makueni_lead.ignores()
    rla.expects_nothing()
    world.passes("10m")
    rla.expects("40 unknown numbers wrote since 10:04, 40 call for help", "TRIAGE")
    assert sms(world) <= MOST and kept(world) == 40
    for phone in world.phones():
        if phone is not rla:
            phone.unread.clear()
    world.passes("20m")
    world.sets_aside()
    assert sms(world) <= MOST

"""What is no longer needed of people is forgotten at night, and nothing that is needed."""

from sqlalchemy import func, select

from sek_core.privacy import retention
from sek_core.store.inbox import InboxRow
from sek_core.store.people import AddressRow, PersonRow
from tests.scenarios.conftest import ROSTER, World
from tests.scenarios.strangers import STRANGER

WITHOUT = "".join(line for line in ROSTER.splitlines(True) if "Meshack" not in line)
ANOTHER, BLOCKED = "+254300000098", "+254300000097"


def texts(world: World) -> set[str]:
    with world.program.database.reading() as session:
        return set(session.scalars(select(InboxRow.text).where(InboxRow.kind == "text")))


def names(world: World) -> set[str]:
    with world.program.database.reading() as session:
        return set(session.scalars(select(PersonRow.name)))


def quietly(world: World, duration: str) -> None:
    """Let time pass; the messages of that time are another story."""
    world.passes(duration)
    numbers = [line.split(",")[5] for line in ROSTER.splitlines()[1:]]
    for phone in (world.phone(number) for number in (*numbers, STRANGER, ANOTHER, BLOCKED)):
        phone.left_over().clear()
        phone.unread.clear()


def test_strangers_and_former_people_are_forgotten_at_night(world: World) -> None:
    rla, deputy = world["RLA Secretariat"], world["Meshack Mulinge"]
    for number, words in ((STRANGER, "hello from the blue house"), (BLOCKED, "buy my zebra")):
        world.phone(number).texts(words)
    rla.texts("dismiss u1")
    rla.does("block u2")
    deputy.texts("the okapi is thirsty")
    world.enrols(WITHOUT)
    quietly(world, "15h")
    assert {"hello from the blue house", "the okapi is thirsty"} <= texts(world)
    world.phone(ANOTHER).texts("the newest stranger")
    rla.texts("dismiss u4")
    quietly(world, "364d")
    assert "hello from the blue house" in texts(world)
    world.phone(ANOTHER).texts("still here")
    quietly(world, "2d")
    for _ in range(3):
        quietly(world, "1s")
    assert "hello from the blue house" not in texts(world)
    assert {"buy my zebra", "the newest stranger", "the okapi is thirsty"} <= texts(world)
    with world.program.database.reading() as session:
        assert session.scalar(select(func.count()).where(AddressRow.blocked_at.is_not(None))) == 1
        work = world.program.core.work(session)
        assert [waits for _, _, waits in retention.figures(work)] == [0, 0]
    quietly(world, "370d")
    for _ in range(3):
        quietly(world, "1s")
    assert "Meshack Mulinge" not in names(world)
    assert "the okapi is thirsty" not in texts(world)
    assert {"Patrick Mburu", "RLA Secretariat", "Kitui CLT Member"} <= names(world)
    # Whatever is erased is searched for everywhere; what looks each second for who is to be forgotten is not.
    looks = {each for each in world.plans.refused if "left_at" in each or "blocked_at" in each}
    world.plans.refused &= looks

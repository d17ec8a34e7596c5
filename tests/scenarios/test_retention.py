"""What is no longer needed of people is forgotten at night, and nothing that is needed."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from bot.purging import Purger
from bot.threads import Threads
from config.mechanism import Configuration
from sek_core.privacy import erasing, retention
from sek_core.privacy.forgotten import read as list_of
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from sek_core.store.people import AddressRow, PersonRow
from tests.conftest import MovedClock
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


def test_who_is_forgotten_at_night_is_on_the_list_and_not_in_the_files(
    configuration: Configuration, database: Database, clock: MovedClock, tmp_path: Path
) -> None:
    """A backup of yesterday forgets them again, and the log of the database holds no words of theirs."""
    listed = tmp_path / "kept" / "forgotten"
    world = World(configuration, database, clock, "sms", forgotten_file=listed)
    world.enrols(ROSTER)
    world.phone(STRANGER).texts("hello from the zebrahouse")
    world["RLA Secretariat"].texts("dismiss u1")
    for duration in ("15h", "366d", "1s"):  # to the night
        quietly(world, duration)
    assert "hello from the zebrahouse" not in texts(world)
    assert list_of(listed).at(f"address:sms:{STRANGER}") is not None
    assert (listed.stat().st_mode & 0o777, listed.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert STRANGER[1:] not in listed.read_text()
    with database.reading() as session:
        assert erasing.is_to_be_purged(session)
    asyncio.run(Purger(Threads(database)).look())
    with database.reading() as session:
        assert not erasing.is_to_be_purged(session)
    if database.is_sqlite:
        files = [Path(f"{database.url.database}{end}") for end in ("", "-wal")]
        stored = b"".join(file.read_bytes() for file in files if file.exists())
        assert b"zebrahouse" not in stored
        assert STRANGER[1:].encode() not in stored
    listed.unlink()
    listed.mkdir()  # a list that cannot be written stops no erasure
    world.phone(ANOTHER).texts("hello from the okapihouse")
    world["RLA Secretariat"].texts("dismiss u2")
    for duration in ("366d", "1s"):
        quietly(world, duration)
    assert "hello from the okapihouse" not in texts(world)
    world.close()


def test_two_who_begin_the_list_at_once_have_one_key(tmp_path: Path) -> None:
    before = [list_of(tmp_path / "forgotten") for _ in range(3)]  # each read it while there was none
    for number, each in enumerate(before):
        each.add([f"name:{number}"], datetime(2026, 11, 24, tzinfo=UTC))
    found = list_of(tmp_path / "forgotten")
    assert [found.at(f"name:{number}") is not None for number in range(4)] == [True, True, True, False]

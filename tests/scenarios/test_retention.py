"""What is no longer needed of people is forgotten at night, and nothing that is needed."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from bot import story
from bot.cli import listing
from bot.purging import Purger
from bot.threads import Threads
from config.mechanism import Configuration
from sek_core.privacy import erasing, retention
from sek_core.privacy.forgotten import read as list_of
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.files import File
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import History
from sek_core.store.meetings import CalendarLink
from sek_core.store.people import AddressRow, PersonRow
from sek_core.store.states import FileStatus
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


def rows(world: World, *columns: Any) -> list[Any]:
    with world.program.database.reading() as session:
        return [tuple(row) for row in session.execute(select(*columns))]


def in_order(world: World) -> list[Any]:
    lines = rows(world, History.id, History.about, History.what, History.detail)
    return sorted(lines, key=lambda line: line[0])


def of_incidents(world: World) -> dict[str, str]:
    with world.program.database.reading() as session:
        return {str(row["ref"]): listing.as_json(row) for row in listing.incidents(session)}


def quietly(world: World, duration: str) -> None:
    """Let time pass; the messages of that time are another story."""
    world.passes(duration)
    numbers = [line.split(",")[5] for line in ROSTER.splitlines()[1:]]
    for phone in (world.phone(number) for number in (*numbers, STRANGER, ANOTHER, BLOCKED)):
        phone.left_over().clear()
        phone.unread.clear()


def nights(world: World, duration: str) -> None:
    """Let time pass, and then the clock work until nothing is left for this night."""
    quietly(world, duration)
    for _ in range(30):
        quietly(world, "1s")


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
    strangers = [
        bool(at) for person, at in rows(world, AddressRow.person_id, AddressRow.blocked_at) if not person
    ]
    assert sorted(strangers) == [False, True], "ANOTHER, and BLOCKED"
    assert {"still here", "the okapi is thirsty"} <= texts(world)
    with world.program.database.reading() as session:
        assert session.scalar(select(func.count()).where(AddressRow.blocked_at.is_not(None))) == 1
        work = world.program.core.work(session)
        assert [waits for _, _, waits in retention.figures(work)] == [0] * len(retention.RETAINED)
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


def test_old_rows_go_at_night_and_what_is_open_stays(world: World) -> None:
    patrick, clt, rla = world["Patrick Mburu"], world["Kitui CLT Lead"], world["RLA Secretariat"]
    patrick.texts("FLOOD MUTOMO severe 40 households")
    clt.texts("OK S1")
    patrick.texts("DROUGHT ZOMBE severe 300 households")
    clt.texts("OK S2")
    clt.texts("CLOSE S1 the water is gone")
    patrick.texts("1")
    clt.texts("the zebra is on the roof")
    rla.texts("the okapi is on the bridge")
    quietly(world, "15h")
    settled, waits = [ref for (ref,) in rows(world, Kept.ref)]
    rla.texts(f"dismiss {settled}")
    told = {(ref, key) for ref, key in rows(world, Delivery.about, Delivery.id)}
    of_first, of_second = ({each for each in told if each[0] == ref} for ref in ("S1", "S2"))
    assert of_first and of_second
    first, history = of_incidents(world)["S1"], in_order(world)

    nights(world, "364d")
    assert "the zebra is on the roof" in texts(world)
    nights(world, "2d")
    assert "the zebra is on the roof" not in texts(world)
    assert "the okapi is on the bridge" in texts(world)
    abouts = {about for (about,) in rows(world, Delivery.about)}
    assert settled not in abouts
    assert waits in abouts

    nights(world, "362d")
    assert of_first | of_second <= set(rows(world, Delivery.about, Delivery.id))
    nights(world, "3d")
    left = set(rows(world, Delivery.about, Delivery.id))
    assert not of_first & left
    assert of_second <= left
    assert of_incidents(world)["S1"] == first
    with world.program.database.reading() as session:
        stories = {
            ref: "\n".join(story.lines(session, ref, world.program.core.configuration.mechanism.zone))
            for ref in ("S1", "S2")
        }
    assert "its messages are no longer kept" in stories["S1"]
    assert "the water is gone" in stories["S1"]
    assert "no longer kept" not in stories["S2"]
    assert in_order(world)[: len(history)] == history
    sent = dict(rows(world, InboxRow.text, InboxRow.payload))
    assert sent["FLOOD MUTOMO severe 40 households"] == {}
    assert sent["DROUGHT ZOMBE severe 300 households"] != {}

    clt.texts("CLOSE S2 the rain has come")
    nights(world, "731d")
    assert not of_second & set(rows(world, Delivery.about, Delivery.id))


def test_links_and_codes_go_when_they_end(world: World) -> None:
    world["Patrick Mburu"].texts("FLOOD MUTOMO severe 40 households")
    ((inbox_id, now),) = rows(world, InboxRow.id, InboxRow.received_at)
    ((lead, _),) = (row for row in rows(world, PersonRow.id, PersonRow.name) if row[1] == "Patrick Mburu")
    of_file = {"inbox_id": inbox_id, "person_id": lead, "kind": "photo", "channel": "telegram", "source": "x"}
    with world.program.database.writing() as session:
        for token, revoked_at in (("old", now), ("new", None)):
            session.add(CalendarLink(token=token, person_id=lead, created_at=now, revoked_at=revoked_at))
        for token, status in (("photo", FileStatus.KEPT), ("to come", FileStatus.WANTED)):
            times = {"due_at": now + timedelta(days=1000), "created_at": now}
            extra = {"name": "", "media_type": "image/jpeg", "attempts": 0, "path": "var/none"}
            session.add(File(**of_file, **times, **extra, token=token, status=status))
        session.execute(update(Delivery).where(Delivery.person_id == lead).values(secret="4821"))

    nights(world, "15h")
    assert set(rows(world, Delivery.secret)) == {(None,)}
    assert {token for (token,) in rows(world, CalendarLink.token)} == {"old", "new"}
    nights(world, "31d")
    assert {token for (token,) in rows(world, CalendarLink.token)} == {"new"}
    assert {"photo", "to come"} <= {token for (token,) in rows(world, File.token)}
    nights(world, "30d")
    tokens = {token for (token,) in rows(world, File.token)}
    assert "to come" in tokens
    assert "photo" not in tokens
    assert len(tokens) == 2

"""Unsent deliveries of a restored backup, and later messages about incidents from before."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from config.mechanism import Configuration
from sek_core.deliveries import backup_restore
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Counter, History
from sek_core.store.meetings import Reminder
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER
from tests.scenarios.phones import Phone
from tests.scenarios.world import World


@pytest.fixture
def world(configuration: Configuration, database: Database, clock: MovedClock) -> Iterator[World]:
    world = World(configuration, database, clock)
    world.enrols(ROSTER)
    yield world
    world.close()


@pytest.fixture
def lead(world: World) -> Phone:
    return world["Patrick Mburu"]


@pytest.fixture
def clt(world: World) -> Phone:
    return world["Kitui CLT Lead"]


def settle(world: World) -> backup_restore.Settled:
    with world.program.database.writing() as session:
        work = world.program.core.work(session)
        done = backup_restore.settle(work, world.clock.now())
        work.flush()
        return done


def is_put_back_as(world: World, status: str, kind: str, repeated: bool = False) -> None:
    with world.program.database.writing() as session:
        session.execute(update(Delivery).values(status=status, kind=kind, repeated=repeated))


@pytest.mark.parametrize(
    ("status", "kind", "repeated", "becomes"),
    [
        ("queued", "alert", False, "queued"),
        ("sending", "answer", False, "queued"),
        ("unknown", "alert", False, "queued"),
        ("queued", "update", False, "skipped"),
        ("unknown", "notice", False, "skipped"),
        ("queued", "alert", True, "queued"),
        ("unknown", "alert", True, "unknown"),
        ("accepted", "alert", False, "accepted"),
        ("delivered", "answer", False, "delivered"),
    ],
)
def test_each_status(world: World, lead: Phone, status: str, kind: str, repeated: bool, becomes: str) -> None:
    lead.texts("STATUS S9")
    is_put_back_as(world, status, kind, repeated)
    settle(world)
    with world.program.database.reading() as session:
        delivery = session.scalars(select(Delivery)).one()
    assert delivery.status == becomes
    marked = becomes == "queued" and not repeated
    assert delivery.text.startswith("(repeat) ") == marked


def test_references_go_on_beyond_those_in_peoples_phones(world: World, lead: Phone) -> None:
    with world.program.database.writing() as session:
        session.execute(update(Counter).where(Counter.letter == "S").values(value=127))
    assert settle(world).next_reference == "S300"
    lead.texts("DROUGHT MUTOMO severe 400 households")
    assert any("S300" in text for text in lead.unread)


def test_half_a_report_from_before_goes_out_marked_and_a_new_one_does_not(
    world: World, lead: Phone, clt: Phone
) -> None:
    lead.texts("DROUGHT MUTOMO")
    settle(world)
    world.passes("10m")
    assert [text.startswith("(repeat) S1 ") for text in clt.unread] == [True]
    clt.unread.clear()
    world.clock.forward(timedelta(minutes=1))
    lead.texts("FIRE KITUI TOWN severe 4 households")
    assert [text.startswith("(repeat)") for text in clt.unread] == [False]


def test_an_invitation_is_sent_once_more_and_says_so_and_a_reminder_is_skipped(
    world: World, lead: Phone
) -> None:
    lead.texts("MEETING 3 Dec 9am County HQ")
    lead.texts("1")
    lead.unread.clear()
    # Nothing ran until a day before the meeting: so it looks in the backup.
    world.clock.forward(timedelta(days=8))
    settle(world)
    world.passes("2s")
    assert [words for words in lead.unread if "M1 " in words] == [
        "(repeat) SEK meeting Kitui M1 Thu 3 Dec 9:00, County HQ. Will you come? 1 Yes 2 No 3 Maybe"
    ]
    with world.program.database.reading() as session:
        rows = dict(session.execute(select(Reminder.kind, Reminder.status)).all())
        those = select(History.detail).where(History.what == "reminder skipped")
        skipped = session.scalars(those.order_by(History.id)).all()
    assert rows == {
        "invitation": "sent",
        "again": "stale",
        "headcount": "stale",
        "come": "waiting",
        "minutes": "waiting",
    }
    assert [detail.partition(",")[0] for detail in skipped] == ["again", "headcount"]

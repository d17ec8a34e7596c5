"""What a page is told: everything once, every change once, and on connecting what it may have missed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, insert, update

from bot.simulator import feed
from bot.simulator.feed import HISTORY, Feed
from bot.sms.segments import count
from config.mechanism import Configuration
from sek_core import demo, inbox
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow, Kept

MORNING = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
LEAD, CLT = "+254300000011", "+254300000020"
MUCH_LATER = HISTORY + 50


class Page:
    """A page that follows the database, and what it is told."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._feed = Feed(ZoneInfo("Africa/Nairobi"), count)

    def news(self) -> list[dict[str, Any]]:
        with self._database.reading() as session:
            return self._feed.news(session)

    def told(self) -> list[tuple[str, str]]:
        return [(message["key"], message["status"]) for message in self.news()]


@pytest.fixture
def page(database: Database) -> Page:
    return Page(database)


def text(number: int, words: str = "flood in Voi", **fields: Any) -> dict[str, Any]:
    at = fields.pop("at", MORNING + timedelta(seconds=number))
    row = inbox.arrival("sms", inbox.TEXT, f"at-{number}", "lane", {}, at, sender=LEAD, text=words)
    return row | {"id": number} | fields


def delivery(number: int, **fields: Any) -> dict[str, Any]:
    at = fields.pop("at", MORNING + timedelta(seconds=number))
    row = {
        "id": number,
        "channel": "sms",
        "address": CLT,
        "kind": "alert",
        "about": "S1",
        "priority": 1,
        "content": "{}",
        "text": "S1 SEVERE DROUGHT",
        "segments": 1,
        "status": "accepted",
        "due_at": at,
        "created_at": at,
        "changed_at": at,
    }
    return row | fields


def store(database: Database, table: type, *rows: dict[str, Any]) -> None:
    with database.writing() as session:
        session.execute(insert(table), rows)


def change(database: Database, table: type[InboxRow | Delivery], number: int, **values: Any) -> None:
    with database.writing() as session:
        session.execute(update(table).where(table.id == number).values(**values))


def test_message_as_page_shows_it(database: Database, page: Page) -> None:
    store(database, InboxRow, text(1, "mafuriko 🌊"))
    store(database, Delivery, delivery(1, segments=2, cost=Decimal("1.6"), at=MORNING + timedelta(seconds=2)))
    assert page.news() == [
        {
            "key": "i1",
            "phone": LEAD,
            "direction": "in",
            "kind": "text",
            "text": "mafuriko 🌊",
            "at": "2026-11-24T10:04:01.000000+03:00",
            "status": "new",
            "segments": 1,
            "cost": None,
        },
        {
            "key": "d1",
            "phone": CLT,
            "direction": "out",
            "kind": "alert",
            "text": "S1 SEVERE DROUGHT",
            "at": "2026-11-24T10:04:02.000000+03:00",
            "status": "accepted",
            "segments": 2,
            "cost": "1.60",
        },
    ]


def test_nothing_is_told_twice(database: Database, page: Page) -> None:
    assert page.told() == []
    store(database, InboxRow, text(1))
    assert page.told() == [("i1", "new")]
    assert page.told() == []
    store(database, Delivery, delivery(1))
    assert page.told() == [("d1", "accepted")]
    assert page.told() == []


def test_every_change_of_status_is_told(database: Database, page: Page) -> None:
    store(database, InboxRow, text(1))
    store(database, Delivery, delivery(1, status="queued"))
    assert page.told() == [("i1", "new"), ("d1", "queued")]
    change(database, InboxRow, 1, status="done")
    change(database, Delivery, 1, status="sending")
    assert page.told() == [("i1", "done"), ("d1", "sending")]
    change(database, Delivery, 1, status="accepted", cost=Decimal("0.8"))
    (message,) = page.news()
    assert (message["status"], message["cost"]) == ("accepted", "0.80")
    change(database, Delivery, 1, status="delivered")
    assert page.told() == [("d1", "delivered")]
    assert page.told() == []


@pytest.mark.parametrize("status", ["queued", "sending", "unknown"])
def test_a_delivery_that_hangs_is_watched_however_many_come_after_it(
    database: Database, page: Page, status: str
) -> None:
    store(database, Delivery, delivery(1, status=status))
    assert page.told() == [("d1", status)]
    for first in (2, MUCH_LATER):
        store(database, Delivery, *(delivery(first + n) for n in range(MUCH_LATER - 2)))
        assert len(page.told()) == MUCH_LATER - 2
    change(database, Delivery, 1, status="delivered")
    assert page.told() == [("d1", "delivered")]
    assert page.told() == []


def test_a_burst_is_told_in_full(database: Database, page: Page) -> None:
    assert page.told() == []
    store(database, InboxRow, *(text(1 + n) for n in range(MUCH_LATER)))
    assert [key for key, _ in page.told()] == [f"i{1 + n}" for n in range(MUCH_LATER)]
    assert page.told() == []


def test_a_row_committed_after_one_with_a_higher_id(database: Database, page: Page) -> None:
    store(database, Delivery, delivery(2))
    assert page.told() == [("d2", "accepted")]
    store(database, Delivery, delivery(1))
    assert page.told() == [("d1", "accepted")]


def test_who_connects_anew_is_told_how_it_stands_now(database: Database, page: Page) -> None:
    store(database, Delivery, delivery(1, status="queued"))
    assert page.told() == [("d1", "queued")]
    change(database, Delivery, 1, status="delivered")
    store(database, Delivery, delivery(2))
    again = Page(database)
    assert again.told() == [("d1", "delivered"), ("d2", "accepted")]
    assert again.told() == []


def test_history_is_the_last_messages(database: Database, page: Page) -> None:
    store(database, Delivery, *(delivery(1 + n) for n in range(MUCH_LATER)))
    told = page.told()
    assert len(told) == HISTORY
    assert told[-1] == (f"d{MUCH_LATER}", "accepted")
    assert page.told() == []


def test_order_is_that_of_time_and_an_answer_follows_its_text(database: Database, page: Page) -> None:
    store(database, Delivery, delivery(1, at=MORNING), delivery(2, at=MORNING - timedelta(seconds=1)))
    store(database, InboxRow, text(7, at=MORNING), text(8, at=MORNING + timedelta(microseconds=1)))
    assert [key for key, _ in page.told()] == ["d2", "i7", "d1", "i8"]


def test_a_kept_text_says_so(database: Database, page: Page) -> None:
    store(database, InboxRow, text(1), text(2))
    assert page.told() == [("i1", "new"), ("i2", "new")]
    kept = {"ref": "U1", "inbox_id": 2, "channel": "sms", "sender": LEAD, "reason": "not understood"}
    store(database, Kept, kept | {"status": "open", "created_at": MORNING})
    change(database, InboxRow, 1, status="done")
    change(database, InboxRow, 2, status="done")
    assert page.told() == [("i1", "done"), ("i2", "kept")]


def test_only_texts_by_sms_are_shown(database: Database, page: Page) -> None:
    store(
        database,
        InboxRow,
        text(1, channel="telegram"),
        text(2, kind=inbox.DELIVERY_REPORT, words="delivered"),
        text(3),
    )
    store(database, Delivery, delivery(1, channel="telegram"), delivery(2))
    assert [key for key, _ in page.told()] == ["d2", "i3"]


def test_the_number_of_queries_does_not_grow_with_the_messages(database: Database, page: Page) -> None:
    store(database, InboxRow, *(text(1 + n) for n in range(40)))
    store(database, Delivery, *(delivery(1 + n) for n in range(40)))
    queries: list[str] = []
    with database.reading() as session:
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *details: queries.append(details[2]))
    assert len(page.told()) == 80
    at_first = len([query for query in queries if query.startswith("SELECT")])
    queries.clear()
    assert page.told() == []
    assert (at_first, len([query for query in queries if query.startswith("SELECT")])) == (5, 2)


def test_people_are_those_with_a_phone(database: Database, configuration: Configuration) -> None:
    with database.writing() as session:
        demo.load_roster(session, configuration)
    with database.reading() as session:
        people = {person["name"]: person for person in feed.people(session)}
    assert people["Patrick Mburu"] == {
        "id": people["Patrick Mburu"]["id"],
        "name": "Patrick Mburu",
        "organisation": "KIWASH",
        "roles": ["county_lead"],
        "title": "county lead, Kitui",
        "phone": LEAD,
    }
    assert people["Kitui CLT Lead"]["title"] == "CLT lead, Kitui"
    assert people["Kitui PoC for Livestock"]["title"] == "county PoC, Kitui"
    assert people["RLA Secretariat"]["title"] == "RLA"

"""Feed of a page: each message once, each change once, and on connecting what the page may have missed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, insert, update

from bot.channels import CHANNELS
from bot.simulator import chat, feed
from bot.simulator.feed import HISTORY, Feed
from bot.sms.segments import count
from config.mechanism import Configuration
from config.names import names_of_roles
from sek_core.inbox import queue
from sek_core.roster import csv_file, demonstration
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow, Kept

MORNING = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
LEAD, CLT = "+254300000011", "+254300000020"
CHAT = "9990000000011"
MUCH_LATER = HISTORY + 50


class Page:
    """A page that follows the database, and the messages it gets."""

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
    row = queue.arrival("sms", queue.TEXT, f"at-{number}", "lane", {}, at, sender=LEAD, text=words)
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
            "channel": "sms",
            "address": LEAD,
            "direction": "in",
            "kind": "text",
            "text": "mafuriko 🌊",
            "at": "2026-11-24T10:04:01.000000+03:00",
            "status": "new",
            "handled": None,
            "segments": 1,
            "cost": None,
        },
        {
            "key": "d1",
            "channel": "sms",
            "address": CLT,
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


def test_only_what_people_say_on_their_phones_is_shown(database: Database, page: Page) -> None:
    store(
        database,
        InboxRow,
        text(1, channel="ussd"),
        text(2, kind=queue.DELIVERY_REPORT, words="delivered"),
        text(3),
        text(4, channel="telegram", sender=CHAT),
        text(5, channel="telegram", kind=queue.MEMBERSHIP),
    )
    store(database, Delivery, delivery(1, channel="none"), delivery(2), delivery(3, channel="telegram"))
    assert [key for key, _ in page.told()] == ["d2", "i3", "d3", "i4"]


KEYBOARD = {"inline_keyboard": [[{"text": "Take it", "callback_data": "say:OK S1"}]]}


def in_chat(number: int, wire: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return delivery(number, channel="telegram", address=CHAT, segments=0, wire=wire, **fields)


def test_a_chat_shows_what_was_tapped_and_shared(database: Database, page: Page) -> None:
    tap = {"callback": "c1", "data": "p1:1:2", "message": 70}
    point = {"lat": -0.5, "lon": 38.2}
    parts = [
        {"tap": tap, "name": "Patrick"},
        {"location": point},
        {"contact": {"phone": LEAD, "own": True}},
        {"file": {"kind": "photo", "source": "AgAC1", "size": 4}},
        None,
    ]
    rows = (text(n, channel="telegram", sender=CHAT, parts=held) for n, held in enumerate(parts, start=1))
    store(database, InboxRow, *rows)
    told = page.news()
    common = {"key", "channel", "address", "direction", "kind", "text", "at", "status", "handled"}
    assert [{name: row[name] for name in row.keys() - common} for row in told] == [
        {"tap": tap},
        {"location": point},
        {"contact": {"phone": LEAD, "own": True}},
        {"file": "photo"},
        {},
    ]
    assert {(row["channel"], row["address"]) for row in told} == {("telegram", CHAT)}


def test_a_chat_shows_buttons_edits_and_notes(database: Database, page: Page) -> None:
    store(
        database,
        Delivery,
        in_chat(1, {"html": "<b>S1</b> DROUGHT", "keyboard": KEYBOARD}, provider_id=f"{CHAT}:70"),
        in_chat(2, {"html": "Where?", "keyboard": None, "callback": "c1", "edit": 70}, status="queued"),
        in_chat(3, {"callback": "c2", "toast": "Over", "alert": True, "only_toast": True, "strip": 70}),
        in_chat(4, None),  # type: ignore[arg-type]  # what another version of the program has written
    )
    told = page.news()
    common = {"key", "channel", "address", "direction", "kind", "text", "at", "status"}
    assert [{name: row[name] for name in row.keys() - common} for row in told] == [
        {"html": "<b>S1</b> DROUGHT", "keyboard": KEYBOARD, "message": 70},
        {"html": "Where?", "keyboard": None, "message": None, "callback": "c1", "edit": 70},
        {
            "html": None,
            "keyboard": None,
            "message": None,
            "callback": "c2",
            "toast": "Over",
            "alert": True,
            "only_toast": True,
            "strip": 70,
        },
        {"html": None, "keyboard": None, "message": None},
    ]
    change(database, Delivery, 2, status="accepted", provider_id=f"{CHAT}:70")
    (edit,) = page.news()
    assert edit["message"] == edit["edit"] == 70


def test_a_document_is_a_link(database: Database, page: Page) -> None:
    document = {"name": "M12.ics", "media_type": "text/calendar", "title": "M12", "text": "BEGIN:VCALENDAR"}
    store(database, Delivery, in_chat(7, {"html": "M12", "document": document}))
    (message,) = page.news()
    assert message["document"] == {"name": "M12.ics", "link": "/simulator/documents/7"}


def test_buttons_are_those_that_stand_there_now(database: Database) -> None:
    store(
        database,
        Delivery,
        in_chat(1, {"keyboard": None}, provider_id=f"{CHAT}:70"),
        in_chat(2, {"keyboard": KEYBOARD}, provider_id=f"{CHAT}:70"),
        in_chat(3, {"keyboard": None}, provider_id=f"{CHAT}:71"),
        delivery(4, provider_id=f"{CHAT}:72"),
    )
    with database.reading() as session:
        assert [chat.keyboard(session, CHAT, message) for message in (70, 71, 72)] == [KEYBOARD, None, None]


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
        demonstration.load_roster(session, configuration, CHANNELS)
    with database.reading() as session:
        people = {
            person["name"]: person
            for person in feed.people(session, names_of_roles(configuration.names["en"]))
        }
    assert people["Patrick Mburu"] == {
        "id": people["Patrick Mburu"]["id"],
        "name": "Patrick Mburu",
        "organisation": "KIWASH",
        "roles": ["county_lead"],
        "title": "county lead, Kitui",
        "phone": LEAD,
        "chat": CHAT,
        "channel": "sms",
    }
    assert people["Kitui CLT Lead"]["title"] == "CLT lead, Kitui"
    assert people["Kitui PoC for Livestock"]["title"] == "county PoC, Kitui"
    assert people["RLA Secretariat"]["title"] == "RLA"


ROSTER = """\
name,role,phone,telegram,channel
Asha,rla,+254300000001,1001,
Baraka,rla,+254300000002,,
Chebet,rla,+254300000003,1003,telegram
Daudi,rla,,1004,telegram
"""


def test_people_without_a_chat_are_lent_one_that_nobody_has(
    database: Database, configuration: Configuration
) -> None:
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
    with database.reading() as session:
        people = feed.people(session, {})
    lent = str(feed.STAND_INS + people[1]["id"])
    assert [(person["name"], person["chat"], person["channel"]) for person in people] == [
        ("Asha", "1001", "telegram"),
        ("Baraka", lent, "sms"),
        ("Chebet", "1003", "telegram"),
    ]

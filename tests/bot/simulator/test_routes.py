"""Requests of the page, and the answers to wrong ones."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import insert, select
from starlette.responses import Response
from starlette.routing import Route

from bot.channels import CHANNELS
from bot.server import make_app
from bot.wiring import Program
from config.mechanism import Configuration
from config.settings import Settings
from sek_core.inbox import queue
from sek_core.messages.incoming import Point
from sek_core.roster import demonstration
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Incident
from sek_core.store.people import AddressRow
from sek_core.timing.clock import SystemClock
from sek_core.understanding.geography import Geography

LEAD, CHAT = "+254300000011", "9990000000011"


@pytest.fixture
def program(configuration: Configuration, sqlite_url: str) -> Program:
    program = Program(Settings(_env_file=None), configuration, SystemClock(), Database(sqlite_url))
    with program.database.writing() as session:
        demonstration.load_roster(session, configuration, CHANNELS)
    return program


@pytest.fixture
async def client(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(make_app(program, ["web"]))
    as_page = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:8000", headers=as_page
    ) as client:
        yield client
    program.threads.close()
    program.database.close()


def received(program: Program) -> list[tuple[str, str]]:
    with program.database.reading() as session:
        return [(row.sender, row.text) for row in session.scalars(select(InboxRow))]


async def test_the_bare_address_leads_to_the_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/simulator")


async def test_the_first_phones_are_those_of_the_main_job(client: httpx.AsyncClient) -> None:
    told = (await client.get("/simulator/people")).json()
    names = {person["id"]: person["name"] for person in told["people"]}
    assert [names[shown] for shown in told["phones"]] == [
        "Patrick Mburu",
        "Kitui CLT Lead",
        "RLA Secretariat",
        "USAID Programme Specialist",
    ]
    assert told["price"] == "KES 0.80"


@pytest.mark.parametrize("text", ["flood in Voi", "", " \n", "mafuriko 🌊", "x" * 5000])
async def test_a_text_goes_the_way_of_the_webhooks(
    client: httpx.AsyncClient, program: Program, text: str
) -> None:
    answer = await client.post("/simulator/send", json={"phone": LEAD, "text": text})
    assert answer.status_code == 202
    assert received(program) == [(LEAD, text)]


async def test_half_a_character_is_no_reason_to_refuse_a_text(
    client: httpx.AsyncClient, program: Program
) -> None:
    answer = await client.post("/simulator/send", content=json.dumps({"phone": LEAD, "text": "flood \ud83c"}))
    assert answer.status_code == 202
    assert received(program) == [(LEAD, "flood ?")]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '"text"',
        "{",
        "\xff",
        '{"phone": "+254300000011"}',
        '{"text": "flood"}',
        '{"phone": null, "text": "flood"}',
        '{"phone": 254300000011, "text": "flood"}',
        '{"phone": " ", "text": "flood"}',
        json.dumps({"phone": LEAD, "text": "x" * 5001}),
    ],
)
async def test_what_is_no_text_is_refused(client: httpx.AsyncClient, program: Program, body: str) -> None:
    answer = await client.post("/simulator/send", content=body.encode("latin-1"))
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert received(program) == []


SAYS = {"chat": CHAT, "name": "Patrick Mburu"}


@pytest.mark.parametrize(
    ("done", "text", "parts"),
    [
        ({"text": "flood in Voi \ud83c"}, "flood in Voi ?", {"name", "message"}),
        ({"text": "/start"}, "/start", {"name", "message", "start"}),
        ({"place": {"latitude": -0.5, "longitude": 38}}, "", {"name", "message", "location"}),
        ({"number": LEAD}, "", {"name", "message", "contact"}),
        ({"tap": {"callback": "c1", "data": "p1:1:2", "message": 70}}, "", {"name", "tap"}),
    ],
)
async def test_what_is_done_in_a_chat_goes_the_way_of_the_webhook(
    client: httpx.AsyncClient, program: Program, done: dict[str, Any], text: str, parts: set[str]
) -> None:
    answer = await client.post("/simulator/telegram", content=json.dumps(SAYS | done))
    assert answer.status_code == 202
    assert received(program) == [(CHAT, text)]
    with program.database.reading() as session:
        row = session.scalars(select(InboxRow)).one()
    assert row.channel == "telegram"
    assert (row.parts or {}).keys() == parts


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        json.dumps({"chat": "nobody", "name": "", "text": "flood"}),
        json.dumps({"chat": CHAT, "text": "flood"}),
        json.dumps(SAYS),
        json.dumps(SAYS | {"text": " \n"}),
        json.dumps(SAYS | {"text": "x" * 4097}),
        json.dumps(SAYS | {"place": {"latitude": "here", "longitude": 38}}),
        json.dumps(SAYS | {"tap": {"data": "p1:1:2", "message": 70}}),
    ],
)
async def test_what_cannot_be_done_in_a_chat_is_refused(
    client: httpx.AsyncClient, program: Program, body: str
) -> None:
    answer = await client.post("/simulator/telegram", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert received(program) == []


async def test_a_person_is_written_to_over_the_other_channel(client: httpx.AsyncClient) -> None:
    async def lead() -> dict[str, Any]:
        everybody = (await client.get("/simulator/people")).json()["people"]
        return next(person for person in everybody if person["phone"] == LEAD)

    for channel in ("telegram", "sms"):
        asked = {"person": (await lead())["id"], "channel": channel}
        assert (await client.post("/simulator/channel", json=asked)).status_code == 200
        assert (await lead())["channel"] == channel


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("[]", 400),
        ('{"person": 1, "channel": "email"}', 400),
        ('{"person": 1}', 400),
        ('{"person": "somebody", "channel": "sms"}', 400),
        ('{"person": 999, "channel": "sms"}', 404),
    ],
)
async def test_nobody_is_written_to_in_another_way(client: httpx.AsyncClient, body: str, status: int) -> None:
    answer = await client.post("/simulator/channel", content=body)
    assert answer.status_code == status
    assert answer.json()["error"]


async def test_the_places_to_share_are_in_the_counties_and_one_beyond(
    client: httpx.AsyncClient, configuration: Configuration
) -> None:
    places = (await client.get("/simulator/people")).json()["places"]
    geography = Geography(configuration.boundaries, configuration.places)
    for place in places:
        located = geography.locate(Point(place["latitude"], place["longitude"]))
        assert located.county
        assert located.county in place["name"]
        assert (located.county in configuration.mechanism.counties) != ("another county" in place["name"])


async def test_the_clock_moves_forward_and_stays_there(client: httpx.AsyncClient, program: Program) -> None:
    for by in ("5m", "1d"):
        assert (await client.post("/simulator/clock", json={"forward": by})).status_code == 200
    with program.database.reading() as session:
        assert demonstration.clock_ahead(session) == program.clock.ahead == timedelta(days=1, minutes=5)


@pytest.mark.parametrize("forward", ["0s", "-5m", "soon", "", None, 5, [], "367d", "9" * 20 + "d"])
async def test_the_clock_moves_no_other_way(
    client: httpx.AsyncClient, program: Program, forward: object
) -> None:
    answer = await client.post("/simulator/clock", json={"forward": forward})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert program.clock.ahead == timedelta()


async def test_nothing_is_loaded_from_elsewhere(client: httpx.AsyncClient) -> None:
    for path in ("/simulator", "/simulator/static/simulator.js"):
        answer = await client.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'self'; object-src 'none'")
        assert answer.headers["cache-control"] == "no-cache"


CALENDAR = {"name": "M12.ics", "media_type": "text/calendar", "title": "M12", "text": "BEGIN:VCALENDAR\r\n"}
MINUTES = {"name": "Kumbukumbu ya M12.pdf", "media_type": "application/pdf", "title": "M12", "text": "Maji"}


def add_delivery(program: Program, wire: dict[str, Any] | None, channel: str = "telegram") -> None:
    now = program.clock.now()
    row = {
        "channel": channel, "address": CHAT, "kind": "notice", "about": "M12", "priority": 1, "content": "{}",
        "text": "M12", "wire": wire, "segments": 0, "status": "accepted", "due_at": now, "created_at": now,
        "changed_at": now,
    }  # fmt: skip
    with program.database.writing() as session:
        session.execute(insert(Delivery), [row])


@pytest.mark.parametrize(
    ("written", "disposition", "begins"),
    [
        (CALENDAR, "attachment; filename*=UTF-8''M12.ics", b"BEGIN:VCALENDAR"),
        (MINUTES, "inline; filename*=UTF-8''Kumbukumbu%20ya%20M12.pdf", b"%PDF-"),
    ],
    ids=["calendar", "pdf"],
)
async def test_a_document_is_opened_as_it_was_sent(
    client: httpx.AsyncClient, program: Program, written: dict[str, str], disposition: str, begins: bytes
) -> None:
    add_delivery(program, {"document": written})
    answer = await client.get("/simulator/documents/1")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == written["media_type"]
    assert answer.headers["content-disposition"] == disposition
    assert answer.content.startswith(begins)


@pytest.mark.parametrize("number", ["1", "2", "3", "999", "9" * 30, "x"])
async def test_where_there_is_no_document_there_is_nothing_to_open(
    client: httpx.AsyncClient, program: Program, number: str
) -> None:
    add_delivery(program, {"html": "M12"})
    add_delivery(program, None)
    add_delivery(program, {"document": CALENDAR}, channel="sms")
    assert (await client.get(f"/simulator/documents/{number}")).status_code == 404


SEND = {"phone": LEAD, "text": "flood"}
DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Origin": "http://127.0.0.1:8000", "Content-Type": "application/json; charset=utf-8"}, 202),
    ],
)
async def test_a_foreign_page_sends_nothing(
    client: httpx.AsyncClient, program: Program, headers: dict[str, str], status: int
) -> None:
    answer = await client.post("/simulator/send", content=json.dumps(SEND), headers=headers)
    assert answer.status_code == status
    assert len(received(program)) == (status == 202)
    if status == 403:
        assert (await client.get("/simulator/people", headers=headers)).status_code == 403


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("telegram", '{"chat": 1e400, "name": "x", "text": "hi"}'),
        ("telegram", '{"chat": 100000000000000000000000, "name": "x", "text": "hi"}'),
        ("telegram", '{"chat": "9", "name": [], "tap": {"callback": "c", "data": "d", "message": 9e99}}'),
        ("channel", '{"person": 100000000000000000000000, "channel": "sms"}'),
        ("channel", '{"person": 1e400, "channel": []}'),
        ("clock", '{"forward": "99999999999999999999d"}'),
        ("clock", "[]"),
        *(
            (path, body)
            for path in ("send", "telegram", "channel", "clock")
            for body in (DEEP, f'{{"a": {DEEP}')
        ),
    ],
)
async def test_no_json_breaks_it(client: httpx.AsyncClient, path: str, body: str) -> None:
    assert (await client.post(f"/simulator/{path}", content=body)).status_code == 400


async def test_no_number_of_a_document_breaks_it(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/simulator/documents/{'9' * 5000}")).status_code == 404


async def test_a_stranger_has_a_phone_too(client: httpx.AsyncClient, program: Program) -> None:
    stranger = (await client.get("/simulator/people")).json()["people"][-1]
    assert (stranger["name"], stranger["roles"]) == ("An unknown number", [])
    with program.database.reading() as session:
        known = set(session.scalars(select(AddressRow.value)))
    assert known.isdisjoint({stranger["phone"], stranger["chat"]})


async def test_the_guide_is_of_the_first_phones(client: httpx.AsyncClient) -> None:
    told = (await client.get("/simulator/people")).json()
    assert {step["who"] for step in told["steps"]} <= set(told["phones"])
    assert [step["title"] for step in told["steps"]][:2] == ["Report a shock", "Take it"]


async def test_the_console_is_linked_where_it_exists(program: Program) -> None:
    app = make_app(program, ["web"])
    has_one = any(getattr(route, "path", "") == "/console" for route in app.router.routes)
    for there in (has_one, True):
        if there and not has_one:
            app.router.routes.append(Route("/console", lambda _request: Response()))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            told = (await client.get("/simulator/people")).json()["console"]
        assert told == ("/console" if there else None)
    program.threads.close()
    program.database.close()


async def test_the_clock_goes_to_just_after_what_is_due_next(
    client: httpx.AsyncClient, program: Program
) -> None:
    held_until = program.clock.now() + timedelta(minutes=4)
    with program.database.writing() as session:
        session.execute(insert(InboxRow), an_arrival())
        session.execute(insert(Incident), half_a_report(held_until))
    moved = await client.post("/simulator/clock", json={"forward": "next"})
    assert moved.status_code == 200
    assert held_until < program.clock.now() < held_until + timedelta(seconds=5)
    again = await client.post("/simulator/clock", json={"forward": "next"})
    assert again.json()["seconds"] == 0, "it waits until that is done"


async def test_the_clock_goes_no_further_than_it_may(client: httpx.AsyncClient, program: Program) -> None:
    moved = await client.post("/simulator/clock", json={"forward": "next", "most": "90s"})
    assert moved.json()["seconds"] <= 90
    assert program.clock.ahead <= timedelta(seconds=90)


@pytest.mark.parametrize("body", [{}, {"month": "yes"}, {"month": None}, []])
async def test_to_begin_anew_one_says_with_what(client: httpx.AsyncClient, body: object) -> None:
    assert (await client.post("/simulator/restart", json=body)).status_code == 400


async def test_a_part_alone_does_not_begin_anew(client: httpx.AsyncClient) -> None:
    assert (await client.get("/simulator/people")).json()["restarts"] is False
    assert (await client.post("/simulator/restart", json={"month": False})).status_code == 409


@pytest.mark.parametrize(
    ("photo", "status"), [("/9j/", 202), ("", 400), ("no base64!", 400), ("A" * 1_500_000, 400)]
)
async def test_a_photo_goes_the_way_of_the_webhook(program: Program, photo: str, status: int) -> None:
    transport = httpx.ASGITransport(make_app(program, ["web", "worker"]))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        answer = await client.post("/simulator/telegram", json={**SAYS, "photo": photo, "text": "flood Voi"})
    assert answer.status_code == status
    with program.database.reading() as session:
        rows = session.scalars(select(InboxRow)).all()
    assert [row.text for row in rows] == (["flood Voi"] if status == 202 else [])
    assert [row.parts["file"]["kind"] for row in rows if row.parts] == (["photo"] if status == 202 else [])
    program.threads.close()
    program.database.close()


async def test_without_a_worker_there_is_nobody_to_fetch_a_photo(client: httpx.AsyncClient) -> None:
    assert (await client.get("/simulator/people")).json()["photos"] is False
    answer = await client.post("/simulator/telegram", json={**SAYS, "photo": "/9j/"})
    assert answer.status_code == 400


def an_arrival() -> dict[str, Any]:
    at = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
    row = queue.arrival("sms", queue.TEXT, "a", "lane", {}, at, sender=LEAD, text="flood")
    return row | {"id": 1, "status": "done", "handled_at": at}


def half_a_report(held_until: datetime) -> dict[str, Any]:
    return {
        "ref": "S1", "hazard": "flood", "counties": ["Kitui"], "county": "Kitui", "affected": {},
        "sensitive": False, "status": "held", "reporter_id": 1, "route": "",
        "reported_at": held_until - timedelta(minutes=5), "held_until": held_until,
    }  # fmt: skip

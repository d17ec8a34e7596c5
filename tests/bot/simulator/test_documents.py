"""A document in a chat of the demonstration: a link under which it is opened."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.simulator import chat
from bot.telegram.render import render
from sek_core.messages.content import content_to_json
from sek_core.messages.screens import Content, Enclosure
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from tests.bot.simulator.window import LEAD, LOWEST_CONTRAST, Phone, Server, Visit

CALENDAR = Enclosure(
    "M12.ics", "text/calendar", "SEK meeting Kitui (M12)", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
)
ASKED = Content(
    "M12 SEK meeting Kitui Thu 3 Dec 9:00, County HQ. Will you come?",
    options=(("yes", "Yes"), ("no", "No"), ("maybe", "Maybe")),
    asked="p1:1",
    document=CALENDAR,
)


@pytest.fixture
def lead(visit: Visit, server: Server) -> Phone:
    """A lead whose chat with SEK has begun."""
    phone = visit(server).phone(LEAD)
    phone.switches_to("Telegram")
    phone.starts()
    return phone


def tell(server: Server, content: Content, edit: int | None = None) -> None:
    """Send the lead this message, as the outbox would write it; `edit`: in place of another one."""
    with urllib.request.urlopen(f"{server.origin}/simulator/people", timeout=10) as answer:
        address = next(each["chat"] for each in json.load(answer)["people"] if each["name"] == LEAD)
    now, rendered = datetime.now(UTC), render(content)
    wire = {**(rendered.wire or {}), **({"edit": edit} if edit else {})}
    row = {
        "person_id": 1, "channel": chat.CHANNEL, "address": address, "kind": "notice", "about": "M12",
        "priority": 1, "content": content_to_json(content), "text": rendered.text, "wire": wire,
        "segments": 0, "status": "queued", "due_at": now, "created_at": now, "changed_at": now,
    }  # fmt: skip
    with opened(server) as session:
        session.execute(insert(Delivery), [row])


@contextmanager
def opened(server: Server) -> Iterator[Session]:
    database = Database(server.database_url)
    with database.writing() as session:
        yield session
    database.close()


def test_it_is_a_link_that_can_be_read_and_followed(server: Server, lead: Phone) -> None:
    tell(server, ASKED)
    expect(lead.messages.get_by_role("link")).to_have_count(1)
    message = lead.expects("Will you come?", "sent")
    for scheme in ("light", "dark"):
        lead.root.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # the two schemes are its own
        contrast, element = lead.root.page.evaluate(LOWEST_CONTRAST)
        assert contrast >= 4.5, f"{element}, {scheme}"
    with lead.root.page.expect_download() as saved:
        message.get_by_role("link", name="M12.ics").click()
    download = saved.value
    assert download.suggested_filename == "M12.ics"
    assert Path(download.path()).read_bytes() == CALENDAR.text.encode()


def test_it_stays_where_its_message_is_answered_in_its_place(server: Server, lead: Phone) -> None:
    tell(server, ASKED)
    message = lead.expects("Will you come?", "sent")
    with opened(server) as session:
        sent = session.scalars(select(Delivery.provider_id).where(Delivery.about == "M12")).one()
    tell(server, Content("Noted: coming"), edit=int(str(sent).rpartition(":")[2]))
    expect(message).to_contain_text("Noted: coming")
    expect(message).to_contain_text("edited")
    expect(message.get_by_role("link", name="M12.ics")).to_be_visible()

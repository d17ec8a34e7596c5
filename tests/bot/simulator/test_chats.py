"""Telegram phones in a real Chromium: buttons tapped, edits in place, notes over the chat."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.bot.simulator.window import (
    CLT,
    FULL_REPORT,
    LEAD,
    LOWEST_CONTRAST,
    RLA,
    Phone,
    Server,
    Visit,
)

SUSPICIOUS = "DROUGHT MUTOMO severe, <b>dry</b> <img src=x> & 'a_b' *c* &lt;i&gt; </i>"


@pytest.fixture
def lead(visit: Visit, server: Server) -> Phone:
    """A lead whose chat with SEK has begun."""
    phone = visit(server).phone(LEAD)
    phone.switches_to("Telegram")
    phone.starts()
    return phone


def texts(phone: Phone) -> list[str]:
    shown: list[str] = phone.messages.locator("[data-role=text]").all_inner_texts()
    return shown


def test_half_a_report_is_tapped_to_its_end_in_one_message(visit: Visit, server: Server, lead: Phone) -> None:
    lead.texts("mafuriko")
    question = lead.expects("MAFURIKO, Kitui. Wapi?")
    expect(lead.messages).to_have_count(4)

    lead.button("Ruka").click()
    expect(question).to_contain_text("Hali ni mbaya kiasi gani?")
    lead.button("Kali").click()
    expect(question).to_contain_text("S1 MAFURIKO, makali, Kitui")
    expect(question.locator("b")).to_have_text("S1")
    expect(question).to_contain_text(re.compile(r"\d\d:\d\d · edited · sent · tapped Ruka, Kali"))
    expect(lead.button("Kali")).to_have_count(0)
    expect(lead.messages).to_have_count(4)

    # Whoever comes later sees how it stands, and not how it came about.
    stands = texts(lead)
    later = visit(server).phone(LEAD)
    later.expects("S1 MAFURIKO, makali, Kitui", "edited")
    assert texts(later) == stands
    assert later.keys() == lead.keys()


def test_an_alert_is_taken_by_its_button(visit: Visit, server: Server) -> None:
    window = visit(server)
    lead, clt, rla = window.phone(LEAD), window.phone(CLT), window.phone(RLA)
    clt.switches_to("Telegram")
    expect(clt.root.get_by_role("button", name="Start")).to_be_visible()
    lead.texts(FULL_REPORT)

    clt.expects("S1 SEVERE DROUGHT Mutomo, Kitui")
    alert = clt.messages.first
    expect(alert.locator("i")).to_have_text("boreholes dry at Kyatune")
    expect(clt.root).not_to_contain_text(re.compile("segment|KES"))
    rla.expects("Reply OK S1 to take it", "1 segment · KES 0.80")

    clt.button("Take it").click()
    clt.expects("You have S1")
    expect(alert).to_contain_text("tapped Take it")
    lead.expects("taken by the Kitui CLT lead")
    expect(clt.messages).to_have_count(2)


def test_the_choice_of_a_channel_lasts_and_keeps_the_conversations_apart(
    visit: Visit, server: Server
) -> None:
    window = visit(server)
    clt = window.phone(CLT)
    clt.texts("HELP")
    expect(clt.messages).to_have_count(2)
    clt.box.fill("what was typed meanwhile")

    sms = clt.root.get_by_role("radio", name="SMS")
    sms.focus()
    sms.press("ArrowRight")
    expect(clt.root.get_by_role("button", name="Start")).to_be_visible()
    expect(clt.messages).to_have_count(0)
    clt.starts()
    expect(clt.box).to_be_focused()
    expect(clt.box).to_have_value("what was typed meanwhile")
    window.page.reload()
    clt.expects("Welcome to SEK")

    # What comes over the channel that is not shown is pointed at.
    clt.switches_to("SMS")
    expect(clt.messages).to_have_count(2)
    other = visit(server).phone(CLT)
    other.switches_to("Telegram")
    window.phone(LEAD).texts(FULL_REPORT)
    other.expects("S1 SEVERE DROUGHT")
    expect(clt.root.get_by_role("radio", name="Telegram has new messages")).to_have_count(1)
    clt.switches_to("Telegram")
    clt.expects("S1 SEVERE DROUGHT")
    expect(clt.root.get_by_role("radio", name="has new messages")).to_have_count(0)


def test_a_tap_on_an_old_question_is_answered_by_a_note(visit: Visit, server: Server, lead: Phone) -> None:
    lead.texts("landslide")
    lead.expects("LANDSLIDE, Kitui. Where?")
    lead.texts("mutomo")
    lead.expects("How bad?")
    before = texts(lead)

    other = visit(server).phone(LEAD)
    old = lead.messages.filter(has_text="Where?")
    old.get_by_role("button", name="Skip").click()
    note = lead.root.get_by_role("status")
    expect(note).to_contain_text("This question has been answered, or is no longer open")
    expect(old.get_by_role("button")).to_have_count(0)
    assert texts(lead) == before
    expect(other.messages.filter(has_text="Where?").get_by_role("button")).to_have_count(0)
    expect(other.root.get_by_role("status")).to_be_empty()

    note.get_by_role("button", name="OK").click()
    expect(note).to_be_empty()
    lead.button("Severe").click()
    lead.expects("S1 LANDSLIDE, severe, Mutomo, Kitui")
    expect(lead.messages).to_have_count(len(before))


def test_by_keyboard_through_the_buttons(lead: Phone) -> None:
    lead.texts("mafuriko")
    question = lead.expects("Wapi?")
    lead.button("Ruka").focus()
    lead.button("Ruka").press("Enter")
    expect(question).to_contain_text("Hali ni mbaya kiasi gani?")
    expect(lead.button("Kidogo")).to_be_focused()


def test_a_place_is_shared(lead: Phone) -> None:
    def share(place: str) -> None:
        lead.root.get_by_role("button", name="Share my location").click()
        lead.root.get_by_role("button", name=place).click()

    lead.texts("flood severe")
    lead.expects("Where?")
    share("Kyuso, Kitui")
    lead.expects("S1 FLOOD, severe, near Kyuso, Kitui")
    expect(lead.messages.filter(has_text="My location: Kyuso, Kitui")).to_have_count(1)
    share("Machakos, another county")
    lead.expects("Machakos")


def test_a_report_is_shown_as_typed(visit: Visit, server: Server, lead: Phone) -> None:
    clt = visit(server).phone(CLT)
    clt.switches_to("Telegram")
    lead.texts(SUSPICIOUS)
    own = lead.messages.filter(has_text="DROUGHT MUTOMO").first.locator("[data-role=text]")
    assert own.text_content() == SUSPICIOUS
    alert = clt.expects("S1 SEVERE DROUGHT Mutomo")
    expect(alert).to_contain_text(SUSPICIOUS.partition(", ")[2])
    expect(alert.locator("i")).to_have_count(1)
    expect(clt.root.locator("article img, article b b, article i b")).to_have_count(0)


NO_CHATS = """\
name,organisation,role,county,phone
Patrick Mburu,KIWASH,county_lead,Kitui,+254300000011
Kitui CLT Lead,USAID,clt_lead,Kitui,+254300000020
"""


def test_who_has_no_chat_on_the_roster_shows_who_they_are_by_their_number(
    visit: Visit, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "demo-roster.csv").write_text(NO_CHATS, encoding="utf-8")
    server = Server(tmp_path)
    server.start()
    try:
        window = visit(server)
        lead, clt = window.phone(LEAD), window.phone(CLT)
        clt.switches_to("Telegram")
        clt.root.get_by_role("button", name="Start").click()
        clt.expects("I need your telephone number")
        clt.root.get_by_role("button", name="Share my number").click()
        clt.expects("Welcome to SEK, Kitui CLT Lead")
        expect(clt.root.get_by_role("button", name="Share my number")).to_have_count(0)
        expect(clt.messages.filter(has_text="My number: +254300000020")).to_have_count(1)
        lead.texts(FULL_REPORT)
        clt.expects("S1 SEVERE DROUGHT")
    finally:
        server.stop()


def test_light_and_dark_at_any_width(lead: Phone) -> None:
    page = lead.root.page
    lead.texts("mafuriko")
    lead.expects("Wapi?", "sent")
    looks = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        looks.add(background(lead.button("Ruka")))
        for width, height in ((1440, 900), (360, 740)):
            page.set_viewport_size({"width": width, "height": height})
            contrast, element = page.evaluate(LOWEST_CONTRAST)
            assert contrast >= 4.5, f"{element}, {scheme}, {width} px"
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(looks) == 2


def background(element: Locator) -> str:
    return str(element.evaluate("(element) => getComputedStyle(element).backgroundColor"))

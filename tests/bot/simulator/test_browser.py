"""The phones in a real Chromium, over the program as `sek run` starts it."""

import re
import urllib.request
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from bot.sms.segments import count
from tests.bot.simulator.window import (
    CLT,
    FULL_REPORT,
    LEAD,
    LOWEST_CONTRAST,
    RLA,
    SWAHILI_LEAD,
    USAID,
    Phone,
    Server,
    Visit,
)


def test_the_main_job(visit: Visit, server: Server) -> None:
    window = visit(server)
    lead, clt, rla, usaid = (window.phone(name) for name in (LEAD, CLT, RLA, USAID))

    lead.texts(FULL_REPORT)
    lead.expects("S1 DROUGHT, severe, Mutomo, Kitui, 400 households", "Sent to USAID, RLA, Kitui CLT")
    for told in (clt, rla, usaid):
        alert = told.expects("S1 SEVERE DROUGHT Mutomo, Kitui", "Reply OK S1 to take it", "accepted")
        expect(alert).to_contain_text(re.compile(r"\d\d:\d\d · 1 segment · KES 0\.80"))

    clt.texts("ok thanks")
    clt.expects("You have S1")
    lead.expects("taken by the Kitui CLT lead")

    clt.texts("close s1 county water trucking from tomorrow, 3 bowsers")
    clt.expects("S1 is closed")
    for told in (lead, rla, usaid):
        told.expects("closed by the Kitui CLT lead", "county water trucking from tomorrow, 3 bowsers")
    expect(lead.messages).to_have_count(4)
    expect(clt.messages).to_have_count(5)


def test_any_person_can_be_picked_and_half_a_report_is_asked_about(visit: Visit, server: Server) -> None:
    window = visit(server)
    window.phone(USAID).becomes(SWAHILI_LEAD)
    lead = window.phone(SWAHILI_LEAD)
    expect(lead.root).to_contain_text("county lead, Makueni")
    expect(lead.root).to_contain_text("+254300000013")

    lead.texts("mafuriko")
    lead.expects("MAFURIKO, Makueni. Wapi?")
    lead.texts("mtito andei")
    lead.expects("1 kidogo 2 wastani 3 kali 4 mbaya sana")
    lead.texts("3")
    lead.expects("S1 MAFURIKO, makali, Mtito Andei, Makueni", "Imetumwa kwa USAID, RLA, CLT Makueni")
    window.phone(RLA).expects("S1 SEVERE FLOOD Mtito Andei, Makueni")

    # Whoever is picked has the messages that came before, and the choice outlives a reload.
    window.phone(SWAHILI_LEAD).becomes(USAID)
    window.phone(USAID).expects("S1 SEVERE FLOOD")
    window.phone(CLT).becomes(SWAHILI_LEAD)
    window.page.reload()
    window.phone(SWAHILI_LEAD).expects("S1 MAFURIKO, makali")
    expect(window.phone(CLT).root).to_have_count(0)


def test_the_clock_releases_a_report_that_is_held(visit: Visit, server: Server) -> None:
    window, other = visit(server), visit(server)
    lead, rla = window.phone(LEAD), window.phone(RLA)
    lead.texts("landslide")
    lead.expects("LANDSLIDE, Kitui. Where?")
    expect(rla.messages).to_have_count(0)

    window.forward("+5 min")
    rla.expects("S1 LANDSLIDE Kitui", "Reply OK S1 to take it")
    lead.expects("S1 LANDSLIDE, Kitui", "with what is known")
    for each in (window, other):
        expect(each.page.get_by_text("Now 5 min ahead.")).to_be_attached()
    other.phone(RLA).expects("S1 LANDSLIDE Kitui")
    clocks = [each.page.locator("time").inner_text() for each in (window, other)]
    assert clocks[0] == clocks[1]
    assert "UTC+03:00" in clocks[0]


def test_by_keyboard_alone(visit: Visit, shared: Server) -> None:
    window = visit(shared)
    keyboard = window.page.keyboard

    def tab_to(target: Locator) -> None:
        for _ in range(40):
            keyboard.press("Tab")
            if target.evaluate("(element) => element === document.activeElement"):
                return
        pytest.fail("Tab does not lead there")

    lead = window.phone(LEAD)
    tab_to(lead.root.get_by_role("combobox"))
    keyboard.type("Martin")
    lead = window.phone(SWAHILI_LEAD)
    expect(lead.root).to_have_count(1)
    tab_to(lead.box)
    keyboard.type("HELP")
    keyboard.press("Enter")
    lead.expects("Report: FLOOD Wote severe")
    expect(lead.messages).to_have_count(2)
    keyboard.type("HELP")
    tab_to(lead.root.get_by_role("button", name="Send"))
    keyboard.press("Enter")
    expect(lead.messages).to_have_count(4)

    outline = "(element) => getComputedStyle(element).outlineStyle"
    tab_to(window.phone(CLT).box)
    assert window.phone(CLT).box.evaluate(outline) == "solid"


TYPED = [
    "<b>dry</b> <img src=x onerror=\"document.title='no'\"> & 'quotes' &amp;",
    "two lines\n   and   spaces",
    "mafuriko 🌊🌊 ngũ",
    "a" * 161,
    "€" * 81 + "a" * 160,
    "🌊" * 36,
    "x[" * 120,
]


def test_texts_are_shown_as_typed_and_measured_as_the_server_does(visit: Visit, shared: Server) -> None:
    window = visit(shared)
    window.phone(LEAD).becomes("Margaret Indimuli")
    lead = window.phone("Margaret Indimuli")
    title = window.page.title()
    for number, typed in enumerate(TYPED):
        lead.box.fill(typed)
        segments = count(typed)
        words = f"{segments} segment{'s' if segments > 1 else ''}"
        expect(lead.root.locator("[data-role=counter]")).to_contain_text(words)
        lead.texts(typed)
        own = lead.root.locator("article[data-direction=in]")
        expect(own).to_have_count(number + 1)
        assert own.last.locator("[data-role=text]").text_content() == typed
        expect(own.last).to_contain_text(f" {words} ·")
    assert window.page.title() == title
    assert window.page.locator("article img, article b").count() == 0


def test_a_restart_loses_nothing_and_repeats_nothing(visit: Visit, server: Server) -> None:
    window = visit(server)
    lead, clt = window.phone(LEAD), window.phone(CLT)
    lead.texts(FULL_REPORT)
    clt.expects("Reply OK S1 to take it")

    server.stop()
    expect(window.page.get_by_text("reconnecting")).to_be_visible()
    clt.box.fill("ok")
    clt.box.press("Enter")
    expect(clt.root.get_by_role("alert")).to_contain_text("did not answer")
    expect(clt.box).to_have_value("ok")

    server.start()
    expect(window.page.get_by_text("connected", exact=True)).to_be_visible()
    clt.box.press("Enter")
    clt.expects("You have S1")
    lead.expects("taken by the Kitui CLT lead")
    before = [lead.keys(), clt.keys()]
    assert all(len(keys) == len(set(keys)) == 3 for keys in before)
    window.wrong.clear()  # the browser logs each attempt to connect
    window.page.reload()
    lead.expects("taken by the Kitui CLT lead")
    assert [lead.keys(), clt.keys()] == before


def test_a_long_history(visit: Visit, shared: Server) -> None:
    window = visit(shared)
    window.phone(LEAD).becomes("Ganga Rao")
    window.page.reload()
    lead = window.phone("Ganga Rao")
    expect(lead.messages).to_have_count(300)
    expect(lead.messages.last).to_be_in_viewport()
    lead.log.evaluate("(log) => log.scrollTo(0, 0)")
    expect(lead.messages.first).to_be_in_viewport()
    sent = urllib.request.Request(
        f"{shared.origin}/simulator/send",
        b'{"phone": "+254300000015", "text": "HELP"}',
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(sent, timeout=10) as answer:
        assert answer.status == 202
    lead.root.get_by_role("button", name="1 new message").click()
    lead.expects("Report: FLOOD Voi severe")
    expect(lead.messages.last).to_be_in_viewport()


def test_light_and_dark_at_any_width(visit: Visit, shared: Server) -> None:
    window = visit(shared)
    page = window.page
    lead = window.phone(LEAD)
    lead.texts(FULL_REPORT)
    window.phone(CLT).expects("Reply OK S")
    lead.expects("Sent to", "accepted")
    lead.box.fill("something")
    backgrounds = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        for width, height in ((1440, 900), (1024, 768), (360, 740)):
            page.set_viewport_size({"width": width, "height": height})
            contrast, element = page.evaluate(LOWEST_CONTRAST)
            assert contrast >= 4.5, f"{element}, {scheme}, {width} px"
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(backgrounds) == 2

    # At a phone's width one phone fills the window, and the tabs lead to the others.
    phone = window.phone(CLT)
    page.get_by_role("navigation", name="Phones").get_by_role("button", name=CLT).click()
    expect(phone.root).to_be_in_viewport(ratio=0.5)
    expect(lead.root).not_to_be_in_viewport()
    box = phone.root.bounding_box()
    assert box
    assert 320 <= box["width"] <= 360
    phone.texts("HELP")
    expect(phone.messages).to_have_count(3)


def test_phones_are_added_and_removed(visit: Visit, shared: Server) -> None:
    window = visit(shared)
    regions = window.page.get_by_role("region", name=re.compile("Phone of"))
    expect(regions).to_have_count(4)
    window.page.get_by_role("button", name="Add a phone").click()
    expect(regions).to_have_count(5)
    window.phone(CLT).root.get_by_role("button", name="Remove this phone").click()
    expect(regions).to_have_count(4)
    expect(window.phone(CLT).root).to_have_count(0)


def test_what_cannot_be_sent_is_said(visit: Visit, shared: Server) -> None:
    window = visit(shared)
    lead = window.phone(LEAD)
    expect(lead.root.get_by_role("button", name="Send")).to_be_disabled()
    lead.box.fill("a" * 5001)
    lead.box.press("Enter")
    expect(lead.root.get_by_role("alert")).to_have_text("A text has at most 5,000 characters")
    assert len(lead.box.input_value()) == 5001
    window.wrong.clear()  # the browser logs the answer 400


def test_the_guide_leads_through_the_first_minute(visit: Visit, server: Server) -> None:
    window = visit(server)
    lead, clt = window.phone(LEAD), window.phone(CLT)
    guide = window.page.get_by_role("region", name="Your first minute")
    write = guide.get_by_role("button", name="Write as")

    for phone, said in (
        (lead, "DROUGHT MUTOMO severe"),
        (clt, "OK S1"),
        (clt, "CLOSE S1 water trucking"),
        (lead, "1"),
        (lead, "landslide Kyuso severe"),
    ):
        expect(write).to_be_enabled()
        write.click()
        expect(phone.box).to_have_value(re.compile(re.escape(said)))
        phone.root.get_by_role("button", name="Send").click()
        expect(phone.box).to_have_value("")
        expect(phone.messages.filter(has_text=said).first).to_contain_text("Also told:")
    expect(write).to_have_count(0)
    expect(guide).to_contain_text("press Next event")

    # The next event is half an hour away: nobody has taken it, and the next people are asked.
    window.forward("Next event")
    expect(window.page.get_by_text("Now 30 min ahead.")).to_be_attached()
    guide.get_by_role("button", name="Hide the guide").click()
    window.page.reload()
    expect(window.page.get_by_text("connected", exact=True)).to_be_attached()
    expect(guide).to_have_count(0)


def test_hints_follow_what_was_said_last(visit: Visit, server: Server) -> None:
    window = visit(server)
    lead, clt = window.phone(LEAD), window.phone(CLT)

    def hints(phone: Phone) -> Locator:
        return phone.root.get_by_role("group", name="What to text").get_by_role("button")

    expect(hints(clt)).to_have_text(["HELP"])
    lead.texts("drought Mutomo")
    expect(hints(lead).first).to_have_text("1 minor")
    hints(lead).nth(2).click()
    expect(lead.box).to_have_value("3")
    lead.root.get_by_role("button", name="Send").click()
    expect(hints(clt).first).to_have_text("OK S1")
    clt.texts("ok s1")
    expect(hints(clt).nth(1)).to_have_text("CLOSE S1 …")


def test_who_else_was_told_can_be_looked_at(visit: Visit, server: Server) -> None:
    window = visit(server)
    lead = window.phone(LEAD)
    lead.texts(FULL_REPORT)
    lead.messages.first.get_by_role("button", name="Meshack Mulinge").click()
    window.phone("Meshack Mulinge").expects("S1 SEVERE DROUGHT Mutomo, Kitui")


def test_an_unknown_number_texts(visit: Visit, server: Server) -> None:
    window = visit(server)
    window.phone(USAID).becomes("An unknown number")
    stranger = window.phone("An unknown number")
    stranger.texts("people are trapped in the water at Kyuso")
    stranger.expects("1199")
    window.phone(RLA).expects("Call for help, +254300000099 (not on the roster)")


def test_a_photo_is_sent_from_a_chat(visit: Visit, server: Server, tmp_path: Path) -> None:
    picture = tmp_path / "flood.png"
    Image.new("RGB", (8, 8), "steelblue").save(picture)
    window = visit(server)
    lead = window.phone(LEAD)
    lead.switches_to("Telegram")
    lead.starts()
    lead.box.fill("flood Kyuso severe")
    lead.root.locator("input[type=file]").set_input_files(picture)
    expect(lead.box).to_have_value("")
    lead.expects("S1 FLOOD, severe, Kyuso, Kitui")
    expect(lead.messages.filter(has_text="flood Kyuso severe")).to_have_count(1)


def test_a_demonstration_begins_anew(visit: Visit, server: Server) -> None:
    window = visit(server)
    lead = window.phone(LEAD)
    lead.texts(FULL_REPORT)
    lead.expects("S1 DROUGHT")
    window.forward("+30 min")
    window.page.get_by_role("button", name="Begin anew").click()
    with window.page.expect_navigation(timeout=30_000):
        window.page.get_by_role("button", name="Empty").click()
    expect(window.page.get_by_text("connected", exact=True)).to_be_attached()
    expect(lead.messages).to_have_count(0)
    expect(window.page.get_by_text("ahead.")).to_have_count(0)
    lead.texts(FULL_REPORT)
    lead.expects("S1 DROUGHT")
    window.wrong.clear()  # while the server was away its requests failed

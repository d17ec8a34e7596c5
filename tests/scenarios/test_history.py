"""The timeline of an incident, from the first text to its end, as operators and participants read it."""

import json
from typing import Any

import pytest

from bot import story
from sek_core.messages.channel import Refused
from sek_core.store.incidents import History
from tests.scenarios.conftest import Phone, World


def printed(world: World, ref: str) -> list[str]:
    zone = world.program.configuration.mechanism.zone
    with world.program.database.reading() as session:
        return list(story.lines(session, ref, zone))


def as_object(world: World, ref: str) -> dict[str, Any]:
    zone = world.program.configuration.mechanism.zone
    with world.program.database.reading() as session:
        found = story.as_object(session, ref, zone)
    assert found is not None
    return dict(json.loads(json.dumps(found)))


def quietly(*phones: Phone) -> None:
    for phone in phones:
        phone.ignores()


@pytest.fixture
def told(world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone) -> World:
    """Report, correct, take, note and close an incident."""
    deputy.texts("drought Mutomo severe 400 households, boreholes dry")
    quietly(deputy, lead, clt, usaid, rla)
    world.passes("7m")
    clt.texts("ok s1 on my way")
    quietly(deputy, clt, usaid, rla)
    world.passes("10m")
    deputy.texts("FIX S1 40 households")
    quietly(deputy, lead, clt, usaid, rla)
    world.passes("1d")
    usaid.texts("note s1 two bowsers promised")
    quietly(deputy, usaid, rla)
    clt.expects("S1 drought Mutomo, Kitui: yours since")
    clt.ignores()
    clt.texts("close s1 water trucking has begun")
    quietly(deputy, lead, clt, usaid, rla)
    return world


def test_everything_stands_in_it_in_the_order_of_its_time(told: World) -> None:
    lines = printed(told, "S1")
    head = "S1  drought  severe  Mutomo  Kitui  closed  households 40"
    assert lines[0] == head
    assert "  reported by Meshack Mulinge, received 24 Nov 2026 10:04" in lines
    assert any(line.startswith("  clt: step 1, taken by Kitui CLT Lead 24 Nov 2026 10:11") for line in lines)
    whole = "\n".join(lines)
    expected = [
        "\n24 Nov 2026",
        "10:04:00  REPORTED  Meshack Mulinge",
        '"drought Mutomo severe 400 households, boreholes dry"',
        "10:04:00  OPENED",
        "alert, step 1 to Kitui CLT Lead",
        "10:11:00  TAKEN  Kitui CLT Lead",
        '"on my way"',
        "10:21:00  CORRECTED  Meshack Mulinge",
        "10:21:00  CHANGED  households: 400 to 40",
        "\n25 Nov 2026",
        "10:21:00  NOTED  USAID Officer",
        '"two bowsers promised"',
        "10:21:00  CLOSED  Kitui CLT Lead",
        '"water trucking has begun"',
    ]
    position = whole.index("\n\n")
    for part in expected:
        assert part in whole[position:], whole
        position = whole.index(part, position) + 1


def test_as_an_object_it_holds_the_same(told: World) -> None:
    found = as_object(told, "S1")
    assert (found["status"], found["closed_by"], found["outcome"]) == (
        "closed", "Kitui CLT Lead", "water trucking has begun",
    )  # fmt: skip
    assert found["reported_at"] == "2026-11-24T10:04:00+03:00"
    assert [event["what"] for event in found["history"]] == [
        "reported", "opened", "taken", "corrected", "changed", "noted", "promised", "closed",
    ]  # fmt: skip
    alerts = {each["to"]: each for each in found["messages"] if each["kind"] == "alert"}
    assert alerts.keys() == {
        "Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat",
    }  # fmt: skip
    assert all(each["tries"][-1]["status"] == "accepted" for each in alerts.values())


@pytest.mark.only("sms")
def test_what_did_not_arrive_says_why_and_where_it_went_then(world: World) -> None:
    """The CLT lead has both channels, and has blocked the bot."""
    world.enrols(
        "name,organisation,role,county,phone,telegram,language\n"
        "Patrick Mburu,KIWASH,county_lead,Kitui,+254300000001,,en\n"
        "Kitui CLT Lead,USAID,clt_lead,Kitui,+254300000004,9990000000004,en\n"
        "USAID Officer,USAID,usaid,,+254300000008,,en\n"
        "RLA Secretariat,RLA,rla,,,,en\n"
    )
    world.fails("9990000000004", Refused("Forbidden", permanent=True))
    world["Patrick Mburu"].texts("flood Kyuso severe")
    world["Patrick Mburu"].ignores()
    world["USAID Officer"].ignores()
    world.phone("+254300000004").ignores()
    lines = "\n".join(printed(world, "S1"))
    assert "alert, step 1 to Kitui CLT Lead: telegram 9990000000004 failed (" in lines
    assert "bot was blocked by the user), then sms +254300000004 accepted" in lines
    assert "to RLA Secretariat: nowhere failed (no address)" in lines


def test_status_is_short_by_sms_and_tells_all_on_telegram(told: World, usaid: Phone) -> None:
    usaid.texts("status s1")
    shown = usaid.expects("S1 DROUGHT, severe, Mutomo, Kitui, 40 households", "closed by the Kitui CLT lead")
    if told.channel == "sms":
        assert len(shown) <= 306
        assert "corrected by" not in shown
        return
    for part in (
        '24 Nov 10:04 reported by Meshack Mulinge: "drought Mutomo severe 400 households, boreholes dry"',
        '24 Nov 10:11 taken by Kitui CLT Lead: "on my way"',
        '24 Nov 10:21 changed: "households: 400 to 40"',
        '10:21 note by USAID Officer: "two bowsers promised"',
        "Alert: 4 reached, 0 on the way, 0 not reached",
    ):
        assert part in shown


def test_what_people_choose_stands_in_the_history_too(world: World, clt: Phone, rla: Phone) -> None:
    clt.texts("LANG SW")
    clt.ignores()
    clt.texts("STOP")
    world["Patrick Mburu"].ignores()
    world["Meshack Mulinge"].ignores()
    quietly(clt, rla)
    with world.program.database.reading() as session:
        found = [(row.what, row.address, row.detail) for row in session.query(History).order_by(History.id)]
    assert found == [("language chosen", clt.number, "sw"), ("opted out", clt.number, "")]


def test_nothing_is_told_of_what_is_not_there(world: World) -> None:
    assert printed(world, "S9") == []

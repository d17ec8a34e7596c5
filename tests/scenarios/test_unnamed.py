"""Reporters who ask not to be named: no text to others and no export shows the name or the number."""

import json
from zoneinfo import ZoneInfo

import pytest

from bot import story
from bot.cli import listing
from tests.scenarios.conftest import Phone, World

NAIROBI = ZoneInfo("Africa/Nairobi")

KNOWN = ("Meshack", "Mulinge", "+254300000002", "254300000002")


def hears(world: World) -> list[str]:
    """Return what came to all people besides the reporter and the secretariat, and set it aside."""
    apart = ("Meshack Mulinge", "RLA Secretariat")
    heard = [each for phone in world.phones() if phone.name not in apart for each in phone.left_over()]
    world.sets_aside()
    return heard


def names_in(texts: list[str]) -> list[str]:
    return [each for each in texts if any(word in each for word in KNOWN)]


def exports(world: World, ref: str = "S1") -> list[str]:
    with world.program.database.reading() as session:
        about = [row for row in listing.deliveries(session) if row["about"] == ref]
        received = [line for line in listing.inbox_rows(session, False) if "40 households" in line]
        return [
            *(listing.as_json(row) for row in listing.incidents(session) if row["ref"] == ref),
            *map(listing.as_json, about),
            *received,
            json.dumps(story.as_object(session, ref, NAIROBI)),
            *story.lines(session, ref, NAIROBI),
        ]


WISHES = (
    "please don't tell who said it",
    "usiandike jina langu",
    "usinitaje",
    "anonymous please",
    "NOTE S1 do not mention my name",
)


@pytest.mark.only("sms")
@pytest.mark.parametrize("wish", ["with the report", "before it", *WISHES])
def test_nobody_else_learns_who_it_was(
    world: World, wish: str, deputy: Phone, clt: Phone, lead: Phone, rla: Phone
) -> None:
    if wish == "before it":
        deputy.texts("usinitaje tafadhali")
        deputy.expects("Jina lako halitaonyeshwa")
    report = "flood Mutomo severe 40 households"
    deputy.texts(f"{report}, do not mention my name" if wish == "with the report" else report)
    if wish in WISHES:
        world.passes("1h")
        hears(world)
        deputy.texts(wish)
        deputy.expects("S1", "RLA")
    clt.texts("ok s1")
    clt.texts("MORE S1")
    clt.texts("STATUS S1")
    lead.texts("LIST")
    deputy.texts("NOTE S1 two more houses")
    deputy.texts("S1 10 tents")
    deputy.texts("imepungua kidogo")
    clt.texts("CLOSE S1 boats have brought all to the school")
    deputy.texts("3")
    world.passes("1d")
    heard = hears(world)
    assert any("a reporter known to RLA" in each for each in heard)
    assert names_in(heard) == []
    assert names_in(exports(world)) == []
    rla.texts("MORE S1")
    rla.expects("Meshack Mulinge")
    world.sets_aside()


def test_a_report_that_joined_another_keeps_its_reporter_unnamed(
    world: World, lead: Phone, deputy: Phone, clt: Phone
) -> None:
    lead.texts("flood Mutomo severe 40 households")
    world.sets_aside()
    deputy.texts("flood Mutomo severe 40 households, usinitaje")
    deputy.texts("1")
    deputy.texts("NOTE S1 the bridge is gone")
    assert names_in(hears(world)) == []
    assert world.incident("S1").hidden_ids or world.incident("S2").nameless

"""Meetings: convened, moved, called off; who is invited is asked, answers, is reminded."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from config.mechanism import Configuration
from sek_core.store.database import Database
from tests.conftest import MovedClock
from tests.scenarios.conftest import Phone, World

ROSTER = """\
name,organisation,role,county,sectors,groups,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,,+254300000002,en
Kitui PoC,Kitui County,county_poc,Kitui,livestock,,+254300000003,sw
FAO Focal Person,FAO,ip_focal,Kitui,livestock,,+254300000004,en
LMS Focal Person,LMS,ip_focal,Kitui,livestock,,+254300000005,en
Makueni Focal Person,WFP,ip_focal,Makueni,,,+254300000006,en
RLA Secretariat,RLA,rla,,,,+254300000009,en
"""


@pytest.fixture
def world(
    configuration: Configuration, database: Database, clock: MovedClock, channel: str
) -> Iterator[World]:
    """A mechanism without series, so that only what is convened by hand is told of."""
    meetings = configuration.meetings.model_copy(update={"series": ()})
    world = World(replace(configuration, meetings=meetings), database, clock, channel)
    world.enrols(ROSTER)
    try:
        yield world
        world.no_more()
    finally:
        world.close()


def test_play(world: World) -> None:
    lead, fao, poc = world["Patrick Mburu"], world["FAO Focal Person"], world["Kitui PoC"]
    print(world.clock.now())

    def show():
        for phone in world._phones.values():
            for m in phone.unread:
                print(f"   {phone.name:18} < ({len(m)}) {m}")
            phone.unread.clear()

    def say(p, t):
        print(f"{p.name} > {t}")
        p.texts(t)
        show()

    def go(d):
        print("...", d)
        world.passes(d)
        world.without_digests()
        show()

    say(lead, "MEETING 1 Dec 9am County HQ")
    say(lead, "1")
    go("3s")
    say(fao, "1")
    say(fao, "no, Jane will come for us")
    say(poc, "labda")
    say(poc, "sawa asante")
    say(world["LMS Focal Person"], "Yes flood in Kyuso severe")
    world.without_digests()
    show()
    say(world["LMS Focal Person"], "3")
    say(world["Makueni Focal Person"], "YES M1")
    say(world["Makueni Focal Person"], "1")
    say(world["RLA Secretariat"], "yes m1")
    say(lead, "M1")
    say(lead, "nudge")
    say(lead, "nudge m1")
    say(lead, "item borehole repairs in Kyuso")
    say(fao, "agenda m1")
    say(lead, "invite m1 Makueni Focal Person")
    say(lead, "1")
    go("5s")
    say(world["Makueni Focal Person"], "2")
    say(lead, "move m1 3 Dec 10am")
    say(lead, "yes")
    go("5s")
    say(fao, "1")
    say(lead, "call off venue flooded")
    say(lead, "0")
    go("6d")
    go("23h")
    go("2h")
    say(lead, "HERE")
    say(fao, "nipo m1")
    say(lead, "M1")

"""A mechanism that calls everything otherwise: people read no old name, and the new ones are understood."""

from collections.abc import Iterator

import pytest

from config.mechanism import Configuration
from sek_core.store.database import Database
from tests.conftest import MovedClock
from tests.renamed import old_names, renamed
from tests.scenarios.phones import Phone
from tests.scenarios.world import World

ROSTER = """\
name,organisation,role,county,sectors,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,+254300000002,sw
Grace Mutua,Lake House,clt_lead,Kitui,,+254300000004,en
Peter Kilonzo,Lake House,clt_member,Kitui,livestock,+254300000005,sw
Ruth Musyoka,Lake House,chair,,,+254300000007,en
Daniel Kioko,Lake House,usaid,,,+254300000008,sw
Esther Ndunge,Hill Office,rla,,,+254300000009,en
Alice Mueni,Kitui County,county_poc,Kitui,,+254300000010,en
Brian Mutiso,FAO,ip_focal,Kitui,livestock,+254300000011,sw
"""


@pytest.fixture
def configuration() -> Configuration:
    """Return the packaged files with other names."""
    return renamed()


class Read:
    """All that people have read, checked for old names as it comes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.said: list[str] = []

    def new(self) -> str:
        """Return what came since the last time, of all phones together."""
        messages = [message for phone in self._world.phones() for message in phone.unread]
        assert messages
        for message in messages:
            assert not old_names().findall(message), message
        self.said += messages
        self._world.sets_aside()
        return "\n".join(messages)


@pytest.fixture
def world(
    configuration: Configuration, database: Database, clock: MovedClock, channel: str
) -> Iterator[World]:
    """Run the mechanism with its series of meetings."""
    world = World(configuration, database, clock, channel, series=True)
    world.enrols(ROSTER)
    world.starts_series()
    try:
        yield world
    finally:
        world.close()


@pytest.fixture
def read(world: World) -> Read:
    return Read(world)


def test_from_a_report_to_its_closing(world: World, read: Read) -> None:
    lead, head = world["Patrick Mburu"], world["Grace Mutua"]
    lead.texts("Flood Kyuso severe 60 households")
    said = read.new()
    assert "Lake House, the Hill Office, Kitui Acacia Circle" in said
    lead.texts("ok s1")
    assert "Acacia Circle of the county, Lake House, the Hill Office and the elder take" in read.new()
    world.passes("3h")
    assert "Acacia head" in read.new()
    head.texts("ok s1")
    assert "taken by the Kitui Acacia head" in read.new()
    lead.texts("give s1 to the Acacia hand")
    assert "hand over alerts" in read.new()
    head.texts("give s1 to the Acacia hand")
    assert "Peter Kilonzo" in read.new()
    world["Peter Kilonzo"].texts("funga s1 wamepewa mahema")
    read.new()
    for phone in world.phones():
        phone.texts("HELP")
        phone.texts("STATUS S1")
        phone.texts("LIST")
    read.new()
    for _day in range(7):  # over a Monday, with the figures of the week
        world.passes("1d")
    said = read.new()
    assert "Zebra Kitui" in said
    assert "Punda, nyadhifa zilizo wazi" in said and "Mlimani huingiza" in said


def test_an_invitation_to_a_meeting(world: World, read: Read) -> None:
    for _day in range(10):
        world.passes("1d")
    said = read.new()
    assert "Zebra round Kitui M" in said
    assert "Kikao cha Punda Kitui M" in said
    for words in ("MEETING EVERY", "MEETINGS", "MINUTES M1", "TASKS", "M1"):
        for phone in world.phones():
            phone.texts(words)
    read.new()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("TELL Kitui gatekeepers, come", "district gatekeeper, Kitui"),
        ("TELL Kitui shock pilots: come", "shock pilot, Kitui"),
        ("TANGAZA mabalozi Kitui: njooni", "balozi, Kitui"),
        ("TELL Hill Office: come", "the Hill Office"),
        ("TELL Kitui PoCs, come", "district gatekeeper, Kitui"),  # words.yaml still has this one
    ],
)
def test_the_names_are_understood(world: World, read: Read, words: str, said: str) -> None:
    world["Ruth Musyoka"].texts(words)
    assert said in read.new()


def test_who_is_no_part_of_it(world: World, read: Read) -> None:
    stranger: Phone = world.phone("+254700000599")
    stranger.texts("habari")
    stranger.texts("flood in Kyuso, 2 dead")
    assert "orodha ya Punda" in read.new()
    world["Patrick Mburu"].texts("VOUCH U2 Jane Mwende, Acacia head Kitui")
    assert "Only the Hill Office can add somebody as Acacia head" in read.new()

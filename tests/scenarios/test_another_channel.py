"""A channel that only these tests register, as docs/contributing.md describes it: a notice board."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels import ADAPTERS, CHANNELS
from bot.server import make_app
from config.catalogues import load_texts, with_names
from config.faults import FaultsError
from config.mechanism import PACKAGED, Configuration
from sek_core.messages.content import content_from_json
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from tests.conftest import MovedClock
from tests.scenarios.notes import receive
from tests.scenarios.notes.channel import NOTES
from tests.scenarios.notes.render import MOST
from tests.scenarios.notes.sender import Board
from tests.scenarios.world import World

ROSTER = """\
name,organisation,role,county,phone,telegram,board,channel
Ganga Rao,KCDMS,county_lead,Kitui,,9990000000010,,
Patrick Mburu,KIWASH,county_lead,Kitui,,,patrick,
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,+254300000002,,meshack,
Kitui CLT Lead,USAID,clt_lead,Kitui,,,Clt,
USAID Officer,USAID,usaid,,+254300000008,,,
RLA Secretariat,RLA,rla,,+254300000009,,,
"""
GANGA = "9990000000010"
REPORT = "DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune"


class Note:
    """A person at the board."""

    _ids = count(1)

    def __init__(self, world: World, board: Board, name: str) -> None:
        self._world, self._board, self._name = world, board, name

    def writes(self, text: str) -> None:
        """Write a note, and wait until the program has nothing left to do."""
        fields = {"id": f"note-{next(self._ids)}", "by": self._name, "text": text}
        self._world.takes_in(receive.note(fields, self._world.clock))
        self._world.settle()

    def expects(self, *parts: str) -> None:
        """Check that the next note for them holds all of `parts`."""
        unread = self._board.unread.get(self._name, [])
        assert unread, f"{self._name} expected {parts}, and nothing came"
        note = unread.pop(0)
        assert len(note) <= MOST
        assert all(part.lower() in note.lower() for part in parts), note

    def expects_nothing(self) -> None:
        """Check that no further note hangs there for them."""
        assert not self._board.unread.get(self._name)

    def ignores(self) -> None:
        """Drop the notes that hang there for them; there must be some."""
        assert self._board.unread.pop(self._name, [])


@pytest.fixture
def world(
    configuration: Configuration, sqlite_url: str, clock: MovedClock, tmp_path: Path
) -> Iterator[World]:
    """Yield a mechanism with three channels; check at the end that no message was left unread."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for language in configuration.mechanism.languages:
        shutil.copy(Path(__file__).parent / "notes" / "texts.po", folder / f"{language}.po")
    configuration = replace(
        configuration, texts=with_names(load_texts(PACKAGED / "texts", folder), configuration.names)
    )
    world = World(configuration, Database(sqlite_url), clock, adapters=(*ADAPTERS, NOTES))
    world.enrols(ROSTER)
    try:
        yield world
        world.no_more()
        assert not any(board_of(world).unread.values())
    finally:
        world.close()
        world.program.database.close()


@pytest.fixture
def patrick(world: World) -> Note:
    return Note(world, board_of(world), "patrick")


@pytest.fixture
def clt(world: World) -> Note:
    return Note(world, board_of(world), "clt")


def board_of(world: World) -> Board:
    board = world.program.senders[NOTES.channel.name]
    assert isinstance(board, Board)
    return board


def deliveries(world: World) -> list[Delivery]:
    """Return the deliveries of the board's channel."""
    with world.program.database.reading() as session:
        query = select(Delivery).where(Delivery.channel == NOTES.channel.name).order_by(Delivery.id)
        found = list(session.scalars(query))
        session.expunge_all()
    return found


def test_its_people_report_are_alerted_and_take_what_they_are_alerted_of(
    world: World, patrick: Note, clt: Note
) -> None:
    patrick.writes(REPORT)
    patrick.expects("S1 DROUGHT, severe, Mutomo, Kitui", "Sent to USAID, RLA, Kitui CLT")
    clt.expects("S1 SEVERE DROUGHT Mutomo, Kitui", "Reply OK S1 to take it")
    for name in ("USAID Officer", "RLA Secretariat"):
        world[name].expects("S1 SEVERE DROUGHT Mutomo, Kitui", "boreholes dry at Kyatune")
    clt.writes("OK")
    clt.expects("You have S1. Patrick Mburu, KIWASH has been told")
    patrick.expects("S1 drought Mutomo, Kitui: taken by the Kitui CLT lead")
    world.sets_aside()
    assert [(each.status, each.wire, each.segments) for each in deliveries(world)] == [
        ("accepted", None, 0)
    ] * 4


def test_a_question_is_answered_by_its_number(world: World, patrick: Note, clt: Note) -> None:
    patrick.writes("flood")
    patrick.expects("FLOOD, Kitui. Where?")
    patrick.writes("Kyuso")
    patrick.expects("How bad?", "1 Minor", "(0 skip)")
    patrick.writes("3")
    patrick.expects("S1 FLOOD, severe, Kyuso")
    clt.expects("S1 SEVERE FLOOD Kyuso")
    world.sets_aside()


def test_it_is_not_taken_for_a_chat(world: World, patrick: Note, clt: Note) -> None:
    ganga = world.chat(GANGA)
    ganga.texts(REPORT)
    ganga.shows("photo")
    clt.expects("S1 SEVERE DROUGHT")
    clt.expects("a photo from Ganga Rao")
    clt.writes("STATUS S1")
    clt.expects("S1 DROUGHT, severe, Mutomo, Kitui", "not yet taken")
    assert content_from_json(deliveries(world)[-1].content).hint == ""
    clt.writes("MORE S1")
    clt.expects("boreholes dry at Kyatune", "1 file")
    clt.expects_nothing()  # the file cannot be shown there
    patrick.ignores()
    world.sets_aside()
    assert NOTES.channel.name not in world.program.core.channels.with_groups


def test_a_stranger_is_named_as_the_channel_names_them(world: World) -> None:
    stranger = Note(world, board_of(world), "njeri")
    stranger.writes("hello")
    stranger.expects("Your note was kept and passed to the coordinators")
    world["RLA Secretariat"].expects('Unknown at the board, "njeri": "hello" VOUCH U1')
    world["RLA Secretariat"].texts("TRIAGE")
    world["RLA Secretariat"].expects("njeri at the board")


def test_only_people_are_answered(world: World) -> None:
    Note(world, board_of(world), "robot-7").writes("hello")
    assert deliveries(world) == []


def test_stop_and_start_name_the_place(patrick: Note, world: World) -> None:
    patrick.writes("STOP")
    patrick.expects("on the board")
    for name in ("RLA Secretariat", "Meshack Mulinge", "Ganga Rao"):
        world[name].expects("Patrick Mburu, KIWASH has stopped messages by notes")


def test_who_has_a_number_too_is_written_to_there_unless_the_roster_says_otherwise(world: World) -> None:
    meshack = "Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,+254300000002,,meshack,"

    def order() -> list[str]:
        with world.program.database.reading() as session:
            people = world.program.core.work(session).people
            mine = people.by_number("+254300000002")
            assert mine is not None
            return [address.channel for address in people.reachable_at(mine)]

    assert order() == ["sms", "notes"]
    world.enrols(ROSTER.replace(meshack, f"{meshack}notes"))
    assert order() == ["notes", "sms"]


def test_the_roster_file_has_its_column(world: World) -> None:
    channels = world.program.core.channels
    with world.program.database.reading() as session:
        exported = csv_file.export(session, channels)
    assert "phone,telegram,board,email" in exported
    assert csv_file.read(exported, "roster.csv", world.program.configuration, channels)
    with pytest.raises(FaultsError, match="board: '12' should be a name of letters"):
        csv_file.read("name,role,board\nAsha,rla,12\n", "roster.csv", world.program.configuration, channels)
    assert csv_file.columns(CHANNELS) == tuple(name for name in csv_file.columns(channels) if name != "board")


def test_its_webhook_is_served(world: World) -> None:
    paths = [getattr(route, "path", "") for route in make_app(world.program, []).routes]
    assert "/webhooks/notes" in paths

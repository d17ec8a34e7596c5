"""Photos, voice notes and documents: kept with their report, and shown to the recipients of the alert."""

import hashlib
from pathlib import Path

import pytest

from bot.files import FileLoop
from sek_core.store.files import File, FileContent
from tests.scenarios.phones import Chat, labels
from tests.scenarios.world import World

pytestmark = pytest.mark.only("telegram")

PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 4


def files(world: World) -> list[File]:
    with world.program.database.reading() as session:
        return session.query(File).order_by(File.id).all()


def test_a_photo_with_words_is_a_report_with_a_photo(world: World, lead: Chat, clt: Chat) -> None:
    lead.shows("photo", content=PICTURE, caption="flood Kyuso severe, bridge gone")
    lead.expects("S1 FLOOD, severe, Kyuso")
    world.everyone_expects("S1 SEVERE FLOOD Kyuso", "bridge gone", besides=lead)
    world.fetches_files()
    (file,) = files(world)
    assert (file.incident_ref, file.status, file.size) == ("S1", "kept", len(PICTURE))
    with world.program.database.reading() as session:
        content = session.get(FileContent, file.id)
        assert content is not None
        assert hashlib.sha256(content.data).digest() == hashlib.sha256(PICTURE).digest()
    clt.taps("More", on=clt.showing("S1 SEVERE"))
    clt.expects("flood Kyuso severe, bridge gone", "1 file is kept with it")
    clt.expects("S1 photo 1")
    assert "photo" in clt.hand.messages[-1]


def test_a_photo_after_the_report_is_told_to_those_who_got_it(world: World, lead: Chat, usaid: Chat) -> None:
    lead.texts("flood Kyuso severe")
    lead.expects("S1")
    world.everyone_expects("S1", besides=lead)
    lead.shows("photo")
    lead.expects("The photo is kept with S1. Those who were told know of it")
    world.everyone_expects(
        "S1 flood Kyuso, Kitui: a photo from Patrick Mburu, KIWASH 10:04. MORE S1 shows it", besides=lead
    )
    assert labels(usaid.newest) == ["More"]
    usaid.taps("More")
    usaid.expects("1 file is kept with it")
    usaid.expects("S1 photo 1")


def test_an_album_is_answered_and_told_once(world: World, lead: Chat) -> None:
    lead.texts("flood Kyuso severe")
    lead.expects("S1")
    world.everyone_expects("S1", besides=lead)
    for _ in range(3):
        world.arrives(lead.hand.sends("photo"))
    world.settle()
    lead.expects("The photo is kept with S1")
    world.everyone_expects("a photo from Patrick Mburu", besides=lead)
    assert [file.incident_ref for file in files(world)] == ["S1"] * 3


def test_a_photo_alone_asks_what_happened(world: World, lead: Chat) -> None:
    lead.shows("voice")
    lead.expects("The voice note is kept. What happened, and where?")
    lead.texts("flood Kyuso severe")
    lead.expects("S1 FLOOD, severe, Kyuso")
    world.everyone_expects("S1", besides=lead)
    assert files(world)[0].incident_ref == "S1"


def test_a_photo_while_a_question_is_open_belongs_to_that_report(world: World, lead: Chat) -> None:
    lead.texts("flood Kyuso")
    lead.expects("How bad?")
    lead.shows("document", name="damage.pdf")
    lead.expects("The document is kept. How bad?", "1 Minor")
    lead.taps("Severe")
    lead.expects("S1 FLOOD, severe")
    world.everyone_expects("S1", besides=lead)
    assert files(world)[0].incident_ref == "S1"


def test_on_disk_where_a_folder_is_set(world: World, lead: Chat, tmp_path: Path) -> None:
    program = world.program
    folder = tmp_path / "files"
    program.__dict__["file_loop"] = FileLoop(
        program.threads, program.core, {"telegram": program.telegram}, folder
    )
    lead.shows("photo", content=PICTURE, caption="flood Kyuso severe")
    world.everyone_ignores()
    world.fetches_files()
    (file,) = files(world)
    assert file.path is not None
    assert Path(file.path).read_bytes() == PICTURE
    assert [path.name for path in folder.iterdir()] == [str(file.id)]


def test_what_is_too_large_is_said_and_not_fetched(world: World, lead: Chat) -> None:
    large = lead.hand.sends("document")
    large["message"]["document"]["file_size"] = 11 * 1024 * 1024
    world.arrives(large)
    world.settle()
    lead.expects("The document is larger than 10 MB and was not kept")
    world.fetches_files()
    assert files(world)[0].status == "refused"


def test_a_file_that_cannot_be_fetched_now_is_fetched_later(world: World, lead: Chat) -> None:
    lead.shows("photo", content=PICTURE, caption="flood Kyuso severe")
    world.everyone_ignores()
    world.telegram.be_silent("unreachable", "getFile", times=1)
    world.fetches_files()
    assert files(world)[0].status == "wanted"
    world.passes("1m")
    world.fetches_files()
    assert files(world)[0].status == "kept"


def test_a_worker_that_died_while_fetching_costs_nothing(world: World, lead: Chat) -> None:
    lead.shows("photo", content=PICTURE, caption="flood Kyuso severe")
    world.everyone_ignores()
    with world.program.database.writing() as session:
        session.query(File).update({"status": "fetching", "attempts": 1})
    world.passes("4m")
    world.fetches_files()
    assert files(world)[0].status == "kept"


def test_observers_send_no_files(world: World) -> None:
    from tests.scenarios.conftest import ROSTER

    world.enrols(ROSTER + "KIM Observer,KIM,observer,Kitui,,+254300000010,en\n")
    observer = world["KIM Observer"]
    assert isinstance(observer, Chat)
    observer.shows("photo")
    observer.expects("Files are kept with reports only")
    assert files(world) == []


def test_a_strangers_photo_is_passed_on_as_such(world: World, rla: Chat) -> None:
    stranger = world.chat("9990000000777", "Amina Ali")
    stranger.shows("photo")
    stranger.expects("You are not on the SEK roster")
    rla.expects('Unknown on Telegram, "Amina Ali": "(photo)"')
    assert files(world) == []

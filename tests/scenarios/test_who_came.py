"""Who came: people who were not invited, a pasted list with doubtful names, a photo of it, the sheet."""

import csv
import io

import pytest

from sek_core.meetings import register, sheet
from sek_core.store.files import File
from tests.scenarios.conftest import Phone, World
from tests.scenarios.meetings import held
from tests.scenarios.phones import Chat

ROSTER = """\
name,organisation,role,county,sectors,groups,phone,email,language
Patrick Mburu,KIWASH,county_lead,Kitui,,,+254300000001,,en
Jane Mutua,FAO,ip_focal,Kitui,,,+254300000004,jane@example.org,en
Jane Mueni,LMS,ip_focal,Kitui,,,+254300000005,,en
Peter Musyoka,KIM,ip_focal,Kitui,,,+254300000006,,en
RLA Secretariat,RLA,rla,,,,+254300000009,,en
"""


@pytest.fixture
def roster() -> str:
    """Return a county with two people called Jane."""
    return ROSTER


@pytest.fixture
def lead(world: World) -> Phone:
    """Return the lead's phone; M11 began just now."""
    held(world, "M11", "Kitui", invited=("Jane Mutua", "Jane Mueni", "Peter Musyoka"))
    return world["Patrick Mburu"]


def came(world: World) -> list[list[str]]:
    """Return the lines of the attendance sheet."""
    with world.program.database.writing() as session:
        work = world.program.core.work(session)
        meeting = register.find(work, "M11")
        assert meeting is not None
        return list(csv.reader(io.StringIO(sheet.as_csv(work, meeting, "en"))))


def test_a_person_who_was_not_invited_is_typed_with_a_title(world: World, lead: Phone) -> None:
    lead.texts("PRESENT M11 Ruth Wambua, county communication director")
    lead.expects("New at M11: Ruth Wambua, county communication director", "ABSENT M11")
    lead.texts(
        "PRESENT M11 Ruth Wambua, county communication director; John Kilonzo, editor, Radio, jk@example.org"
    )
    lead.expects("New at M11: Ruth Wambua, county communication director; John Kilonzo, editor")
    lead.texts("PRESENT M11 FAO, KIM")
    lead.expects("Down as present at M11: Jane Mutua, Peter Musyoka")
    if isinstance(lead, Chat) and lead.newest:
        _, sheet_sent = world.telegram.files[lead.newest["document"]["file_id"]]
        assert sheet_sent.startswith(b"%PDF")
    assert came(world) == [
        ["first_name", "last_name", "organisation", "title", "email", "county"],
        ["Jane", "Mutua", "FAO", "IP focal person", "jane@example.org", "Kitui"],
        ["Peter", "Musyoka", "KIM", "IP focal person", "", "Kitui"],
        ["Ruth", "Wambua", "", "county communication director", "", "Kitui"],
        ["John", "Kilonzo", "Radio", "editor", "jk@example.org", "Kitui"],
    ]
    lead.texts("ABSENT M11 Ruth Wambua")
    lead.expects("Ruth Wambua is taken off the list of M11")
    assert len(came(world)) == 4


def test_doubtful_names_of_a_pasted_list_are_asked_in_one_message(world: World, lead: Phone) -> None:
    lead.texts("PRESENT M11\n1. Peter Musyoka\n2. Ruth Wambua, clerk\n3. Jane M.\n4. Jane Mutwa\n5. Kioko")
    lead.expects(
        "Down as present at M11: Peter Musyoka",
        "New at M11: Ruth Wambua, clerk",
        "Not read: Kioko",
        "Who is meant?\n3 Jane M.: 1 Jane Mutua 2 Jane Mueni 3 a new name\n4 Jane Mutwa: 1 Jane Mutua 2",
        "such as 1 2",
    )
    lead.texts("2")
    lead.expects("Who is meant?")
    lead.texts("2 1")
    lead.expects("Down as present at M11: Jane Mueni, Jane Mutua")
    assert [line[1] for line in came(world)[1:]] == ["Mutua", "Musyoka", "Mueni", "Wambua"]


def test_a_new_name_and_one_left_out_in_swahili(world: World, lead: Phone) -> None:
    lead.texts("AMEHUDHURIA M11 Jane M.; Jane Mutwa, mwandishi")
    lead.expects(
        "Ni nani?\n1 Jane M.: 1 Jane Mutua 2 Jane Mueni 3 jina jipya\n2 Jane Mutwa: 1 Jane Mutua 2 jina"
    )
    lead.texts("0 2")
    lead.expects("Wapya M11: Jane Mutwa, mwandishi")
    assert [line[:2] for line in came(world)[1:]] == [["Jane", "Mutwa"]]


def test_a_single_unknown_name_is_asked_for_its_title(world: World, lead: Phone) -> None:
    lead.texts("PRESENT M11 Ruth Wambua")
    lead.expects('"Ruth Wambua" is nobody on the list of M11', "name, title")
    lead.texts("PRESENT M11 Peter")
    lead.expects("Down as present at M11: Peter Musyoka")


@pytest.mark.only("telegram")
def test_a_photo_of_the_list_is_kept_and_names_are_to_be_typed(world: World, lead: Phone) -> None:
    chat = world["Patrick Mburu"]
    assert isinstance(chat, Chat)
    chat.shows("photo", caption="PRESENT M11")
    chat.expects("photo is kept with M11", "type them: PRESENT M11")
    with world.program.database.reading() as session:
        [file] = session.query(File)
        assert (file.meeting_ref, file.incident_ref) == ("M11", None)

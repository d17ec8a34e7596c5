"""`sek person`: export of all data about a person; after erasure nothing of it is left."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from config.mechanism import Configuration
from sek_core.store.base import Base
from sek_core.store.database import Database
from sek_core.store.examples import ExampleRow
from sek_core.store.incidents import History, Incident, ReportRow
from sek_core.store.known_places import KnownPlace
from sek_core.store.meetings import AgendaItem, CalendarLink, Invitation, Task
from sek_core.store.people import AddressRow, PersonRow, RoleRow
from sek_core.store.questions import CountyUpdate
from sek_core.store.seats import Nomination
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER, World
from tests.scenarios.meetings import held

WORDS = "the borehole beside my house is dry"
TOKEN = "the-token-of-patrick"


@pytest.fixture(params=["sms", "telegram"])
def world(
    request: pytest.FixtureRequest, configuration: Configuration, database: Database, clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> Any:  # fmt: skip
    """Set up Patrick, who has reported, noted, sent a text that was not understood, and has a link to his
    calendar.
    """
    world = World(configuration, database, clock, request.param)
    world.enrols(ROSTER)
    lead = world["Patrick Mburu"]
    lead.texts(f"drought Mutomo severe 400 households, {WORDS}")
    lead.texts("note s1 my neighbour Alfayo needs water")
    world.passes("1h")
    lead.texts("blue seven")
    world["Kitui CLT Lead"].texts("ok s1")
    world["Kitui CLT Lead"].texts("close s1 water is on its way")
    with database.writing() as session:
        session.add(CalendarLink(token=TOKEN, person_id=1, created_at=clock.now()))
    url = database.url.render_as_string(hide_password=False)
    for name in ("DATABASE_URL", "SEK_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SEK_DATABASE_URL", url)
    monkeypatch.setenv("SEK_FORGOTTEN_FILE", str(tmp_path / "forgotten"))
    yield world
    world.close()


def sek(*words: str) -> Any:
    return CliRunner().invoke(app.app, list(words))


def dump(database: Database) -> str:
    """Return every value of every table."""
    with database.reading() as session:
        found = [
            str(session.execute(text(f"SELECT * FROM {table.name}")).all())
            for table in Base.metadata.sorted_tables
        ]
    return "\n".join(found)


def test_an_export_holds_everything(world: World) -> None:
    lead = world["Patrick Mburu"]
    ended = sek("person", "export", "patrick  mburu")
    assert ended.exit_code == 0, ended.output
    found = json.loads(ended.output)
    assert (found["name"], found["organisation"]) == ("Patrick Mburu", "KIWASH")
    assert [role["role"] for role in found["roles"]] == ["county_lead"]
    assert [address["value"] for address in found["addresses"]] == [lead.number]
    assert [row["text"] for row in found["received"]] == [
        f"drought Mutomo severe 400 households, {WORDS}",
        "note s1 my neighbour Alfayo needs water",
        "blue seven",
    ]  # fmt: skip
    assert [row["ref"] for row in found["incidents"]] == ["S1"]
    assert [row["ref"] for row in found["kept"]] == ["U1"]
    assert {"reported", "noted", "kept"} <= {row["what"] for row in found["history"]}
    assert any("S1 DROUGHT" in row["text"] for row in found["messages"])
    assert [row["token"] for row in found["calendar_links"]] == [TOKEN]


def test_a_place_stays_known_but_not_who_confirmed_it(world: World) -> None:
    lead, database = world["Patrick Mburu"], world.program.database
    for said in ("landslide severe", "Kathungu", "1"):
        lead.texts(said)
    ended = sek("person", "export", "Patrick Mburu")
    found = json.loads(ended.output)["places"]
    assert [(row["county"], row["name"], row["incident_ref"]) for row in found] == [
        ("Kitui", "Kathungu", "S2")
    ]
    ended = sek("person", "forget", "Patrick Mburu", "--yes")
    assert ended.exit_code == 0, ended.output
    with database.reading() as session:
        place = session.query(KnownPlace).one()
        assert (place.name, place.incident_ref, place.person_id) == ("Kathungu", "S2", None)


def test_without_yes_nothing_is_changed(world: World) -> None:
    before = dump(world.program.database)
    ended = sek("person", "forget", "Patrick Mburu")
    assert ended.exit_code == 0
    assert "1 reports" in ended.output
    assert "nothing was changed" in ended.output
    assert dump(world.program.database) == before


def test_who_is_forgotten_leaves_no_name_no_number_and_no_word(world: World) -> None:
    lead, database = world["Patrick Mburu"], world.program.database
    before = dump(database)
    secrets = ["Patrick", "Mburu", "KIWASH", lead.number, "borehole beside", "Alfayo", "blue seven", TOKEN]
    assert [secret for secret in secrets if secret not in before] == []
    ended = sek("person", "forget", "Patrick Mburu", "--yes")
    assert ended.exit_code == 0, ended.output
    after = dump(database)
    assert [secret for secret in secrets if secret in after] == []
    with database.reading() as session:
        incident = session.get_one(Incident, "S1")
        assert (incident.hazard, incident.place, incident.affected) == (
            "drought",
            "Mutomo",
            {"households": 400},
        )
        assert (incident.status, incident.outcome) == ("closed", "water is on its way")
        assert session.query(ReportRow).one().text == "(erased)"
        last = session.query(History).order_by(History.id.desc()).first()
        assert last is not None
        assert (last.what, last.person_id) == ("forgotten", 1)
        assert last.address.startswith("shell: ")
    story = sek("incident", "S1")
    assert "REPORTED  (erased) #1" in story.output
    assert "CLOSED  Kitui CLT Lead" in story.output


def test_tasks_and_minutes_are_exported_and_their_words_forgotten(world: World) -> None:
    lead, deputy, database = world["Patrick Mburu"], world["Meshack Mulinge"], world.program.database
    held(world, "M12", "Kitui", days_ago=1, invited=("Patrick Mburu",))
    lead.texts("TASK Meshack, ask Alfayo for the key of the store, 12 Dec")
    deputy.texts("TASK Patrick, count the goats of Kyuso, 12 Dec")
    lead.texts("DONE T2 forty two behind my house")
    lead.texts("MINUTES M12 We sat in the garden of Wanjiru")
    with database.writing() as session:
        session.query(Invitation).update({"answer": "no", "note": "my son Kioko is ill"})
        session.add(
            AgendaItem(meeting_ref="M12", person_id=1, text="the well of Mumbe", created_at=world.clock.now())
        )
    found = json.loads(sek("person", "export", "Patrick Mburu").output)
    assert [(row["ref"], row["status"]) for row in found["tasks"]] == [("T1", "open"), ("T2", "done")]
    assert found["invitations"][0]["note"] == "my son Kioko is ill"
    assert found["agenda_items"][0]["text"] == "the well of Mumbe"
    assert found["minutes"][0]["text"] == "We sat in the garden of Wanjiru"
    secrets = ["Alfayo", "behind my house", "Wanjiru", "Kioko", "Mumbe"]
    assert [secret for secret in secrets if secret not in dump(database)] == []
    ended = sek("person", "forget", "Patrick Mburu", "--yes")
    assert ended.exit_code == 0, ended.output
    assert [secret for secret in secrets if secret in dump(database)] == []
    with database.reading() as session:
        assert session.get_one(Task, "T2").text == "count the goats of Kyuso"
        assert session.get_one(Task, "T1").status == "open"


def test_what_the_reader_learns_from_is_exported_and_deleted(world: World) -> None:
    lead, deputy, database = world["Patrick Mburu"], world["Meshack Mulinge"], world.program.database
    world.passes("2h")
    lead.texts("the matter of the purple lorry is still there")
    lead.texts("2")
    deputy.texts("the scouts sang about the yellow lorry")
    deputy.texts("2")
    found = json.loads(sek("person", "export", "Patrick Mburu").output)["examples"]
    assert [(row["text"], row["label"], row["decided_by"]) for row in found] == [
        ("the matter of the purple lorry is still there", "no report", "sender")
    ]
    ended = sek("person", "forget", "Patrick Mburu", "--yes")
    assert "1 examples" in ended.output
    with database.reading() as session:
        assert [row.text for row in session.query(ExampleRow)] == ["the scouts sang about the yellow lorry"]


def test_offers_are_listed_and_exported_and_their_words_forgotten(world: World) -> None:
    lead, database = world["Patrick Mburu"], world.program.database
    world["Meshack Mulinge"].texts("drought Kyuso severe")
    lead.texts("OFFER S2 2 bowsers of my uncle Mwangangi by 5 Dec")
    lead.texts("1")
    listed = [json.loads(line) for line in sek("incidents", "--json").output.splitlines()]
    assert listed[1]["offers"] == [
        {
            "person": "Patrick Mburu",
            "organisation": "KIWASH",
            "what": "2 bowsers of my uncle Mwangangi",
            "amount": 2,
            "unit": "bowsers",
            "when": "2026-12-05",
            "status": "offered",
            "arrival": None,
        }
    ]
    assert "OFFERED  Patrick Mburu" in sek("incident", "S2").output
    found = json.loads(sek("person", "export", "Patrick Mburu").output)
    assert [(row["incident_ref"], row["status"]) for row in found["offers"]] == [("S2", "offered")]
    assert "Mwangangi" in dump(database)
    ended = sek("person", "forget", "Patrick Mburu", "--yes")
    assert ended.exit_code == 0, ended.output
    assert [secret for secret in ("Mwangangi", "KIWASH") if secret in dump(database)] == []


def test_who_was_nominated_and_nominated_others_leaves_no_name_and_no_number(world: World) -> None:
    lead, database = world["Patrick Mburu"], world.program.database
    number = "+254300000077"
    common = {
        "seat": f"clt_member:Kitui:{number}", "role": "clt_member", "county": "Kitui", "sectors": [],
        "name": "Mwendwa Kilonzo", "number": number, "organisation": "", "created_at": world.clock.now(),
    }  # fmt: skip
    with database.writing() as session:
        session.add(PersonRow(id=70, name="Mwendwa Kilonzo", language="en"))
        session.flush()
        session.add(AddressRow(channel="sms", value=number, person_id=70))
        session.add(RoleRow(person_id=70, role="clt_member", county="Kitui", sectors=[], groups=[],
                            nominated_by="Patrick Mburu"))  # fmt: skip
        session.add(Nomination(**common, nominated_by="Patrick Mburu", nominator_id=1, status="open"))
        session.add(
            CountyUpdate(
                county="Kitui", person_id=1, text="the plan of Muthoni", created_at=world.clock.now()
            )
        )
    found = json.loads(sek("person", "export", "Patrick Mburu").output)
    assert [row["name"] for row in found["nominations"]] == ["Mwendwa Kilonzo"]
    assert [row["text"] for row in found["county_updates"]] == ["the plan of Muthoni"]
    assert lead.name in dump(database)
    for name in ("Mwendwa Kilonzo", "Patrick Mburu"):
        ended = sek("person", "forget", name, "--yes")
        assert ended.exit_code == 0, ended.output
    after = dump(database)
    assert [secret for secret in (number, "Mwendwa", "Patrick", "Muthoni") if secret in after] == []


def test_the_program_goes_on_without_them(world: World) -> None:
    lead, rla = world["Patrick Mburu"], world["RLA Secretariat"]
    assert sek("person", "forget", "Patrick Mburu", "--yes").exit_code == 0
    for phone in (lead, rla):
        phone.unread.clear()
    lead.texts("flood Kyuso severe")
    lead.expects("not on the SEK roster")
    rla.expects('"flood Kyuso severe"', "VOUCH U2 name")
    world["Meshack Mulinge"].unread.clear()
    world["Meshack Mulinge"].texts("flood Kyuso severe")
    world["Meshack Mulinge"].expects("S2 FLOOD")
    world["Meshack Mulinge"].texts("more s1")
    world["Meshack Mulinge"].expects("(erased)")


@pytest.mark.parametrize("command", ["export", "forget"])
def test_of_nobody_nothing_is_said(world: World, command: str) -> None:
    ended = sek("person", command, "Nobody Known")
    assert ended.exit_code == 1
    assert "there is no Nobody Known" in ended.output


def test_of_two_of_one_name_the_id_says_which(world: World) -> None:
    world.enrols(ROSTER + "Patrick Mburu,KIM,ip_focal,Kitui,,+254300000077,en\n")
    ended = sek("person", "forget", "Patrick Mburu", "--yes")
    assert ended.exit_code == 1
    assert '"#1" (KIWASH), "#10" (KIM)' in ended.output
    assert json.loads(sek("person", "export", "#10").output)["organisation"] == "KIM"

"""`sek meetings`: convening from the shell; the private address of a person's calendar."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from bot.channels import CHANNELS
from bot.cli import app
from config.mechanism import Configuration
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.incidents import History
from sek_core.store.meetings import CalendarLink, Meeting
from tests.scenarios.conftest import ROSTER

ENDED = "Jane Mwikali,KIWASH,ip_focal,Kitui,,+254300000077,en,2020-01-31\n"


@pytest.fixture
def database(database: Database, configuration: Configuration, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database that `sek` works on; Jane's role ended years ago."""
    header, *lines = ROSTER.splitlines()
    everybody = "\n".join([f"{header},active_to", *(f"{line}," for line in lines), ENDED])
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(everybody, "roster.csv", configuration, CHANNELS))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SEK_DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SEK_PUBLIC_URL", "https://sek.example.org")
    return database


def link(*words: str) -> Any:
    return CliRunner().invoke(app.app, ["meetings", "link", *words])


def printed(*words: str) -> str:
    ended = link(*words)
    assert ended.exit_code == 0, ended.output
    address: str = ended.output.strip()
    return address


def live(database: Database) -> list[str]:
    with database.reading() as session:
        return [each.token for each in session.query(CalendarLink).filter(CalendarLink.revoked_at.is_(None))]


def test_it_prints_the_same_address_again(database: Database) -> None:
    address = printed("patrick mburu")
    [token] = live(database)
    assert address == f"https://sek.example.org/calendar/{token}.ics"
    assert printed("#1") == address
    assert printed("Meshack Mulinge") != address


def test_revoked_it_prints_another_and_says_so_in_the_history(database: Database) -> None:
    old = printed("Patrick Mburu")
    new = printed("Patrick Mburu", "--revoke")
    assert new != old
    assert [token in new for token in live(database)] == [True]
    with database.reading() as session:
        [line] = session.query(History).filter(History.what == "link revoked")
        assert line.person_id == 1
        assert line.address.startswith("shell: ")


@pytest.mark.parametrize(
    ("name", "said"), [("Nobody Known", "there is no Nobody Known"), ("Jane Mwikali", "no role today")]
)
def test_who_is_not_on_the_roster_has_none(database: Database, name: str, said: str) -> None:
    ended = link(name)
    assert ended.exit_code == 1
    assert said in ended.output
    assert live(database) == []


def test_without_a_public_address_there_is_none(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEK_PUBLIC_URL")
    ended = link("Patrick Mburu", "--revoke")
    assert ended.exit_code == 1
    assert "SEK_PUBLIC_URL" in ended.output
    assert live(database) == []


def meetings(*words: str) -> Any:
    return CliRunner().invoke(app.app, ["meetings", *words])


def add(at: str, venue: str = "County HQ") -> Any:
    return meetings("add", "--county", "Kitui", "--at", at, "--venue", venue)


def soon(days: int) -> str:
    """Return 9:00 local time in so many days."""
    return f"{datetime.now(ZoneInfo('Africa/Nairobi')) + timedelta(days=days):%Y-%m-%d} 09:00"


def rows(database: Database) -> list[dict[str, Any]]:
    ended = meetings("--json")
    assert ended.exit_code == 0, ended.output
    return [json.loads(line) for line in ended.output.splitlines()]


def test_it_convenes_moves_and_calls_off(database: Database) -> None:
    assert add(soon(30)).output == "M1\n"
    assert add(soon(3), venue="Mwingi").output == "M2\n"
    assert meetings("move", "m1", "--at", soon(40)).exit_code == 0
    assert meetings("cancel", "M2", "--reason", "the road is flooded").exit_code == 0
    second, first = rows(database)
    assert (first["ref"], first["county"], first["status"], first["venue"]) == (
        "M1", "Kitui", "planned", "County HQ",
    )  # fmt: skip
    assert first["starts_at"] == f"{soon(40).replace(' ', 'T')}:00+03:00"
    assert (second["ref"], second["status"], second["invitations"]) == ("M2", "cancelled", [])
    assert "M1" in meetings().output
    with database.reading() as session:
        done = [row.what for row in session.query(History).filter(History.about != "").order_by(History.id)]
    assert done == ["convened", "convened", "moved", "called off"]


def test_several_counties_a_group_and_who_came(database: Database, tmp_path: Path) -> None:
    of_two = ("add", "--county", "Kitui", "--county", "Makueni", "--at", soon(30), "--venue", "Wote")
    assert meetings(*of_two).output == "M1\n"
    of_the_clt = ("add", "--county", "all", "--at", soon(31), "--venue", "Wote", "--group", "clt")
    assert meetings(*of_the_clt).output == "M2\n"
    first, second = rows(database)
    assert (first["county"], set(first["counties"]), first["whom"]) == (None, {"Kitui", "Makueni"}, None)
    assert (len(second["counties"]), second["whom"]) == (3, "clt")
    ended = meetings("add", "--county", "Kitui", "--at", soon(9), "--venue", "X", "--group", "poultry")
    assert (ended.exit_code, "poultry has no members there" in ended.output) == (1, True)
    sheet, printed = tmp_path / "came.csv", tmp_path / "came.pdf"
    assert meetings("sheet", "M1", "-o", str(sheet)).exit_code == 0
    assert sheet.read_text(encoding="utf-8") == "first_name,last_name,organisation,title,email,county\n"
    assert meetings("sheet", "m1", "-o", str(printed), "--language", "sw").exit_code == 0
    assert printed.read_bytes().startswith(b"%PDF")
    assert "ends in .csv or .pdf" in meetings("sheet", "M1", "-o", "came.doc").output
    assert "there is no M9" in meetings("sheet", "M9", "-o", str(sheet)).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("add", "--county", "Kitwi", "--at", "2027-01-05 09:00", "--venue", "X"),
            "there is no county Kitwi",
        ),
        (("add", "--county", "Kitui", "--at", "2027-02-31 09:00", "--venue", "X"), "is no time"),
        (("add", "--county", "Kitui", "--at", "2020-01-05 09:00", "--venue", "X"), "is in the past"),
        (("add", "--county", "Kitui", "--at", "2099-01-05 09:00", "--venue", "X"), "more than a year ahead"),
        (("move", "M7", "--at", "2027-01-05 09:00"), "there is no M7"),
        (("cancel", "M7"), "there is no M7"),
    ],
)
def test_what_cannot_be_is_said(database: Database, words: tuple[str, ...], said: str) -> None:
    ended = meetings(*words)
    assert ended.exit_code == 1
    assert said in ended.output
    assert rows(database) == []


def test_a_venue_is_one_plain_line(database: Database) -> None:
    assert (
        meetings(
            "add", "--county", "Kitui", "--at", soon(9), "--venue", "County\r\nHQ\x1b[2J\u202e"
        ).exit_code
        == 0
    )
    with database.reading() as session:
        assert session.query(Meeting).one().venue == "County HQ[2J"


def test_a_venue_that_nobody_could_read_is_refused(database: Database) -> None:
    ended = add(soon(9), venue="hall " * 100)
    assert ended.exit_code == 1
    assert "500 letters, and 100 is the most" in ended.output


def test_what_is_over_for_good_is_changed_no_more(database: Database) -> None:
    add(soon(9))
    meetings("cancel", "M1")
    for words in (("cancel", "M1"), ("move", "M1", "--at", soon(10))):
        ended = meetings(*words)
        assert ended.exit_code == 1
        assert "M1 was called off already" in ended.output
    add(soon(9))
    same = meetings("move", "M2", "--at", soon(9))
    assert same.exit_code == 1
    assert "M2 is there and then already" in same.output


def test_series_that_sleep_are_started_in_one_county_or_all(database: Database) -> None:
    def started(*words: str) -> list[str]:
        ended = CliRunner().invoke(app.app, ["meetings", "start", *words])
        assert ended.exit_code == 0, ended.output
        return sorted(ended.output.splitlines())

    assert started("--county", "Kitui") == ["cascom Kitui", "first_clt Kitui", "monthly Kitui"]
    assert started() == ["cascom Taita Taveta", "monthly Makueni", "monthly Taita Taveta"]
    assert started() == ["no series sleeps"]
    with database.reading() as session:
        lines = session.query(History).filter(History.what == "series awake").all()
        assert {line.address.partition(":")[0] for line in lines} == {"shell"}
        assert len(lines) == 6
    wrong = CliRunner().invoke(app.app, ["meetings", "start", "--county", "Nairobi"])
    assert wrong.exit_code == 1

"""`sek meetings link`: the private address of somebody's calendar, from the shell."""

from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli
from config.mechanism import Configuration
from sek_core import roster
from sek_core.store.database import Database
from sek_core.store.incidents import History
from sek_core.store.meetings import CalendarLink
from tests.scenarios.conftest import ROSTER

ENDED = "Jane Mwikali,KIWASH,ip_focal,Kitui,,+254300000077,en,2020-01-31\n"


@pytest.fixture
def database(database: Database, configuration: Configuration, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database that `sek` works on; Jane's role ended years ago."""
    header, *lines = ROSTER.splitlines()
    everybody = "\n".join([f"{header},active_to", *(f"{line}," for line in lines), ENDED])
    with database.writing() as session:
        roster.import_lines(session, roster.read(everybody, "roster.csv", configuration))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SEK_DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SEK_PUBLIC_URL", "https://sek.example.org")
    return database


def link(*words: str) -> Any:
    return CliRunner().invoke(cli.app, ["meetings", "link", *words])


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

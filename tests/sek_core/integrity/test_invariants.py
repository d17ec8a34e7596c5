"""Each invariant of the data: a whole database breaks none, and a broken row is found, with its name."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import text

from bot.cli.data import check_data
from config.mechanism import Configuration
from sek_core.integrity import checking
from sek_core.integrity.violations import Circumstances
from sek_core.privacy import forgotten, subjects
from sek_core.store import purging
from sek_core.store.database import Database
from sek_core.store.people import PersonRow
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER
from tests.scenarios.world import World

BROKEN: dict[str, tuple[str, str]] = {
    "the storage is whole": ("UPDATE reports SET incident_ref = 'S99'", "reports row 1"),
    "the history only grows": ("DROP TRIGGER history_keeps_rows", "history_keeps_rows"),
    "states are known": ("UPDATE incidents SET status = 'lost' WHERE ref = 'S1'", "incidents.status"),
    "addresses are valid": ("UPDATE addresses SET value = '+12' WHERE id = 1", "address 1"),
    "messages can be read": ("UPDATE deliveries SET content = '{' WHERE id = 1", "message 1"),
    "parts of texts can be read": ("UPDATE inbox SET parts = '[1]' WHERE id = 1", "inbox row 1"),
    "incidents are listed under their county": (
        "UPDATE incidents SET county = 'Makueni' WHERE ref = 'S1'", "S1",
    ),
    "files are where their rows say": ("UPDATE files SET path = '/nowhere/1'", "file 1"),
    "who was forgotten stays so": ("SELECT 1", "#1"),
    "who is erased has nothing": ("UPDATE people SET name = '(erased) #2' WHERE id = 2", "person 2"),
    "what a row is about exists": ("UPDATE deliveries SET about = 'S99' WHERE id = 1", "message 1"),
    "references count up": ("UPDATE counters SET value = 0 WHERE letter = 'S'", "S2"),
    "dialogues have a party": ("UPDATE conversations SET party = 'p99' WHERE party = 'p1'", "p99"),
    "incidents have what their state needs": ("UPDATE incidents SET taken_at = NULL WHERE ref = 'S1'", "S1"),
    "an open incident has no holder": ("UPDATE incidents SET taken_by_id = 4 WHERE ref = 'S2'", "S2"),
    "an open incident has recipients": (
        "DELETE FROM recipients WHERE incident_ref = 'S2'; UPDATE tracks SET due_at = NULL;"
        "UPDATE incidents SET again_at = NULL",
        "S2",
    ),
    "the history knows every incident": (
        "UPDATE incidents SET ref = 'S3' WHERE ref = 'S2'; UPDATE counters SET value = 9", "S3",
    ),
    "the history knows who closed": (
        "UPDATE incidents SET status = 'closed', closed_at = taken_at WHERE ref = 'S1'", "S1",
    ),
    "an incident that is over climbs no further": (
        "UPDATE incidents SET status = 'cancelled' WHERE ref = 'S2'; UPDATE tracks SET due_at = asked_at",
        "S2",
    ),
    "a promise is the holder's": ("UPDATE promises SET person_id = 5", "S1"),
    "a holder has promised news": ("UPDATE promises SET status = 'over'", "S1"),
    "what waits to leave has an address": (
        "UPDATE deliveries SET status = 'queued', address = '' WHERE id = 1", "message 1",
    ),
    "what did not leave has a reason": (
        "UPDATE deliveries SET status = 'failed', error = NULL WHERE id = 1", "message 1",
    ),
    "what has left was tried": ("UPDATE deliveries SET attempts = 0 WHERE id = 1", "message 1"),
    "tasks have the time of their end": ("UPDATE tasks SET status = 'done'", "T1"),
    "invitees know no later version than there is": (
        "INSERT INTO invitations (meeting_ref, person_id, version) VALUES ('M1', 2, 7)", "M1",
    ),
    "reminders are of what is open": ("UPDATE tasks SET status = 'dropped', done_at = created_at", "T1"),
    "questions to many have the time of their end": ("UPDATE inquiries SET status = 'ended'", "Q1"),
    "offers came only if they were delivered": ("UPDATE offers SET arrival = 'yes'", "offer 1"),
    "nominations are settled once": ("UPDATE nominations SET status = 'confirmed'", "nomination 1"),
}  # fmt: skip
"""Statements that break each invariant, and what the violation names."""

NOMINATION = """INSERT INTO nominations (seat, role, county, sectors, name, number, organisation,
    nominated_by, nominator_id, created_at, status) SELECT 'seat', 'clt_member', 'Kitui', '[]', 'Jane Mutua',
    '+254300000078', '', '', 1, created_at, 'open' FROM tasks"""
FILE = """INSERT INTO files (inbox_id, person_id, kind, channel, source, name, media_type, status, attempts,
    due_at, created_at, token) SELECT 1, 1, 'photo', 'sms', '', '', '', 'kept', 1, created_at, created_at, 'x'
    FROM tasks"""
MORE = (NOMINATION, FILE, "INSERT INTO file_contents (file_id, data) VALUES (1, '')")


@pytest.fixture
def whole(configuration: Configuration, sqlite_url: str, clock: MovedClock) -> Iterator[Database]:
    """A database with a taken and an open incident, a task, a meeting, a question and an offer."""
    database = Database(sqlite_url)
    world = World(configuration, database, clock)
    world.enrols(ROSTER)
    lead, clt = world["Patrick Mburu"], world["Kitui CLT Lead"]
    for phone, words in (
        (lead, "drought Mutomo severe 400 households"), (clt, "ok s1"), (lead, "flood Kyuso severe"),
        (lead, "TASK Meshack, count the goats, 12 Dec"), (lead, "MEETING 3 Dec 2pm County HQ"),
        (lead, "yes"), (clt, "ASK county lead, who has the pump?"), (clt, "1"),
        (lead, "offer s1 2 bowsers by 5 Dec"), (lead, "1"),
    ):  # fmt: skip
        phone.texts(words)
    with database.writing() as session:
        for statement in MORE:
            session.execute(text(statement))
    yield database
    world.close()
    database.close()


def broken(database: Database, here: Circumstances, name: str = "") -> list[str]:
    """Return the rows that break the invariants, or the one with this name."""
    with database.reading() as session:
        return [
            str(violation)
            for invariant in checking.INVARIANTS
            if name in ("", invariant.name)
            for violation in invariant.violations(session, here)
        ]


def test_a_whole_database_breaks_nothing_and_each_breach_is_found(
    whole: Database, clock: MovedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """One database, and copies of it, each broken in another way."""
    assert list(BROKEN) == [invariant.name for invariant in checking.INVARIANTS], "add a row to this test"
    here = Circumstances(clock.now(), with_numbers=frozenset({"sms"}))
    assert broken(whole, here) == []
    with whole.reading() as session:
        names = forgotten.names_of(subjects.of_person(session, session.get_one(PersonRow, 1)))
    forgotten.read(tmp_path / "forgotten").add(names, clock.now())
    remembered = Circumstances(clock.now(), forgotten=forgotten.read(tmp_path / "forgotten"))
    assert purging.empty_log(whole)
    for number, (name, (statements, row)) in enumerate(BROKEN.items()):
        copy = tmp_path / f"broken{number}.db"
        shutil.copy(str(whole.url.database), copy)
        with closing(sqlite3.connect(copy)) as connection:
            connection.executescript(statements)
        database = Database(f"sqlite:///{copy}")
        found = broken(database, remembered if "forgotten" in name else here, name)
        database.close()
        assert row in " ".join(found), (name, found)
    _says_so(whole, tmp_path, monkeypatch, capsys)


def _says_so(whole: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Check what the command says of the whole database, and of one that is broken."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SEK_FORGOTTEN_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("SEK_DATABASE_URL", whole.url.render_as_string(hide_password=False))
    check_data()
    assert f"{len(BROKEN)} invariants hold" in capsys.readouterr().out
    monkeypatch.setenv("SEK_DATABASE_URL", f"sqlite:///{tmp_path}/broken3.db")
    with pytest.raises(typer.Exit):
        check_data()
    said = capsys.readouterr()
    assert said.out == ("addresses are valid: address 1 is no address of sms. Import the roster again\n"), (
        "one line a row: the rule, the row, what is wrong, what to do"
    )

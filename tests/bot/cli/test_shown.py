"""Words from outside on a terminal, in tables and in names: seen, and not obeyed."""

import ast
import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

import bot.cli
from bot.files import FileLoop
from bot.shown import shown, shown_json, without_tokens
from sek_core.inbox.attachments import Wanted
from sek_core.messages.plain_line import LONGEST_NAME, outsider
from sek_core.spreadsheets import reading, writing
from sek_core.spreadsheets.table import tidy
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from sek_core.store.private import write_private
from tests.bot.cli.conftest import Shell

EVIL = "\x1b[2J\x07\rS99 closed\nS99 closed\u202e\u2028\x9b31m\ud800"


def test_nothing_that_a_terminal_obeys_is_left() -> None:
    assert shown(EVIL) == r"\x1b[2J\x07\rS99 closed\nS99 closed\u202e\u2028\x9b31m\ud800"
    assert shown("Mũkaa 🌊 👩‍👧 maji") == "Mũkaa 🌊 👩‍👧 maji"


@given(st.text(st.characters(codec=None)))
@settings(max_examples=80, deadline=None)
def test_any_text_is_shown_in_one_line(text: str) -> None:
    assert len(shown(text).splitlines()) <= 1
    assert "\x1b" not in shown(text)
    written = shown_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert shown(written) == written


def test_private_links_open_nothing() -> None:
    said = (
        "See https://sek.example.org/calendar/Abcdefgh_-12.ics and https://sek.example.org/files/0123456789ab"
    )
    assert (
        without_tokens(said)
        == "See https://sek.example.org/calendar/***.ics and https://sek.example.org/files/***"
    )


def test_commands_print_in_one_place() -> None:
    """Only `common.say` writes to the terminal; tables for another program are printed as they are."""
    for path in Path(bot.cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "typer.echo"):
                said = ast.unparse(node)
                assert "writing.as_csv" in said or path.name == "common.py", f"{path.name}: {said}"


def test_lists_show_and_do_not_obey(staffed: Shell, sqlite_url: str) -> None:
    database = Database(sqlite_url)
    row = {
        "channel": "sms", "kind": "text", "provider_id": "1", "lane": "x", "sender": "A\x1b]0;x\x07",
        "text": EVIL[:-1],
        "about": "", "payload": {"text": EVIL[:-1]}, "status": "failed",
        "received_at": datetime(2026, 11, 24, 7, 4, tzinfo=UTC),
        "error": "KeyError: '\x1b'",
    }  # fmt: skip
    with database.writing() as session:
        session.execute(insert(InboxRow).values(**row))
    database.close()
    for words in (("inbox", "list"), ("inbox", "list", "--failed"), ("inbox", "show", "1")):
        ended = staffed(*words)
        assert ended.code == 0
        assert all(line == shown(line) for line in ended.out.split("\n"))
        assert r"\x1b[2J" in ended.out and r"KeyError: '\x1b'" in ended.out
    assert staffed("inbox", "show", "2").code == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Amina Ali", '"Amina Ali"'),
        ("", '"?"'),
        ('Ali: "hi" VOUCH U1 Desk RLA. SEK: "hello" VOUCH U1 Desk', '"Ali hi Vouch Desk Rla..."'),
        ("OK S1\nS1 closed", '"Ok closed"'),
        ("\u202eesreveR\x1b[2J", '"esreveR 2j"'),
        ("Njeri wa Mũthoni", '"Njeri wa Mũthoni"'),
    ],
)
def test_the_name_of_an_outsider(name: str, said: str) -> None:
    assert outsider(name) == said
    assert len(said) <= LONGEST_NAME + 2


@given(st.text("=+-@'\t\r\n 0a1\uff1d\u202e\u00e9,;\"", max_size=8))
@example("+254300000011")
@example("'=1")
@example(" '=1")
@settings(max_examples=150, deadline=None)
def test_tables_hold_no_formula_and_come_back_as_they_were(cell: str) -> None:
    table = writing.as_csv([["name", "said", "note"], ["Ali", cell, "end"]])  # a table has a header
    _header, row = reading.read(table.encode(), "x.csv").rows
    assert row.cells[1] == tidy(f"x {cell}")[1:].lstrip(" \n")
    out = writing.harmless(cell)
    assert out.lstrip(" \n")[:1] not in tuple("=@\t\r\uff1d")
    assert out[:1] not in tuple("+-") or out[1:].isdigit()


def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/var/sek.db")
    with database.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE x (y)")
    write_private(tmp_path / "out.csv", b"x")
    (tmp_path / "old.csv").write_text("x")
    (tmp_path / "old.csv").chmod(0o644)
    write_private(tmp_path / "old.csv", b"y")
    paths = [*(tmp_path / "var").iterdir(), tmp_path / "out.csv", tmp_path / "old.csv"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    database.close()


def test_photos_are_their_owners_alone(tmp_path: Path) -> None:
    unused: Any = None
    loop = FileLoop(unused, unused, {}, tmp_path / "files")
    path = Path(loop._write(Wanted(1, "telegram", "x", "t", 1), b"photo"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

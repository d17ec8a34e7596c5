"""`sek roster`: the roster in, and out again."""

import csv
from pathlib import Path

import pytest

from config.mechanism import PACKAGED
from tests.bot.cli.conftest import Shell


class TestRoster:
    def test_is_imported_exported_and_imported_again_without_a_change(self, empty: Shell) -> None:
        first = empty("roster", "import", str(PACKAGED / "demo-roster.csv"))
        assert first.code == 0
        assert first.out.startswith(f"{_people_of(PACKAGED / 'demo-roster.csv')} new")
        exported = empty("roster", "export")
        Path("exported.csv").write_text(exported.out, encoding="utf-8")
        second = empty("roster", "import", "exported.csv")
        assert second.out.startswith("0 new, 0 changed")
        assert empty("roster", "export").out == exported.out

    def test_a_number_that_another_replaces_hears_of_it(self, staffed: Shell) -> None:
        new = staffed("roster", "export").out.replace("+254300000011", "+254300000091")
        Path("new.csv").write_text(new, encoding="utf-8")
        assert staffed("roster", "import", "new.csv").code == 0
        told = [row for row in staffed("deliveries", "--json").objects if row["kind"] == "notice"]
        assert [row["address"] for row in told] == ["+254300000011"]
        assert "no longer that of a person on the roster" in told[0]["text"]
        assert "Mburu" not in told[0]["text"]

    def test_with_bad_lines_is_refused_whole_and_each_is_named(self, staffed: Shell) -> None:
        before = staffed("roster", "export").out
        Path("bad.csv").write_text("name,role,phone\nA,clt_lead,0300000090\nB,king,0300000091\nC,rla,none\n")
        ended = staffed("roster", "import", "bad.csv")
        assert (ended.code, ended.out) == (1, "")
        assert [line.split(": ")[:2] for line in ended.err.splitlines()] == [
            ["bad.csv:3", "role"],
            ["bad.csv:4", "phone"],
        ]
        assert staffed("roster", "export").out == before

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (None, "cannot be read"),
            (b"\x00\x81\x00\x9d\x90", "is no text file"),
            (b"", "the column name is missing"),
        ],
        ids=["missing", "no text", "empty"],
    )
    def test_that_is_no_roster_is_refused(self, empty: Shell, content: bytes | None, said: str) -> None:
        if content is not None:
            Path("roster.csv").write_bytes(content)
        ended = empty("roster", "import", "roster.csv")
        assert ended.code == 1
        assert ended.err.startswith("roster.csv")
        assert said in ended.err


class TestCheck:
    def test_says_what_would_change_and_writes_nothing(self, staffed: Shell) -> None:
        before = staffed("roster", "export").out
        kept = [line for line in before.splitlines() if "RLA Secretariat" not in line]
        Path("new.csv").write_text("\n".join([*kept, "Asha,X,rla,,,,,,,,,,"]) + "\n", encoding="utf-8")
        ended = staffed("roster", "import", "new.csv", "--check")
        assert ended.code == 0
        assert ended.lines[:-1] == [
            "new: Asha: organisation: X; roles: rla; language: en",
            "left: RLA Secretariat: rla",
        ]
        assert ended.lines[-1].startswith("1 new, 0 changed, ")
        assert ended.err == "nothing was changed: without --check the import does it\n"
        assert staffed("roster", "export").out == before

    def test_names_bad_lines_as_an_import_does(self, staffed: Shell) -> None:
        Path("bad.csv").write_text("name,role,phone\nA,rla,2.54E+11\n")
        assert staffed("roster", "import", "bad.csv", "--check").err == (
            "bad.csv:2: phone: '2.54E+11' has lost digits: the spreadsheet has rounded it."
            " Make the column Text, and write the whole number anew, like +254 700 000 000\n"
        )


class TestFiles:
    @pytest.mark.parametrize("name", ["roster.xlsx", "roster.csv", "ROSTER.XLSX"])
    def test_that_are_exported_can_be_imported(self, staffed: Shell, name: str) -> None:
        before = staffed("roster", "export").out
        ended = staffed("roster", "export", name)
        assert ended.out == f"{name}: {len(before.splitlines()) - 1} lines\n"
        assert staffed("roster", "import", name).out.startswith("0 new, 0 changed")
        assert staffed("roster", "export").out == before

    def test_of_another_kind_are_refused(self, staffed: Shell) -> None:
        ended = staffed("roster", "export", "roster.ods")
        assert (ended.code, ended.err) == (1, "roster.ods: its name should end with .csv or .xlsx\n")
        assert not Path("roster.ods").exists()

    def test_that_cannot_be_written_are_named(self, staffed: Shell) -> None:
        ended = staffed("roster", "export", "nowhere/roster.csv")
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith("nowhere/roster.csv: cannot be written: ")

    def test_say_how_they_were_read_and_which_number_is_first(self, empty: Shell) -> None:
        Path("roster.csv").write_bytes(
            "name;role;phone\nJos\xe9;rla;0300000001/0300000002\n".encode("cp1252")
        )
        ended = empty("roster", "import", "roster.csv")
        assert ended.err == "roster.csv: is not UTF-8 and was read as Windows-1252\n"
        assert ended.lines[0].endswith("messages go to +254300000001, and where that fails to +254300000002")


def _people_of(file: Path) -> int:
    with file.open(encoding="utf-8") as lines:
        return len({row["phone"] for row in csv.DictReader(lines)})

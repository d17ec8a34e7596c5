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
        [(None, "cannot be read"), (b"\xff\xfen\x00", "is not UTF-8"), (b"", "the column name is missing")],
        ids=["missing", "not UTF-8", "empty"],
    )
    def test_that_is_no_roster_is_refused(self, empty: Shell, content: bytes | None, said: str) -> None:
        if content is not None:
            Path("roster.csv").write_bytes(content)
        ended = empty("roster", "import", "roster.csv")
        assert ended.code == 1
        assert ended.err.startswith("roster.csv")
        assert said in ended.err


def _people_of(file: Path) -> int:
    with file.open(encoding="utf-8") as lines:
        return len({row["phone"] for row in csv.DictReader(lines)})

"""Tables as people's programs leave them: any separator, any encoding, workbooks, and what is hostile."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from config.faults import FaultsError
from sek_core.spreadsheets import reading, writing
from sek_core.spreadsheets.table import MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from tests.sek_core.spreadsheets.workbooks import sheet, workbook, zipped

Rows = list[tuple[int, tuple[str, ...]]]


def rows(content: bytes) -> Rows:
    return [(row.number, row.cells) for row in reading.read(content, "file").rows]


def fault(content: bytes) -> str:
    with pytest.raises(FaultsError) as error:
        reading.read(content, "file")
    [only] = error.value.faults
    return str(only)


class TestText:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("a,b\n1,2\n", [(1, ("a", "b")), (2, ("1", "2"))]),
            ("a;b\n1;2,5\n", [(1, ("a", "b")), (2, ("1", "2,5"))]),
            ("a\tb\n1\t2\n", [(1, ("a", "b")), (2, ("1", "2"))]),
            ("a|b\n1|2\n", [(1, ("a", "b")), (2, ("1", "2"))]),
            ('"a;x",b\n1,2\n', [(1, ("a;x", "b")), (2, ("1", "2"))]),
            ("sep=;\na;b\n1;2\n", [(2, ("a", "b")), (3, ("1", "2"))]),
            ("\n,,\na,b,,,\n1,2,,,\n,,,,\n", [(3, ("a", "b")), (4, ("1", "2"))]),
            ("a,b\r\n1,2\r\n", [(1, ("a", "b")), (2, ("1", "2"))]),
            ("a,b\r1,2\r", [(1, ("a", "b")), (2, ("1", "2"))]),
            ('a,b\n"x\ny",2\n3\n', [(1, ("a", "b")), (2, ("x\ny", "2")), (4, ("3",))]),
            ("a\u00a0 b,\u200bc\ufeff,  d  e \n", [(1, ("a b", "c", "d e"))]),
            ("'0700,'+254,'=x,'twas\n", [(1, ("0700", "+254", "=x", "'twas"))]),
            ("", []),
        ],
        ids=[
            "commas", "semicolons", "tabs", "bars", "quoted separator", "separator said", "trailing, blank",
            "Windows", "old Mac", "line in a cell", "spaces", "apostrophes", "empty",
        ],
    )  # fmt: skip
    def test_is_read_as_its_writer_sees_it(self, text: str, found: Rows) -> None:
        assert rows(text.encode()) == found

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
    def test_is_read_in_any_usual_encoding(self, encoding: str) -> None:
        assert rows("name;role\nJosé;rla\n".encode(encoding))[1] == (2, ("José", "rla"))

    def test_says_that_it_guessed_the_encoding(self) -> None:
        assert reading.read("José".encode("cp1252"), "file").notes == (
            "is not UTF-8 and was read as Windows-1252",
        )
        assert reading.read("José".encode(), "file").notes == ()

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"\x00\x81\x00\x9d\x90", "file: is no text file: save it as CSV UTF-8, or as .xlsx"),
            (b"\xd0\xcf\x11\xe0" + b"x" * 600, "file: is an old Excel file, or has a password"),
            (b"x" * (MOST_BYTES + 1), "file: is larger than 10 MB"),
            (b"a\n" * (MOST_ROWS + 1), f"file:{MOST_ROWS + 1}: the file has more than 20,000 lines"),
            (b"a" + b",a" * MOST_COLUMNS, "file:1: has more than 100 columns"),
            (b'a,b\n"x,' + b"y" * 200_000, "file:2: is no CSV: "),
            (b"sep=::\na", "file:1: 'sep=::' should name one separator"),
        ],
        ids=["no text", "old Excel", "huge", "many lines", "wide", "endless quote", "odd separator"],
    )
    def test_that_cannot_be_read_is_one_clear_line(self, content: bytes, said: str) -> None:
        assert fault(content).startswith(said)

    def test_a_file_that_is_missing_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(FaultsError, match=r"none\.csv: cannot be read: No such file"):
            reading.read_file(tmp_path / "none.csv")


class TestWorkbooks:
    @pytest.mark.parametrize(
        ("cell", "shown"),
        [
            ('<c r="A1" t="s"><v>1</v></c>', "Mũla Ndũ"),
            ('<c r="A1" t="inlineStr"><is><t>Asha</t></is></c>', "Asha"),
            ('<c r="A1" t="str"><f>B1</f><v>Asha</v></c>', "Asha"),
            ('<c r="A1"><v>254300000001</v></c>', "254300000001"),
            ('<c r="A1" s="3"><v>2.54300000001E11</v></c>', "254300000001"),
            ('<c r="A1" s="3"><v>2.5430000001E+11</v></c>', "254300000010"),
            ('<c r="A1"><v>254300000001.0</v></c>', "254300000001"),
            ('<c r="A1"><v>1.5</v></c>', "1.5"),
            ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
            ('<c r="A1" s="1"><v>46387</v></c>', "2026-12-31"),
            ('<c r="A1" s="2"><v>46387</v></c>', "2026-12-31"),
            ('<c r="A1" s="1"><v>46387.5</v></c>', "2026-12-31 12:00"),
            ('<c r="A1" t="d"><v>2026-12-31</v></c>', "2026-12-31"),
            ("<c><v>7</v></c>", "7"),
        ],
    )
    def test_a_cell_is_what_its_reader_sees(self, cell: str, shown: str) -> None:
        assert rows(workbook(f'<row r="1">{cell}</row>')) == [(1, (shown,))]

    def test_days_may_count_from_1904(self) -> None:
        cell = '<row><c r="A1" s="1"><v>44925</v></c></row>'
        assert rows(workbook(cell, year=1)) == [(1, ("2026-12-31",))]

    def test_rows_and_cells_that_are_left_out_are_empty(self) -> None:
        found = rows(workbook('<row r="2"><c r="B2"><v>1</v></c></row><row r="9"><c r="A9"/></row>'))
        assert found == [(2, ("", "1"))]

    def test_says_that_other_sheets_were_not_read(self) -> None:
        read = reading.read(workbook("", more='<sheet name="B" r:id="a"/>'), "file")
        assert read.notes == ("has 2 sheets; only the first, 'Leads', was read",)

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            ('<c r="B3" t="e"><f>X</f><v>#REF!</v></c>', "file:3: cell B3: says #REF!: write the value"),
            ('<c r="B3"><f>A1</f></c>', "file:3: cell B3: is a formula without a result: write the value"),
            ('<c r="ZZ3"><v>1</v></c>', "file:3: cell ZZ3: stands beyond column 100"),
        ],
    )
    def test_a_cell_without_a_value_is_named(self, cell: str, said: str) -> None:
        assert fault(workbook(f'<row r="3">{cell}</row>')).startswith(said)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (workbook("<c>" * 100 + "</c>" * 100), "its XML is nested too deeply"),
            (workbook("", strings='<!DOCTYPE a [<!ENTITY b "c">]><s>&b;</s>'), "XML has a document type"),
            (workbook("", strings="<sst>" + " " * 70_000_000 + "</sst>"), "unpacks to more than 60 MB"),
            (workbook("<row/>" * 3 + '<row><c><v>1</v></c></row>' * (MOST_ROWS + 2)), "more than 20,000"),
            (workbook("", strings="<sst><si>"), "no .xlsx that can be read: book/strings.xml: no element"),
            (workbook('<row r="x"><c><v>1</v></c></row>'), "is no .xlsx that can be read"),
            (workbook('<row><c t="s"><v>9</v></c></row>'), "is no .xlsx that can be read"),
            (workbook('<row><c r="1A"><v>9</v></c></row>'), "is no .xlsx that can be read"),
            (workbook("")[:-30], "is no .xlsx that can be read"),
            (zipped(hello="x"), "is a zip archive, but no Excel workbook"),
            (zipped(mimetype="x"), "is a table of another program: save it as .xlsx or CSV"),
            (zipped(**{f"x{i}": "" for i in range(5001)}), "has more than 5,000 parts"),
            (b"PK\x03\x04 nothing", "is no .xlsx that can be read"),
        ],
        ids=[
            "deep", "entities", "bomb", "many lines", "cut XML", "odd row", "no text", "odd place", "cut",
            "another zip", "OpenDocument", "many parts", "no zip",
        ],
    )  # fmt: skip
    def test_what_is_hostile_or_broken_is_one_clear_line(self, content: bytes, said: str) -> None:
        assert len(content) < 1_000_000
        assert said in fault(content)

    def test_a_long_text_that_many_cells_repeat_is_refused(self) -> None:
        cells = "<row>" + '<c t="s"><v>0</v></c>' * 90 + "</row>"
        long = f"<sst><si><t>{'x' * 30_000}</t></si></sst>"
        assert "more than 20,000,000 letters" in fault(workbook(cells * 100, strings=long))

    def test_an_encrypted_part_is_refused(self) -> None:
        content = bytearray(workbook(""))
        at = 0
        while (at := content.find(b"PK\x01\x02", at)) >= 0:
            content[at + 8] |= 1  # the flag that says so
            at += 4
        assert "is no .xlsx that can be read" in fault(bytes(content))


class TestWriting:
    ROWS = (
        ("name", "phone", "words"),
        ("Mũla & <Ndũ>", "+254300000001", 'two\nlines, "so"'),
        ("", "-100", ""),
    )

    @pytest.mark.parametrize("suffix", writing.SUFFIXES)
    def test_gives_what_reading_takes(self, suffix: str) -> None:
        found = rows(writing.as_file(self.ROWS, suffix, (20, 20, 40)))
        assert [cells for _, cells in found] == [self.ROWS[0], self.ROWS[1], ("", "-100")]

    @pytest.mark.parametrize("cell", ["=HYPERLINK()", "@SUM(A1)", "+x", "-2+3"])
    def test_no_spreadsheet_takes_a_cell_for_a_formula(self, cell: str) -> None:
        assert writing.as_csv([(cell,)]) == f"'{cell}\n"
        assert rows(writing.as_file([("a", cell)], ".csv", ())) in (
            [(1, ("a", cell))],
            [(1, ("a", f"'{cell}"))],
        )

    def test_cells_of_a_workbook_are_texts(self) -> None:
        with zipfile.ZipFile(BytesIO(writing.as_workbook(self.ROWS, (20,)))) as archive:
            assert 't="inlineStr"' in archive.read("xl/worksheets/sheet1.xml").decode()
            assert 'numFmtId="49"' in archive.read("xl/styles.xml").decode()

    def test_the_same_rows_are_the_same_bytes(self) -> None:
        assert writing.as_workbook(self.ROWS, (20,)) == writing.as_workbook(self.ROWS, (20,))

    def test_letters_of_columns_go_on_after_z(self) -> None:
        wide = [tuple(map(str, range(60)))]
        assert rows(writing.as_workbook(wide, ())) == [(1, wide[0])]


def test_sheets_of_tests_are_sheets() -> None:
    assert sheet("") == "<worksheet><sheetData></sheetData></worksheet>"

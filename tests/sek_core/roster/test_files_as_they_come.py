"""Rosters as Excel and people leave them: what is taken, and what is refused with what would be right."""

from collections.abc import Iterable

import pytest

from bot.channels import CHANNELS
from config.faults import FaultsError
from config.mechanism import Configuration
from sek_core.roster import csv_file
from sek_core.spreadsheets import reading, writing
from sek_core.store.database import Database
from tests.sek_core.roster.test_csv_file import ONE, THREE, TWO, Book, line, table
from tests.sek_core.spreadsheets.workbooks import workbook


@pytest.fixture
def book(sqlite_url: str, configuration: Configuration) -> Iterable[Book]:
    database = Database(sqlite_url)
    yield Book(database, configuration)
    database.close()


def read_bytes(content: bytes, configuration: Configuration) -> list[csv_file.Line]:
    return csv_file.read_table(reading.read(content, "roster"), "roster", configuration, CHANNELS)


class TestNumbers:
    @pytest.mark.parametrize(
        ("written", "found"),
        [
            ("254300000001.0", [ONE]), ("2.54300000001E+11", [ONE]), ("2.54300000001e11", [ONE]),
            ('"2,54300000001E+11"', [ONE]), ('"254,300,000,001"', [ONE]), ("254300000001.00", [ONE]),
            ("300000001.0", [ONE]), ("'0300000001", [ONE]), ("0300\u00a0000\u00a0001", [ONE]),
            ("0300000001 / 0300000002", [ONE, TWO]), ("0300000002;0300000001", [TWO, ONE]),
            ('"0300000001, 0300000002"', [ONE, TWO]), ("0300000001 or 0300 000 002", [ONE, TWO]),
            ("0300000001 au 0300000002", [ONE, TWO]), ('"0300000001\n0300000002"', [ONE, TWO]),
            ("0300000001/0300000001", [ONE]), ("0300000001 & 0300000002 & 0300000003", [ONE, TWO, THREE]),
            ("0300000001/", [ONE]), ("+254300000000", ["+254300000000"]),
        ],
    )  # fmt: skip
    def test_with_all_their_digits_are_taken(self, book: Book, written: str, found: list[str]) -> None:
        [read] = book.read(table(line(phone=written)))
        assert read.addresses == tuple(("sms", number) for number in found)

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("2.54E+11", "'2.54E+11' has lost digits: the spreadsheet has rounded it. Make the column Text"),
            ("2.543E11", "has lost digits"),
            ('"2,54E+11"', "has lost digits"),
            ("2.5430000001E+11", "has lost digits"),
            (
                "254300000000",
                "ends with six zeros, as if a spreadsheet had rounded it. Write the whole number",
            ),
            ("254300000000.0", "if it is right, write +254300000000"),
            ("0300000001 / none", "'none' is no telephone number; write it like +254 700 000 000"),
            ("0300000001 x200", "is no telephone number"),
            ("=254300000001", "is a formula: write its result"),
        ],
    )
    def test_that_lost_digits_are_refused_with_what_would_be_right(
        self, book: Book, written: str, said: str
    ) -> None:
        faults = book.faults(table(line(phone=written)))
        assert faults[0].startswith("roster.csv:2: phone: ")
        assert said in faults[0]

    @pytest.mark.parametrize(
        ("digits", "said"),
        [
            (8, "has too few digits: a mobile number has 9 after +254, this one 8"),
            (7, "has too few digits"),
            (10, "has too many digits: a mobile number has 9 after +254, this one 10"),
        ],
    )
    @pytest.mark.parametrize("first", ["7", "1"])
    def test_of_kenyan_mobiles_have_nine_digits(self, book: Book, first: str, digits: int, said: str) -> None:
        [fault] = book.faults(table(line(phone=f"+254{first}{'0' * (digits - 2)}1")))
        assert said in fault
        [read] = book.read(table(line(phone=f"+254{first}00000001")))
        assert read.addresses == (("sms", f"+254{first}00000001"),)

    def test_of_two_the_first_is_used_and_the_second_kept(self, book: Book) -> None:
        text = table(line(phone=f"{TWO} / {ONE}"))
        done = book.imports(text)
        assert f"messages go to {TWO}, and where that fails to {ONE}" in str(done.changes[0])
        assert [address.value for address in book.person("Asha").addresses] == [TWO, ONE]
        assert f"{TWO} / {ONE}" in book.exports()
        assert book.imports(book.exports()).same == 1

    def test_of_chats_lose_their_point_only(self, book: Book) -> None:
        [read] = book.read(table(line(telegram="1001.0")))
        assert read.addresses == (("telegram", "1001"),)
        assert "should be the numeric id" in book.faults(table(line(telegram="1001 1002")))[0]


class TestCells:
    def test_take_capitals_and_spaces_and_names_in_two_columns(self, book: Book) -> None:
        text = (
            "First Name;SURNAME;Organization;Role;COUNTY;Sectors;Mobile No.;E-mail;Language;Active To;;\n"
            "Asha ;  Mũla\u00a0Ndũ;KIWASH;County  Lead;KITUI COUNTY;Health, livestock;;;"
            "Kiswahili;2026-12-31 00:00;;\n"
            "Baraka;;;DEPUTY-COUNTY-LEAD;taita-taveta\n"
            ";;;;;;;;;;;\n"
            ";Chege;;RLA;All\n"
        ).replace("Mobile No.", "Mobile Number")
        first, second, third = book.read(text)
        assert (first.name, first.organisation, first.role) == ("Asha Mũla Ndũ", "KIWASH", "county_lead")
        assert (first.county, first.sectors, first.language) == ("Kitui", ("health", "livestock"), "sw")
        assert str(first.active_to) == "2026-12-31"
        assert (second.name, second.role, second.county) == ("Baraka", "deputy_county_lead", "Taita Taveta")
        assert (third.name, third.role, third.county) == ("Chege", "rla", None)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("first name,role\n,rla\n", "roster.csv:2: name: is empty"),
            ("name,surname,role\nA,B,rla\n", "roster.csv:1: has the column name, and columns for its"),
            ("name,role,mobile,phone\nA,rla,,\n", "roster.csv:1: the column phone stands here twice"),
            ("name,,role\nA,x,rla\n", "roster.csv:2: column 2: 'x' stands under no"),
            ("name,role\nM?la,rla\n", "roster.csv:2: name: 'M?la' has lost a letter: write it anew"),
            ("name,role\nMÅ©la,rla\n", "roster.csv:2: name: 'MÅ©la' is spoilt by a wrong encoding"),
            ("name,role\n=A1,rla\n", "roster.csv:2: name: '=A1' is a formula: write its result"),
            (f"name,role\n{'x' * 301},rla\n", "roster.csv:2: name: has 301 letters; 300 are the most"),
            ("name,role,email\nA,rla,a@b@example.org\n", "roster.csv:2: email: 'a@b@example.org' is no"),
        ],
        ids=[
            "no name", "name twice", "phone twice", "no header", "lost letter", "spoilt letter", "formula",
            "long", "email",
        ],
    )  # fmt: skip
    def test_are_refused_with_line_column_and_what_would_be_right(
        self, book: Book, text: str, said: str
    ) -> None:
        assert book.faults(text)[0].startswith(said)

    @pytest.mark.parametrize("name", ["José", "Müller", "Mũla Ndũ", "O'Brien", "D’Souza"])
    def test_keep_letters_that_are_right(self, book: Book, name: str) -> None:
        assert book.read(table(line(name=name)))[0].name == name


class TestWorkbooks:
    def test_are_read_by_row_and_column(self, configuration: Configuration) -> None:
        header = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("Name", "Role", "Phone"))
        cells = (
            '<c t="inlineStr"><is><t>Asha</t></is></c><c t="inlineStr"><is><t>{role}</t></is></c>'
            '<c s="3"><v>{phone}</v></c>'
        )
        good = workbook(f"<row>{header}</row><row>{cells.format(role='RLA', phone='2.54300000001E11')}</row>")
        [read] = read_bytes(good, configuration)
        assert (read.name, read.role, read.addresses) == ("Asha", "rla", (("sms", ONE),))
        bad = workbook(f'<row r="2">{header}</row><row r="5">{cells.format(role="king", phone="1")}</row>')
        with pytest.raises(FaultsError) as error:
            read_bytes(bad, configuration)
        assert [str(fault).split(": ")[:2] for fault in error.value.faults] == [
            ["roster:5", "phone"],
            ["roster:5", "role"],
        ]

    @pytest.mark.parametrize("suffix", writing.SUFFIXES)
    def test_an_export_is_what_an_import_takes(
        self, book: Book, configuration: Configuration, suffix: str
    ) -> None:
        book.imports(table(line(phone=ONE, county="Kitui"), line(name="Baraka", phone=f"{TWO}/{THREE}")))
        with book.database.reading() as session:
            rows = list(csv_file.export_rows(session, CHANNELS))
        lines = read_bytes(writing.as_file(rows, suffix, ()), configuration)
        with book.database.writing() as session:
            done = csv_file.import_lines(session, lines)
        assert (done.new, done.changed, done.same, done.left) == (0, 0, 2, 0)


class TestChanges:
    def test_say_who_is_new_changes_or_leaves(self, book: Book) -> None:
        book.imports(table(line(phone=ONE, county="Kitui"), line(name="Baraka", phone=TWO)))
        done = book.imports(
            table(
                line(phone=ONE, county="Makueni", language="sw"), line(name="Chege", role="rla", phone=THREE)
            )
        )
        assert list(map(str, done.changes)) == [
            "changed: Asha: roles: county_lead Kitui -> county_lead Makueni; language: en -> sw",
            f"new: Chege: roles: rla; sms: {THREE}; language: en",
            "left: Baraka: county_lead",
        ]

    def test_name_a_number_that_changes(self, book: Book) -> None:
        book.imports(table(line(phone=ONE, email="a@example.org")))
        done = book.imports(table(line(phone=TWO, email="a@example.org")))
        assert list(map(str, done.changes)) == [f"changed: Asha: sms: {ONE} -> {TWO}"]

"""The roster as a file: all of it or nothing, every bad line named, the same again changes nothing."""

from collections.abc import Iterable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from bot.channels import CHANNELS
from config.faults import FaultsError
from config.mechanism import PACKAGED, ROLES, Configuration
from sek_core.roster import csv_file
from sek_core.roster.csv_file import Imported
from sek_core.roster.people import People
from sek_core.roster.snapshot import Directory
from sek_core.store.database import Database
from sek_core.store.people import AddressRow, PersonRow, RoleRow
from tests.conftest import MovedClock

ONE, TWO, THREE = "+254300000001", "+254300000002", "+254300000003"
SMALL = """\
name,organisation,role,county,sectors,groups,phone,telegram,email,channel,language,active_from,active_to,nominated_by
Asha,KIWASH,county_lead,Kitui,water_wash;health,wash;lmd,+254300000001,1001,asha@example.org,sms,sw,2026-01-01,2026-12-31,AVCD
Baraka,"Red Cross, Kitui",observer,,,,,,baraka@example.org,,en,,,
Chege,RLA,rla,,,,+254300000003,,,,en,,,
"""


class Book:
    """A roster in a database, as `sek roster` treats it."""

    def __init__(self, database: Database, configuration: Configuration) -> None:
        self.database = database
        self._configuration = configuration

    def read(self, text: str) -> list[csv_file.Line]:
        return csv_file.read(text, "roster.csv", self._configuration, CHANNELS)

    def imports(self, text: str) -> Imported:
        lines = self.read(text)
        with self.database.writing() as session:
            return csv_file.import_lines(session, lines)

    def exports(self) -> str:
        with self.database.reading() as session:
            return csv_file.export(session, CHANNELS)

    def people(self) -> list[PersonRow]:
        query = select(PersonRow).order_by(PersonRow.id)
        with self.database.reading() as session:
            return list(
                session.scalars(
                    query.options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
                )
            )

    def person(self, name: str) -> PersonRow:
        [person] = [person for person in self.people() if person.name == name]
        return person

    def faults(self, text: str) -> list[str]:
        with pytest.raises(FaultsError) as error:
            self.read(text)
        return [str(fault) for fault in error.value.faults]


@pytest.fixture
def book(sqlite_url: str, configuration: Configuration) -> Iterable[Book]:
    database = Database(sqlite_url)
    yield Book(database, configuration)
    database.close()


def table(*rows: dict[str, str]) -> str:
    """Return a roster with only the columns that `rows` use, besides name and role."""
    columns = list(dict.fromkeys(name for row in ({"name": "", "role": ""}, *rows) for name in row))
    lines = [",".join(columns)]
    for row in rows:
        lines.append(",".join(row.get(column, "") for column in columns))
    return "\n".join(lines) + "\n"


def line(**cells: str) -> dict[str, str]:
    return {"name": "Asha", "role": "county_lead", **cells}


class TestReading:
    @pytest.mark.parametrize(
        ("column", "cell", "said"),
        [
            ("name", "", "is empty"),
            ("role", "", "'' should be one of county_lead"),
            ("role", "king", "'king' should be one of county_lead"),
            (
                "county",
                "Atlantis",
                "'Atlantis' should be one of Makueni, Kitui, Taita Taveta, or empty for all",
            ),
            ("sectors", "health;magic", "'magic' is none of agriculture, livestock"),
            ("phone", "none", "'none' is no telephone number; write it like +254"),
            ("phone", "07", "'07' is no telephone number"),
            ("phone", "+2543000000112345", "is no telephone number"),
            ("telegram", "@asha", "'@asha' should be the numeric id, such as 123456789"),
            ("telegram", "12 34", "should be the numeric id"),
            ("telegram", "12\u00b2", "should be the numeric id"),
            ("telegram", "\u0663\u0664\u0665", "should be the numeric id"),
            ("telegram", "-100123", "is the id of a group"),
            ("email", "asha", "'asha' is no e-mail address"),
            ("email", "a b@example.org", "is no e-mail address"),
            ("channel", "pigeon", "'pigeon' should be one of sms, telegram"),
            ("language", "fr", "'fr' should be one of en, sw"),
            ("active_from", "soon", "'soon' should be a date such as 2026-12-31"),
            ("active_from", "31/12/2026", "should be a date such as 2026-12-31"),
            ("active_to", "2026-02-30", "should be a date such as 2026-12-31"),
        ],
    )
    def test_names_line_and_cell_and_says_what_would_be_right(
        self, book: Book, column: str, cell: str, said: str
    ) -> None:
        good = line(name="Baraka", phone=TWO)
        [fault] = book.faults(table(good, line(**{column: cell}), good))
        assert fault.startswith(f"roster.csv:3: {column}: ")
        assert said in fault

    def test_names_every_fault_of_every_line_at_once(self, book: Book) -> None:
        faults = book.faults(table(line(role="king", phone="x"), line(), line(name="", county="Atlantis")))
        assert [fault.split(": ")[:2] for fault in faults] == [
            ["roster.csv:2", "phone"],
            ["roster.csv:2", "role"],
            ["roster.csv:4", "county"],
            ["roster.csv:4", "name"],
        ]

    def test_refuses_an_end_before_the_beginning(self, book: Book) -> None:
        [fault] = book.faults(table(line(active_from="2026-05-01", active_to="2026-04-30")))
        assert fault == "roster.csv:2: active_to: is before active_from"

    def test_counts_lines_as_an_editor_does(self, book: Book) -> None:
        text = 'name,organisation,role\nAsha,"two\nlines",rla\n\nBaraka,,king\n'
        assert [fault.split(": ")[0] for fault in book.faults(text)] == ["roster.csv:5"]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "roster.csv:1: the column name is missing"),
            ("name,phone\nAsha,+254300000001\n", "roster.csv:1: the column role is missing"),
            ("name,role\n", "roster.csv:1: there is nobody in this file"),
            ("name,role\n,\n , \n", "roster.csv:1: there is nobody in this file"),
            ("name,role,shoes\nAsha,rla,42\n", "roster.csv:1: the column 'shoes' is not known; the columns"),
            ("name: role\nAsha: rla\n", "roster.csv:1: the column name is missing"),
            ("name,role\nAsha,rla,more\n", "roster.csv:2: column 3: has more fields than the header"),
            ("name,role,phone,phone\nAsha,rla,,+254300000001\n", "roster.csv:1: "),
        ],
        ids=[
            "empty", "no role", "nobody", "blank lines", "unknown column", "colons", "a comma too many",
            "a column twice",
        ],
    )  # fmt: skip
    def test_refuses_a_file_that_is_no_roster(self, book: Book, text: str, said: str) -> None:
        assert book.faults(text)[0].startswith(said)

    def test_says_what_is_wrong_with_a_quote_that_never_ends(self, book: Book) -> None:
        text = 'name,role\nAsha,"rla\n' + "Baraka,rla\n" * 20_000
        [fault] = book.faults(text)
        assert fault.startswith("roster.csv:")

    @pytest.mark.parametrize(
        "written",
        [
            "+254300000001", "254300000001", "0300000001", "0300 000 001", "+254 300 000 001",
            "+254-300-000-001", "(0300) 000 001", "+254 (0) 300 000 001", " +254300000001 ", "300000001",
            "00254300000001", "tel:+254300000001", "+254 300 000001",
        ],
    )  # fmt: skip
    def test_takes_a_number_in_any_usual_form(self, book: Book, written: str) -> None:
        [read] = book.read(table(line(phone=written)))
        assert read.addresses == (("sms", ONE),)

    @pytest.mark.parametrize("written", ["0300FLOOD", "0300 00000I"])
    def test_takes_no_letters_for_digits(self, book: Book, written: str) -> None:
        assert "is no telephone number" in book.faults(table(line(phone=written)))[0]

    def test_takes_a_byte_order_mark_columns_in_any_order_and_any_line_ends(self, book: Book) -> None:
        text = "\ufeffPhone,ROLE, name \r\n+254300000001,rla,Asha\r\n"
        [read] = book.read(text)
        assert (read.name, read.role, read.addresses, read.county) == ("Asha", "rla", (("sms", ONE),), None)

    def test_takes_cells_as_people_write_them(self, book: Book) -> None:
        cells = line(
            county=" kitui ", role="Clt_Lead", sectors=" health ; livestock;", channel="SMS", language="SW"
        )
        [read] = book.read(table(cells))
        assert (read.county, read.role, read.sectors) == ("Kitui", "clt_lead", ("health", "livestock"))
        assert (read.channel, read.language) == ("sms", "sw")

    @pytest.mark.parametrize("role", ROLES)
    def test_knows_every_role(self, book: Book, role: str) -> None:
        [read] = book.read(table(line(role=role)))
        assert read.role == role

    def test_who_has_no_language_has_the_first_of_the_mechanism(self, book: Book) -> None:
        [read] = book.read(table(line()))
        assert read.language == "en"

    def test_refuses_two_people_at_one_address(self, book: Book) -> None:
        for address in ({"phone": ONE}, {"telegram": "1001"}, {"email": "a@example.org"}):
            [fault] = book.faults(table(line(**address), line(name="Baraka", **address)))
            assert fault.startswith("roster.csv:3: ")
            assert "line 2" in fault
            assert "'Asha'" in fault


class TestImporting:
    def test_twice_the_same_changes_nothing(self, database: Database, configuration: Configuration) -> None:
        book = Book(database, configuration)
        text = (PACKAGED / "demo-roster.csv").read_text(encoding="utf-8")
        first = book.imports(text)
        before = _everything(database)
        again = book.imports(text)
        assert (again.new, again.changed, again.left) == (0, 0, 0)
        assert again.same == first.new > 10
        assert _everything(database) == before

    def test_is_all_or_nothing(self, book: Book) -> None:
        book.imports(SMALL)
        before = _everything(book.database)
        with pytest.raises(FaultsError):
            book.imports(SMALL.replace("observer", "king").replace("Asha", "Aisha"))
        assert _everything(book.database) == before

    @pytest.mark.parametrize(
        "common",
        [{"phone": ONE}, {"telegram": "1001"}, {"email": "a@example.org"}],
        ids=lambda c: next(iter(c)),
    )
    def test_two_lines_with_one_address_are_one_person_with_two_roles(
        self, book: Book, common: dict[str, str]
    ) -> None:
        text = table(line(county="Kitui", **common), line(role="ip_focal", county="Makueni", **common))
        assert book.imports(text) == Imported(new=1, changed=0, same=0, left=0)
        [person] = book.people()
        assert [(role.role, role.county) for role in person.roles] == [
            ("county_lead", "Kitui"),
            ("ip_focal", "Makueni"),
        ]
        assert book.imports(text) == Imported(new=0, changed=0, same=1, left=0)

    def test_an_address_in_other_letters_is_the_same(self, book: Book) -> None:
        text = table(line(email="Asha@Example.org"), line(role="rla", email="asha@example.ORG"))
        assert book.imports(text).new == 1

    def test_lines_that_only_a_third_one_joins_are_one_person(self, book: Book) -> None:
        """The first has the phone, the second the e-mail, the third both."""
        text = table(
            line(phone=ONE),
            line(role="rla", email="a@example.org"),
            line(role="chair", phone=ONE, email="a@example.org"),
        )
        assert book.imports(text) == Imported(new=1, changed=0, same=0, left=0)
        assert {role.role for role in book.person("Asha").roles} == {"county_lead", "rla", "chair"}
        assert book.imports(text) == Imported(new=0, changed=0, same=1, left=0)

    def test_people_without_any_address_are_told_apart_by_name(self, book: Book) -> None:
        text = table(line(), line(name="Baraka"), line(role="rla"))
        assert book.imports(text).new == 2
        assert book.imports(text) == Imported(new=0, changed=0, same=2, left=0)

    def test_a_change_is_counted_and_made(self, book: Book) -> None:
        book.imports(SMALL)
        identity = book.person("Asha").id
        done = book.imports(SMALL.replace("Asha", "Aisha").replace("county_lead", "deputy_county_lead"))
        assert done == Imported(new=0, changed=1, same=2, left=0)
        person = book.person("Aisha")
        assert person.id == identity
        assert [role.role for role in person.roles] == ["deputy_county_lead"]

    @pytest.mark.parametrize(
        ("was", "becomes"),
        [
            ("KIWASH", "KIWASH-2"), (",Kitui,", ",Makueni,"), ("water_wash;health", "health"),
            ("wash;lmd", "lmd"),
            (",1001,", ",1002,"), ("asha@example.org", "aisha@example.org"), (",sms,", ",telegram,"),
            (",sw,", ",en,"), ("2026-01-01", "2026-01-02"), ("2026-12-31", ""), (ONE, TWO), (",AVCD", ",WFP"),
        ],
    )  # fmt: skip
    def test_a_change_of_any_cell_is_taken_over(self, book: Book, was: str, becomes: str) -> None:
        book.imports(SMALL)
        changed = SMALL.replace(was, becomes, 1)
        assert book.imports(changed) == Imported(new=0, changed=1, same=2, left=0)
        assert book.exports() == changed

    def test_who_is_on_no_line_any_more_has_no_role_but_is_remembered(self, book: Book) -> None:
        book.imports(SMALL)
        fewer = "".join(line for line in SMALL.splitlines(True) if "Chege" not in line)
        assert book.imports(fewer) == Imported(new=0, changed=0, same=2, left=1)
        assert book.person("Chege").roles == []
        assert "Chege" not in book.exports()
        assert book.imports(fewer) == Imported(new=0, changed=0, same=2, left=0)
        assert book.imports(SMALL).changed == 1
        assert [role.role for role in book.person("Chege").roles] == ["rla"]
        assert len(book.people()) == 3

    def test_a_chosen_language_survives(
        self, book: Book, configuration: Configuration, clock: MovedClock
    ) -> None:
        book.imports(SMALL)
        with book.database.writing() as session:
            people = People(session, clock.now(), configuration.mechanism.zone, Directory(), CHANNELS)
            people.choose_language(people.get(book.person("Chege").id), "sw")
        book.imports(SMALL)
        book.imports(SMALL.replace("Chege,RLA", "Chege,RLA Secretariat"))
        assert book.person("Chege").chosen_language == "sw"

    def test_an_opt_out_survives(self, book: Book, configuration: Configuration, clock: MovedClock) -> None:
        book.imports(SMALL)
        with book.database.writing() as session:
            people = People(session, clock.now(), configuration.mechanism.zone, Directory(), CHANNELS)
            assert people.opt_out(people.sender("sms", THREE), True)
        book.imports(SMALL.replace("Chege,RLA", "Chege,RLA Secretariat"))
        [address] = book.person("Chege").addresses
        assert address.opted_out_at is not None

    def test_a_number_that_wrote_before_becomes_its_persons(
        self, book: Book, configuration: Configuration, clock: MovedClock
    ) -> None:
        with book.database.writing() as session:
            People(session, clock.now(), configuration.mechanism.zone, Directory(), CHANNELS).sender(
                "sms", ONE
            )
        book.imports(SMALL)
        with book.database.reading() as session:
            assert (
                session.scalar(select(func.count()).select_from(AddressRow).where(AddressRow.value == ONE))
                == 1
            )
        assert ONE in {address.value for address in book.person("Asha").addresses}

    def test_a_number_that_is_given_up_is_nobodys(self, book: Book) -> None:
        book.imports(SMALL)
        book.imports(SMALL.replace(ONE, ""))
        with book.database.reading() as session:
            address = session.scalars(select(AddressRow).where(AddressRow.value == ONE)).one()
        assert address.person_id is None

    def test_a_number_that_goes_to_somebody_else_is_theirs(self, book: Book) -> None:
        """Asha hands her phone to Baraka, who has another e-mail address."""
        book.imports(
            table(line(phone=ONE, email="a@example.org"), line(name="Baraka", email="b@example.org"))
        )
        text = table(line(email="a@example.org"), line(name="Baraka", phone=ONE, email="b@example.org"))
        book.imports(text)
        assert {person.name for person in book.people() if person.roles} == {"Asha", "Baraka"}
        [address] = book.person("Baraka").addresses
        assert address.value == ONE
        assert book.person("Asha").addresses == []
        assert book.imports(text) == Imported(new=0, changed=0, same=2, left=0)


class TestExporting:
    @pytest.mark.parametrize(
        "text",
        [
            SMALL,
            (PACKAGED / "demo-roster.csv").read_text(encoding="utf-8"),
            table(line(phone=ONE, email="a@example.org"), line(role="rla", phone=TWO, email="a@example.org")),
            table(line(name='"Mũla ""Kĩ"" Ndũ"', organisation='"A, B; C"', phone=ONE)),
            table(line(), line(name="Baraka", organisation="X")),
        ],
        ids=["small", "demonstration", "two numbers", "quotes and commas", "no addresses"],
    )
    def test_is_what_an_import_reads(self, book: Book, text: str) -> None:
        book.imports(text)
        exported = book.exports()
        assert exported.splitlines()[0] == ",".join(csv_file.columns(CHANNELS))
        done = book.imports(exported)
        assert (done.new, done.changed, done.left) == (0, 0, 0)
        assert book.exports() == exported

    def test_goes_into_an_empty_database_and_comes_out_the_same(
        self, database: Database, configuration: Configuration
    ) -> None:
        book = Book(database, configuration)
        book.imports(SMALL)
        assert book.exports() == SMALL


def _everything(database: Database) -> list[list[object]]:
    """Return all rows of the roster's tables."""
    with database.reading() as session:
        return [
            list(map(tuple, session.execute(select(model.__table__).order_by(model.id))))
            for model in (PersonRow, RoleRow, AddressRow)
        ]

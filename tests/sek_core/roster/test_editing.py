"""What is changed on a page is checked as the roster's file is, and no import undoes it unsaid."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.channels import CHANNELS
from config.faults import FaultsError
from config.mechanism import Configuration
from sek_core.roster import csv_file, editing
from sek_core.roster.editing import Saved
from sek_core.store.database import Database
from sek_core.store.people import FormerContact, RosterEdit

NOW = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
ONE, OTHER, THIRD = "+254300000001", "+254300000041", "+254300000042"
FILE = f"""\
name,organisation,role,county,phone,email,language,active_to
Asha Mwende,FAO,county_lead,Kitui,{ONE},asha@example.org,en,
Baraka Juma,RLA,rla,,+254300000003,baraka@example.org,en,
"""
ASHA, BARAKA = 1, 2


class Roster:
    """A roster that a file and a page change."""

    def __init__(self, database: Database, configuration: Configuration) -> None:
        self._database, self._configuration = database, configuration

    def imports(self, text: str = FILE, **more: bool) -> csv_file.Imported:
        lines = csv_file.read(text, "roster.csv", self._configuration, CHANNELS)
        with self._database.writing() as session:
            return csv_file.import_lines(session, lines, NOW, file="roster.csv", **more)

    def saves(self, version: int | None = None, person: int = ASHA, **fields: str) -> Saved:
        wanted = {name.replace("__", " "): value for name, value in fields.items()}
        version = self.version(person) if version is None else version
        with self._database.writing() as session:
            return editing.save(session, person, version, wanted, self._configuration, CHANNELS, NOW, BARAKA)

    def version(self, person: int = ASHA) -> int:
        with self._database.reading() as session:
            found = editing.load(session, person)
            assert found is not None
            return found.version

    def now(self, person: int = ASHA) -> dict[str, str]:
        with self._database.reading() as session:
            found = editing.load(session, person)
            assert found is not None
            return editing.values_of(found, CHANNELS)

    def former(self) -> list[tuple[str, str]]:
        with self._database.reading() as session:
            return [(one.what, one.value) for one in session.scalars(select(FormerContact))]

    def kept(self) -> list[str]:
        with self._database.reading() as session:
            return [one.field for one in session.scalars(select(RosterEdit).order_by(RosterEdit.field))]


@pytest.fixture
def roster(sqlite_url: str, configuration: Configuration) -> Iterator[Roster]:
    database = Database(sqlite_url)
    roster = Roster(database, configuration)
    roster.imports()
    yield roster
    database.close()


UNTIL = "until county_lead Kitui"

CHANGES = {
    "name": ("Asha Musau", FILE.replace("Asha Mwende", "Asha Third")),
    "organisation": ("WFP", FILE.replace("FAO", "Red Cross")),
    "sms": (OTHER, FILE.replace(ONE, THIRD)),
    "email": ("asha@example.com", FILE.replace("asha@example.org", "third@example.org")),
    "channel": ("telegram", FILE.replace("language,", "language,channel,").replace("en,", "en,sms,")),
    "language": ("sw", None),
    UNTIL: ("2026-12-31", FILE.replace(",en,\nBaraka", ",en,2027-01-31\nBaraka")),
}
"""What each field is changed to on a page, and a file that says a third thing of it."""


@pytest.mark.parametrize("field", CHANGES)
def test_an_import_keeps_what_a_page_changed_while_the_file_says_what_was(roster: Roster, field: str) -> None:
    value, _ = CHANGES[field]
    assert roster.saves(**{field: value}).result == "saved"
    assert roster.now()[field] == value
    done = roster.imports()
    assert roster.now()[field] == value
    assert [(met.field, met.kept) for met in done.kept] == [(field, True)]
    assert "kept: Asha Mwende" in str(done.kept[0])
    assert (done.new, done.left) == (0, 0)
    assert roster.kept() == [field]


@pytest.mark.parametrize("field", [field for field, (_, third) in CHANGES.items() if third])
def test_a_third_value_is_refused_with_both_named_until_the_operator_decides(
    roster: Roster, field: str
) -> None:
    value, third = CHANGES[field]
    assert third is not None
    roster.saves(**{field: value})
    before = roster.now()
    with pytest.raises(FaultsError) as refused:
        roster.imports(third)
    assert roster.now() == before
    assert value in str(refused.value)
    assert "--take-file" in str(refused.value)
    roster.imports(third, take_file=True)
    assert roster.now()[field] != value
    assert roster.kept() == []


def test_an_edit_that_the_file_knows_is_over(roster: Roster) -> None:
    roster.saves(sms=OTHER)
    assert roster.imports(FILE.replace(ONE, OTHER)).kept == ()
    assert roster.kept() == []
    roster.imports(FILE)
    assert roster.now()["sms"] == ONE


def test_an_edit_that_is_taken_back_is_none(roster: Roster) -> None:
    roster.saves(name="Asha Musau")
    roster.saves(name="Asha Wambua")
    assert roster.kept() == ["name"]
    roster.saves(name="Asha Mwende")
    assert roster.kept() == []


def test_former_names_and_numbers_are_remembered(roster: Roster) -> None:
    roster.saves(name="Asha Musau", sms=OTHER, email="")
    assert sorted(roster.former()) == [
        ("email", "asha@example.org"),
        ("name", "Asha Mwende"),
        ("sms", ONE),
    ]


def test_a_form_that_is_too_old_changes_nothing(roster: Roster) -> None:
    old = roster.version()
    roster.saves(organisation="WFP")
    late = roster.saves(version=old, organisation="Red Cross")
    assert (late.result, late.now["organisation"], late.version) == ("stale", "WFP", old + 1)
    assert roster.now()["organisation"] == "WFP"


def test_an_import_that_changes_a_person_makes_their_form_too_old(roster: Roster) -> None:
    old = roster.version()
    roster.imports(FILE.replace("FAO", "WFP"))
    assert roster.saves(version=old, name="Asha Musau").result == "stale"
    roster.imports(FILE.replace("FAO", "WFP"))
    assert roster.version() == old + 1


@pytest.mark.parametrize(
    ("field", "value", "taken_by"),
    [
        ("name", "", ""),
        ("name", "=1+1", ""),
        ("sms", "12", ""),
        ("sms", "+254300000003", "Baraka Juma"),
        ("email", "nobody", ""),
        ("email", "BARAKA@example.org", "Baraka Juma"),
        ("channel", "pigeon", ""),
        ("language", "fr", ""),
        (UNTIL, "soon", ""),
    ],
)
def test_what_the_file_would_refuse_is_refused_with_its_field(
    roster: Roster, field: str, value: str, taken_by: str
) -> None:
    before = roster.now()
    done = roster.saves(**{field: value})
    assert (done.result, dict(done.wrong)) == ("wrong", {field: taken_by})
    assert roster.now() == before


def test_numbers_may_be_written_as_people_write_them(roster: Roster) -> None:
    roster.saves(sms="0300 000 041 / 0300 000 042")
    assert roster.now()["sms"] == f"{OTHER} / {THIRD}"

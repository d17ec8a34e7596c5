"""Two forms of one person, and a form and an import, at the same moment, on a real PostgreSQL."""

from functools import partial

from bot.channels import CHANNELS
from sek_core.roster import csv_file, editing
from sek_core.store.database import Database
from sek_core.work.unit_of_work import Services
from tests.scenarios.conftest import ROSTER
from tests.sek_core.racing import ROUNDS, together


def _person(database: Database) -> tuple[int, int, str]:
    with database.reading() as session:
        person = editing.load(session, 1)
        assert person is not None
        return person.id, person.version, person.organisation


def _save(database: Database, core: Services, version: int, organisation: str) -> str:
    with database.writing() as session:
        return editing.save(
            session,
            1,
            version,
            {"organisation": organisation},
            core.configuration,
            CHANNELS,
            core.clock.now(),
            9,
        ).result


def test_of_two_forms_one_is_saved_and_the_other_is_told(shared: Database, core: Services) -> None:
    for number in range(ROUNDS):
        _, version, _ = _person(shared)
        names = f"A{number}", f"B{number}"
        done = together(*(partial(_save, shared, core, version, name) for name in names))
        assert sorted(map(str, done)) == ["saved", "stale"]
        assert _person(shared)[1:] == (version + 1, names[done.index("saved")])


def test_an_import_never_undoes_an_edit_unsaid(shared: Database, core: Services) -> None:
    lines = csv_file.read(ROSTER, "roster.csv", core.configuration, CHANNELS)

    def imports() -> csv_file.Imported:
        with shared.writing() as session:
            return csv_file.import_lines(session, list(lines), core.clock.now(), file="roster.csv")

    for number in range(ROUNDS):
        _, version, _ = _person(shared)
        saved, done = together(partial(_save, shared, core, version, f"A{number}"), imports)
        assert isinstance(done, csv_file.Imported)
        assert saved == "saved"
        assert _person(shared)[2] == f"A{number}"

"""The audit trail only grows: each database enforces it against any program."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sek_core.incidents import changes
from sek_core.store.database import Database
from sek_core.work import audit

AT = datetime.fromisoformat("2026-11-24T10:04:00+03:00")

FORGERIES = [
    "DELETE FROM history",
    "DELETE FROM history WHERE id = 1",
    "UPDATE history SET detail = 'something else'",
    "UPDATE history SET detail = ''",
    "UPDATE history SET address = '+254300000001'",
    "UPDATE history SET what = 'noted'",
    "UPDATE history SET about = 'S2'",
    "UPDATE history SET at = '2026-11-24 00:00:00'",
    "UPDATE history SET id = 7",
    "UPDATE history SET person_id = NULL, detail = '(erased)', what = 'closed'",
]


@pytest.fixture
def written(database: Database) -> Database:
    with database.writing() as session:
        audit.record(session, AT, "roster imported", address="shell: somebody", detail="3 new")
    return database


def rows(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as session:
        return [
            tuple(row)
            for row in session.execute(text("SELECT what, address, detail FROM history ORDER BY id"))
        ]


@pytest.mark.parametrize("statement", FORGERIES)
def test_nothing_that_happened_is_changed_or_taken_away(written: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append only"), written.writing() as session:
        session.execute(text(statement))
    assert rows(written) == [("roster imported", "shell: somebody", "3 new")]


def test_no_row_is_put_in_the_place_of_another(written: Database) -> None:
    statement = (
        "INSERT OR REPLACE INTO history (id, at, about, what, address, detail) "
        "VALUES (1, '2026-11-24 00:00:00', '', 'noted', '', 'something else')"
    )
    if not written.is_sqlite:
        statement = "TRUNCATE history"
    with pytest.raises(DBAPIError, match="append only"), written.writing() as session:
        session.execute(text(statement))
    assert rows(written) == [("roster imported", "shell: somebody", "3 new")]


def test_words_and_address_may_be_erased_and_stay_so(written: Database) -> None:
    with written.writing() as session:
        session.execute(text("UPDATE history SET detail = '(erased)', address = ''"))
    assert rows(written) == [("roster imported", "", "(erased)")]
    with pytest.raises(DBAPIError, match="append only"), written.writing() as session:
        session.execute(text("UPDATE history SET detail = '3 new'"))


def test_it_goes_on_growing(written: Database) -> None:
    with written.writing() as session:
        audit.record(session, AT, "replayed", address="shell: somebody")
    assert [what for what, _, _ in rows(written)] == ["roster imported", "replayed"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"severity": "severe"}, {"severity": "severe"}, ""),
        (
            {"severity": None, "place": "Mutomo"},
            {"severity": "severe", "place": "Mutomo"},
            "severity: nothing to severe",
        ),
        ({"households": 400}, {"households": 40, "deaths": 2}, "households: 400 to 40; deaths: nothing to 2"),
    ],
)
def test_a_change_is_said_old_and_new(before: dict[str, object], after: dict[str, object], said: str) -> None:
    assert changes.difference(before, after) == said


@pytest.mark.parametrize("kept", ["3 (erased)", "(erased) new", "(erased)w", "3 (erased)w"])
def test_one_stretch_of_the_words_may_be_erased(written: Database, kept: str) -> None:
    with written.writing() as session:
        session.execute(text("UPDATE history SET detail = :kept"), {"kept": kept})
    assert rows(written) == [("roster imported", "shell: somebody", kept)]


@pytest.mark.parametrize("kept", ["4 (erased)", "(erased) newer", "3 new(erased)", "3 (erased) or so"])
def test_no_other_words_come_in_with_a_mark(written: Database, kept: str) -> None:
    with pytest.raises(DBAPIError, match="append only"), written.writing() as session:
        session.execute(text("UPDATE history SET detail = :kept"), {"kept": kept})

"""The migrations make exactly the tables of the models, on both databases."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from sek_core.store import migrations
from sek_core.store.database import Database
from sek_core.store.models import Base

FOLDER = Path(migrations.__file__).parent

# SQLAlchemy cannot read such an index of SQLite back. PostgreSQL compares it.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind without a table."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/empty.db")
    else:
        database = Database(request.getfixturevalue("postgres_url"))
    yield database
    database.close()


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


def schema(database: Database) -> dict[str, Any]:
    """Return all that the database says of its tables, except Alembic's own."""
    with database.patient() as connection:
        inspector = inspect(connection)
        return {
            table: {
                "columns": [
                    {**column, "type": repr(column["type"])} for column in inspector.get_columns(table)
                ],
                "primary key": inspector.get_pk_constraint(table),
                "foreign keys": _sorted(inspector.get_foreign_keys(table)),
                "unique": _sorted(inspector.get_unique_constraints(table)),
                "indexes": _sorted(inspector.get_indexes(table)),
            }
            for table in sorted(inspector.get_table_names())
            if table != "alembic_version"
        }


def _sorted(found: list[Any]) -> list[str]:
    # The condition of a partial index is an expression without an equality of its own.
    return sorted(repr({key: _plain(value) for key, value in sorted(one.items())}) for one in found)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: str(inner) for key, inner in sorted(value.items())}
    return value


def is_current(database: Database) -> bool:
    with database.reading() as session:
        return migrations.is_current(session)


def test_nothing_is_left_for_autogenerate(empty: Database) -> None:
    migrations.upgrade(empty)
    with empty.patient() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def test_the_schema_is_that_of_the_models_to_the_last_condition(empty: Database) -> None:
    """Autogenerate compares neither conditions of an index nor names of a primary key."""
    migrations.upgrade(empty)
    migrated = schema(empty)
    with empty.patient() as connection:
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)
        connection.commit()
    assert migrated == schema(empty)
    assert set(migrated) == set(Base.metadata.tables)


def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    migrations.upgrade(empty)
    with empty.writing() as session:
        session.execute(text("INSERT INTO facts (name, value) VALUES ('kept', 'yes')"))
    before = schema(empty)
    migrations.upgrade(empty)
    assert schema(empty) == before
    with empty.reading() as session:
        assert session.execute(text("SELECT value FROM facts")).scalars().all() == ["yes"]


def test_a_database_is_current_only_at_the_newest_version(empty: Database) -> None:
    assert not is_current(empty)
    migrations.upgrade(empty)
    assert is_current(empty)
    with empty.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not is_current(empty)


def test_a_process_of_the_version_before_goes_on_while_an_upgrade_is_rolled_out(empty: Database) -> None:
    migrations.upgrade(empty)
    for version, usable in (("0000", False), (migrations.HEAD, True), ("9999", True)):
        with empty.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
        with empty.reading() as session:
            assert migrations.is_usable(session) == usable


def test_a_migration_that_fails_leaves_nothing_behind(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be repaired and run again, also on a database that cannot roll back a CREATE TABLE."""

    def fails(self: MigrationContext, *_: object) -> None:
        raise RuntimeError("the power went")

    before = schema(empty)
    with monkeypatch.context() as patched:
        patched.setattr("alembic.migration.HeadMaintainer.update_to_step", fails)
        with pytest.raises(RuntimeError):
            migrations.upgrade(empty)
    assert schema(empty) == before
    migrations.upgrade(empty)
    assert is_current(empty)


SERIES_OF_BEFORE = """
    INSERT INTO people (id, name, organisation, email, language, channel)
        VALUES (1, 'Patrick Mburu', '', '', 'en', '');
    INSERT INTO meetings
        (ref, county, series, starts_at, status, venue, version, code, token, created_at, changed_at)
        SELECT ref, county, series, starts_at, status, '', 1, ref, ref, starts_at, starts_at FROM (
            SELECT 'M1' AS ref, 'Kitui' AS county, 'monthly' AS series, CURRENT_TIMESTAMP AS starts_at,
                'called' AS status
            UNION ALL SELECT 'M2', 'Kitui', 'monthly', CURRENT_TIMESTAMP, 'planned'
            UNION ALL SELECT 'M3', 'Makueni', 'monthly', CURRENT_TIMESTAMP, 'planned'
            UNION ALL SELECT 'M4', 'Makueni', '', CURRENT_TIMESTAMP, 'called'
        ) AS rows_of_before;
    INSERT INTO invitations (meeting_ref, person_id, version, told_start)
        VALUES ('M1', 1, 1, '2026-11-05 06:00:00'), ('M4', 1, 1, '2026-11-03 06:00:00');
    INSERT INTO series_changes (series, county, rule, at, venue, off, changed_at)
        VALUES ('monthly', 'Taita Taveta', '15', '09:00', '', FALSE, '2026-10-01'),
               ('cascom', 'Kitui', '15', '09:00', '', TRUE, '2026-10-01')
"""


def test_series_that_have_invited_stay_awake(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(migrations, "HEAD", "0012")
        migrations.upgrade(empty)
    with empty.writing() as session:
        for statement in SERIES_OF_BEFORE.split(";"):
            session.execute(text(statement))
    migrations.upgrade(empty)
    with empty.reading() as session:
        found = session.execute(text("SELECT series, county, state FROM series_states ORDER BY county")).all()
    assert [tuple(row) for row in found] == [
        ("monthly", "Kitui", "awake"),
        ("monthly", "Taita Taveta", "awake"),
    ]


def test_the_program_asks_for_the_newest_version() -> None:
    assert scripts().get_heads() == [migrations.HEAD]


def test_versions_follow_one_another_and_their_files_say_so() -> None:
    revisions = list(scripts().walk_revisions())[::-1]
    assert [revision.revision for revision in revisions] == [f"{n:04}" for n in range(1, len(revisions) + 1)]
    for revision in revisions:
        assert re.fullmatch(rf"{revision.revision}_[a-z_0-9]+\.py", Path(revision.path).name)


def test_no_migration_looks_at_the_models() -> None:
    """The models change; a migration must not."""
    for revision in scripts().walk_revisions():
        assert "store.models" not in Path(revision.path).read_text(encoding="utf-8")

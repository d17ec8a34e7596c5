"""Every column of every table is in the registry of what it holds of people, so that erasure finds it."""

from sqlalchemy import ForeignKey

from sek_core.store.classification import TABLES
from sek_core.store.holdings import Holds
from sek_core.store.models import Base

WHAT_TO_DO = (
    "say in sek_core/store/classification.py what {} holds: the id of a person (people), a number or chat "
    "(addresses), a name (names), words (words, with the column of who wrote them), a text of the "
    "program that may name anyone (composed), the key of a link (tokens), or nothing of a person (nothing)"
)

COLUMNS = {
    f"{table.name}.{column.name}": column for table in Base.metadata.sorted_tables for column in table.columns
}


def listed() -> dict[str, Holds]:
    return {
        f"{table}.{column}": holds for table, row in TABLES.items() for column, holds in row.columns.items()
    }


def points_to_people(keys: "set[ForeignKey]") -> bool:
    return any(key.target_fullname == "people.id" for key in keys)


def test_each_column_is_classified_once() -> None:
    unknown = [WHAT_TO_DO.format(name) for name in COLUMNS if name not in listed()]
    assert not unknown, "\n".join(unknown)
    gone = sorted(set(listed()) - set(COLUMNS))
    assert not gone, f"these columns do not exist; take them out of classification.py: {gone}"
    assert {name: row.twice for name, row in TABLES.items() if row.twice} == {}


def test_ids_of_people_are_people_and_own_words_have_a_writer() -> None:
    people = {name for name, holds in listed().items() if holds is Holds.PERSON} - {"people.id"}
    assert people == {name for name, column in COLUMNS.items() if points_to_people(column.foreign_keys)}
    for table, row in TABLES.items():
        assert set(row.whose.split()) <= set(row.people.split()), table
        assert {words.of for words in row.words if words.of} <= set(row.people.split()), table


def test_no_table_is_left_out_of_the_models() -> None:
    """The list of tables that the tests crawl is that of the migrations."""
    assert {str(mapper.local_table) for mapper in Base.registry.mappers} == set(TABLES)

"""A role by its name in the program is the same as by its word in files and in the database."""

import json

import pytest
from sqlalchemy import select, text

from sek_core.roster.roles import Role
from sek_core.store import people as tables
from sek_core.store.database import Database


@pytest.mark.parametrize("role", [Role.RLA, Role.DEPUTY_COUNTY_LEAD])
def test_the_database_keeps_its_word(database: Database, role: Role) -> None:
    held = tables.RoleRow(role=role, county="Kitui", sectors=[], groups=[])
    person = tables.PersonRow(name="Asha", organisation="", email="", language="en", channel="", roles=[held])
    with database.writing() as session:
        session.add(person)
    with database.reading() as session:
        assert session.scalar(text("SELECT role FROM roles")) == role.value
        assert session.scalar(text("SELECT count(*) FROM roles WHERE role = :role"), {"role": role}) == 1
        found = session.scalars(select(tables.RoleRow.role).where(tables.RoleRow.role.in_([role]))).one()
    assert found == role
    assert (f"{found}", json.dumps([role])) == (role.value, f'["{role.value}"]')
    assert {found: 1}[role] == 1

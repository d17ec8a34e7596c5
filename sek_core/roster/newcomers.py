"""People who come to the roster by a text, with a telephone number."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sek_core.roster.people import VOUCHED, People
from sek_core.roster.snapshot import Person
from sek_core.store.people import AddressRow, PersonRow, RoleRow
from sek_core.store.statements import changed_one


def person_with_number(
    session: Session, people: People, channel: str, number: str, name: str, language: str
) -> Person:
    """Return the person with this number; a new one of this name without a role if there is none. The number
    stays locked until this transaction ends.
    """
    known = people.by_number(number)
    address = people.sender(channel, number)
    people.lock(address)
    if known is not None:
        return known
    owner = session.scalar(select(AddressRow.person_id).where(AddressRow.id == address.id))
    if owner is not None:  # another transaction was quicker
        people.read_again()
        return people.get(owner)
    row = PersonRow(name=name, organisation="", email="", language=language, channel="", roles=[])
    session.add(row)
    session.flush()
    people.read_again()
    people.link(address, people.get(row.id), VOUCHED)
    return people.get(row.id)


def give_role(
    session: Session,
    people: People,
    person: Person,
    role: str,
    county: str,
    sectors: Sequence[str],
    organisation: str,
    nominated_by: str,
) -> None:
    """Give a person one more role. An organisation that the roster knows stays."""
    row = RoleRow(
        person_id=person.id,
        role=role,
        county=county,
        sectors=list(sectors),
        groups=[],
        nominated_by=nominated_by,
    )
    session.add(row)
    session.flush()
    nameless = update(PersonRow).where(PersonRow.id == person.id, PersonRow.organisation == "")
    changed_one(session, nameless.values(organisation=organisation, version=PersonRow.version + 1))
    people.read_again()

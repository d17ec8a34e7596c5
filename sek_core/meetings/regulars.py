"""Regular guests: invited to the meetings of a series by a convener's text. A guest without a role can only
answer invitations.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import select, update

from sek_core.roster import newcomers
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import RegularGuest
from sek_core.store.statements import changed_one
from sek_core.understanding.tokens import forms_of
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

LONGEST_NAME = 100


def person_with_number(work: UnitOfWork, number: str, name: str) -> Person:
    """Return the person with this number; a new one of this name without a role if there is none. The number
    stays locked until this transaction ends.
    """
    channel, language = work.core.channels.with_numbers[0], work.configuration.mechanism.languages[0]
    return newcomers.person_with_number(
        work.session, work.people, channel, number, name[:LONGEST_NAME], language
    )


def add(work: UnitOfWork, person: Person, county: str | None, series: str, by: Person, address: str) -> bool:
    """Invite a person to all meetings of a series from now on; False if they are invited already."""
    if any(row.county == county and row.series in ("", series) for row in _live(work, [person.id])):
        return False
    row = {"person_id": person.id, "county": county, "series": series, "added_by_id": by.id}
    work.rows.add(RegularGuest, row | {"added_at": work.now, "ended_at": None})
    work.audit_log.add("", Event.GUEST_ADDED, by.id, address, f"{series} {county or 'all'}: {person.name}")
    return True


def end(work: UnitOfWork, guest: RegularGuest, by: Person, address: str) -> bool:
    """Invite a guest no more; False if that was ended already."""
    mine = update(RegularGuest).where(RegularGuest.id == guest.id, RegularGuest.ended_at.is_(None))
    if not changed_one(work.session, mine.values(ended_at=work.now)):
        return False
    name = work.people.get(guest.person_id).name
    detail = f"{guest.series} {guest.county or 'all'}: {name}"
    work.audit_log.add("", Event.GUEST_ENDED, by.id, address, detail)
    return True


def of_county(work: UnitOfWork, county: str | None) -> list[RegularGuest]:
    """Return the guests of a county, in the order in which they were added; None: those of all counties."""
    return [row for row in _live(work) if row.county == county]


def named(work: UnitOfWork, county: str | None, name: str) -> list[RegularGuest]:
    """Return the guests of a county with this name; if there is none, those with all of these words."""
    there = [(row, sorted(forms_of(work.people.get(row.person_id).name))) for row in of_county(work, county)]
    said = sorted(forms_of(name))
    same = [row for row, forms in there if forms == said]
    return same or [row for row, forms in there if said and set(said) <= set(forms)]


def invited(work: UnitOfWork, series: str, counties: Collection[str]) -> list[Person]:
    """Return the guests of a series in these counties."""
    rows = [row for row in _live(work) if row.series in ("", series)]
    ids = [row.person_id for row in rows if row.county is None or row.county in counties]
    return work.people.many(ids)


def counties_of_guests(work: UnitOfWork) -> dict[int, str]:
    """Return the county of each guest, by the id of the person; guests of all counties are left out."""
    return {row.person_id: row.county for row in _live(work) if row.county is not None}


def is_guest(work: UnitOfWork, person: Person) -> bool:
    """Return True if the person is a guest of some series now."""
    return bool(_live(work, [person.id]))


def reachable(work: UnitOfWork, people: Sequence[Person]) -> list[Person]:
    """Return those of the people who may be written to about meetings: on the roster today, or guests."""
    others = [person.id for person in people if not work.people.roles(person)]
    guests = {row.person_id for row in _live(work, others)} if others else set()
    return [person for person in people if person.id in guests or work.people.roles(person)]


def _live(work: UnitOfWork, person_ids: Sequence[int] | None = None) -> list[RegularGuest]:
    work.flush()
    query = select(RegularGuest).where(RegularGuest.ended_at.is_(None)).order_by(RegularGuest.id)
    if person_ids is not None:
        query = query.where(RegularGuest.person_id.in_(person_ids))
    return list(work.session.scalars(query.execution_options(populate_existing=True)))

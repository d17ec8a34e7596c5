"""Absences: a cover gets the messages of a person who is away for some days, and is told so."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, update

from config.rights import Deed
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import duties, following
from sek_core.roster import name_matching
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.people import AbsenceRow
from sek_core.store.statements import changed_one, insert_missing
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


def begin(work: UnitOfWork, person: Person, until: date, cover: Person | None, address: str) -> None:
    """Record an absence from now on; `until` is its last day. Tell the cover, and offer them the incidents
    that the person has taken; tell an earlier cover that their time is over.
    """
    before = work.people.away(person)
    cover_id = cover.id if cover else None
    values = {"since": work.now, "until": until, "cover_id": cover_id}
    insert_missing(work.session, AbsenceRow, [{"person_id": person.id, **values}])
    changed_one(work.session, update(AbsenceRow).where(AbsenceRow.person_id == person.id).values(**values))
    work.people.read_again()
    detail = f"until {until.isoformat()}" + (f", {cover.name} covers" if cover else "")
    work.audit_log.add("", Event.AWAY, person.id, address, detail)
    if before and before.cover_id not in (None, cover_id):
        _tell_cover(work, person, before.cover_id, "cover.over")
    duties.tell_of_absence(work, person, until)
    if cover:
        work.outbox.tell(cover, _begins(work, person, until), "notice")


def end(work: UnitOfWork, person: Person, address: str) -> bool:
    """End an absence, perhaps early; False if the person was not away."""
    absence = work.people.away(person)
    if absence is None or not changed_one(
        work.session, delete(AbsenceRow).where(AbsenceRow.person_id == person.id)
    ):
        return False
    work.people.read_again()
    work.audit_log.add("", Event.BACK, person.id, address)
    _tell_cover(work, person, absence.cover_id, "cover.over")
    return True


def may_cover(work: UnitOfWork, person: Person, other: Person) -> bool:
    """Return True if `other` may cover `person`.

    A person who may take incidents needs a cover who may take them too; other people need one of their
    county. An absent person cannot cover.
    """
    people, counties = work.people, work.configuration.mechanism.counties
    if other.id == person.id or people.away(other) or not work.rights.may(other, Deed.REPORT):
        return False
    own = people.counties(person, counties)
    if work.rights.may(person, Deed.TAKE, if_asked=False):
        return work.rights.may(other, Deed.TAKE, own, if_asked=False)
    return not set(own).isdisjoint(people.counties(other, counties))


def find_covers_named(work: UnitOfWork, person: Person, words: str) -> tuple[Sequence[Person], bool]:
    """Return the possible covers that the words name, and True if they name only people who cannot cover."""
    others = [other for other in work.people.everybody() if other.id != person.id]
    everywhere = work.configuration.mechanism.counties
    able = [other for other in others if may_cover(work, person, other)]
    meant = name_matching.find(
        work.people, work.configuration, words, able, work.people.counties(person, everywhere)
    ).people
    return meant, not meant and bool(
        name_matching.find(work.people, work.configuration, words, others, everywhere).people
    )


def default_cover(work: UnitOfWork, person: Person) -> Person | None:
    """Return the deputy of a county lead, from the first county with one who may cover, or None."""
    for role in work.people.roles(person):
        if role.role == Role.COUNTY_LEAD and role.county:
            for _, deputy in work.people.holders(Role.DEPUTY_COUNTY_LEAD, role.county):
                if may_cover(work, person, deputy):
                    return deputy
    return None


def taken_by(work: UnitOfWork, person: Person) -> list[Incident]:
    """Return the incidents that the person has taken; they wait during the absence unless taken over."""
    return following.held_by(work, person)


def _begins(work: UnitOfWork, person: Person, until: date) -> Screen:
    lines = tuple(
        Text("cover.line", {"ref": incident.ref, "incident": wording.short(incident)})
        for incident in taken_by(work, person)
    )
    key = "cover.begins_with" if lines else "cover.begins"
    args: dict[str, Arg] = {
        "who": phrases.named(person),
        "day": phrases.day(until),
        "lines": Joined(lines, "\n"),
    }
    return Screen(Text(key, args), max_segments=None)


def _tell_cover(work: UnitOfWork, person: Person, cover_id: int | None, key: str) -> None:
    if cover_id is not None:
        cover = work.people.get(cover_id)
        if work.people.roles(cover):
            work.outbox.tell(cover, Screen(Text(key, {"who": phrases.named(person)})), "notice")

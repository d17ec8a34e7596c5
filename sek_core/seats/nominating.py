"""Nominations: one is entered by who owes the seat, and becomes a role on the roster once RLA or the chair
confirms it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import update

from config.rights import Deed
from sek_core.messages.screens import Arg, Screen, Text, Translated
from sek_core.roster import newcomers
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import HeldRole, Person
from sek_core.seats import owing
from sek_core.store.seats import Nomination
from sek_core.store.statements import changed_one, inserted
from sek_core.store.states import NominationStatus
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Nominee:
    """One person for one seat, as a text names them; `number` in E.164."""

    name: str
    number: str
    role: str
    county: str
    sector: str = ""


Wrong = Literal["", "filled", "held", "waits"]


def wrong(work: UnitOfWork, nominee: Nominee) -> tuple[Wrong, str]:
    """Return why nobody can be nominated for a seat now, and whose name explains it; or "" twice."""
    known = work.people.by_number(nominee.number)
    held = owing.filled_by(work, nominee.role, nominee.county, nominee.sector)
    if known and any(_is(role, nominee) for role in work.people.roles(known)):
        return "held", known.name
    if held:
        return "filled", ", ".join(person.name for person in held)
    seat = _seat(nominee)
    same = next((each for each in owing.waiting(work) if each.seat == seat), None)
    return ("waits", same.name) if same else ("", "")


def _is(role: HeldRole, nominee: Nominee) -> bool:
    same = (role.role, role.county) == (nominee.role, nominee.county)
    return same and (not nominee.sector or nominee.sector in role.sectors)


def _seat(nominee: Nominee) -> str:
    return owing.seat_key(nominee.role, nominee.county, nominee.sector, nominee.number)


def nominate(work: UnitOfWork, nominee: Nominee, by: Person, address: str) -> bool:
    """Enter a nomination; False if another one for the same seat was quicker."""
    row = owing.row_of(work, nominee.role, nominee.county)
    organisation = (row.organisation if row else "") or by.organisation
    work.flush()
    entered = inserted(
        work.session,
        Nomination,
        {
            "seat": _seat(nominee),
            "role": nominee.role,
            "county": nominee.county,
            "sectors": [nominee.sector] if nominee.sector else [],
            "name": nominee.name,
            "number": nominee.number,
            "organisation": organisation,
            "nominated_by": organisation or by.name,
            "nominator_id": by.id,
            "created_at": work.now,
            "status": NominationStatus.OPEN,
        },
    )
    if entered:
        detail = f"{nominee.role} {nominee.county}: {nominee.name}, {nominee.number}"
        work.audit_log.add("", Event.NOMINATED, by.id, address, detail)
    return entered


@dataclass(frozen=True, slots=True)
class Decided:
    """Result of a decision. `already`: another person decided before, see the nomination."""

    result: Literal["done", "already", "filled", "own", "unknown"]
    nomination: Nomination | None = None


def may_decide(work: UnitOfWork, person: Person, nomination: Nomination) -> bool:
    """Return True if a person may confirm a nomination: nobody confirms their own."""
    return nomination.nominator_id != person.id and work.rights.may(person, Deed.SEAT, [nomination.county])


def find(work: UnitOfWork, number: int) -> Nomination | None:
    """Return a nomination by its number, freshly read."""
    work.flush()
    return work.session.get(Nomination, number, populate_existing=True)


def decide(work: UnitOfWork, number: int, by: Person, address: str, *, yes: bool) -> Decided:
    """Confirm or refuse a nomination. Compare and set: of two people, the second hears who was first."""
    nomination = find(work, number)
    if nomination is None:
        return Decided("unknown")
    if not may_decide(work, by, nomination):
        return Decided("own", nomination)
    full = yes and bool(_filled(work, nomination))
    status = NominationStatus.CONFIRMED if yes else NominationStatus.REFUSED
    mine = update(Nomination).where(Nomination.id == number, Nomination.status == NominationStatus.OPEN)
    settled = mine.values(
        status=NominationStatus.DROPPED if full else status, settled_by_id=by.id, settled_at=work.now
    )
    if not changed_one(work.session, settled):
        return Decided("already", find(work, number))
    detail = f"{nomination.role} {nomination.county}: {nomination.name}"
    work.audit_log.add(
        "", Event.SEAT_FILLED if yes and not full else Event.SEAT_REFUSED, by.id, address, detail
    )
    if yes and not full:
        _fill(work, nomination)
    key = "seat.told_filled" if full else "seat.told_confirmed" if yes else "seat.told_refused"
    _tell_nominator(work, nomination, Text(key, args_of(work, nomination) | {"who": phrases.named(by)}))
    return Decided("filled" if full else "done", find(work, number))


def _filled(work: UnitOfWork, nomination: Nomination) -> Sequence[Person]:
    sector = next(iter(nomination.sectors), "")
    return owing.filled_by(work, nomination.role, nomination.county, sector)


def _fill(work: UnitOfWork, nomination: Nomination) -> None:
    """Put the nominee on the roster, and greet them. A known number is the same person."""
    people = work.people
    channel, language = work.core.channels.with_numbers[0], _language(work, nomination)
    person = newcomers.person_with_number(
        work.session, people, channel, nomination.number, nomination.name, language
    )
    is_new = not people.roles(person)
    newcomers.give_role(
        work.session,
        people,
        person,
        nomination.role,
        nomination.county,
        nomination.sectors,
        nomination.organisation,
        nomination.nominated_by,
    )
    settled = update(Nomination).where(Nomination.id == nomination.id)
    changed_one(work.session, settled.values(person_id=person.id))
    args = args_of(work, nomination) | {"name": people.get(person.id).name, "who": nomination.nominated_by}
    key = "seat.welcome" if is_new else "seat.welcome_known"
    work.outbox.tell(people.get(person.id), Screen(Text(key, args), max_segments=2), "notice")


def _language(work: UnitOfWork, nomination: Nomination) -> str:
    """Return the language of the nominator: it is likely to be that of the nominee."""
    return work.people.language_of(work.people.get(nomination.nominator_id))


def _tell_nominator(work: UnitOfWork, nomination: Nomination, text: Text) -> None:
    for person in work.people.with_cover([work.people.get(nomination.nominator_id)]):
        work.outbox.tell(person, Screen(text, max_segments=2), "notice")


def args_of(work: UnitOfWork, nomination: Nomination) -> dict[str, Arg]:
    """Return the arguments of the texts about a nomination."""
    sector = next(iter(nomination.sectors), "")
    return {
        "name": nomination.name,
        "number": nomination.number,
        "role": role_and_sector(work, nomination.role, sector),
        "county": nomination.county,
        "nomination": nomination.id,
    }


def role_and_sector(work: UnitOfWork, role: str, sector: str) -> Arg:
    """Return "deputy county lead", "sector representative (water)"."""
    if role != Role.SECTOR_REP or not sector:
        return phrases.role_of(work, role)
    args: dict[str, Arg] = {"role": phrases.role_of(work, role), "sector": sector_name(work, sector)}
    return Text("seat.sector", args)


def sector_name(work: UnitOfWork, sector: str) -> Arg:
    """Return the first word for a sector in each language: it names it in texts, and APPOINT knows it."""
    named = work.configuration.words.sectors.get(sector, {})
    words = {language: found[0] for language, found in named.items() if found}
    return Translated(words) if words else sector.replace("_", " ")

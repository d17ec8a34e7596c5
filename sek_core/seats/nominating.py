"""Nominations: one is entered by who owes the seat, and becomes a role on the roster once RLA or the chair
confirms it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import update

from config.rights import Deed
from sek_core.messages.screens import Arg, Moment, Screen, Text, Translated
from sek_core.roster import newcomers
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import HeldRole, Person
from sek_core.seats import owing, starting
from sek_core.store.seats import Nomination
from sek_core.store.statements import changed_one, inserted
from sek_core.store.states import NominationStatus, StartStatus
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
        # Without the name: the history belongs to its actor, and forgetting the nominee would not reach it.
        work.audit_log.add("", Event.NOMINATED, by.id, address, f"{nominee.role} {nominee.county}")
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
    detail = f"{number}: {nomination.role} {nomination.county}"
    work.audit_log.add(
        "", Event.SEAT_FILLED if yes and not full else Event.SEAT_REFUSED, by.id, address, detail
    )
    if yes and not full:
        _confirmed(work, nomination, by)
        return Decided("done", find(work, number))
    key = "seat.told_filled" if full else "seat.told_confirmed" if yes else "seat.told_refused"
    _tell_nominator(work, nomination, Text(key, args_of(work, nomination) | {"who": phrases.named(by)}))
    return Decided("filled" if full else "done", find(work, number))


def _filled(work: UnitOfWork, nomination: Nomination) -> Sequence[Person]:
    sector = next(iter(nomination.sectors), "")
    return owing.filled_by(work, nomination.role, nomination.county, sector)


def _confirmed(work: UnitOfWork, nomination: Nomination, by: Person) -> None:
    """Tell the nominator, the secretariat and the leads, and let the role start when they could stop it."""
    at = starting.starts_at(work)
    args = args_of(work, nomination) | {"who": phrases.named(by), "time": Moment(at or work.now)}
    later = "_later" if at else ""
    _tell_nominator(work, nomination, Text(f"seat.told_confirmed{later}", args))
    if at is None:
        _fill(work, nomination)
        return
    screen = Screen(Text("seat.starts", args), max_segments=2)
    starting.tell(work, screen, [nomination.county], [by.id, nomination.nominator_id], "")
    starting.schedule(
        work, at, by, nomination_id=nomination.id, role=nomination.role, county=nomination.county
    )


def due(work: UnitOfWork) -> list[int]:
    """Return the ids of the confirmed nominations whose roles start now."""
    return starting.due(work, nominations=True)


def start(work: UnitOfWork, start_id: int) -> bool:
    """Put a confirmed nominee on the roster; False if that was stopped, or another process was quicker."""
    row = starting.find(work, start_id)
    nomination = find(work, row.nomination_id or 0)
    if nomination is None or not starting.settle(work, start_id, StartStatus.STARTED):
        return False
    if nomination.status != NominationStatus.CONFIRMED:  # the nominee was forgotten meanwhile
        return False
    if _filled(work, nomination):
        mine = update(Nomination).where(Nomination.id == nomination.id)
        changed_one(work.session, mine.values(status=NominationStatus.DROPPED))
        who = phrases.named(work.people.get(row.by_id))
        _tell_nominator(work, nomination, Text("seat.told_filled", args_of(work, nomination) | {"who": who}))
        return True
    _fill(work, nomination)
    return True


def stop(
    work: UnitOfWork, number: int, by: Person, address: str
) -> Literal["done", "over", "none", "not yours"]:
    """Stop a confirmed nomination before its role starts: it counts as refused."""
    nomination, row = find(work, number), starting.of_nomination(work, number)
    if nomination is None or row is None or nomination.status != NominationStatus.CONFIRMED:
        return "none"
    if not starting.may_stop(work, row, by, [nomination.county]) and not work.rights.may(by, Deed.SEAT):
        return "not yours"
    if not starting.settle(work, row.id, StartStatus.STOPPED, by):
        return "over"
    mine = update(Nomination).where(Nomination.id == number)
    refused = {"status": NominationStatus.REFUSED, "settled_by_id": by.id, "settled_at": work.now}
    changed_one(work.session, mine.values(**refused))
    detail = f"{number}: {nomination.role} {nomination.county}"
    work.audit_log.add("", Event.START_STOPPED, by.id, address, detail)
    text = Text("seat.stopped_told", args_of(work, nomination) | {"who": phrases.named(by)})
    _tell_nominator(work, nomination, text)
    besides = [by.id, nomination.nominator_id]
    starting.tell(work, Screen(text, max_segments=2), [nomination.county], [*besides, row.by_id], "")
    if row.by_id not in besides:
        work.outbox.tell(work.people.get(row.by_id), Screen(text, max_segments=2), "notice")
    return "done"


def starts_at(work: UnitOfWork, number: int) -> datetime | None:
    """Return when the role of a confirmed nomination starts; None if it has started, or never will."""
    row = starting.of_nomination(work, number)
    return row.starts_at if row is not None and row.status == StartStatus.WAITING else None


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
    """Return the first name of a sector in each language: texts name it so, and APPOINT knows it."""
    named = work.configuration.words.sector_names.get(sector, {})
    words = {language: found[0] for language, found in named.items() if found}
    return Translated(words) if words else sector.replace("_", " ")
